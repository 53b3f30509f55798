package omega.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import org.jspecify.annotations.Nullable;

/**
 * The stack's clock from one run to the next. While the stack is down its time stands still, so that a day of real rest
 * is not a year of OMEGA's; it never runs back, because the data it dated is still there.
 *
 * @param file where the timeline is, for all processes; none is real time
 */
record VirtualTime(Path file, Clock real) {
    /** How far the last sign of life may lie behind the last instant that was used. */
    private static final Duration DOUBT = Duration.ofSeconds(2);

    /**
     * Sets the clock for a run that begins now.
     *
     * @param seen  when the last run was last seen alive, in real time; null before the first
     * @param start the virtual instant to go to; null goes on from where time stood
     * @param speed virtual seconds a real second; null keeps the speed
     * @throws IllegalArgumentException if {@code start} lies before the time that the data has seen
     */
    void set(@Nullable Instant seen, @Nullable Instant start, @Nullable Double speed) {
        Instant now = real.instant();
        boolean fresh = !Files.exists(file);
        if (fresh && start == null && (speed == null || speed == 1)) {
            return;
        }
        Timeline timeline = OmegaClock.read(file);
        Instant reached = fresh || seen == null ? now : earliest(now, seen.plus(DOUBT));
        Instant floor = seen == null ? Instant.MIN : timeline.at(reached);
        Instant from = start == null ? timeline.at(reached) : start;
        if (from.isBefore(floor)) {
            throw new IllegalArgumentException("the stack's time has reached " + floor + " and cannot go back to "
                    + from + "; remove .omega/ to start over");
        }
        double pace = speed == null ? timeline.speedAt(reached) : speed;
        OmegaClock.publish(Timeline.starting(now, from, pace), file);
    }

    /** Begins at {@code start}, in step with real time. */
    void begin(Instant start) {
        OmegaClock.publish(Timeline.starting(real.instant(), start, 1), file);
    }

    Instant now() {
        return OmegaClock.read(file).at(real.instant());
    }

    /**
     * Goes on from {@code to}, or from now where that is later, in all processes at once; returns once it has.
     *
     * @param speed virtual seconds a real second
     */
    void jump(Instant to, double speed) {
        Instant when = real.instant().plus(OmegaClock.NOTICE);
        Timeline timeline = OmegaClock.read(file);
        Instant least = timeline.at(when);
        OmegaClock.publish(timeline.jump(when, to.isBefore(least) ? least : to, speed), file);
        Waiting.until(() -> !real.instant().isBefore(when), OmegaClock.NOTICE.multipliedBy(10));
    }

    /** For people: what time it is, and how fast it runs. */
    String describe() {
        OmegaClock clock = OmegaClock.following(file);
        String time = clock.paris().toLocalDateTime().withNano(0) + " in Paris";
        return Files.exists(file)
                ? String.format(Locale.ROOT, "%s, %s times real time", time, trimmed(clock.speed()))
                : time + " (real time)";
    }

    /** @param text an instant ({@code 2026-03-02T05:00:00Z}), or a date and time in Paris ({@code 2026-03-02T06:00}) */
    static Instant parse(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return paris(text);
        }
    }

    private static Instant paris(String text) {
        try {
            return LocalDateTime.parse(text).atZone(OmegaClock.PARIS).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time; write 2026-03-02T06:00 (in Paris) or 2026-03-02T05:00:00Z");
        }
    }

    private static Instant earliest(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static String trimmed(double speed) {
        return speed == Math.rint(speed) ? Long.toString((long) speed) : Double.toString(speed);
    }
}
