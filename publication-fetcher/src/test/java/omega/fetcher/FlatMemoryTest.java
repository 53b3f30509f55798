package omega.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.fetcher.cut.Block;
import omega.fetcher.cut.Cutting;
import omega.fetcher.inspect.Inspection;
import omega.fetcher.inspect.Verdict;
import omega.fetcher.parse.BlockLines;
import omega.layout.LineReader;
import org.junit.jupiter.api.Test;

/** Invariant 10: a member far larger than the heap is inspected, cut and parsed by a JVM of 64 MB. */
class FlatMemoryTest {
    private static final long MEGABYTES = Boolean.getBoolean("tests.full") ? 2048 : 300;

    @Test
    void aMemberManyTimesTheHeapPasses() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FlatMemoryTest.class.getName(),
                        String.valueOf(MEGABYTES))
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.MINUTES), told);
        assertEquals(0, process.exitValue(), told);
        System.out.print(told.lines().filter(line -> line.contains(" MB ")).reduce("", (a, b) -> b) + "\n");
    }

    /** The forked JVM; the argument is the size in MB. */
    public static void main(String[] arguments) throws IOException {
        long lines = Long.parseLong(arguments[0]) * (1 << 20) / Generated.LINE.length;
        Catalogue pack = Catalogue.provisional();
        Flux flux = Objects.requireNonNull(pack.flux().get("COK1"));
        var limits = pack.transports().limits();
        if (!(new Inspection(flux, "P", limits, Instant.EPOCH).inspect(new Generated(lines))
                instanceof Verdict.Sound sound)) {
            throw new IllegalStateException("unsound");
        }
        var day = sound.creation().atZone(omega.clock.OmegaClock.PARIS).toLocalDate();
        Cutting cutting =
                new Cutting(new Generated(lines), sound.layout(), sound.charset(), day, sound.details(), limits.line());
        LineReader reader = new LineReader(sound.layout(), sound.charset(), day);
        long[] records = new long[1];
        for (Optional<Block> block = cutting.next(); block.isPresent(); block = cutting.next()) {
            BlockLines.read(block.get().bytes(), block.get().firstLine(), reader, new BlockLines.Sink() {
                @Override
                public void record(long line, LineReader read) {
                    records[0] += read.json().length > 0 ? 1 : 0;
                }

                @Override
                public void reject(long line, LineReader read, byte[] bytes, int from, int to) {
                    throw new IllegalStateException("line " + line);
                }
            });
        }
        if (records[0] != lines) {
            throw new IllegalStateException(records[0] + " of " + lines);
        }
        System.out.printf("%s MB in a heap of 64 MB: %d lines%n", arguments[0], lines);
    }

    /** Header, one detail over and over, footer; never in memory as a whole. */
    private static final class Generated extends InputStream {
        static final byte[] LINE = Publications.bytes("ZN;20261122;1.012345;PRO\n");
        private final byte[] header = Publications.bytes(Publications.header("COK1", "1", "P"));
        private final byte[] footer;
        private final long end;
        private long at;

        Generated(long lines) {
            footer = Publications.bytes("FIN;" + lines + "\n");
            end = header.length + lines * LINE.length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            byte[] source = at < header.length ? header : at < end ? LINE : footer;
            int start = (int) (at < header.length ? at : at < end ? (at - header.length) % LINE.length : at - end);
            int count = Math.min(length, source.length - start);
            if (count <= 0) {
                return -1;
            }
            System.arraycopy(source, start, bytes, from, count);
            at += count;
            return count;
        }
    }
}
