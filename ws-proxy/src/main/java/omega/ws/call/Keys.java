package omega.ws.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import omega.channel.ChannelException;
import omega.channel.credential.Identity;
import omega.channel.credential.Pem;
import omega.ws.partner.Partenaire;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A partner's certificate and whom it believes (§1.4), taken anew from disk when a file changes. Files that are half written or do not fit each other
 * change nothing: the former ones go on until they do. For many threads.
 */
public final class Keys {
    private static final Logger LOG = Logger.getLogger(Keys.class);
    private static final long LOOK = Duration.ofMillis(500).toNanos();
    private final Partenaire partner;
    private final List<Path> files;
    private volatile @Nullable Held current;
    private volatile long lookedAt;
    private List<String> refused = List.of();
    private volatile @Nullable String trouble;

    /**
     * What is in use.
     *
     * @param version grows with every change
     * @param own the supplier's certificate, where it has one
     */
    public record Held(int version, List<String> seen, SSLContext context, Optional<X509Certificate> own) {}

    public Keys(Partenaire partner) {
        this.partner = partner;
        this.files = Stream.of(
                        partner.pieces().map(Partenaire.Pieces::certificates),
                        partner.pieces().map(Partenaire.Pieces::key),
                        partner.authorities())
                .flatMap(Optional::stream)
                .toList();
    }

    /** @throws IllegalStateException when there never were any that could be read */
    public Held current() {
        Held held = current;
        long now = System.nanoTime();
        if (held != null && now - lookedAt < LOOK) {
            return held;
        }
        return look(now);
    }

    private synchronized Held look(long now) {
        Held held = current;
        if (held != null && now - lookedAt < LOOK) {
            return held;
        }
        lookedAt = now;
        List<String> seen = files.stream().map(Keys::state).toList();
        if (held != null && (held.seen().equals(seen) || seen.equals(refused))) {
            return held;
        }
        try {
            Held read = read(held == null ? 1 : held.version() + 1, seen);
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
            return Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return Objects.toString(e.getMessage(), "unreadable");
        }
    }

    private Held read(int version, List<String> seen) throws ChannelException {
        List<X509Certificate> trusted = new ArrayList<>();
        if (partner.authorities().isPresent()) {
            trusted.addAll(
                    Pem.certificates(partner.code(), partner.authorities().get()));
        }
        if (partner.pieces().isEmpty()) {
            return new Held(version, seen, Identity.nobody(trusted), Optional.empty());
        }
        Partenaire.Pieces pieces = partner.pieces().get();
        Identity identity = Identity.read(
                partner.code(),
                pieces.certificates(),
                pieces.key(),
                pieces.passphrase().orElse(null));
        return new Held(version, seen, identity.context(trusted), Optional.of(identity.certificate()));
    }
}
