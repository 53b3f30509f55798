package omega.endtoend;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.channel.slot.Rule;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.submitter.accept.Acceptance;
import omega.submitter.accept.Entree;
import omega.submitter.accept.Outcome;
import omega.submitter.book.Booking;
import omega.submitter.book.Outlook;
import omega.submitter.book.Preparation;
import omega.submitter.book.Quotas;
import omega.submitter.check.Demande;
import omega.submitter.deposit.Comptage;
import omega.submitter.deposit.Deposits;
import omega.submitter.deposit.Sessions;
import omega.submitter.hear.Release;
import omega.submitter.hear.Settlement;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;

/** request-submitter's planning and depositing, turned by hand, each turn in a process of its own. */
final class Depositor implements AutoCloseable {
    static final int LIMIT = 1_000_000;
    static final String TEMPORAIRE = "{nom}.{lot}-{epoch}.tmp";

    private final Contrat contrat;
    private final Hours hours;
    private final OmegaClock clock;
    private final Timeouts timeouts;
    private final AgroalDataSource database = Base.pool(Base.fresh(), 4);
    private final Ledger ledger;
    private final Quotas quotas;
    private final Settlement settlement;
    private int made;
    private Sessions sessions = new Sessions();

    /** For an OMEGA that is known to leave temporary names alone. */
    Depositor(Partner partner, Hours hours, Timeouts timeouts) {
        this(new Contrat(partner, LIMIT, 0, TEMPORAIRE, true), hours, timeouts);
    }

    Depositor(Contrat contrat, Hours hours, Timeouts timeouts) {
        this.contrat = contrat;
        this.hours = hours;
        this.clock = hours.clock();
        this.timeouts = timeouts;
        Slots.migrate(database);
        ledger = new Ledger(database, clock, "test");
        ledger.migrate();
        quotas = new Quotas(ledger);
        settlement = new Settlement(
                ledger,
                quotas,
                new Contrats(List.of(contrat)),
                new Booking(ledger, quotas, Doors.PACK, clock),
                clock,
                "F06",
                "F05");
    }

    /** Takes in requests that only the next slot brings there in time; their ids. */
    List<String> accept(int count) {
        hours.notTooLate();
        String echeance = clock.instant()
                .plus(Duration.ofMinutes(13))
                .atZone(OmegaClock.PARIS)
                .toOffsetDateTime()
                .toString();
        List<String> ids =
                IntStream.range(0, count).mapToObj(_ -> "R-" + made++ + "-").toList();
        Acceptance acceptance =
                new Acceptance(ledger, Doors.PACK, new Contrats(List.of(contrat)), clock, new SimpleMeterRegistry());
        List<Outcome> outcomes = acceptance.accept(ids.stream()
                .map(id -> (Entree) new Entree.Lue(
                        contrat.code(),
                        new Demande(id, "RAD", "12345678901234", "2027-12-01", echeance, null, Map.of("motif", "CON")),
                        List.of(),
                        "rest"))
                .toList());
        if (!outcomes.stream().allMatch(Outcome.Recue.class::isInstance)) {
            throw new AssertionError("not accepted: " + outcomes);
        }
        return ids;
    }

    /** One session in the next slot. */
    void turn() throws ChannelException {
        hours.nextSlot();
        sessions = new Sessions();
        Slots slots = new Slots(database, clock, Rule.GUIDE);
        Booking booking = new Booking(ledger, quotas, Doors.PACK, clock);
        new Preparation(contrat, new Outlook(ledger, quotas, slots, Doors.PACK, clock), booking, clock).turn();
        new Deposits(
                        contrat,
                        ledger,
                        booking,
                        quotas,
                        slots,
                        Doors.PACK.calendar(),
                        Comptage.LES_DEUX,
                        clock,
                        (partner, before) -> Connection.open(partner, timeouts, before),
                        sessions)
                .turn();
    }

    /** Whether nothing waits for another session. */
    boolean isQuiet() {
        return List.of(LotState.Prepare.class, LotState.Envoi.class).stream()
                        .allMatch(state -> ledger.in(contrat.code(), state).isEmpty())
                && ledger.jdbi()
                                .withHandle(handle -> handle.createQuery(
                                                "SELECT count(*) FROM submitter.demande WHERE etat = 'EN_ATTENTE'")
                                        .mapTo(Long.class)
                                        .one())
                        == 0;
    }

    /** The lots in a state. */
    List<Lot> in(Class<? extends LotState> state) {
        return ledger.in(contrat.code(), state);
    }

    /** Why the last session failed, and all lots that are not answered. */
    String standing() {
        return sessions.of(contrat.code()) + " "
                + List.of(LotState.Prepare.class, LotState.Envoi.class, LotState.Incertain.class, LotState.Depose.class)
                        .stream()
                        .flatMap(state -> ledger.in(contrat.code(), state).stream())
                        .toList();
    }

    /** Tells what OMEGA took; then releases, as an operator does, what it never had. How many lots that were. */
    int settle(Set<String> taken) throws Release.Refused {
        taken.forEach(nom -> settlement.compteRendu(
                new Settlement.CompteRendu(contrat.code(), nom, false, null, "S-" + nom, clock.instant())));
        settlement.regard(contrat.code(), clock.instant());
        List<Lot> uncertain = ledger.in(contrat.code(), LotState.Incertain.class);
        for (Lot lot : uncertain) {
            new Release(ledger, settlement, clock).release(lot, "op", "OMEGA never had it");
        }
        return uncertain.size();
    }

    @Override
    public void close() {
        database.close();
    }
}
