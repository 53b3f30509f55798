package omega.fetcher;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.sandbox.TestStack;
import omega.sandbox.test.SftpPeer;
import org.jspecify.annotations.Nullable;

/**
 * What the application needs: a real broker and database, the partner {@code PORTAIL} whose directory is followed, the partner {@code ESA}
 * behind a real SFTP server, {@code LEURRE} to whom that server shows another key than the one it knows, and whose own key others may read, and a clock on which five minutes pass in a second.
 */
public final class AppStack implements QuarkusTestResourceLifecycleManager {
    /** A Tuesday morning. */
    static final Instant ORIGIN = Instant.parse("2026-11-24T08:00:00Z");

    /** When the publications of the tests were put out. */
    static final Instant PUT_OUT = Instant.parse("2026-11-24T07:30:00Z");

    private @Nullable SftpPeer sftp;

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory("omega-fetcher-test");
            sftp = new SftpPeer(home.resolve("sftp"));
            Path clock = home.resolve("clock");
            OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), ORIGIN, 300), clock);
            Map<String, String> settings = new HashMap<>(TestStack.settings());
            settings.put("omega.clock.file", clock.toString());
            settings.put("omega.fetcher.home", home.resolve("fetcher").toString());
            settings.put("omega.fetcher.period", "PT10M");
            settings.put("omega.partenaires.PORTAIL.canal", "local");
            settings.put(
                    "omega.partenaires.PORTAIL.dossier",
                    Files.createDirectories(home.resolve("portail")).toString());
            settings.putAll(sftp.partner("ESA"));
            settings.putAll(sftp.partner("LEURRE"));
            settings.put(
                    "omega.partenaires.LEURRE.key-file", open(sftp.keyFile()).toString());
            settings.put(
                    "omega.partenaires.LEURRE.known-hosts",
                    sftp.strangersKnownHosts().toString());
            settings.put(
                    "omega.test.publications",
                    sftp.root().resolve("publications").toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy that others may read, which is told. */
    private static Path open(Path key) throws IOException {
        Path copy = Files.copy(key, key.resolveSibling("open-key"));
        return Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
    }

    @Override
    public void stop() {
        SftpPeer running = sftp;
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
