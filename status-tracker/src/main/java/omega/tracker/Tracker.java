package omega.tracker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import javax.sql.DataSource;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.lifeline.Lifeline;
import omega.runtime.Awaited;
import omega.runtime.audit.Sealing;
import omega.runtime.kafka.Topology;
import omega.runtime.loop.Loops;
import omega.tracker.keep.Keeping;
import org.jboss.logging.Logger;

/** Starts and ends the tracker. */
@ApplicationScoped
public class Tracker {
    private static final Logger LOG = Logger.getLogger(Tracker.class);
    private final Loops loops = new Loops();
    private final Tracking tracking;

    public Tracker(Tracking tracking) {
        this.tracking = tracking;
    }

    void start(
            @Observes StartupEvent event,
            Catalogue catalogue,
            Topology topology,
            Keeping keeping,
            DataSource dataSource,
            OmegaClock clock)
            throws InterruptedException {
        LOG.infof(
                "catalogue pack %s (%s), fingerprint %s",
                catalogue.pack().id(), catalogue.pack().status(), catalogue.fingerprint());
        topology.ensure();
        Awaited.USUAL.database(dataSource);
        keeping.migrate();
        loops.whileLeased(dataSource, "omega.tracker.track", tracking::start);
        Sealing.start(loops, dataSource, clock);
        Lifeline.watch(() -> Quarkus.asyncExit(0));
    }

    void stop(@Observes ShutdownEvent event) {
        loops.close();
    }

    /** What fails right now, by loop. */
    public List<String> troubles() {
        return loops.troubles();
    }
}
