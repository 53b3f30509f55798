package omega.tracker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import omega.catalogue.Catalogue;
import omega.lifeline.Lifeline;
import omega.runtime.kafka.Topology;
import omega.runtime.loop.Loop;
import omega.tracker.keep.Keeping;
import org.jboss.logging.Logger;

/** Starts and ends the tracker. */
@ApplicationScoped
public class Tracker {
    private static final Logger LOG = Logger.getLogger(Tracker.class);
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final Tracking tracking;

    public Tracker(Tracking tracking) {
        this.tracking = tracking;
    }

    void start(@Observes StartupEvent event, Catalogue catalogue, Topology topology, Keeping keeping)
            throws InterruptedException {
        LOG.infof(
                "catalogue pack %s (%s), fingerprint %s",
                catalogue.pack().id(), catalogue.pack().status(), catalogue.fingerprint());
        topology.ensure();
        keeping.migrate();
        loops.add(new Loop("tracking", Duration.ofMillis(500), tracking::whileLeased));
        Lifeline.watch(() -> Quarkus.asyncExit(0));
    }

    void stop(@Observes ShutdownEvent event) {
        loops.reversed().forEach(Loop::close);
    }

    /** What fails right now, by loop. */
    public List<String> troubles() {
        List<Loop> all = new ArrayList<>(loops);
        all.addAll(tracking.loops());
        return all.stream()
                .filter(loop -> loop.trouble() != null)
                .map(loop -> loop.name() + ": " + loop.trouble())
                .toList();
    }
}
