package omega.submitter;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.sql.DataSource;
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
import omega.runtime.loop.Lease;
import omega.runtime.loop.Loop;
import omega.runtime.outbox.Relay;
import omega.submitter.accept.Acceptance;
import omega.submitter.accept.Intake;
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
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final DataSource dataSource;
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
    private final Comptage comptage;
    private final Period retention;

    @SuppressWarnings("TooManyParameters")
    public SubmissionCycle(
            DataSource dataSource,
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
            @ConfigProperty(name = "omega.submitter.comptage", defaultValue = "LES_DEUX") Comptage comptage,
            @ConfigProperty(name = "omega.submitter.retention", defaultValue = "P90D") String retention) {
        this.dataSource = dataSource;
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
        this.comptage = comptage;
        this.retention = Period.parse(retention);
    }

    /** What every process does: accept from Kafka. */
    Loop.Attempt accepting() {
        return new Intake(clients, acceptance);
    }

    /** Waits for the lease, then does the rest as long as it is held. */
    Loop.Attempt whileLeased() {
        Lease lease = new Lease(dataSource, "omega.submitter.cycle");
        return new Loop.Attempt() {
            @Override
            public boolean turn() throws Exception {
                boolean held = lease.held();
                if (held && loops.isEmpty()) {
                    start();
                } else if (!held && !loops.isEmpty()) {
                    LOG.warn("another process holds the lease; this one stands by");
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
        LOG.infof("sending for %s", contrats.all().stream().map(Contrat::code).toList());
        loop("announce", BLINK, () -> new Relay(clients, ledger.jdbi(), ledger.outbox()));
        loop("hear", BLINK, () -> new Hearing(clients, settlement, contrats, clock));
        loop("purge", Duration.ofMinutes(1), () -> new Purge(ledger, clock, retention));
        for (Contrat contrat : contrats.all()) {
            String code = contrat.code();
            loop("plan and write " + code, BLINK, () -> new Preparation(contrat, outlook, booking, clock));
            loop("deposit " + code, BLINK, () -> deposits(contrat));
            loop(
                    "watch " + code,
                    Duration.ofSeconds(1),
                    () -> new Vigil(contrat, ledger, quotas, outlook, sessions, credentials, clock));
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
