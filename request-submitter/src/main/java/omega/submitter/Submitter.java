package omega.submitter;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import omega.catalogue.Catalogue;
import omega.channel.slot.Rule;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.lifeline.Lifeline;
import omega.runtime.Awaited;
import omega.runtime.audit.Sealing;
import omega.runtime.kafka.Topology;
import omega.runtime.loop.Loops;
import omega.submitter.ledger.Ledger;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;
import org.jboss.logging.Logger;

/** Starts the service, once its topics and schemas are there. */
@ApplicationScoped
public class Submitter {
    private static final Logger LOG = Logger.getLogger(Submitter.class);
    private final Loops loops = new Loops();
    private final SubmissionCycle cycle;

    public Submitter(SubmissionCycle cycle) {
        this.cycle = cycle;
    }

    /** The connection rule, with the cut-off of the pack's calendar. */
    @Produces
    @Singleton
    static Slots slots(DataSource dataSource, OmegaClock clock, Catalogue catalogue, Ledger ledger) {
        return new Slots(
                dataSource,
                clock,
                Rule.GUIDE.withCutOff(catalogue.calendar().cutOff()),
                ledger.audit().connections());
    }

    void start(
            @Observes StartupEvent event,
            Catalogue catalogue,
            Topology topology,
            DataSource dataSource,
            Ledger ledger,
            Contrats contrats,
            OmegaClock clock)
            throws InterruptedException {
        LOG.infof(
                "catalogue pack %s (%s), kinds %s; partners that send %s",
                catalogue.pack().id(),
                catalogue.pack().status(),
                catalogue.demandes().keySet(),
                contrats.all().stream().map(Contrat::code).toList());
        topology.ensure();
        Awaited.USUAL.database(dataSource);
        Slots.migrate(dataSource);
        ledger.migrate();
        loops.start("accept", Duration.ZERO, cycle::accepting);
        loops.whileLeased(dataSource, "omega.submitter.cycle", cycle::start);
        Sealing.start(loops, dataSource, clock);
        Lifeline.watch(() -> io.quarkus.runtime.Quarkus.asyncExit(0));
    }

    void stop(@Observes ShutdownEvent event) {
        loops.close();
    }

    /** What fails right now, by loop. */
    public List<String> troubles() {
        return loops.troubles();
    }
}
