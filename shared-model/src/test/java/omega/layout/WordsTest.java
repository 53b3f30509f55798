package omega.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** What goes eight bytes at a time, against the same byte by byte: every byte at every place, up to an array's very end. */
class WordsTest {
    private static final int LONGEST = 20;

    private interface Case {
        void check(byte[] bytes, int from, int to);
    }

    /** Fields of {@code filler} with one other byte. */
    private static void everywhere(char filler, Case each) {
        for (int length = 1; length <= LONGEST; length++) {
            for (int before : new int[] {0, 3, 9}) {
                for (int after : new int[] {0, 1, 8}) {
                    for (int place = 0; place < length; place++) {
                        for (int b = 0; b < 256; b++) {
                            byte[] bytes = new byte[before + length + after];
                            Arrays.fill(bytes, (byte) 0x80);
                            Arrays.fill(bytes, before, before + length, (byte) filler);
                            bytes[before + place] = (byte) b;
                            each.check(bytes, before, before + length);
                        }
                    }
                }
            }
        }
    }

    private static boolean all(byte[] bytes, int from, int to, IntPredicate predicate) {
        for (int i = from; i < to; i++) {
            if (!predicate.test(bytes[i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    @Test
    void digits() {
        everywhere(
                '7',
                (bytes, from, to) ->
                        assertEquals(all(bytes, from, to, b -> b >= '0' && b <= '9'), Words.digits(bytes, from, to)));
    }

    @Test
    void ascii() {
        everywhere(
                'x',
                (bytes, from, to) -> assertEquals(all(bytes, from, to, b -> b < 0x80), Words.ascii(bytes, from, to)));
    }

    @Test
    void whatJsonTakesAsItIs() {
        everywhere('x', (bytes, from, to) -> {
            boolean plain = all(bytes, from, to, b -> b >= 0x20 && b < 0x7F && b != '"' && b != '\\');
            int at = Words.plain(bytes, from, to);
            assertEquals(plain, at == to);
            assertTrue(all(bytes, from, at, b -> b >= 0x20 && b < 0x7F && b != '"' && b != '\\'));
        });
    }

    @Test
    void newline() {
        everywhere('x', (bytes, from, to) -> {
            int expected = -1;
            for (int i = to - 1; i >= from; i--) {
                expected = bytes[i] == '\n' ? i : expected;
            }
            assertEquals(expected, Words.newline(bytes, from, to));
        });
    }

    @Test
    void newlineInALongLine() {
        for (int length = 1; length < 120; length++) {
            byte[] bytes = new byte[length + 3];
            Arrays.fill(bytes, (byte) ('\n' + 0x80));
            bytes[1] = '\n';
            assertEquals(-1, Words.newline(bytes, 2, length + 2));
            bytes[length + 2] = '\n';
            for (int place = length + 1; place >= 2; place--) {
                bytes[place] = '\n';
                assertEquals(place, Words.newline(bytes, 2, length + 2));
            }
        }
    }

    @Test
    void cuts() {
        Fields fields = new Fields((byte) ';', Fields.NO_QUOTE);
        everywhere('x', (bytes, from, to) -> {
            bytes[to - 1] = to - from > 1 ? (byte) ';' : bytes[to - 1];
            String[] expected = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1).split(";", -1);
            assertTrue(fields.cut(bytes, from, to));
            assertEquals(expected.length, fields.count);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(
                        expected[i],
                        new String(
                                bytes,
                                fields.starts[i],
                                fields.ends[i] - fields.starts[i],
                                StandardCharsets.ISO_8859_1));
            }
        });
    }

    @Test
    void manyFields() {
        Fields fields = new Fields((byte) ';', Fields.NO_QUOTE);
        byte[] line = ";".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
        assertTrue(fields.cut(line, 0, line.length));
        assertEquals(1_001, fields.count);
        assertEquals(1_000, fields.starts[1_000]);
        assertEquals(1_000, fields.ends[1_000]);
    }

    @Test
    void masks() {
        Encoding encoding = new Encoding(StandardCharsets.ISO_8859_1);
        for (String form : List.of("##############", "GI######", "@", "-@#-@#-@#")) {
            Mask mask = new Mask(form.getBytes(StandardCharsets.US_ASCII));
            String sound = form.replace('#', '5').replace('@', 'Q');
            for (int place = 0; place < form.length(); place++) {
                for (int b = 0; b < 256; b++) {
                    byte[] bytes = sound.getBytes(StandardCharsets.US_ASCII);
                    bytes[place] = (byte) b;
                    boolean fits = switch (form.charAt(place)) {
                        case '#' -> b >= '0' && b <= '9';
                        case '@' -> b >= 'A' && b <= 'Z';
                        default -> b == form.charAt(place);
                    };
                    assertEquals(fits, mask.fits(bytes, 0, bytes.length, encoding), form + " " + place + " " + b);
                }
            }
            byte[] longer = (sound + "5").getBytes(StandardCharsets.US_ASCII);
            assertFalse(mask.fits(longer, 0, longer.length, encoding));
            assertFalse(mask.fits(longer, 0, longer.length - 2, encoding));
        }
    }

    @Test
    void setsTellWhatOnlyTheirEndOrLengthTellsApart() {
        ByteSet set = new ByteSet(List.of(bytes("T1"), bytes("ABCDEFGH"), bytes("ABCDEFGHI"), bytes("")));
        for (String member : List.of("T1", "ABCDEFGH", "ABCDEFGHI", "")) {
            assertTrue(contains(set, member), member);
        }
        for (String other : List.of("T", "T1\0", "T2", "ABCDEFG", "ABCDEFGHJ", "ABCDEFGHII", "\0")) {
            assertFalse(contains(set, other), other);
        }
    }

    private static boolean contains(ByteSet set, String text) {
        byte[] bytes = bytes("x" + text);
        return set.contains(bytes, 1, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void copiesOfAnyLengthFromAnArraysEnd() {
        Random random = new Random(1);
        for (int length = 0; length < 80; length++) {
            for (int after = 0; after < 40; after++) {
                byte[] source = new byte[2 + length + after];
                random.nextBytes(source);
                JsonBytes out = new JsonBytes();
                out.put('<');
                out.put(source, 2, 2 + length);
                out.put('>');
                byte[] expected = new byte[length + 2];
                System.arraycopy(source, 2, expected, 1, length);
                expected[0] = '<';
                expected[length + 1] = '>';
                assertArrayEquals(expected, out.copy());
            }
        }
    }

    @Test
    void aMemoGivesBackWhatWasWrittenForTheSameBytesOnly() {
        DayMemo memo = new DayMemo();
        Map<String, String> kept = new HashMap<>();
        Random random = new Random(1);
        int recalled = 0;
        for (int i = 0; i < 100_000; i++) {
            String day = "%04d%02d%02d%s"
                    .formatted(
                            2020 + random.nextInt(4),
                            random.nextInt(12),
                            random.nextInt(30),
                            random.nextBoolean() ? "" : "Z");
            byte[] source = bytes(day);
            JsonBytes out = new JsonBytes();
            if (memo.recall(source, 0, source.length, out)) {
                recalled++;
                assertEquals(kept.get(day), new String(out.copy(), StandardCharsets.US_ASCII));
            } else {
                kept.put(day, "\"" + i + "\"");
                out.put(bytes("before" + kept.get(day)));
                memo.keep(source, 0, source.length, out, 6);
            }
        }
        assertTrue(recalled > 100, "recalled " + recalled);
    }
}
