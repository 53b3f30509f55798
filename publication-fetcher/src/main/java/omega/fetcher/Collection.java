package omega.fetcher;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import omega.catalogue.Catalogue;
import omega.channel.Partner;
import omega.channel.Timeouts;
import omega.channel.slot.Rule;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.fetcher.archive.Archive;
import omega.fetcher.discover.Discovery;
import omega.fetcher.discover.Following;
import omega.fetcher.discover.Regards;
import omega.fetcher.discover.Sessions;
import omega.fetcher.inspect.Judgement;
import omega.fetcher.ledger.Ledger;
import omega.fetcher.settle.Alerting;
import omega.fetcher.settle.Counting;
import omega.fetcher.settle.Knowing;
import omega.fetcher.settle.Liste;
import omega.fetcher.settle.Publishing;
import omega.fetcher.settle.Trim;
import omega.fetcher.settle.Vigil;
import omega.runtime.credential.Credentials;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loops;
import omega.runtime.outbox.Relay;
import omega.runtime.partner.Partners;
import omega.runtime.slot.SlotMeasuring;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The first role, run once: sessions <b>discover</b> and <b>archive</b>; archived files are <b>inspected</b>, <b>cut</b> and <b>emitted</b>
 * as blocks; what the parsers published is counted, announced and watched until each file has <b>settled</b>.
 */
@ApplicationScoped
public class Collection {
    private static final Logger LOG = Logger.getLogger(Collection.class);
    private static final Duration BLINK = Duration.ofMillis(200);
    private final AgroalDataSource dataSource;
    private final OmegaClock clock;
    private final Catalogue catalogue;
    private final Partners partners;
    private final Ledger ledger;
    private final Archive archive;
    private final Discovery discovery;
    private final Regards regards;
    private final Credentials credentials;
    private final Judgement judgement;
    private final Liste liste;
    private final Vigil vigil;
    private final Clients clients;
    private final MeterRegistry registry;
    private final Duration period;

    @SuppressWarnings("TooManyParameters")
    public Collection(
            AgroalDataSource dataSource,
            OmegaClock clock,
            Catalogue catalogue,
            Partners partners,
            Ledger ledger,
            Archive archive,
            Discovery discovery,
            Regards regards,
            Credentials credentials,
            Judgement judgement,
            Liste liste,
            Vigil vigil,
            Clients clients,
            MeterRegistry registry,
            @ConfigProperty(name = "omega.fetcher.period", defaultValue = "PT15M") Duration period) {
        this.dataSource = dataSource;
        this.clock = clock;
        this.catalogue = catalogue;
        this.partners = partners;
        this.ledger = ledger;
        this.archive = archive;
        this.discovery = discovery;
        this.regards = regards;
        this.credentials = credentials;
        this.judgement = judgement;
        this.liste = liste;
        this.vigil = vigil;
        this.clients = clients;
        this.registry = registry;
        this.period = period;
    }

    /** Starts what runs while the lease is held. */
    void start(Loops loops) {
        LOG.infof(
                "collecting for %s", partners.all().stream().map(Partner::code).toList());
        Slots slots = new Slots(
                dataSource,
                clock,
                Rule.GUIDE.withCutOff(catalogue.calendar().cutOff()),
                ledger.audit().connections());
        loops.start("announce", BLINK, () -> new Relay(clients, ledger.jdbi(), ledger.outbox()));
        loops.start("count", BLINK, () -> new Counting(clients, ledger));
        loops.start("trim", Duration.ofMinutes(1), () -> new Trim(clients));
        for (Partner partner : partners.all()) {
            String code = partner.code();
            archive.expect(code, catalogue.flux().keySet());
            loops.start(
                    "publish " + code,
                    BLINK,
                    () -> new Publishing(code, ledger, archive, judgement, liste, clients, catalogue));
            loops.start("know " + code, Duration.ofSeconds(1), () -> new Knowing(partner, ledger, clock));
            loops.start(
                    "watch " + code,
                    Duration.ofSeconds(1),
                    () -> new Alerting(partner, vigil, credentials, ledger, clock, registry));
        }
        for (Partner partner : partners.remote()) {
            Sessions sessions = new Sessions(
                    partner, slots, clock, catalogue, discovery, archive, regards, credentials, period, Timeouts.USUAL);
            loops.start("collect " + partner.code(), BLINK, () -> sessions);
            loops.start(
                    "measure slots " + partner.code(),
                    Duration.ofSeconds(5),
                    () -> new SlotMeasuring(partner.code(), ledger.jdbi(), clock, registry));
        }
        for (Partner partner : partners.followed()) {
            loops.start(
                    "follow " + partner.code(),
                    Duration.ofSeconds(1),
                    () -> new Following(partner, discovery, archive));
        }
    }
}
