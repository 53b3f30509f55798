package omega.runtime.slot;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import omega.clock.OmegaClock;
import omega.runtime.loop.Loop;
import org.jdbi.v3.core.Jdbi;

/** Who waits for one partner's connections, and what became of those of the last hour (§3.1), over all services and replicas. */
public final class SlotMeasuring implements Loop.Attempt {
    private static final List<String> OUTCOMES = List.of("REUSSIE", "ECHOUEE", "INTERROMPUE");
    private final String partner;
    private final Jdbi jdbi;
    private final OmegaClock clock;
    private final MeterRegistry registry;
    private final Map<String, Integer> connections = new ConcurrentHashMap<>();
    private final List<Gauge> gauges = new ArrayList<>();
    private volatile Waiting waiting = new Waiting(0, 0);

    /**
     * @param services that wait
     * @param passed connections of others since the one that waits longest has asked
     */
    private record Waiting(int services, int passed) {}

    public SlotMeasuring(String partner, Jdbi jdbi, OmegaClock clock, MeterRegistry registry) {
        this.partner = partner;
        this.jdbi = jdbi;
        this.clock = clock;
        this.registry = registry;
        gauges.add(Gauge.builder("omega.slot.demandeurs", this, self -> self.waiting.services())
                .description("Services that wait for a connection")
                .tag("partenaire", partner)
                .register(registry));
        gauges.add(Gauge.builder("omega.slot.passes", this, self -> self.waiting.passed())
                .description("Connections of other services since the one that waits longest has asked")
                .tag("partenaire", partner)
                .register(registry));
        for (String outcome : OUTCOMES) {
            gauges.add(Gauge.builder("omega.slot.connexions", this, self -> self.connections.getOrDefault(outcome, 0))
                    .description("Connections of the last hour")
                    .tag("partenaire", partner)
                    .tag("issue", outcome)
                    .register(registry));
        }
    }

    @Override
    public boolean turn() {
        jdbi.useHandle(handle -> {
            waiting = handle.createQuery(
                            "SELECT count(DISTINCT service) AS services, coalesce(max(passed), 0) AS passed"
                                    + " FROM channel.want WHERE partner = :partner")
                    .bind("partner", partner)
                    .map((row, _) -> new Waiting(row.getInt("services"), row.getInt("passed")))
                    .one();
            Map<String, Integer> counted = handle.createQuery("""
                            SELECT outcome, count(*) AS number FROM channel.connexion
                            WHERE partner = :partner AND connected_at > :since GROUP BY outcome""")
                    .bind("partner", partner)
                    .bind("since", clock.instant().atOffset(ZoneOffset.UTC).minusHours(1))
                    .reduceRows(new ConcurrentHashMap<>(), (all, row) -> {
                        all.put(row.getColumn("outcome", String.class), row.getColumn("number", Integer.class));
                        return all;
                    });
            OUTCOMES.forEach(outcome -> connections.put(outcome, counted.getOrDefault(outcome, 0)));
        });
        return false;
    }

    /** The next one registers gauges of its own. */
    @Override
    public void close() {
        gauges.forEach(registry::remove);
    }
}
