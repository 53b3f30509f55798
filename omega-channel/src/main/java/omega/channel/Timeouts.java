package omega.channel;

import java.time.Duration;

/**
 * Real time.
 *
 * @param connect bounds the TCP connect (the slot may shorten it)
 * @param stall how long anything else, from the key exchange to each piece of a file, may stand still
 * @param total how long a session may last, however busy: a server that dribbles is cut, and the next slot goes on from there
 * @param idle how long a session may lie unused before the server is told that we are still here (§3.2.1: {@code NOOP})
 */
public record Timeouts(Duration connect, Duration stall, Duration total, Duration idle) {
    /** A hang is noticed within 60 s, the check's own period included. */
    public static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(45));

    public Timeouts {
        if (!positive(connect) || !positive(stall) || !positive(total) || !positive(idle)) {
            throw new IllegalArgumentException(
                    "time-outs must be positive, were " + connect + ", " + stall + ", " + total + " and " + idle);
        }
    }

    /** With the usual total and idle times. */
    public Timeouts(Duration connect, Duration stall) {
        this(connect, stall, Duration.ofHours(2), Duration.ofSeconds(30));
    }

    private static boolean positive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }
}
