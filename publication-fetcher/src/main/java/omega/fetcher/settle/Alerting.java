package omega.fetcher.settle;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import omega.channel.Partner;
import omega.clock.OmegaClock;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState;
import omega.fetcher.ledger.Ledger;
import omega.runtime.alert.Alert;
import omega.runtime.alert.Alerts;
import omega.runtime.credential.Credentials;
import omega.runtime.loop.Loop;

/** Settles what {@link Vigil} and the credentials give cause for of one partner, and measures what waits. */
public final class Alerting implements Loop.Attempt {
    /** How often what takes the database a while is counted. */
    private static final Duration COUNTING = Duration.ofMinutes(1);

    private final Partner partner;
    private final Vigil vigil;
    private final Credentials credentials;
    private final Ledger ledger;
    private final OmegaClock clock;
    private final Alerts alerts;
    private final AtomicReference<Double> oldest;
    private final AtomicReference<Integer> waiting;
    private final AtomicReference<Double> last;
    private final MeterRegistry registry;
    private final List<Gauge> gauges;
    private Instant nextCount = Instant.MIN;

    public Alerting(
            Partner partner,
            Vigil vigil,
            Credentials credentials,
            Ledger ledger,
            OmegaClock clock,
            MeterRegistry registry) {
        this.partner = partner;
        this.vigil = vigil;
        this.credentials = credentials;
        this.ledger = ledger;
        this.clock = clock;
        this.alerts = new Alerts(ledger.jdbi(), "fetcher", ledger.outbox(), clock);
        this.oldest = new AtomicReference<>(0.0);
        this.waiting = new AtomicReference<>(0);
        this.last = new AtomicReference<>(Double.NaN);
        this.registry = registry;
        this.gauges = List.of(
                Gauge.builder("omega.collect.age.ratio", oldest, AtomicReference::get)
                        .description("Share of its retention that is gone, of the file not fetched that has least left")
                        .tag("partenaire", partner.code())
                        .register(registry),
                Gauge.builder("omega.collect.attendus", waiting, AtomicReference::get)
                        .description("Files discovered and not fetched yet")
                        .tag("partenaire", partner.code())
                        .register(registry),
                Gauge.builder("omega.collect.dernier.seconds", last, AtomicReference::get)
                        .description("When the youngest file that has been fetched was discovered, since 1970")
                        .tag("partenaire", partner.code())
                        .register(registry));
    }

    @Override
    public boolean turn() {
        List<CollectedFile> awaited = ledger.in(partner.code(), FileState.Decouverte.class, Integer.MAX_VALUE);
        Instant now = clock.instant();
        waiting.set(awaited.size());
        oldest.set(
                awaited.stream().mapToDouble(file -> Vigil.age(file, now)).max().orElse(0));
        if (!now.isBefore(nextCount)) {
            last.set(ledger.lastCollected(partner.code())
                    .map(at -> (double) at.getEpochSecond())
                    .orElse(Double.NaN));
            nextCount = now.plus(COUNTING);
        }
        List<Alert> due = new ArrayList<>(vigil.due(partner));
        due.addAll(credentials.alerts(partner));
        alerts.settle(partner.code(), due);
        return false;
    }

    /** The next one registers gauges of its own. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
