package omega.submitter.book;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import omega.catalogue.Catalogue;
import omega.catalogue.DemandeKind;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.submitter.check.Priorite;
import omega.submitter.ledger.Ledger;
import omega.submitter.partner.Contrat;
import omega.submitter.plan.Pending;
import omega.submitter.plan.Plan;
import omega.submitter.plan.PlanRules;
import omega.submitter.plan.Planner;

/** The plan of what waits, as of now: the database's requests, quota and slots through the pure {@link Planner}. */
@ApplicationScoped
public class Outlook {
    /** A plan shown to people may be so old, in real time; the one that lots are made from is new. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    /** What a session takes on a slow server, however fast the clock. */
    private static final Duration REAL_ARRIVAL = Duration.ofSeconds(3);

    private final Ledger ledger;
    private final Quotas quotas;
    private final Slots slots;
    private final Catalogue catalogue;
    private final OmegaClock clock;
    private final Map<String, Seen> last = new ConcurrentHashMap<>();

    public Outlook(Ledger ledger, Quotas quotas, Slots slots, Catalogue catalogue, OmegaClock clock) {
        this.ledger = ledger;
        this.quotas = quotas;
        this.slots = slots;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** A plan and when it was made. */
    public record Seen(Plan plan, Instant le, Instant real) {}

    /** A partner's plan, made anew. */
    public Seen now(Contrat contrat) {
        Instant now = clock.instant();
        Planner planner = new Planner(
                catalogue.calendar(),
                rules(clock),
                catalogue.demandes().values().stream().collect(Collectors.toMap(DemandeKind::code, DemandeKind::max)));
        Plan plan = planner.plan(
                now,
                slots.prochaine(contrat.code()),
                servedUntil(contrat),
                quotas.quota(contrat, clock.today()),
                pending(contrat));
        Seen seen = new Seen(plan, now, clock.realInstant());
        last.put(contrat.code(), seen);
        return seen;
    }

    /** A partner's plan, at most some seconds old. */
    public Seen recent(Contrat contrat) {
        Seen seen = last.get(contrat.code());
        return seen != null && seen.real().plus(FRESH).isAfter(clock.realInstant()) ? seen : now(contrat);
    }

    /** The guide's rules on this clock: margins never shrink below what real sessions take. */
    static PlanRules rules(OmegaClock clock) {
        PlanRules guide = PlanRules.GUIDE;
        Duration gap = Duration.ofMinutes(5).plus(clock.margin(Duration.ofSeconds(10)));
        Duration real = Duration.ofMillis(Math.round(REAL_ARRIVAL.toMillis() * clock.speed()));
        return new PlanRules(
                gap, real.compareTo(guide.arrival()) > 0 ? real : guide.arrival(), guide.step(), guide.horizon());
    }

    /** Whether anything waits. */
    boolean isAnythingPending(Contrat contrat) {
        return ledger.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT EXISTS (SELECT FROM submitter.demande WHERE partenaire = :partner AND etat ="
                                        + " 'EN_ATTENTE')")
                        .bind("partner", contrat.code())
                        .mapTo(Boolean.class)
                        .one());
    }

    private Instant servedUntil(Contrat contrat) {
        return ledger.jdbi()
                .withHandle(handle -> handle
                        .createQuery(
                                "SELECT max(servi) AS servi FROM submitter.lot WHERE partenaire = :partner AND jour >="
                                        + " :today AND etat <> 'Defait'")
                        .bind("partner", contrat.code())
                        .bind("today", clock.today())
                        .map((row, context) -> Ledger.instant(row, "servi"))
                        .stream()
                        .filter(java.util.Objects::nonNull)
                        .findFirst()
                        .orElse(Instant.EPOCH));
    }

    private List<Pending> pending(Contrat contrat) {
        return ledger.jdbi()
                .withHandle(handle -> handle.createQuery("""
                    SELECT rang, id_demande, kind, priorite, echeance FROM submitter.demande
                    WHERE partenaire = :partner AND etat = 'EN_ATTENTE' AND kind = ANY(:kinds) ORDER BY rang\
                    """)
                        .bind("partner", contrat.code())
                        .bindArray(
                                "kinds",
                                String.class,
                                List.copyOf(catalogue.demandes().keySet()))
                        .setFetchSize(20_000)
                        .map((row, context) -> pending(row))
                        .list());
    }

    private static Pending pending(ResultSet row) throws SQLException {
        OffsetDateTime echeance = row.getObject("echeance", OffsetDateTime.class);
        return new Pending(
                row.getString("id_demande"),
                row.getString("kind").intern(),
                Priorite.valueOf(row.getString("priorite")),
                echeance == null ? null : echeance.toInstant(),
                row.getLong("rang"));
    }
}
