package omega.channel.slot;

import java.time.Duration;
import java.time.Instant;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * A claimed slot: the right to one control connection, to be used at once. {@link #connecting()} spends it;
 * {@link #close()} records how the connection ended, or gives an unused slot back. For one thread.
 *
 * <pre>{@code
 * claimed ──connecting()──► stamped ──succeeded() | failed(reason)──► close(): REUSSIE | ECHOUEE | INTERROMPUE
 *    │  └─ void after half the margin, or once another claim was granted
 *    └──close(): given back
 * }</pre>
 */
public final class Slot implements BeforeConnect, AutoCloseable {
    private final Slots slots;
    private final String partner;
    private final String service;
    private final long epoch;
    private boolean stamped;
    private String outcome = "INTERROMPUE";
    private @Nullable String reason;

    Slot(Slots slots, String partner, String service, long epoch) {
        this.slots = slots;
        this.partner = partner;
        this.service = service;
        this.epoch = epoch;
    }

    public String partner() {
        return partner;
    }

    public String service() {
        return service;
    }

    /** Grows with each claim of the partner; whoever holds an older one is fenced. */
    public long epoch() {
        return epoch;
    }

    /**
     * Stamps the connect in the database, then says how long it may still take: the stamp and the connect together stay
     * within the margin, in real time and on the gateway's clock, or the connect must not happen.
     *
     * @throws ChannelException {@code SLOT_LOST} when the claim is void, or this process was held up after its stamp
     */
    @Override
    public Duration connecting() throws ChannelException {
        long begun = System.nanoTime();
        Instant real = slots.clock().realInstant();
        Instant virtual = slots.clock().at(real);
        try {
            stamped = slots.stamp(this);
        } catch (JdbiException e) {
            throw new ChannelException(
                    Kind.SLOT_LOST, partner + ": the connect could not be stamped; do not connect", e);
        }
        if (!stamped) {
            throw new ChannelException(
                    Kind.SLOT_LOST, partner + ": slot " + epoch + " is void, it did not connect in time; claim again");
        }
        Duration half = realMargin().dividedBy(2);
        Duration spent = Duration.ofNanos(System.nanoTime() - begun);
        Instant latest = slots.clock().at(real.plus(spent).plus(half));
        if (spent.compareTo(half) > 0
                || latest.isAfter(virtual.plus(slots.clock().margin(slots.rule().margin())))) {
            throw new ChannelException(
                    Kind.SLOT_LOST,
                    partner + ": slot " + epoch + " was held up for " + spent.toMillis()
                            + " ms after its stamp; it is spent");
        }
        return half;
    }

    /** The margin in real time: as the rule has it at the usual speed, one second on a fast clock. */
    private Duration realMargin() {
        Duration margin = slots.rule().margin();
        double speed = Math.max(1, slots.clock().speed());
        Duration scaled = Duration.ofNanos(Math.round(margin.toNanos() / speed));
        Duration second = Duration.ofSeconds(1);
        return scaled.compareTo(second) >= 0 ? scaled : second;
    }

    /** The session did what it was for. */
    public void succeeded() {
        outcome = "REUSSIE";
        reason = null;
    }

    /** The session failed; {@code why} is kept with the connection. */
    public void failed(String why) {
        outcome = "ECHOUEE";
        reason = why;
    }

    @Override
    public void close() {
        if (stamped) {
            slots.ended(this, outcome, reason);
        } else {
            slots.release(this);
        }
    }
}
