package omega.fetcher.archive;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import omega.channel.ChannelException;
import omega.channel.Download;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.RemoteFolder;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState.Decouverte;
import omega.fetcher.ledger.Ledger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The archive: {@code <home>/archive/<partenaire>/<sha256>.zip}. A file stands there only whole and synced; what is being
 * fetched stands in {@code <home>/spool}.
 */
@ApplicationScoped
public class Archive {
    private static final Logger LOG = Logger.getLogger(Archive.class);
    private final Path home;
    private final Ledger ledger;
    private final MeterRegistry registry;

    public Archive(@ConfigProperty(name = "omega.fetcher.home") Path home, Ledger ledger, MeterRegistry registry) {
        this.home = home;
        this.ledger = ledger;
        this.registry = registry;
    }

    /** Lets a partner's counts of each flux begin at nought, so that what the first file adds is seen as added. */
    public void expect(String partner, Set<String> flux) {
        flux.forEach(each -> {
            files(partner, each);
            octets(partner, each);
        });
    }

    private Counter files(String partner, String flux) {
        return registry.counter("omega.collect.fichiers", "partenaire", partner, "flux", flux);
    }

    private Counter octets(String partner, String flux) {
        return registry.counter("omega.collect.octets", "partenaire", partner, "flux", flux);
    }

    /** Where the bytes of an archived file are. */
    public Path path(CollectedFile file) {
        return path(file.partenaire(), file.hash());
    }

    private Path path(String partner, String sha256) {
        return home.resolve("archive").resolve(partner).resolve(sha256 + ".zip");
    }

    private Path spool(String name) throws IOException {
        return Files.createDirectories(home.resolve("spool")).resolve(name);
    }

    /**
     * Fetches one of {@code partner}'s discovered files. A file that changed or vanished meanwhile is left to the next look.
     *
     * @throws ChannelException when the session is broken; what was fetched is kept and gone on with
     */
    public Optional<CollectedFile> fetch(Partner partner, RemoteFolder folder, CollectedFile file)
            throws ChannelException {
        try {
            Decouverte state = (Decouverte) file.etat();
            RemoteFile remote = new RemoteFile(state.chemin(), file.taille(), file.modifie());
            return switch (Download.fetch(folder, remote, spool(file.id() + ".zip"))) {
                case Download.Complete(Path path, String sha256, long bytes) -> keep(file, path, sha256, bytes);
                case Download.Changed(RemoteFile listed, RemoteFile now) -> {
                    LOG.infof(
                            "%s: %s %s while it was read (%d bytes, now %d); nothing of it is kept, the next session fetches it anew",
                            partner.describe(), file.nom(), changed(listed, now), listed.size(), now.size());
                    yield Optional.empty();
                }
                case Download.Vanished _ -> {
                    LOG.warnf(
                            "%s: %s vanished while it was read; nothing of it is kept. If it does not come again, fetch it from the portal and import it",
                            partner.describe(), file.nom());
                    yield Optional.empty();
                }
            };
        } catch (ChannelException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("the archive in " + home + " cannot be written", e);
        }
    }

    private static String changed(RemoteFile listed, RemoteFile now) {
        return now.size() > listed.size() ? "grew" : now.size() < listed.size() ? "shrank" : "was rewritten";
    }

    private Optional<CollectedFile> keep(CollectedFile file, Path spooled, String sha256, long bytes)
            throws IOException {
        move(spooled, path(file.partenaire(), sha256));
        Optional<CollectedFile> archived = ledger.archived(file, sha256, bytes);
        files(file.partenaire(), file.flux()).increment();
        octets(file.partenaire(), file.flux()).increment((double) bytes);
        LOG.infof(
                "%s: %s %s, %d bytes, sha256 %s",
                file.partenaire(), file.nom(), archived.isPresent() ? "archived" : "was known already", bytes, sha256);
        return archived;
    }

    /** Archives what an operator brings; its place and hash are the result. */
    public Download.Complete receive(String partner, InputStream in) throws IOException {
        Path spooled = spool("import-" + java.util.UUID.randomUUID() + ".zip");
        MessageDigest digest = digest();
        long bytes = 0;
        try (FileChannel out = FileChannel.open(spooled, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[1 << 17];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                ByteBuffer written = ByteBuffer.wrap(buffer, 0, read);
                while (written.hasRemaining()) {
                    bytes += out.write(written);
                }
            }
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(spooled);
            throw e;
        }
        String sha256 = HexFormat.of().formatHex(digest.digest());
        Path place = path(partner, sha256);
        move(spooled, place);
        return new Download.Complete(place, sha256, bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Into its place and synced there; the same bytes may stand there already. */
    private static void move(Path spooled, Path place) throws IOException {
        Path folder = Objects.requireNonNull(place.getParent());
        Files.createDirectories(folder);
        Files.move(spooled, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Whether the bytes are still there; an operator may have moved old ones away. */
    public boolean holds(CollectedFile file) {
        return Files.exists(path(file));
    }

    /** Bytes of an archived file. */
    public long size(CollectedFile file) throws IOException {
        try {
            return Files.size(path(file));
        } catch (NoSuchFileException e) {
            throw new IOException(file.nom() + " is no longer in the archive at " + path(file), e);
        }
    }
}
