package omega.sandbox;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for something outside this JVM, always with a bound. */
final class Waiting {
    private static final Duration PERIOD = Duration.ofMillis(100);

    private Waiting() {}

    /** Whether {@code condition} came true within {@code bound}; an interrupt ends the wait. */
    static boolean until(BooleanSupplier condition, Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            try {
                Thread.sleep(PERIOD);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
