package omega.bench.kernel;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import omega.catalogue.Catalogue;
import omega.catalogue.Layout;

/**
 * A publication of ten fields a row, 84 bytes with its end: a point, three days, two codes, two indexes, a coefficient, an energy. Its
 * layout is a pack's ({@code bench/flux/REMM.yaml}), laid over the built-in one as a supplier lays his. The same seed, the same rows.
 */
public final class Rows {
    /** Of the flux and of the header. */
    public static final String FLUX = "REMM";

    /** In the layout's order; what a peer that knows no layout takes as its header line. */
    public static final String NAMES =
            "pce;dateReleve;debutPeriode;finPeriode;raison;qualite;indexDebut;indexFin;coefficient;energie";

    private static final String[] RAISONS = {"RNO", "MES", "REC"};
    private static final String[] QUALITES = {"MES", "EST", "COR"};
    private final Random random = new Random(42);

    /** Lays the pack that describes these rows out in {@code directory}, for {@code OMEGA_CATALOGUE}. */
    public static Path pack(Path directory) {
        Path file = directory.resolve("flux/REMM.yaml");
        try (var in = Objects.requireNonNull(Rows.class.getResourceAsStream("/bench/flux/REMM.yaml"))) {
            Files.createDirectories(directory.resolve("flux"));
            Files.write(file, in.readAllBytes());
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** The layout of these rows in {@code catalogue}. */
    public static Layout layout(Catalogue catalogue) {
        return Objects.requireNonNull(catalogue.flux().get(FLUX)).layouts().getFirst();
    }

    private String next() {
        int from = 1 + random.nextInt(28);
        int index = random.nextInt(100_000_000);
        int energy = 1000 + random.nextInt(9000);
        return "21%012d;202611%02d;202610%02d;202611%02d;%s;%s;%09d;%09d;%d,%05d;%d\n"
                .formatted(
                        random.nextInt(1_000_000_000),
                        from,
                        from,
                        from,
                        RAISONS[random.nextInt(3)],
                        QUALITES[random.nextInt(3)],
                        index,
                        index + energy / 11,
                        10 + random.nextInt(3),
                        random.nextInt(100_000),
                        energy);
    }

    /** {@code count} rows, without header and footer. */
    public static byte[] bytes(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(count * 90);
        try {
            new Rows().write(out, count);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail", e);
        }
        return out.toByteArray();
    }

    /** A file of a header line of names and {@code count} rows, for peers. */
    public static void plain(Path file, int count) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write((NAMES + "\n").getBytes(StandardCharsets.US_ASCII));
            new Rows().write(out, count);
        }
    }

    /** The same rows as OMEGA puts them out: an archive with header and footer. {@code member} is the entry's name. */
    public static void archive(Path file, String member, int count) throws IOException {
        try (ZipOutputStream zip =
                new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            zip.putNextEntry(new ZipEntry(member));
            zip.write("ENT;REMM;1;GRDF;BENCH;20261123120500;00042\n".getBytes(StandardCharsets.US_ASCII));
            new Rows().write(zip, count);
            zip.write(("FIN;" + count + "\n").getBytes(StandardCharsets.US_ASCII));
            zip.setComment(comment(0));
        }
    }

    /** The last bytes of an archive, which say nothing of its rows. */
    public static String comment(int number) {
        return "%05d".formatted(number);
    }

    /** Formatting costs more than all that is measured, so a hundred thousand rows are made and then repeated. */
    private void write(OutputStream out, int count) throws IOException {
        int made = Math.min(count, 100_000);
        StringBuilder text = new StringBuilder(made * 86);
        int[] ends = new int[made];
        for (int i = 0; i < made; i++) {
            text.append(next());
            ends[i] = text.length();
        }
        byte[] rows = text.toString().getBytes(StandardCharsets.US_ASCII);
        for (int left = count; left > 0; left -= made) {
            out.write(rows, 0, left >= made ? rows.length : ends[left - 1]);
        }
    }
}
