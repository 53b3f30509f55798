package omega.channel;

import java.time.Duration;

/**
 * Real time. {@code connect} bounds the TCP connect (the slot may shorten it); {@code stall} is how long anything else,
 * from the key exchange to each piece of a file, may stand still.
 */
public record Timeouts(Duration connect, Duration stall) {
    /** A hang is noticed within 60 s, the check's own period included. */
    public static final Timeouts USUAL = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(45));

    public Timeouts {
        if (connect.isNegative() || connect.isZero() || stall.isNegative() || stall.isZero()) {
            throw new IllegalArgumentException("time-outs must be positive, were " + connect + " and " + stall);
        }
    }
}
