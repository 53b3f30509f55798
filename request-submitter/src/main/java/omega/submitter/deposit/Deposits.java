package omega.submitter.deposit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.connect.Connection;
import omega.channel.slot.Purpose;
import omega.channel.slot.Slot;
import omega.channel.slot.Slots;
import omega.channel.slot.Want;
import omega.clock.OmegaClock;
import omega.runtime.loop.Loop;
import omega.submitter.book.Booking;
import omega.submitter.book.Quotas;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.partner.Contrat;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The sessions in which one partner's lots are deposited, each in a slot of the connection rule (§3.2.1). A session first resolves what an earlier one left unfinished, then sends what is
 * prepared. One lot's trouble does not keep the others from going.
 */
public final class Deposits implements Loop.Attempt {
    /** Name of this service in the connection rule. */
    public static final String SERVICE = "request-submitter";

    private static final Logger LOG = Logger.getLogger(Deposits.class);
    private static final Duration LONGEST_BACK_OFF = Duration.ofHours(1);

    /** Opens a partner's folder. */
    @FunctionalInterface
    public interface Opener {
        RemoteFolder open(Partner partner, BeforeConnect before) throws ChannelException;
    }

    private final Contrat contrat;
    private final Ledger ledger;
    private final Booking booking;
    private final Quotas quotas;
    private final Slots slots;
    private final OmegaCalendar calendar;
    private final Comptage comptage;
    private final OmegaClock clock;
    private final Opener opener;
    private final Sessions sessions;
    private Instant next = Instant.MIN;
    private boolean waiting;

    @SuppressWarnings("TooManyParameters")
    public Deposits(
            Contrat contrat,
            Ledger ledger,
            Booking booking,
            Quotas quotas,
            Slots slots,
            OmegaCalendar calendar,
            Comptage comptage,
            OmegaClock clock,
            Opener opener,
            Sessions sessions) {
        this.contrat = contrat;
        this.ledger = ledger;
        this.booking = booking;
        this.quotas = quotas;
        this.slots = slots;
        this.calendar = calendar;
        this.comptage = comptage;
        this.clock = clock;
        this.opener = opener;
        this.sessions = sessions;
    }

    @Override
    public boolean turn() throws ChannelException {
        Instant now = clock.instant();
        Departure departure = Departure.of(calendar, comptage, clock);
        takeApartWhatIsLate(departure, now);
        if (now.isBefore(next) || !isAnythingToDo(departure, now)) {
            if (waiting) {
                slots.withdraw(contrat.code(), SERVICE, Purpose.DEPOSIT);
                waiting = false;
            }
            return false;
        }
        if (!Connection.ruled(contrat.partner())) {
            session(departure, BeforeConnect.UNRULED, null);
            next = clock.instant().plus(Duration.ofSeconds(10));
            return false;
        }
        waiting = true;
        slots.want(new Want(
                contrat.code(),
                SERVICE,
                Purpose.DEPOSIT,
                departure.at(now).isPresent() ? latestConnect(departure, now) : null));
        Optional<Slot> claimed = slots.claim(contrat.code(), SERVICE);
        if (claimed.isPresent()) {
            waiting = false;
            try (Slot slot = claimed.get()) {
                session(departure, slot, slot);
            }
        }
        return false;
    }

    /** Past it, what leaves now would not arrive in time. */
    private @Nullable Instant latestConnect(Departure departure, Instant now) {
        Instant cutOff = now.atZone(OmegaClock.PARIS)
                .toLocalDate()
                .atTime(calendar.cutOff())
                .atZone(OmegaClock.PARIS)
                .toInstant()
                .minus(departure.reserve())
                .minus(departure.margin());
        return now.isBefore(cutOff) ? cutOff : null;
    }

    private boolean isAnythingToDo(Departure departure, Instant now) {
        boolean reachable = calendar.isOpen(Canal.FTP, OmegaCalendar.TELECHARGEMENT, now);
        return (reachable && !ledger.in(contrat.code(), LotState.Envoi.class).isEmpty())
                || (departure.at(now).isPresent()
                        && !ledger.in(contrat.code(), LotState.Prepare.class).isEmpty());
    }

    /** Lots that cannot leave on their day any more wait as requests again, but for released ones, which keep their bytes. */
    private void takeApartWhatIsLate(Departure departure, Instant now) {
        if (departure.at(now).isPresent()) {
            return; // sending looks at the day itself, and books another if it has room
        }
        for (Lot lot : ledger.in(contrat.code(), LotState.Prepare.class)) {
            LotState.Prepare prepare = (LotState.Prepare) lot.etat();
            if (!prepare.libere() && !departure.isStillPossible(lot.jour(), now)) {
                unlessStale(() -> ledger.jdbi()
                        .useTransaction(handle ->
                                booking.takeApart(handle, lot, prepare, "it could not be sent on " + lot.jour())));
            }
        }
    }

    private void session(Departure departure, BeforeConnect before, @Nullable Slot slot) {
        try (RemoteFolder folder = opener.open(contrat.partner(), before)) {
            List<String> troubles = session(new Deposit(contrat, ledger, booking, quotas, departure, clock, folder));
            if (slot != null) {
                slot.succeeded();
            }
            sessions.succeeded(contrat.code(), troubles);
        } catch (ChannelException e) {
            if (e.kind() == ChannelException.Kind.SLOT_LOST) {
                LOG.debugf("%s", e.getMessage());
                return;
            }
            if (slot != null) {
                slot.failed(String.valueOf(e.getMessage()));
            }
            int failures = sessions.failed(contrat.code(), String.valueOf(e.getMessage()));
            next = clock.instant().plus(backOff(failures));
            LOG.warnf("%s; next attempt at %s", e.getMessage(), next);
        }
    }

    private static Duration backOff(int failures) {
        Duration pause = Duration.ofMinutes(5).multipliedBy(1L << Math.min(failures - 1, 4));
        return pause.compareTo(LONGEST_BACK_OFF) < 0 ? pause : LONGEST_BACK_OFF;
    }

    /** One step of a session with one lot. */
    private interface Step {
        void run(Lot lot) throws ChannelException;
    }

    private List<String> session(Deposit deposit) throws ChannelException {
        List<String> troubles = new ArrayList<>();
        each(LotState.Envoi.class, deposit::resolve, troubles);
        each(LotState.Incertain.class, deposit::lookFor, troubles);
        each(LotState.Prepare.class, deposit::send, troubles);
        troubles.forEach(LOG::warn);
        return troubles;
    }

    private void each(Class<? extends LotState> state, Step step, List<String> troubles) throws ChannelException {
        for (Lot lot : ledger.in(contrat.code(), state)) {
            try {
                step.run(lot);
            } catch (Ledger.Stale e) {
                LOG.infof("%s", e.getMessage());
            } catch (ChannelException e) {
                if (e.kind().endsSession()) {
                    throw e;
                }
                troubles.add("lot " + lot.id() + ": " + e.getMessage());
            }
        }
    }

    private static void unlessStale(Runnable change) {
        try {
            change.run();
        } catch (Ledger.Stale e) {
            LOG.infof("%s", e.getMessage());
        }
    }
}
