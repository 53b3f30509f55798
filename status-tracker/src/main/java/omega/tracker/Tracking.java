package omega.tracker;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import omega.catalogue.Catalogue;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Lease;
import omega.runtime.loop.Loop;
import omega.runtime.outbox.Outbox;
import omega.runtime.outbox.Relay;
import omega.tracker.hear.Hearing;
import omega.tracker.keep.Keeping;
import omega.tracker.tell.Telling;
import omega.tracker.tell.Vigil;
import org.jboss.logging.Logger;

/**
 * What is <b>heard</b> on the topics is <b>matched</b> to its requests, each request that it touches is <b>decided</b> anew from all its evidence, and evidence and
 * states are <b>kept</b> in one transaction, from which every step is <b>told</b>. Run by one process at a time; a second one stands by.
 */
@ApplicationScoped
public class Tracking {
    private static final Logger LOG = Logger.getLogger(Tracking.class);
    private static final Duration BLINK = Duration.ofMillis(100);
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final AgroalDataSource dataSource;
    private final Clients clients;
    private final Catalogue catalogue;
    private final Keeping keeping;
    private final Vigil vigil;
    private final MeterRegistry registry;

    public Tracking(
            AgroalDataSource dataSource,
            Clients clients,
            Catalogue catalogue,
            Keeping keeping,
            Vigil vigil,
            MeterRegistry registry) {
        this.dataSource = dataSource;
        this.clients = clients;
        this.catalogue = catalogue;
        this.keeping = keeping;
        this.vigil = vigil;
        this.registry = registry;
    }

    /** Waits for the lease, then runs everything as long as it is held. */
    Loop.Attempt whileLeased() {
        Lease lease = new Lease(dataSource, "omega.tracker.track");
        return new Loop.Attempt() {
            @Override
            public boolean turn() throws Exception {
                boolean held = lease.held();
                if (held && loops.isEmpty()) {
                    start();
                } else if (!held && !loops.isEmpty()) {
                    LOG.warn("another tracker holds the lease; this one stands by");
                    stop();
                }
                return false;
            }

            @Override
            public void close() {
                stop();
                lease.close();
            }
        };
    }

    private void start() {
        Outbox outbox = new Outbox("tracker", clients.environment());
        loop(
                "track",
                Duration.ZERO,
                () -> new Hearing(
                        clients,
                        catalogue,
                        heard -> registry.counter("omega.suivi.preuves").increment(keeping.keep(heard))));
        loop("tell", BLINK, () -> new Telling(clients, keeping.jdbi(), outbox, registry));
        loop("announce alerts", BLINK, () -> new Relay(clients, keeping.jdbi(), outbox));
        loop("watch", Duration.ofSeconds(1), () -> vigil.attempt(outbox));
    }

    private void loop(String name, Duration idle, Supplier<Loop.Attempt> maker) {
        loops.add(new Loop(name, idle, maker));
    }

    private void stop() {
        loops.reversed().forEach(Loop::close);
        loops.clear();
    }

    /** Everything that runs while the lease is held. */
    List<Loop> loops() {
        return List.copyOf(loops);
    }
}
