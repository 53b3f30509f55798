package omega.fetcher.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lines against a slow reader of the same bytes, whatever the pieces in which they come. */
class LinesTest {
    private static final long SEED = Long.getLong("tests.seed", 20261123L);
    private static final int RUNS = Boolean.getBoolean("tests.full") ? 5000 : 300;
    private static final int LONGEST = 300_000;

    /** One line as the slow reader sees it. */
    private record Line(long number, String text, boolean crLf, boolean lf) {}

    @Test
    void theLinesAreThoseOfASlowReader() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        long lines = 0;
        long bytes = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] input = input(random);
            List<Line> expected = slowly(input);
            int number = run;
            List<Line> read = read(input, random);
            assertEquals(expected.size(), read.size(), () -> "seed " + SEED + ", run " + number);
            for (int i = 0; i < read.size(); i++) {
                int line = i + 1;
                assertEquals(expected.get(i), read.get(i), () -> "seed " + SEED + ", run " + number + ", line " + line);
            }
            lines += expected.size();
            bytes += input.length;
        }
        System.out.printf("Lines: seed %d, %d inputs, %d bytes, %d lines%n", SEED, RUNS, bytes, lines);
    }

    /** Ends of line often fall on the ends of the buffer's 256 KiB. */
    private static byte[] input(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int lines = random.nextInt(60);
        for (int i = 0; i < lines; i++) {
            int length = switch (random.nextInt(12)) {
                case 0 -> 0;
                case 1 -> (1 << 18) - 3 + random.nextInt(6);
                case 2 -> Math.max(0, (1 << 18) - (text.length() % (1 << 18)) - 2 + random.nextInt(4));
                case 3 -> random.nextInt(LONGEST);
                default -> random.nextInt(200);
            };
            for (int j = 0; j < length; j++) {
                text.append((char) (random.nextInt(50) == 0 ? '\r' : 32 + random.nextInt(90)));
            }
            boolean last = i == lines - 1;
            text.append(last && random.nextBoolean() ? "" : random.nextInt(3) == 0 ? "\r\n" : "\n");
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Line> slowly(byte[] input) {
        List<Line> lines = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (byte each : input) {
            if (each == '\n') {
                lines.add(line(lines.size() + 1, text.toString(), true));
                text.setLength(0);
            } else {
                text.append((char) (each & 0xFF));
            }
        }
        if (!text.isEmpty()) {
            lines.add(line(lines.size() + 1, text.toString(), false));
        }
        return lines;
    }

    private static Line line(int number, String text, boolean newline) {
        boolean carriage = text.endsWith("\r");
        return new Line(
                number,
                carriage ? text.substring(0, text.length() - 1) : text,
                carriage && newline,
                !carriage && newline);
    }

    private static List<Line> read(byte[] input, SplittableRandom random) throws IOException {
        Lines lines = new Lines(trickling(input, random), 1 << 20);
        List<Line> read = new ArrayList<>();
        while (lines.next()) {
            assertTrue(!lines.tooLong());
            String text =
                    new String(lines.bytes(), lines.from(), lines.to() - lines.from(), StandardCharsets.ISO_8859_1);
            assertEquals(text.isEmpty(), lines.isEmpty());
            read.add(new Line(lines.number(), text, lines.endsInCrLf(), lines.endsInLf()));
        }
        return read;
    }

    /** The input in pieces of random length. */
    private static InputStream trickling(byte[] input, SplittableRandom random) {
        return new FilterInputStream(new ByteArrayInputStream(input)) {
            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                return super.read(bytes, from, Math.min(length, 1 + random.nextInt(1 << 17)));
            }
        };
    }

    @Test
    void aLineIsTooLongFromOneByteOverTheLimit() throws IOException {
        for (int limit : new int[] {1024, 1 << 18, (1 << 18) + 1, 1 << 19}) {
            for (int over = -1; over <= 1; over++) {
                Lines lines = new Lines(new ByteArrayInputStream(filled(limit + over)), limit);
                assertTrue(lines.next());
                assertEquals(over > 0, lines.tooLong(), () -> "limit " + limit);
            }
        }
    }

    private static byte[] filled(int length) {
        return ("x".repeat(length) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
