package omega.fetcher.cut;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import omega.catalogue.Catalogue;
import omega.catalogue.Layout;
import org.junit.jupiter.api.Test;

/** Blocks of random files: whole, in order, within their size, cut only before a group. */
class CuttingTest {
    private static final long SEED = Long.getLong("tests.seed", 20261123L);
    private static final int RUNS = Boolean.getBoolean("tests.full") ? 2000 : 60;
    private static final int LONGEST = 512 * 1024;
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    /** REL starts a group, MES belongs to it. */
    private static final Layout GROUPS = layout("REMM", "2");

    private static final Layout PLAIN = layout("COK1", "1");

    private static Layout layout(String flux, String version) {
        return Objects.requireNonNull(Catalogue.provisional().flux().get(flux))
                .layout(version)
                .orElseThrow();
    }

    @Test
    void blocksAreTheDetailsCutOnlyBeforeGroups() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        long bytes = 0;
        long blocks = 0;
        for (int run = 0; run < RUNS; run++) {
            Layout layout = run % 2 == 0 ? GROUPS : PLAIN;
            List<String> details = details(random, layout);
            String text = "header\n" + String.join("\n", details) + "\nFIN;1\n";
            List<Block> cut = cut(text, layout, details.size());

            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            long line = 2;
            for (int i = 0; i < cut.size(); i++) {
                Block block = cut.get(i);
                assertEquals(i + 1, block.number());
                assertEquals(line, block.firstLine());
                line += block.lines();
                whole.writeBytes(block.bytes());
                String content = new String(block.bytes(), StandardCharsets.ISO_8859_1);
                assertEquals(block.lines(), content.lines().count());
                assertTrue(content.endsWith("\n"));
                assertTrue(
                        i == 0 || !layout.hasGroups() || content.startsWith("REL;"),
                        () -> "seed " + SEED + ": cut in a group");
                assertTrue(
                        block.bytes().length <= Cutting.SIZE || groups(content, layout) == 1,
                        () -> "seed " + SEED + ": " + block.bytes().length + " bytes");
            }
            assertEquals(details.size() + 2, line);
            assertArrayEquals(
                    (String.join("\n", details) + "\n").getBytes(StandardCharsets.ISO_8859_1), whole.toByteArray());
            List<Block> again = cut(text, layout, details.size());
            for (int i = 0; i < cut.size(); i++) {
                assertArrayEquals(cut.get(i).bytes(), again.get(i).bytes());
            }
            bytes += whole.size();
            blocks += cut.size();
        }
        System.out.printf("Cutting: seed %d, %d files, %d bytes, %d blocks%n", SEED, RUNS, bytes, blocks);
        assertTrue(blocks > RUNS * 2L);
    }

    /** Also where nothing but the footer is left to be read. */
    @Test
    void theLastBlockLeavesOnlyWhenTheStreamHeldToItsEnd() {
        for (int size : List.of(1000, (1 << 18) - 3, 1 << 18, 1 << 19)) {
            String details = "header\nZN;" + "y".repeat(size - 11) + "\n";
            InputStream text = new ByteArrayInputStream((details + "FIN;1\n").getBytes(StandardCharsets.US_ASCII));
            InputStream damaged = new SequenceInputStream(text, new Damage());

            assertThrows(
                    IOException.class,
                    () -> new Cutting(damaged, PLAIN, StandardCharsets.US_ASCII, DAY, 1, 1 << 20).next(),
                    () -> size + " bytes before the footer");
        }
    }

    /** What is read where the checksum would be compared. */
    private static final class Damage extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("checksum differs");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            throw new IOException("checksum differs");
        }
    }

    /** As inspection counts: a line that starts no group, and an empty one, belong to the lines before. */
    private static long groups(String content, Layout layout) {
        return !layout.hasGroups()
                ? content.lines().count()
                : content.lines().filter(line -> line.startsWith("REL;")).count();
    }

    private static List<String> details(SplittableRandom random, Layout layout) {
        List<String> details = new ArrayList<>();
        int size = 0;
        int group = 0;
        int goal = random.nextInt(3 << 20);
        while (size < goal) {
            int length = random.nextInt(20) == 0 ? random.nextInt(200_000) : random.nextInt(2000);
            String line;
            if (layout.hasGroups() && random.nextInt(30) > 0 && group > 0 && group + length + 10 < LONGEST) {
                line = random.nextInt(50) == 0 ? "" : "MES;" + "x".repeat(length);
            } else {
                line = (layout.hasGroups() ? "REL;" : "ZN;") + "y".repeat(length);
                group = 0;
            }
            details.add(line);
            size += line.length() + 1;
            group += line.length() + 1;
        }
        if (random.nextInt(3) == 0) {
            String longest = layout.hasGroups() ? "REL;" : "ZN;";
            details.add(longest + "z".repeat(LONGEST - longest.length()));
        }
        if (details.isEmpty()) {
            details.add("REL;1");
        }
        return details;
    }

    private static List<Block> cut(String text, Layout layout, int details) throws IOException {
        Cutting cutting = new Cutting(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)),
                layout,
                StandardCharsets.ISO_8859_1,
                DAY,
                details,
                LONGEST);
        List<Block> blocks = new ArrayList<>();
        for (Optional<Block> block = cutting.next(); block.isPresent(); block = cutting.next()) {
            blocks.add(block.get());
        }
        return blocks;
    }
}
