package omega.runtime;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What a process stands on and may not be there yet when it starts: after a cluster's own start, or while it is repaired. It is waited for, so that the process goes on
 * within seconds of it; one that ended instead would be started again later and later. What waiting does not mend, a wrong password say, ends it at once.
 */
public record Awaited(Duration longest, Duration pause) {
    /** Shorter than the chart's startup probe allows. */
    public static final Awaited USUAL = new Awaited(Duration.ofMinutes(10), Duration.ofSeconds(1));

    private static final Logger LOG = Logger.getLogger(Awaited.class);
    /** PostgreSQL's: starting, ending, no connection left. */
    private static final Set<String> AWAY = Set.of("57P03", "57P01", "53300");

    /** Something tried. */
    public interface Step {
        void take() throws Exception;
    }

    /** Waits until the database lets us in. */
    public void database(DataSource dataSource) throws InterruptedException {
        until("the database", Awaited::isAway, () -> {
            try (Connection connection = dataSource.getConnection()) {
                connection.isValid(5);
            }
        });
    }

    /**
     * Takes a step, over and over while it fails of what is {@code away}.
     *
     * @throws IllegalStateException when it fails of anything else, or of that for too long
     */
    public void until(String what, Predicate<Exception> away, Step step) throws InterruptedException {
        long begun = System.nanoTime();
        for (int times = 1; ; times++) {
            try {
                step.take();
                if (times > 1) {
                    LOG.infof("%s is there", what);
                }
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                long waited = System.nanoTime() - begun;
                if (!away.test(e) || waited > longest.toNanos()) {
                    throw new IllegalStateException(what + ": " + reason(e), e);
                }
                LOG.warnf(
                        "waiting for %s since %d s, for %d s at most: %s",
                        what, Duration.ofNanos(waited).toSeconds(), longest.toSeconds(), reason(e));
                Thread.sleep(pause);
            }
        }
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            deepest = each;
        }
        return failure.getCause() == null
                ? String.valueOf(failure.getMessage())
                : failure.getMessage() + " (" + deepest + ")";
    }

    /** Whether nobody answered, or not yet. A refused certificate or password is an answer. */
    private static boolean isAway(Exception failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SocketException
                    || each instanceof SocketTimeoutException
                    || each instanceof UnknownHostException
                    || each instanceof java.io.EOFException
                    || each instanceof TimeoutException
                    || (each instanceof SQLException sql
                            && sql.getSQLState() != null
                            && AWAY.contains(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }
}
