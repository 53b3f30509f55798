package omega.fetcher.settle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import omega.channel.Partner;
import omega.clock.OmegaClock;
import omega.event.Topics;
import omega.fetcher.Loop;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState;
import omega.fetcher.ledger.Ledger;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Raises what {@link Vigil} finds true and was not, clears what was and is no longer; each with one event, in the transaction that notes it. */
public final class Alerting implements Loop.Attempt {
    private static final Logger LOG = Logger.getLogger(Alerting.class);
    private final Partner partner;
    private final Vigil vigil;
    private final Ledger ledger;
    private final OmegaClock clock;
    private final AtomicReference<Double> oldest;
    private final AtomicReference<Integer> waiting;
    private final MeterRegistry registry;
    private final List<Gauge> gauges;

    public Alerting(Partner partner, Vigil vigil, Ledger ledger, OmegaClock clock, MeterRegistry registry) {
        this.partner = partner;
        this.vigil = vigil;
        this.ledger = ledger;
        this.clock = clock;
        this.oldest = new AtomicReference<>(0.0);
        this.waiting = new AtomicReference<>(0);
        this.registry = registry;
        this.gauges = List.of(
                Gauge.builder("omega.collect.age.ratio", oldest, AtomicReference::get)
                        .description("Share of its retention that is gone, of the file not fetched that has least left")
                        .tag("partenaire", partner.code())
                        .register(registry),
                Gauge.builder("omega.collect.attendus", waiting, AtomicReference::get)
                        .description("Files discovered and not fetched yet")
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
        Map<String, Alert> due = new HashMap<>();
        vigil.due(partner).forEach(alert -> due.put(alert.cle(), alert));
        ledger.jdbi().useTransaction(handle -> {
            List<Alert> active = active(handle);
            active.forEach(alert -> {
                if (due.remove(alert.cle()) == null) {
                    clear(handle, alert);
                }
            });
            due.values().forEach(alert -> raise(handle, alert));
        });
        return false;
    }

    private List<Alert> active(Handle handle) {
        return handle.createQuery("""
                        SELECT * FROM fetcher.alerte WHERE partenaire = :partner AND close IS NULL FOR UPDATE""")
                .bind("partner", partner.code())
                .map((row, context) -> new Alert(
                        row.getString("cle"),
                        Alert.Genre.valueOf(row.getString("genre")),
                        row.getString("partenaire"),
                        row.getString("flux"),
                        Alert.Gravite.valueOf(row.getString("gravite")),
                        row.getString("message")))
                .list();
    }

    private void raise(Handle handle, Alert alert) {
        handle.createUpdate("""
                        INSERT INTO fetcher.alerte (cle, genre, partenaire, flux, gravite, message, levee)
                        VALUES (:cle, :genre, :partenaire, :flux, :gravite, :message, :now)
                        ON CONFLICT (cle) DO UPDATE SET levee = excluded.levee, message = excluded.message, close = NULL""")
                .bindMethods(alert)
                .bind("now", Ledger.utc(clock.instant()))
                .execute();
        tell(handle, alert, "Levee");
        LOG.warnf("alert %s: %s", alert.cle(), alert.message());
    }

    private void clear(Handle handle, Alert alert) {
        handle.createUpdate("UPDATE fetcher.alerte SET close = :now WHERE cle = :cle")
                .bind("cle", alert.cle())
                .bind("now", Ledger.utc(clock.instant()))
                .execute();
        tell(handle, alert, "Close");
        LOG.infof("alert %s is over", alert.cle());
    }

    private void tell(Handle handle, Alert alert, String type) {
        ObjectNode value = Ledger.JSON.valueToTree(alert);
        value.put("etat", type).put("le", clock.instant().toString());
        String flux = alert.flux() == null ? "-" : alert.flux();
        ledger.event(
                handle,
                null,
                Topics.ALERTE,
                alert.cle(),
                type,
                ledger.source(alert.partenaire(), flux),
                value.toString());
    }

    /** The next one registers gauges of its own. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
