package omega.submitter;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Period;
import omega.catalogue.Catalogue;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.runtime.credential.Credentials;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import omega.runtime.loop.Loops;
import omega.runtime.outbox.Relay;
import omega.runtime.slot.SlotMeasuring;
import omega.submitter.accept.Acceptance;
import omega.submitter.accept.Intake;
import omega.submitter.announce.Measuring;
import omega.submitter.announce.Purge;
import omega.submitter.announce.Vigil;
import omega.submitter.book.Booking;
import omega.submitter.book.Outlook;
import omega.submitter.book.Preparation;
import omega.submitter.book.Quotas;
import omega.submitter.deposit.Comptage;
import omega.submitter.deposit.Deposits;
import omega.submitter.deposit.Sessions;
import omega.submitter.hear.Hearing;
import omega.submitter.hear.Settlement;
import omega.submitter.ledger.Ledger;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * A request's way: every process <b>accepts</b>, which <b>checks</b>; one at a time <b>plans</b> what waits, books it and <b>writes</b> it into lots, <b>deposits</b> them, hears
 * what OMEGA answers, and <b>announces</b> what became of all that.
 */
@ApplicationScoped
public class SubmissionCycle {
    private static final Logger LOG = Logger.getLogger(SubmissionCycle.class);
    private static final Duration BLINK = Duration.ofMillis(200);
    private static final Duration MEASURING = Duration.ofSeconds(5);
    private final OmegaClock clock;
    private final Catalogue catalogue;
    private final Contrats contrats;
    private final Clients clients;
    private final Ledger ledger;
    private final Slots slots;
    private final Acceptance acceptance;
    private final Outlook outlook;
    private final Booking booking;
    private final Quotas quotas;
    private final Sessions sessions;
    private final Settlement settlement;
    private final Credentials credentials;
    private final MeterRegistry registry;
    private final Comptage comptage;
    private final Period retention;

    @SuppressWarnings("TooManyParameters")
    public SubmissionCycle(
            OmegaClock clock,
            Catalogue catalogue,
            Contrats contrats,
            Clients clients,
            Ledger ledger,
            Slots slots,
            Acceptance acceptance,
            Outlook outlook,
            Booking booking,
            Quotas quotas,
            Sessions sessions,
            Settlement settlement,
            Credentials credentials,
            MeterRegistry registry,
            @ConfigProperty(name = "omega.submitter.comptage", defaultValue = "LES_DEUX") Comptage comptage,
            @ConfigProperty(name = "omega.submitter.retention", defaultValue = "P90D") String retention) {
        this.clock = clock;
        this.catalogue = catalogue;
        this.contrats = contrats;
        this.clients = clients;
        this.ledger = ledger;
        this.slots = slots;
        this.acceptance = acceptance;
        this.outlook = outlook;
        this.booking = booking;
        this.quotas = quotas;
        this.sessions = sessions;
        this.settlement = settlement;
        this.credentials = credentials;
        this.registry = registry;
        this.comptage = comptage;
        this.retention = Period.parse(retention);
    }

    /** What every process does: accept from Kafka. */
    Loop.Attempt accepting() {
        return new Intake(clients, acceptance);
    }

    /** Starts what one process does at a time: all the rest. */
    void start(Loops loops) {
        LOG.infof("sending for %s", contrats.all().stream().map(Contrat::code).toList());
        loops.start("announce", BLINK, () -> new Relay(clients, ledger.jdbi(), ledger.outbox()));
        loops.start("hear", BLINK, () -> new Hearing(clients, settlement, contrats, clock));
        loops.start("purge", Duration.ofMinutes(1), () -> new Purge(ledger, clock, retention));
        for (Contrat contrat : contrats.all()) {
            String code = contrat.code();
            loops.start("plan and write " + code, BLINK, () -> new Preparation(contrat, outlook, booking, clock));
            loops.start("deposit " + code, BLINK, () -> deposits(contrat));
            loops.start(
                    "watch " + code,
                    Duration.ofSeconds(1),
                    () -> new Vigil(contrat, ledger, quotas, outlook, sessions, credentials, clock));
            loops.start("measure " + code, MEASURING, () -> new Measuring(contrat, ledger, quotas, clock, registry));
            loops.start(
                    "measure slots " + code, MEASURING, () -> new SlotMeasuring(code, ledger.jdbi(), clock, registry));
        }
    }

    private Loop.Attempt deposits(Contrat contrat) {
        return new Deposits(
                contrat, ledger, booking, quotas, slots, catalogue.calendar(), comptage, clock, this::open, sessions);
    }

    private RemoteFolder open(Partner partner, BeforeConnect before) throws ChannelException {
        RemoteFolder folder = Connection.open(credentials.inForce(partner), Timeouts.USUAL, before);
        credentials.saw(partner, folder);
        return folder;
    }
}
