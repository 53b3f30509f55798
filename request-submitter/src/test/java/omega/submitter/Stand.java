package omega.submitter;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import omega.catalogue.Catalogue;
import omega.channel.Partner;
import omega.channel.slot.Rule;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.sandbox.Database;
import omega.sandbox.TestStack;
import omega.submitter.accept.Acceptance;
import omega.submitter.accept.Entree;
import omega.submitter.accept.Outcome;
import omega.submitter.book.Booking;
import omega.submitter.book.Outlook;
import omega.submitter.book.Preparation;
import omega.submitter.book.Quotas;
import omega.submitter.check.Demande;
import omega.submitter.deposit.Comptage;
import omega.submitter.deposit.Deposits;
import omega.submitter.deposit.Sessions;
import omega.submitter.hear.Release;
import omega.submitter.hear.Renvoi;
import omega.submitter.hear.Settlement;
import omega.submitter.ledger.Ledger;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;
import org.jspecify.annotations.Nullable;

/** A database of its own, a clock set by hand, and the stages without Quarkus, each turned by the test's own hand. */
public final class Stand implements AutoCloseable {
    public static final Catalogue PACK = Catalogue.provisional();
    public static final String PARTNER = "ESA";

    public final HandClock hand;
    public final OmegaClock clock;
    private final Database.Login login;
    private final AgroalDataSource dataSource;
    private int made;

    /** Real time as the test sets it. */
    public static final class HandClock extends Clock {
        private volatile Instant now;

        HandClock(Instant now) {
            this.now = now;
        }

        public void set(Instant next) {
            now = next;
        }

        public void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return OmegaClock.PARIS;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private static Database.@Nullable Login migrated;

    public Stand(Instant now) throws SQLException {
        this(new HandClock(now), null, TestStack.copyOf(migrated()));
    }

    /** Made once a JVM. */
    private static synchronized Database.Login migrated() throws SQLException {
        Database.Login login = migrated;
        if (login == null) {
            login = TestStack.freshDatabase();
            try (AgroalDataSource source = dataSource(login)) {
                Slots.migrate(source);
                new Ledger(source, OmegaClock.real(), "test").migrate();
            }
            migrated = login;
        }
        return login;
    }

    private Stand(HandClock hand, @Nullable OmegaClock clock, Database.Login login) throws SQLException {
        this.hand = hand;
        this.clock = clock == null ? OmegaClock.of(hand, Timeline.REAL) : clock;
        this.login = login;
        this.dataSource = dataSource(login);
    }

    /** Over a database that another stand, perhaps in another process, has made, and by its own clock. */
    public static Stand over(Database.Login login, OmegaClock clock) throws SQLException {
        return new Stand(new HandClock(Instant.EPOCH), clock, login);
    }

    /** Over a database that another stand, perhaps in another process, has made, with a hand clock of its own. */
    public static Stand over(Database.Login login) throws SQLException {
        return new Stand(new HandClock(Instant.EPOCH), null, login);
    }

    public Database.Login login() {
        return login;
    }

    private static AgroalDataSource dataSource(Database.Login login) throws SQLException {
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(12)
                        .acquisitionTimeout(Duration.ofSeconds(10))
                        .connectionFactoryConfiguration(connections -> connections
                                .jdbcUrl(login.jdbcUrl())
                                .principal(new NamePrincipal(login.user()))
                                .credential(new SimplePassword(login.password())))));
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** A partner whose files lie in a directory of this machine, reached without slots. */
    public static Contrat contrat(java.nio.file.Path root, int limit, int reserve, String temporaire) {
        return contrat(root, limit, reserve, temporaire, true);
    }

    /** As {@link #contrat(java.nio.file.Path, int, int, String)}; {@code spared}: OMEGA is known to leave temporary names alone. */
    public static Contrat contrat(java.nio.file.Path root, int limit, int reserve, String temporaire, boolean spared) {
        Partner partner = new Partner(
                PARTNER,
                omega.channel.Environment.SANDBOX,
                new Partner.Local(root),
                new Partner.Directories("/publications", "/publications", "/demandes", "/comptes-rendus"),
                java.util.Set.of());
        return new Contrat(partner, limit, reserve, temporaire.equals("aucun") ? null : temporaire, spared);
    }

    /** The stages of one process. */
    public Node process(Contrat contrat) {
        return new Node(contrat, dataSource);
    }

    /** The stages of one process whose database calls go through {@code own}. */
    public Node process(Contrat contrat, DataSource own) {
        return new Node(contrat, own);
    }

    /** One process: its own objects over the shared database. */
    public final class Node {
        public final Contrat contrat;
        public final Ledger ledger;
        public final Quotas quotas;
        public final Slots slots;
        public final Outlook outlook;
        public final Booking booking;
        public final Acceptance acceptance;
        public final Settlement settlement;
        public final Release release;
        public final Renvoi renvoi;
        public final Sessions sessions = new Sessions();

        Node(Contrat contrat, DataSource own) {
            this.contrat = contrat;
            Contrats contrats = new Contrats(List.of(contrat));
            ledger = new Ledger(own, clock, "test");
            quotas = new Quotas(ledger);
            slots = new Slots(own, clock, Rule.GUIDE);
            outlook = new Outlook(ledger, quotas, slots, PACK, clock);
            booking = new Booking(ledger, quotas, PACK, clock);
            acceptance = new Acceptance(ledger, PACK, contrats, clock, new SimpleMeterRegistry());
            settlement = new Settlement(ledger, quotas, contrats, booking, clock, "F06", "F05");
            release = new Release(ledger, settlement, clock);
            renvoi = new Renvoi(ledger, clock);
        }

        public Preparation preparation() {
            return new Preparation(contrat, outlook, booking, clock);
        }

        public Deposits deposits(Comptage comptage, Deposits.Opener opener) {
            return new Deposits(
                    contrat, ledger, booking, quotas, slots, PACK.calendar(), comptage, clock, opener, sessions);
        }
    }

    /** A sound RAD. */
    public static Demande rad(String id) {
        return new Demande(id, "RAD", "12345678901234", "2027-12-01", null, null, Map.of("motif", "CON"));
    }

    /** Accepts {@code count} requests, all due within the hour, and returns their ids. */
    public List<String> accept(Node process, int count, Instant echeance) {
        List<String> ids = new ArrayList<>();
        List<Entree> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "R-" + made++;
            ids.add(id);
            Demande rad = rad(id);
            entries.add(new Entree.Lue(
                    PARTNER,
                    new Demande(
                            id,
                            rad.kind(),
                            rad.pce(),
                            rad.dateSouhaitee(),
                            echeance.atZone(OmegaClock.PARIS).toOffsetDateTime().toString(),
                            null,
                            rad.fields()),
                    List.of(),
                    "rest"));
        }
        for (Outcome each : process.acceptance.accept(entries)) {
            if (!(each instanceof Outcome.Recue)) {
                throw new AssertionError("not accepted: " + each);
            }
        }
        return ids;
    }

    /** What is booked on each day. */
    public Map<LocalDate, Integer> used() {
        Map<LocalDate, Integer> used = new HashMap<>();
        new Ledger(dataSource, clock, "test")
                .jdbi()
                .useHandle(handle -> handle.createQuery("SELECT jour, utilise FROM submitter.quota")
                        .map((row, context) -> Map.entry(row.getObject("jour", LocalDate.class), row.getInt("utilise")))
                        .forEach(each -> used.put(each.getKey(), each.getValue())));
        return used;
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
