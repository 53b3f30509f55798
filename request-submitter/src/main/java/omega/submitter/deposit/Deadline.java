package omega.submitter.deposit;

import java.time.Duration;
import java.time.Instant;
import omega.clock.OmegaClock;

/** An instant past which something must not be done any more, by the gateway's clock and by a monotonic one: whichever says so first. */
final class Deadline {
    private final OmegaClock clock;
    private final Instant limit;
    private final long begun = System.nanoTime();
    private final Duration real;

    Deadline(OmegaClock clock, Instant limit) {
        this.clock = clock;
        this.limit = limit;
        Duration left = Duration.between(clock.instant(), limit);
        this.real = Duration.ofNanos(Math.round(left.toNanos() / Math.max(1, clock.speed())));
    }

    boolean isPast() {
        return System.nanoTime() - begun > real.toNanos() || clock.instant().isAfter(limit);
    }
}
