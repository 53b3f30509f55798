package omega.ws.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import omega.channel.ChannelException;
import omega.channel.credential.CredentialFiles;
import omega.channel.credential.Identity;
import omega.channel.credential.Pem;
import omega.ws.partner.Partenaire;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A partner's certificate and whom it believes (§1.4), taken anew from disk when a file changes. Files that are half written or do not fit each other
 * change nothing: the former ones go on until they do. A staged pair takes over at its instant ({@link CredentialFiles}), here as in all other processes.
 * For many threads.
 */
public final class Keys {
    private static final Logger LOG = Logger.getLogger(Keys.class);
    private static final long LOOK = Duration.ofMillis(500).toNanos();
    private final Partenaire partner;
    private final InstantSource clock;
    private volatile @Nullable Held current;
    private volatile long lookedAt;
    private volatile @Nullable Instant due;
    private List<String> refused = List.of();
    private volatile @Nullable String trouble;

    /**
     * What is in use.
     *
     * @param version grows with every change
     * @param own the supplier's certificate, where it has one
     */
    public record Held(int version, List<String> seen, SSLContext context, Optional<X509Certificate> own) {}

    /** {@code clock} is of real time, by which staged files take over. */
    public Keys(Partenaire partner, InstantSource clock) {
        this.partner = partner;
        this.clock = clock;
    }

    /** The pair in force, and when the next one takes over. */
    private record Pair(Optional<CredentialFiles> files, Optional<Instant> until) {
        List<Path> paths() {
            return files.map(each -> Stream.of(each.certificate(), each.key())
                            .filter(Objects::nonNull)
                            .toList())
                    .orElse(List.of());
        }
    }

    private Pair pair() {
        Optional<CredentialFiles> present =
                partner.pieces().map(each -> new CredentialFiles(each.certificates(), each.key()));
        Instant now = clock.instant();
        Optional<Instant> until;
        try {
            until = present.isEmpty()
                    ? Optional.empty()
                    : present.get().next().map(CredentialFiles.Next::from).filter(now::isBefore);
        } catch (IOException e) {
            until = Optional.empty();
        }
        return new Pair(present.map(each -> each.at(now)), until);
    }

    /** @throws IllegalStateException when there never were any that could be read */
    public Held current() {
        Held held = current;
        long now = System.nanoTime();
        if (held != null && isFresh(now)) {
            return held;
        }
        return look(now);
    }

    private boolean isFresh(long now) {
        Instant switched = due;
        return now - lookedAt < LOOK && (switched == null || clock.instant().isBefore(switched));
    }

    private synchronized Held look(long now) {
        Held held = current;
        if (held != null && isFresh(now)) {
            return held;
        }
        Pair pair = pair();
        due = pair.until().orElse(null);
        lookedAt = now;
        List<Path> files = Stream.concat(pair.paths().stream(), partner.authorities().stream())
                .toList();
        List<String> seen = files.stream().map(Keys::state).toList();
        if (held != null && (held.seen().equals(seen) || seen.equals(refused))) {
            return held;
        }
        try {
            Held read = read(held == null ? 1 : held.version() + 1, seen, pair.files());
            current = read;
            trouble = null;
            refused = List.of();
            LOG.infof("%s: certificate and authorities read from %s", partner.code(), files);
            return read;
        } catch (ChannelException e) {
            if (held == null) {
                throw new IllegalStateException(e.getMessage(), e);
            }
            refused = seen;
            trouble = partner.code() + ": the new certificate or key cannot be used, the former goes on: "
                    + e.getMessage();
            LOG.warn(trouble);
            return held;
        }
    }

    /** Why what stands on disk is not in use; null when it is. */
    public @Nullable String trouble() {
        return trouble;
    }

    private static String state(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return Objects.toString(e.getMessage(), "unreadable");
        }
    }

    private Held read(int version, List<String> seen, Optional<CredentialFiles> pair) throws ChannelException {
        List<X509Certificate> trusted = new ArrayList<>();
        if (partner.authorities().isPresent()) {
            trusted.addAll(
                    Pem.certificates(partner.code(), partner.authorities().get()));
        }
        if (pair.isEmpty()) {
            return new Held(version, seen, Identity.nobody(trusted), Optional.empty());
        }
        Identity identity = Identity.read(
                partner.code(),
                Objects.requireNonNull(pair.get().certificate()),
                pair.get().key(),
                partner.pieces().flatMap(Partenaire.Pieces::passphrase).orElse(null));
        return new Held(version, seen, identity.context(trusted), Optional.of(identity.certificate()));
    }
}
