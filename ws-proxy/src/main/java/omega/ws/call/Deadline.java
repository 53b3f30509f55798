package omega.ws.call;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread that made it when it is not closed in time, so that an answer that trickles ends too. */
final class Deadline implements AutoCloseable {
    private static final ScheduledThreadPoolExecutor ALARMS = alarms();
    private final Thread caller = Thread.currentThread();
    private final ScheduledFuture<?> alarm;
    private boolean over;
    private boolean fired;

    Deadline(Duration most) {
        alarm = ALARMS.schedule(this::fire, most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ScheduledThreadPoolExecutor alarms() {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("deadlines").factory());
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }

    private synchronized void fire() {
        if (!over) {
            fired = true;
            caller.interrupt();
        }
    }

    /** Whether it has passed. */
    synchronized boolean passed() {
        return fired;
    }

    @Override
    public synchronized void close() {
        over = true;
        alarm.cancel(false);
        if (fired) {
            Thread.interrupted();
        }
    }
}
