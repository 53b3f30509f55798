package omega.channel.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its key, and beside them those that take over: {@code client.pem.suivant}, {@code client.key.suivant} (left out where the key stays), and {@code
 * client.pem.suivant.le}, which holds the instant of the switch, {@code 2027-02-15T22:00:00+01:00}. Whoever asks {@link #at} right before each use needs no restart, and all
 * who do so, in whatever process, switch at one instant.
 *
 * <p>Once the switch has passed: copy both over the present ones, then delete the three, the one that ends in {@code .le} first.
 *
 * @param certificate null where there is a key alone (SFTP); then the key's name leads
 */
public record CredentialFiles(@Nullable Path certificate, Path key) {

    /** What takes over, and when. */
    public record Next(CredentialFiles files, Instant from) {}

    /** Those in force at a real instant. While the instant of the switch cannot be read, the present ones are. */
    public CredentialFiles at(Instant now) {
        try {
            return next().filter(next -> !now.isBefore(next.from()))
                    .map(Next::files)
                    .orElse(this);
        } catch (IOException e) {
            return this;
        }
    }

    /**
     * What is staged; empty when nothing is, or its instant is not told yet.
     *
     * @throws IOException the instant cannot be read; the message says what it should be
     */
    public Optional<Next> next() throws IOException {
        Path leading = certificate == null ? key : certificate;
        Path staged = beside(leading, ".suivant");
        Path told = beside(leading, ".suivant.le");
        if (!Files.exists(staged) || !Files.exists(told)) {
            return Optional.empty();
        }
        Path otherKey = beside(key, ".suivant");
        return Optional.of(new Next(
                new CredentialFiles(certificate == null ? null : staged, Files.exists(otherKey) ? otherKey : key),
                instant(told)));
    }

    private static Instant instant(Path told) throws IOException {
        String text = Files.readString(told).strip();
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IOException(told + " must hold an instant such as 2027-02-15T22:00:00+01:00", e);
        }
    }

    private static Path beside(Path file, String end) {
        return file.resolveSibling(file.getFileName() + end);
    }
}
