package omega.endtoend;

import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.concurrent.locks.LockSupport;
import omega.clock.OmegaClock;
import omega.clock.Timeline;

/** Time that goes on from one slot to the next, on working days from nine to five. */
final class Hours {
    private static final Duration SLOT = Duration.ofSeconds(320);

    private static final int LATE = 15;
    private static final int END = 17;

    private final Path timeline;
    private final OmegaClock clock;

    Hours(Path timeline, Instant begin) {
        this.timeline = timeline;
        OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), begin, 1), timeline);
        clock = OmegaClock.following(timeline);
    }

    OmegaClock clock() {
        return clock;
    }

    void nextSlot() {
        goTo(clock.paris().plus(SLOT));
    }

    /** Enough of the day is left for some slots: requests that are late go along a line that takes all day. */
    void notTooLate() {
        if (clock.paris().getHour() >= LATE) {
            goTo(clock.paris().withHour(END));
        }
    }

    private void goTo(ZonedDateTime when) {
        ZonedDateTime to = when;
        while (to.getHour() >= END || to.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0) {
            to = to.plusDays(1).withHour(9);
        }
        OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), to.toInstant(), 1), timeline);
        while (clock.instant().isBefore(to.toInstant())) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }
}
