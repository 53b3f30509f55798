package omega.submitter.announce;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import omega.clock.OmegaClock;
import omega.runtime.loop.Loop;
import omega.submitter.book.Quotas;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.LotState;
import omega.submitter.partner.Contrat;

/** One partner's requests and today's quota (§2.2.1), as an operator's dashboard shows them. */
public final class Measuring implements Loop.Attempt {
    private final Contrat contrat;
    private final Ledger ledger;
    private final Quotas quotas;
    private final OmegaClock clock;
    private final MeterRegistry registry;
    private final List<Gauge> gauges;
    private volatile Measured measured;

    private record Measured(long waiting, int booked, int ceiling, int underWay, int uncertain) {}

    public Measuring(Contrat contrat, Ledger ledger, Quotas quotas, OmegaClock clock, MeterRegistry registry) {
        this.contrat = contrat;
        this.ledger = ledger;
        this.quotas = quotas;
        this.clock = clock;
        this.registry = registry;
        this.measured = new Measured(0, 0, contrat.limite() - contrat.reservePortail(), 0, 0);
        this.gauges = List.of(
                Gauge.builder("omega.submit.attente", this, self -> self.measured.waiting())
                        .description("Requests that are in no file yet")
                        .tag("partenaire", contrat.code())
                        .register(registry),
                Gauge.builder("omega.submit.lots.en.cours", this, self -> self.measured.underWay())
                        .description("Files written or deposited, and not answered yet")
                        .tag("partenaire", contrat.code())
                        .register(registry),
                Gauge.builder("omega.submit.lots.incertains", this, self -> self.measured.uncertain())
                        .description("Files of which it is not known whether they have arrived")
                        .tag("partenaire", contrat.code())
                        .register(registry),
                Gauge.builder("omega.quota.utilise", this, self -> self.measured.booked())
                        .description("Requests that files have booked on today's quota")
                        .tag("partenaire", contrat.code())
                        .register(registry),
                Gauge.builder("omega.quota.plafond", this, self -> self.measured.ceiling())
                        .description("Requests that files may book on today's quota, the portal's share taken off")
                        .tag("partenaire", contrat.code())
                        .register(registry));
    }

    @Override
    public boolean turn() {
        long waiting = ledger.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT count(*) FROM submitter.demande WHERE partenaire = :partner AND etat = 'EN_ATTENTE'")
                        .bind("partner", contrat.code())
                        .mapTo(Long.class)
                        .one());
        List<Quotas.Jour> today = new ArrayList<>(quotas.days(contrat.code(), clock.today()));
        today.removeIf(jour -> !jour.jour().equals(clock.today()));
        measured = new Measured(
                waiting,
                today.isEmpty() ? 0 : today.getFirst().utilise(),
                today.isEmpty()
                        ? contrat.limite() - contrat.reservePortail()
                        : today.getFirst().plafond(),
                open(LotState.Prepare.class) + open(LotState.Envoi.class) + open(LotState.Depose.class),
                open(LotState.Incertain.class));
        return false;
    }

    private int open(Class<? extends LotState> state) {
        return ledger.in(contrat.code(), state).size();
    }

    /** The next one registers gauges of its own. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
