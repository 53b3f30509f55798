package omega.sandbox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once from the archive on the class path. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /**
     * The directory that holds {@code bin/postgres} and {@code bin/initdb}, under {@code parent} and named after the
     * archive's content. Safe to call from several processes at once.
     *
     * @throws IllegalStateException if there are no binaries for this machine
     */
    static Path unpackedIn(Path parent) {
        String archive = "/postgres-" + system() + "-" + architecture() + ".txz";
        try {
            Path home = parent.resolve("postgres-" + fingerprint(archive));
            if (!Files.isDirectory(home)) {
                Files.createDirectories(parent);
                Path partial = Files.createTempDirectory(parent, "unpacking");
                unpack(archive, partial);
                Files.setPosixFilePermissions(partial, PosixFilePermissions.fromString("rwxr-xr-x"));
                publish(partial, home);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack PostgreSQL into " + parent, e);
        }
    }

    private static void publish(Path partial, Path home) throws IOException {
        try {
            Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException | AtomicMoveNotSupportedException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            Trees.delete(partial); // another process was faster
        }
    }

    private static void unpack(String archive, Path into) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(open(archive))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = into.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, into.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    boolean program = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /** What is known of the archive without reading it, which would take seconds at every start. */
    private static String fingerprint(String archive) throws IOException {
        URLConnection connection = found(archive).openConnection();
        long sum =
                connection instanceof JarURLConnection jar ? jar.getJarEntry().getCrc() : 0;
        return "%08x-%d".formatted(sum, connection.getContentLengthLong());
    }

    private static InputStream open(String archive) throws IOException {
        return found(archive).openStream();
    }

    private static URL found(String archive) {
        URL url = PostgresBinaries.class.getResource(archive);
        if (url == null) {
            throw new IllegalStateException("no PostgreSQL for this machine on the class path: " + archive);
        }
        return url;
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64" -> "arm_64";
            case String other -> other;
        };
    }
}
