package omega.tracker;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import omega.catalogue.Catalogue;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loops;
import omega.runtime.outbox.Outbox;
import omega.runtime.outbox.Relay;
import omega.tracker.hear.Hearing;
import omega.tracker.keep.Keeping;
import omega.tracker.tell.Telling;
import omega.tracker.tell.Vigil;
import omega.tracker.trace.Traces;

/**
 * What is <b>heard</b> on the topics is <b>matched</b> to its requests, each request that it touches is <b>decided</b> anew from all its evidence, and evidence and
 * states are <b>kept</b> in one transaction, from which every step is <b>told</b>. Run by one process at a time; a second one stands by.
 */
@ApplicationScoped
public class Tracking {
    private static final Duration BLINK = Duration.ofMillis(100);
    private final Clients clients;
    private final Catalogue catalogue;
    private final Keeping keeping;
    private final Vigil vigil;
    private final MeterRegistry registry;
    private final Traces traces;

    public Tracking(
            Clients clients, Catalogue catalogue, Keeping keeping, Vigil vigil, MeterRegistry registry, Traces traces) {
        this.clients = clients;
        this.catalogue = catalogue;
        this.keeping = keeping;
        this.vigil = vigil;
        this.registry = registry;
        this.traces = traces;
    }

    /** Starts what runs while the lease is held. */
    void start(Loops loops) {
        Outbox outbox = new Outbox("tracker", clients.environment());
        loops.start(
                "track",
                Duration.ZERO,
                () -> new Hearing(
                        clients,
                        catalogue,
                        heard -> registry.counter("omega.suivi.preuves").increment(keeping.keep(heard))));
        loops.start("tell", BLINK, () -> new Telling(clients, keeping.jdbi(), outbox, registry, traces));
        loops.start("announce alerts", BLINK, () -> new Relay(clients, keeping.jdbi(), outbox));
        loops.start("watch", Duration.ofSeconds(1), () -> vigil.attempt(outbox));
    }
}
