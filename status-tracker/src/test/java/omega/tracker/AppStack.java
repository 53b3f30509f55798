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
import org.jspecify.annotations.Nullable;

/** What the application needs: a real broker and database, and a clock that starts on a Tuesday afternoon. */
public final class AppStack implements QuarkusTestResourceLifecycleManager {
    /** Tuesday 24 November, 14:00 in Paris: the SDEM of Monday's requests is overdue since noon. */
    static final Instant ORIGIN = Instant.parse("2026-11-24T13:00:00Z");

    private @Nullable Collector collector;

    @Override
    public Map<String, String> start() {
        try {
            Path home = Files.createTempDirectory("omega-tracker-test");
            Path clock = home.resolve("clock");
            collector = new Collector(home.resolve("traces"));
            OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), ORIGIN, 1), clock);
            Map<String, String> settings = new HashMap<>(TestStack.settings());
            settings.put("omega.environnement", "test");
            settings.put("quarkus.otel.sdk.disabled", "false");
            settings.put("quarkus.otel.exporter.otlp.protocol", "http/protobuf");
            settings.put("quarkus.otel.exporter.otlp.endpoint", collector.endpoint());
            settings.put("quarkus.otel.exporter.otlp.compression", "none");
            settings.put("omega.test.traces", home.resolve("traces").toString());
            settings.put("omega.clock.file", clock.toString());
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        Collector running = collector;
        if (running != null) {
            running.close();
        }
    }
}
