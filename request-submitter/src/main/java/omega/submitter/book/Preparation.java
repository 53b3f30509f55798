package omega.submitter.book;

import java.time.Duration;
import java.time.Instant;
import omega.clock.OmegaClock;
import omega.runtime.loop.Loop;
import omega.submitter.partner.Contrat;
import omega.submitter.plan.PlannedLot;

/** Plans one partner's requests again and again, and freezes the lots whose time has come. */
public final class Preparation implements Loop.Attempt {
    /** How long before its time a lot is frozen, so that it is ready when the slot is. */
    private static final Duration LEAD = Duration.ofSeconds(15);

    /** Planning takes at most this share of the time. */
    private static final int SHARE = 20;

    private final Contrat contrat;
    private final Outlook outlook;
    private final Booking booking;
    private final OmegaClock clock;
    private Instant again = Instant.MIN;
    private Instant due = Instant.MIN;

    public Preparation(Contrat contrat, Outlook outlook, Booking booking, OmegaClock clock) {
        this.contrat = contrat;
        this.outlook = outlook;
        this.booking = booking;
        this.clock = clock;
    }

    @Override
    public boolean turn() {
        Instant begun = clock.realInstant();
        if ((begun.isBefore(again) && clock.instant().isBefore(due)) || !outlook.isAnythingPending(contrat)) {
            return false;
        }
        Outlook.Seen seen = outlook.now(contrat);
        Instant horizon = clock.instant().plus(clock.margin(LEAD));
        due = Instant.MAX;
        for (PlannedLot lot : seen.plan().lots()) {
            if (lot.instant().isAfter(horizon)) {
                due = lot.instant().minus(clock.margin(LEAD));
                break;
            }
            if (booking.freeze(contrat, lot).isEmpty()) {
                due = Instant.MIN; // the plan was out of date
                break;
            }
        }
        Duration took = Duration.between(begun, clock.realInstant());
        again = clock.realInstant().plus(took.multipliedBy(SHARE));
        return false;
    }
}
