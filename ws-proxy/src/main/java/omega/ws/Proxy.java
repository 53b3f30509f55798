package omega.ws;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.lifeline.Lifeline;
import omega.runtime.Awaited;
import omega.runtime.audit.Sealing;
import omega.runtime.kafka.Clients;
import omega.runtime.kafka.Topology;
import omega.runtime.loop.Loops;
import omega.runtime.outbox.Relay;
import omega.ws.call.Https;
import omega.ws.call.Keys;
import omega.ws.gate.Gate;
import omega.ws.keep.Journal;
import omega.ws.partner.Certificats;
import omega.ws.partner.Partenaires;
import omega.ws.receive.Intake;
import omega.ws.receive.Offer;
import omega.ws.settle.Purge;
import omega.ws.settle.Recalling;
import omega.ws.settle.Sending;
import omega.ws.settle.Settling;
import omega.ws.settle.Underway;
import omega.ws.settle.Vigil;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts the service, once its contracts are read and its topics and schema are there. */
@ApplicationScoped
public class Proxy {
    private static final Logger LOG = Logger.getLogger(Proxy.class);
    private static final Duration BLINK = Duration.ofMillis(200);
    /** What a call may take besides the exchange itself: to connect, and to keep its answer. */
    private static final Duration BESIDES = Duration.ofSeconds(15);

    private final Loops loops = new Loops();
    private final Underway underway = new Underway();
    private final Partenaires partners;
    private final Https https;
    private final Gate gate;

    public Proxy(Partenaires partners, Https https, Gate gate) {
        this.partners = partners;
        this.https = https;
        this.gate = gate;
    }

    @SuppressWarnings("TooManyParameters")
    void start(
            @Observes StartupEvent event,
            Catalogue catalogue,
            Offer offer,
            Topology topology,
            Journal journal,
            Clients clients,
            Call call,
            Recalling recalling,
            Certificats certificats,
            DataSource dataSource,
            OmegaClock clock,
            @ConfigProperty(name = "omega.ws.retention", defaultValue = "P90D") String retention)
            throws InterruptedException {
        tell(catalogue, offer);
        topology.ensure();
        Awaited.USUAL.database(dataSource);
        journal.migrate();
        loops.start("receive", Duration.ZERO, () -> new Intake(clients, partners, offer, call::queue, call::refuse));
        loops.start("send", BLINK, () -> new Sending(journal, offer, gate, call, recalling, underway));
        loops.start("settle", BLINK, () -> new Settling(journal, gate, call, offer, recalling));
        loops.start("purge", Duration.ofMinutes(1), () -> new Purge(journal, clock, Period.parse(retention)));
        loops.start("announce", BLINK, () -> new Relay(clients, journal.jdbi(), journal.outbox()));
        loops.whileLeased(
                dataSource,
                "omega.ws.vigil",
                leased -> partners.all()
                        .forEach(each -> leased.start(
                                "watch " + each.code(),
                                Duration.ofSeconds(1),
                                () -> new Vigil(each, journal, gate, https, certificats, clock))));
        Sealing.start(loops, dataSource, clock);
        Lifeline.watch(() -> io.quarkus.runtime.Quarkus.asyncExit(0));
    }

    private void tell(Catalogue catalogue, Offer offer) {
        LOG.infof(
                "catalogue pack %s (%s), %d operations; partners that call %s",
                catalogue.pack().id(), catalogue.pack().status(), offer.all().size(), partners.all());
        offer.refused().forEach(each -> LOG.errorf("not offered: %s", each));
        offer.limits().forEach(each -> LOG.warnf("offered, but: %s", each));
        partners.all().forEach(each -> https.keys(each).current());
    }

    /** Callers that wait have had their answers by now (quarkus.shutdown.timeout); calls that were kept get theirs, too. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        loops.close();
        if (!underway.await(https.most().plus(BESIDES))) {
            LOG.warn("calls are still under way: their outcome will be looked up, or asked for");
        }
    }

    /** What fails right now: loops, certificates, services that are cut. */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>(loops.troubles());
        partners.all().stream()
                .map(https::keys)
                .map(Keys::trouble)
                .filter(Objects::nonNull)
                .forEach(troubles::add);
        gate.cut().forEach(each -> troubles.add(each + ": its calls fail and are held back"));
        return troubles;
    }
}
