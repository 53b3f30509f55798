package omega.runtime.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Something done over and over on a thread of its own until it is closed. An attempt that fails is closed, and another one made after a
 * pause that grows to half a minute, whatever it failed of; the reason is logged.
 */
public final class Loop implements AutoCloseable {
    /** One attempt: {@code turn} is called until it throws. */
    public interface Attempt extends AutoCloseable {
        /** Does what there is to do, then returns; true when there may be more at once. */
        boolean turn() throws Exception;

        /** What is wrong although it goes on, in words for people; null when all is well. Any thread may ask. */
        default @Nullable String trouble() {
            return null;
        }

        /** Interrupts a waiting turn, from another thread. */
        default void wakeUp() {}

        @Override
        default void close() {}
    }

    private static final Logger LOG = Logger.getLogger(Loop.class);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private final String name;
    private final Duration idle;
    private final Supplier<Attempt> maker;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Attempt current;
    private volatile @Nullable String trouble;

    /** Starts at once. {@code idle} is the pause after a turn that found nothing more to do. */
    public Loop(String name, Duration idle, Supplier<Attempt> maker) {
        this.name = name;
        this.idle = idle;
        this.maker = maker;
        this.thread = Thread.ofVirtual().name(name).start(this::run);
    }

    private void run() {
        Duration pause = Duration.ofMillis(500);
        while (!pausedOrStopped(Duration.ZERO)) {
            try (Attempt attempt = maker.get()) {
                current = attempt;
                while (!pausedOrStopped(attempt.turn() ? Duration.ZERO : idle)) {
                    trouble = null;
                    pause = Duration.ofMillis(500);
                }
                return;
            } catch (Exception | Error e) {
                if (stopped.getCount() == 0) {
                    return;
                }
                trouble = e instanceof Error ? e.toString() : String.valueOf(e.getMessage());
                LOG.warnf(e, "%s failed and starts over in %d ms", name, pause.toMillis());
                if (pausedOrStopped(pause)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST) < 0 ? pause.multipliedBy(2) : LONGEST;
            } finally {
                current = null;
            }
        }
    }

    private boolean pausedOrStopped(Duration pause) {
        try {
            return stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    public String name() {
        return name;
    }

    /** Why the last attempt failed, while the next has not succeeded, or what the present one tells; null when all is well. */
    public @Nullable String trouble() {
        String failed = trouble;
        Attempt attempt = current;
        return failed != null || attempt == null ? failed : attempt.trouble();
    }

    /** Stops after the turn under way, waiting for it up to ten seconds. */
    @Override
    public void close() {
        stopped.countDown();
        Attempt attempt = current;
        if (attempt != null) {
            attempt.wakeUp();
        }
        try {
            if (!thread.join(Duration.ofSeconds(10))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
