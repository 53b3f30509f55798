package omega.submitter.deposit;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import omega.submitter.Stand;
import omega.submitter.hear.Settlement;

/** OMEGA's end of a directory: picks up what has a final name, and keeps its own books of what it received, how often. */
final class Omega {
    private final Path directory;
    private final List<String> files = new ArrayList<>();
    private final List<String> demandes = new ArrayList<>();
    private final Set<String> answered = new HashSet<>();

    private final Set<String> refused = new HashSet<>();
    private final String taken;

    Omega(Path root) {
        this(root, false);
    }

    /** @param any whether it takes temporary names, too */
    Omega(Path root, boolean any) {
        taken = any ? "DEM_*" : "DEM_*.zip";
        directory = root.resolve("demandes");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes in every file of a name that it takes. */
    synchronized void pickUp() {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, taken)) {
            for (Path each : all) {
                byte[] bytes = Files.readAllBytes(each);
                Files.delete(each);
                String name = String.valueOf(each.getFileName());
                files.add(name);
                read(name, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String name, byte[] archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(archive))) {
            ZipEntry entry = zip.getNextEntry();
            if (entry == null) {
                throw new EOFException(name);
            }
            new String(zip.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith("RAD;"))
                    .forEach(line -> demandes.add(line.split(";", -1)[2]));
        } catch (EOFException | ZipException e) {
            if (name.endsWith(".zip")) {
                throw new AssertionError("a partial file has a final name", e);
            }
            refused.add(name);
        }
    }

    /** The names of all files received. */
    synchronized List<String> files() {
        return List.copyOf(files);
    }

    /** The ids of all requests received, each as often as it came. */
    synchronized List<String> demandes() {
        return List.copyOf(demandes);
    }

    /** Answers every file that was not answered yet. */
    synchronized void answer(Settlement settlement, Instant now) {
        for (String file : files) {
            if (answered.add(file)) {
                settlement.compteRendu(new Settlement.CompteRendu(
                        Stand.PARTNER,
                        file,
                        refused.contains(file),
                        refused.contains(file) ? "F01" : null,
                        refused.contains(file) ? null : "S-" + file,
                        now));
            }
        }
    }

    /** Names that are not final and lie about. */
    List<String> litter() {
        List<String> litter = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(each -> litter.add(String.valueOf(each.getFileName())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return litter;
    }
}
