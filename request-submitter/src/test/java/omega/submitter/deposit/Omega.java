package omega.submitter.deposit;

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
import java.util.zip.ZipInputStream;
import omega.submitter.Stand;
import omega.submitter.hear.Settlement;

/** OMEGA's end of a directory: picks up what has a final name, and keeps its own books of what it received, how often. */
final class Omega {
    private final Path directory;
    private final List<String> files = new ArrayList<>();
    private final List<String> demandes = new ArrayList<>();
    private final Set<String> answered = new HashSet<>();

    Omega(Path root) {
        directory = root.resolve("demandes");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes in every file of a final name. */
    synchronized void pickUp() {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "DEM_*.zip")) {
            for (Path each : all) {
                byte[] bytes = Files.readAllBytes(each);
                Files.delete(each);
                files.add(String.valueOf(each.getFileName()));
                read(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(byte[] archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new java.io.ByteArrayInputStream(archive))) {
            ZipEntry entry = zip.getNextEntry();
            if (entry == null) {
                throw new AssertionError("a partial file has a final name");
            }
            new String(zip.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> line.startsWith("RAD;"))
                    .forEach(line -> demandes.add(line.split(";", -1)[2]));
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
                settlement.compteRendu(new Settlement.CompteRendu(Stand.PARTNER, file, false, null, "S-" + file, now));
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
