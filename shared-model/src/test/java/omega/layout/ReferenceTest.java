package omega.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import omega.catalogue.Layout;
import omega.catalogue.Packs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random lines, sound and damaged, read by the kernel and by a slow reader of Strings that shares no code with it: they agree. */
class ReferenceTest {
    private static final int LINES = 10_000;
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    @ParameterizedTest
    @CsvSource({
        "US-ASCII, standard",
        "windows-1252, standard",
        "windows-1252, guillemets",
        "ISO-8859-1, guillemets",
        "ISO-8859-15, standard",
        "UTF-8, standard",
        "UTF-8, guillemets"
    })
    void readsAsTheReferenceDoes(String name, String envelope) {
        Charset charset = Charset.forName(name);
        boolean quoting = envelope.equals("guillemets");
        LineReader reader = new LineReader(layout(envelope, name), charset, Packs.DAY);
        Author author = new Author(new Random(20_261_123), characters(charset), quoting);
        int sound = 0;
        for (int i = 0; i < LINES; i++) {
            String line = i % 3 == 0 ? author.damaged(author.line()) : author.line();
            byte[] bytes = line.getBytes(charset);
            Optional<String> expected = line.isEmpty() ? Optional.empty() : reference(line, quoting);

            // with bytes behind it, as in a block, and without
            boolean record =
                    reader.read(i % 2 == 0 ? bytes : Arrays.copyOf(bytes, bytes.length + 20), 0, bytes.length, i);

            String told = i + ": [" + line + "] " + (record ? "" : reader.faults());
            assertEquals(expected.isPresent(), record, told);
            if (record) {
                sound++;
                assertEquals(expected.get(), new String(reader.json(), StandardCharsets.UTF_8), told);
            } else {
                assertTrue(!reader.faults().isEmpty(), told);
            }
        }
        assertTrue(sound > LINES / 2 && sound < LINES, "both kinds must come up, sound were " + sound);
    }

    private static Layout layout(String envelope, String charset) {
        return Packs.layout("""
            {version: "1", envelope: %s, charset: %s, decimal: ",", records: [{name: t, tag: REL, key: pce, fields: [
              {name: pce, type: text, mask: ["##############", "GI######"]},
              {name: nom, type: text, length: 12},
              {name: index, type: integer, length: 9},
              {name: volume, type: decimal, length: 12, scale: 3},
              {name: jour, type: date, format: dd/MM/yyyy},
              {name: instant, type: instant, format: yyyyMMddHHmmss},
              {name: journee, type: gas-day, format: yyyy-MM-dd},
              {name: definitive, type: boolean, true: Vrai, false: Faux},
              {name: code, type: text, codes: cas, unknown: keep}]}]}""".formatted(envelope, charset));
    }

    private static List<String> characters(Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8)) {
            List<String> characters = new ArrayList<>();
            for (int[] range :
                    new int[][] {{0x20, 0x7E}, {0xA0, 0x17F}, {0x3B1, 0x3C9}, {0x4E00, 0x4E20}, {0x1F600, 0x1F620}}) {
                IntStream.rangeClosed(range[0], range[1])
                        .mapToObj(Character::toString)
                        .forEach(characters::add);
            }
            characters.add("\t");
            return characters;
        }
        List<String> characters = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            try {
                char c = charset.newDecoder()
                        .decode(ByteBuffer.wrap(new byte[] {(byte) b}))
                        .charAt(0);
                if (c == '\t' || !Character.isISOControl(c)) {
                    characters.add(String.valueOf(c));
                }
            } catch (CharacterCodingException e) {
                // no character has this byte
            }
        }
        return characters;
    }

    /** Writes lines, most of them sound. */
    private record Author(Random random, List<String> characters, boolean quoting) {

        String line() {
            List<String> fields = new ArrayList<>(List.of(quoted("REL")));
            fields.add(some(random.nextBoolean() ? digits(14) : "GI" + digits(6)));
            fields.add(some(text(random.nextInt(13))));
            fields.add(some((random.nextInt(9) == 0 ? "-" : "") + digits(1 + random.nextInt(9))));
            fields.add(some(
                    digits(1 + random.nextInt(9)) + (random.nextBoolean() ? "" : "," + digits(1 + random.nextInt(3)))));
            fields.add(some(day().format(DateTimeFormatter.ofPattern("dd/MM/uuuu"))));
            fields.add(some(day().format(DateTimeFormatter.BASIC_ISO_DATE)
                    + "%02d%02d%02d".formatted(random.nextInt(24), random.nextInt(60), random.nextInt(60))));
            fields.add(some(day().toString()));
            fields.add(some(random.nextBoolean() ? "Vrai" : "Faux"));
            fields.add(some(List.of("FIN", "DEBUT", "VIEUX", "DEMAIN", "AUTRE").get(random.nextInt(5))));
            return String.join(";", fields);
        }

        String damaged(String line) {
            StringBuilder damaged = new StringBuilder(line);
            int at = random.nextInt(line.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, "0;9\"x/,-".charAt(random.nextInt(8)));
                case 2 -> damaged.setCharAt(at, (char) ('!' + random.nextInt(90)));
                default -> damaged.setLength(at);
            }
            // no half of a pair, which no charset can write
            return damaged.toString().codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)
                    ? line
                    : damaged.toString();
        }

        private String some(String value) {
            return random.nextInt(8) == 0 ? "" : quoted(value);
        }

        private String quoted(String value) {
            boolean must = quoting && (value.startsWith("\"") || value.contains(";"));
            return must || (quoting && random.nextInt(4) == 0) ? '"' + value.replace("\"", "\"\"") + '"' : value;
        }

        private String text(int length) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                String character = characters.get(random.nextInt(characters.size()));
                text.append(quoting || !character.equals(";") ? character : "x");
            }
            return text.toString();
        }

        private String digits(int count) {
            StringBuilder digits = new StringBuilder();
            for (int i = 0; i < count; i++) {
                digits.append((char) ('0' + random.nextInt(10)));
            }
            return digits.toString();
        }

        /** Days of clock changes come up often. */
        private LocalDate day() {
            return switch (random.nextInt(6)) {
                case 0 -> LocalDate.of(2026, 3, 29);
                case 1 -> LocalDate.of(2026, 10, 25);
                default -> LocalDate.of(2000, 1, 1).plusDays(random.nextInt(15_000));
            };
        }
    }

    /** The record as JSON; empty where the line is none. */
    private static Optional<String> reference(String line, boolean quoting) {
        List<String> cells = quoting ? quotedCells(line) : List.of(line.split(";", -1));
        if (cells.size() != 10 || !cells.getFirst().equals("REL")) {
            return Optional.empty();
        }
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("enregistrement", "t");
        try {
            put(record, "pce", check(cells.get(1), "\\d{14}|GI\\d{6}"));
            put(record, "nom", text(cells.get(2)));
            put(record, "index", check(cells.get(3), "-?\\d{1,9}"));
            record.computeIfPresent("index", (_, value) -> whole(value.toString()));
            put(record, "volume", check(cells.get(4), "-?\\d+(,\\d{1,3})?"));
            record.computeIfPresent("volume", (_, value) -> decimal(value.toString()));
            put(
                    record,
                    "jour",
                    cells.get(5).isEmpty()
                            ? ""
                            : date(cells.get(5), "dd/MM/uuuu").toString());
            put(record, "instant", cells.get(6).isEmpty() ? "" : instant(cells.get(6)));
            put(
                    record,
                    "journee",
                    cells.get(7).isEmpty()
                            ? ""
                            : paris(date(cells.get(7), "uuuu-MM-dd").atTime(6, 0)));
            put(record, "definitive", check(cells.get(8), "Vrai|Faux"));
            record.computeIfPresent("definitive", (_, value) -> value.equals("Vrai"));
            put(record, "code", plain(cells.get(9)));
            record.computeIfPresent(
                    "code",
                    (_, value) -> List.of("FIN", "DEBUT", "TOUJOURS").contains(value.toString())
                            ? value
                            : Map.of("inconnu", value));
            return Optional.of(JSON.writeValueAsString(record));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void put(Map<String, Object> record, String name, String value) {
        if (!value.isEmpty()) {
            record.put(name, value);
        }
    }

    private static String check(String cell, String form) {
        if (!cell.isEmpty() && !cell.matches(form)) {
            throw new IllegalArgumentException(cell);
        }
        return cell;
    }

    private static String text(String cell) {
        if (cell.codePointCount(0, cell.length()) > 12) {
            throw new IllegalArgumentException(cell);
        }
        return plain(cell);
    }

    private static String plain(String cell) {
        if (cell.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c))) {
            throw new IllegalArgumentException(cell);
        }
        return cell;
    }

    /** Minus zero is the one number that JSON has and Java has not. */
    private static Object whole(String text) {
        BigInteger value = new BigInteger(text);
        return text.startsWith("-") && value.signum() == 0
                ? new com.fasterxml.jackson.databind.util.RawValue("-0")
                : value;
    }

    private static Object decimal(String text) {
        BigDecimal value = new BigDecimal(text.replace(',', '.'));
        if (text.replaceAll("\\D", "").length() > 12) {
            throw new IllegalArgumentException(text);
        }
        return text.startsWith("-") && value.signum() == 0
                ? new com.fasterxml.jackson.databind.util.RawValue("-" + value.toPlainString())
                : value;
    }

    private static LocalDate date(String cell, String format) {
        check(cell, format.replaceAll("[a-zA-Z]", "\\\\d"));
        return LocalDate.parse(cell, DateTimeFormatter.ofPattern(format).withResolverStyle(ResolverStyle.STRICT));
    }

    private static String instant(String cell) {
        check(cell, "\\d{14}");
        LocalDateTime local =
                date(cell.substring(0, 8), "uuuuMMdd").atTime(number(cell, 8), number(cell, 10), number(cell, 12));
        return paris(local);
    }

    private static int number(String cell, int from) {
        return Integer.parseInt(cell.substring(from, from + 2));
    }

    private static String paris(LocalDateTime local) {
        List<ZoneOffset> offsets = PARIS.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            throw new DateTimeException("skipped");
        }
        OffsetDateTime time = local.atOffset(Objects.requireNonNull(offsets.getFirst()));
        return time.format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX"));
    }

    /** Cells where a quote at a cell's start holds it together; no cell at all where one is broken. */
    private static List<String> quotedCells(String line) {
        List<String> cells = new ArrayList<>();
        String rest = line;
        while (true) {
            if (rest.startsWith("\"")) {
                int end = 1;
                while (end < rest.length() && (rest.charAt(end) != '"' || rest.startsWith("\"\"", end))) {
                    end += rest.charAt(end) == '"' ? 2 : 1;
                }
                if (end >= rest.length()) {
                    return List.of();
                }
                cells.add(rest.substring(1, end).replace("\"\"", "\""));
                rest = rest.substring(end + 1);
                if (!rest.isEmpty() && !rest.startsWith(";")) {
                    return List.of();
                }
            } else {
                int end = rest.indexOf(';');
                cells.add(end < 0 ? rest : rest.substring(0, end));
                rest = end < 0 ? "" : rest.substring(end);
            }
            if (rest.isEmpty()) {
                return cells;
            }
            rest = rest.substring(1);
        }
    }
}
