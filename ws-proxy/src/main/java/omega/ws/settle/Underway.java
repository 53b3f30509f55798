package omega.ws.settle;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The calls that are sent on threads of their own, over all attempts of {@link Sending}: so many at a time, and the process ends after them. */
public final class Underway {
    private static final int AT_ONCE = 32;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** Takes all places that are free; each must be left. */
    int take() {
        return places.drainPermits();
    }

    void leave(int taken) {
        places.release(taken);
    }

    /** Waits for those that are under way, once no more begin; false when some are left after {@code most}. */
    public boolean await(Duration most) throws InterruptedException {
        return places.tryAcquire(AT_ONCE, most.toNanos(), TimeUnit.NANOSECONDS);
    }
}
