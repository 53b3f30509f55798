package omega.tracker;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.sandbox.TestStack;

/** What the application needs: a real broker and database, and a clock that starts on a Tuesday afternoon. */
public final class AppStack implements QuarkusTestResourceLifecycleManager {
    /** Tuesday 24 November, 14:00 in Paris: the SDEM of Monday's requests is overdue since noon. */
    static final Instant ORIGIN = Instant.parse("2026-11-24T13:00:00Z");

    @Override
    public Map<String, String> start() {
        try {
            Path clock = Files.createTempDirectory("omega-tracker-test").resolve("clock");
            OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), ORIGIN, 1), clock);
            Map<String, String> settings = new HashMap<>(TestStack.get().settings());
            settings.put("omega.environnement", "test");
            settings.put("omega.clock.file", clock.toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {}
}
