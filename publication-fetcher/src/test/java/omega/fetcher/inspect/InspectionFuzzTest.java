package omega.fetcher.inspect;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.fetcher.Publications;
import omega.fetcher.ledger.FileFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random damage to good files and archives: always a verdict, never an exception, and never Sound where a naive reader objects. */
class InspectionFuzzTest {
    private static final long SEED = Long.getLong("tests.seed", 20261123L);
    private static final int INPUTS = Boolean.getBoolean("tests.full") ? 100_000 : 18_000;
    private static final int ARCHIVES = Boolean.getBoolean("tests.full") ? 20_000 : 4_000;
    private static final Catalogue PACK = Catalogue.provisional();
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String[] PIECES = {
        ";",
        "\n",
        "\r\n",
        "\r",
        "FIN;3\n",
        "FIN;",
        "ENT;",
        "\0",
        "\u00E9",
        "\"",
        "2",
        "-",
        "\uFEFF",
        "ENT;COK1;1;GRDF;P;20261123110000;17\n",
        "ZN;20261122;1.0;PRO\n",
        "99999999999999999999",
        " ",
        "FIN;3\nFIN;3\n"
    };

    @TempDir
    private Path directory;

    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    private record Seed(Flux flux, byte[] bytes) {}

    private static List<Seed> seeds() {
        String remm = Publications.remm("P", 5, 6, 7);
        String cok1 = Publications.cok1("P", 1, 3);
        String lpce = Publications.header("LPCE", "1", "P")
                + "GI012345;ACT;T2;\"1; rue de l'Église\";75001;75101;Paris;;\nFIN;1\n";
        String groups = Publications.header("REMM", "2", "P")
                + "REL;20260401;GI012345;;Évry;;;RNO;Vrai\n"
                + "MES;CON;20260301;20260401;MES;;;905.400;11.223;;10161\n"
                + "FIN;2\n";
        return List.of(
                new Seed(flux("REMM"), Publications.bytes(remm)),
                new Seed(flux("COK1"), Publications.bytes(cok1)),
                new Seed(flux("LPCE"), Publications.bytes(lpce)),
                new Seed(flux("REMM"), groups.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static Flux flux(String code) {
        return Objects.requireNonNull(PACK.flux().get(code));
    }

    @Test
    void everyMemberGetsAVerdictThatANaiveReaderCanFollow() {
        SplittableRandom random = new SplittableRandom(SEED);
        Map<FileFault.Code, Integer> codes = new EnumMap<>(FileFault.Code.class);
        int sound = 0;
        for (int i = 0; i < INPUTS; i++) {
            Seed seed = seeds.get(random.nextInt(seeds.size()));
            byte[] input = damaged(seed.bytes(), random);
            switch (inspect(seed.flux(), input, i)) {
                case Verdict.Sound verdict -> {
                    sound++;
                    String objection = objection(seed.flux().code(), input, verdict.details());
                    int number = i;
                    assertTrue(
                            objection.isEmpty(),
                            () -> "seed " + SEED + ", input " + number + ", sound, but " + objection + ":\n"
                                    + show(input));
                }
                case Verdict.Unsound(List<FileFault> faults) -> {
                    assertTrue(!faults.isEmpty());
                    codes.merge(faults.getFirst().code(), 1, Integer::sum);
                }
            }
        }
        System.out.printf("Inspection: seed %d, %d members, %d sound, others %s%n", SEED, INPUTS, sound, codes);
        assertTrue(sound > INPUTS / 100 && codes.size() >= 6, () -> "the damage is too much, or too little: " + codes);
    }

    private final List<Seed> seeds = seeds();

    @Test
    void everyArchiveGetsAVerdict() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        Path file = directory.resolve("a.zip");
        Map<FileFault.Code, Integer> codes = new EnumMap<>(FileFault.Code.class);
        int sound = 0;
        for (int i = 0; i < ARCHIVES; i++) {
            Seed seed = seeds.get(random.nextInt(2));
            String text = new String(seed.bytes(), StandardCharsets.UTF_8);
            byte[] zip = random.nextBoolean()
                    ? Publications.zip(text)
                    : Publications.stored(Publications.member(text), seed.bytes());
            byte[] input = damaged(zip, random);
            Files.write(file, input);
            try {
                switch (new Inspection(seed.flux(), "P", PACK.transports().limits(), NOW).inspect(file)) {
                    case Verdict.Sound verdict -> {
                        sound++;
                        assertTrue(verdict.details() == 3, () -> "a damaged archive gave other lines");
                    }
                    case Verdict.Unsound(List<FileFault> faults) ->
                        codes.merge(faults.getFirst().code(), 1, Integer::sum);
                }
            } catch (IOException | RuntimeException e) {
                fail(
                        "seed " + (SEED + 1) + ", archive " + i + ": "
                                + HexFormat.of().formatHex(input),
                        e);
            }
        }
        System.out.printf("Inspection: seed %d, %d archives, %d sound, others %s%n", SEED + 1, ARCHIVES, sound, codes);
        assertTrue(sound < ARCHIVES / 2 && codes.containsKey(FileFault.Code.ARCHIVE_ILLISIBLE), codes::toString);
    }

    private static Verdict inspect(Flux flux, byte[] input, int number) {
        try {
            return new Inspection(flux, "P", PACK.transports().limits(), NOW).inspect(new ByteArrayInputStream(input));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            return fail("seed " + SEED + ", input " + number + ":\n" + show(input), e);
        }
    }

    private static String show(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1);
    }

    private static byte[] damaged(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        int times = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 2);
        for (int i = 0; i < times; i++) {
            int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            bytes = switch (random.nextInt(7)) {
                case 0 -> {
                    byte[] flipped = bytes.clone();
                    if (flipped.length > 0) {
                        flipped[at] ^= (byte) (1 << random.nextInt(8));
                    }
                    yield flipped;
                }
                case 1 -> Arrays.copyOf(bytes, at);
                case 2 -> joined(bytes, at, PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8), at);
                case 3 -> joined(bytes, at, new byte[0], Math.min(bytes.length, at + 1 + random.nextInt(20)));
                case 4 -> joined(bytes, at, Arrays.copyOfRange(bytes, 0, random.nextInt(bytes.length + 1)), at);
                case 5 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, Math.min(bytes.length, at + 1));
                default -> withoutALine(bytes, random);
            };
        }
        return bytes;
    }

    private static byte[] withoutALine(byte[] bytes, SplittableRandom random) {
        List<String> lines =
                new ArrayList<>(List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("(?<=\n)", -1)));
        lines.remove(random.nextInt(lines.size()));
        return String.join("", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
        byte[] joined = new byte[to + middle.length + bytes.length - from];
        System.arraycopy(bytes, 0, joined, 0, to);
        System.arraycopy(middle, 0, joined, to, middle.length);
        System.arraycopy(bytes, from, joined, to + middle.length, bytes.length - from);
        return joined;
    }

    /** What a reader by {@code String} would object to; empty if nothing. It knows header, footer and count, and no layout. */
    private static String objection(String flux, byte[] input, long details) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u00EF\u00BB\u00BF")) {
            text = text.substring(3);
        }
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        while (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        if (lines.size() < 2) {
            return "there are only " + lines.size() + " lines";
        }
        String[] header = unquoted(lines.getFirst());
        if (header.length != 7 || !header[0].equals("ENT") || !header[1].equals(flux) || !header[4].equals("P")) {
            return "the header is " + lines.getFirst();
        }
        String[] footer = unquoted(lines.getLast());
        if (footer.length != 2 || !footer[0].equals("FIN") || !footer[1].matches("-?\\d+")) {
            return "the footer is " + lines.getLast();
        }
        if (Long.parseLong(footer[1]) != lines.size() - 2 || details != lines.size() - 2) {
            return "the footer says " + footer[1] + ", there are " + (lines.size() - 2);
        }
        return "";
    }

    private static String[] unquoted(String line) {
        String[] fields = line.split(";", -1);
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].length() > 1 && fields[i].startsWith("\"") && fields[i].endsWith("\"")) {
                fields[i] = fields[i].substring(1, fields[i].length() - 1);
            }
        }
        return fields;
    }
}
