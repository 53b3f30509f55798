package omega.submitter;

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

/** What the application needs: a real broker and database, two partners behind a real SFTP server, and a clock. */
public final class AppStack implements QuarkusTestResourceLifecycleManager {
    /** A Tuesday, 09:00 in Paris. */
    static final Instant ORIGIN = Instant.parse("2026-11-24T08:00:00Z");

    private @Nullable SftpPeer sftp;

    /** From now on five minutes pass in a second; until then, while the application starts, time goes its usual way. */
    static void hasten(Path clock) {
        Instant now = Clock.systemUTC().instant();
        OmegaClock.publish(Timeline.starting(now, OmegaClock.following(clock).at(now), 300), clock);
    }

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory("omega-submitter-test");
            sftp = new SftpPeer(home.resolve("sftp"));
            Path clock = home.resolve("clock");
            OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), ORIGIN, 1), clock);
            Map<String, String> settings = new HashMap<>(TestStack.settings());
            settings.put("omega.clock.file", clock.toString());
            settings.putAll(sftp.partner("ESA"));
            settings.putAll(sftp.partner("TIR"));
            settings.put(
                    "omega.partenaires.TIR.known-hosts",
                    writable(home, sftp.knownHosts()).toString());
            settings.put("omega.partenaires.ESA.quota.limite", "1000");
            settings.put("omega.partenaires.ESA.quota.reserve-portail", "100");
            settings.put("omega.partenaires.TIR.quota.limite", "5");
            settings.put("omega.test.demandes", sftp.root().resolve("demandes").toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy that anybody may write, which is told to whoever looks at the service's health. */
    private static Path writable(Path home, Path knownHosts) throws IOException {
        Path copy = Files.copy(knownHosts, home.resolve("known_hosts.tir"));
        return Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-rw-rw-"));
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
