package omega.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import omega.catalogue.Layout;
import omega.catalogue.Packs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of field, case by case; {@code layout/fields.csv} holds them, written by hand. */
class FieldTest {
    private static final Pattern BYTE = Pattern.compile("\\\\x([0-9A-F]{2})");

    @ParameterizedTest(name = "{0} in {1}: [{2}] -> {3}: {4}")
    @CsvFileSource(
            resources = "/layout/fields.csv",
            delimiter = '|',
            quoteCharacter = '`',
            numLinesToSkip = 1,
            ignoreLeadingAndTrailingWhitespace = false)
    void becomesItsJsonValue(String field, String charset, @Nullable String bytes, String expected, String why) {
        LineReader reader = reader(field, charset);
        byte[] line = line(bytes == null ? "" : bytes, Charset.forName(charset));

        boolean record = reader.read(line, 0, line.length, 2);

        if (expected.startsWith("!")) {
            assertFalse(record, why);
            assertEquals(1, reader.faults().size(), why);
            LineFault fault = reader.faults().getFirst();
            assertEquals(LineFault.Code.valueOf(expected.substring(1)), fault.code(), why);
            assertEquals(new LineFault(fault.code(), 2, 3, "f", fault.code().meaning()), fault, why);
        } else {
            String value = expected.equals("-") ? "" : ",\"f\":" + expected;
            assertTrue(record, () -> why + ": " + reader.faults());
            assertEquals(
                    "{\"enregistrement\":\"t\",\"a\":\"a\"" + value + ",\"z\":\"z\"}",
                    new String(reader.json(), StandardCharsets.UTF_8),
                    why);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"US-ASCII", "windows-1252", "ISO-8859-1", "ISO-8859-15"})
    void everyByteReadsAsTheJdkDecodesIt(String name) {
        Charset charset = Charset.forName(name);
        LineReader reader = reader("type: text", name);
        for (int b = 0; b < 256; b++) {
            if (b == ';') {
                continue;
            }
            byte[] line = {'a', ';', (byte) b, ';', 'z'};
            boolean record = reader.read(line, 0, line.length, 2);
            String expected = decoded((byte) b, charset);
            String told = "%s 0x%02X".formatted(name, b);
            assertEquals(expected != null, record, told);
            if (expected != null) {
                assertEquals(
                        "{\"enregistrement\":\"t\",\"a\":\"a\",\"f\":\"" + expected + "\",\"z\":\"z\"}",
                        new String(reader.json(), StandardCharsets.UTF_8),
                        told);
            }
        }
    }

    /** The inside of a JSON string, or null where no field may hold the byte. */
    private static @Nullable String decoded(byte b, Charset charset) {
        try {
            char c =
                    charset.newDecoder().decode(ByteBuffer.wrap(new byte[] {b})).charAt(0);
            return switch (c) {
                case '\t' -> "\\t";
                case '"' -> "\\\"";
                case '\\' -> "\\\\";
                default -> Character.isISOControl(c) ? null : String.valueOf(c);
            };
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static LineReader reader(String field, String charset) {
        Layout layout = Packs.layout("""
                {version: "1", envelope: standard, charset: %s, decimal: ",", records: [{name: t, fields: [
                  {name: a, type: text}, {name: f, %s}, {name: z, type: text}]}]}""".formatted(charset, field));
        return new LineReader(layout, Charset.forName(charset), Packs.DAY);
    }

    private static byte[] line(String text, Charset charset) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes("a;".getBytes(charset));
        Matcher escape = BYTE.matcher(text);
        int done = 0;
        while (escape.find()) {
            line.writeBytes(text.substring(done, escape.start()).getBytes(charset));
            line.write(Integer.parseInt(escape.group(1), 16));
            done = escape.end();
        }
        line.writeBytes(text.substring(done).getBytes(charset));
        line.writeBytes(";z".getBytes(charset));
        return line.toByteArray();
    }
}
