package omega.channel.slot;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import omega.clock.OmegaClock;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The connection slots of all partners, in schema {@code channel} of one PostgreSQL per environment. Services and replicas
 * agree because every decision is taken under the lock of the partner's row, at that database's time. Thread-safe. Errors
 * of the database are Jdbi's, unchecked; after one, nothing was granted.
 */
public final class Slots {
    /** Real time; longer than any session may last ({@link omega.channel.Timeouts#total}). */
    private static final Duration LONGEST = Duration.ofHours(3);

    private final Jdbi jdbi;
    private final OmegaClock clock;
    private final Rule rule;
    private final Journal journal;

    /** Told of each connection that has ended, once, in the transaction that notes it. */
    @FunctionalInterface
    public interface Journal {
        /** {@code outcome} is {@code REUSSIE}, {@code ECHOUEE} or {@code INTERROMPUE}. */
        void ended(Handle handle, String partner, String service, long epoch, String outcome, @Nullable String reason);
    }

    /** Without a journal. */
    public Slots(DataSource dataSource, OmegaClock clock, Rule rule) {
        this(dataSource, clock, rule, (_, _, _, _, _, _) -> {});
    }

    public Slots(DataSource dataSource, OmegaClock clock, Rule rule, Journal journal) {
        this.jdbi = Jdbi.create(dataSource);
        this.clock = clock;
        this.rule = rule;
        this.journal = journal;
    }

    /** Creates or updates schema {@code channel}; any number of processes may call it at once. */
    public static void migrate(DataSource dataSource) {
        Flyway.configure(Slots.class.getClassLoader())
                .dataSource(dataSource)
                .schemas("channel")
                .locations("classpath:db/channel")
                .load()
                .migrate();
    }

    /** Says, or says again, that {@code want} waits. Repeat it more often than {@link Rule#heartbeat()}, or it is forgotten. */
    public void want(Want want) {
        jdbi.useTransaction(handle -> {
            handle.createUpdate("INSERT INTO channel.partenaire (partner) VALUES (:partner) ON CONFLICT DO NOTHING")
                    .bind("partner", want.partner())
                    .execute();
            Instant real = databaseTime(handle);
            forget(handle, want.partner(), real);
            handle.createUpdate("""
                            INSERT INTO channel.want (partner, service, purpose, not_after, since, seen_real)
                            VALUES (:partner, :service, :purpose, :notAfter, :since, :seen)
                            ON CONFLICT (partner, service, purpose)
                            DO UPDATE SET not_after = excluded.not_after, seen_real = excluded.seen_real""")
                    .bind("partner", want.partner())
                    .bind("service", want.service())
                    .bind("purpose", want.purpose().name())
                    .bind("notAfter", utc(want.notAfter()))
                    .bind("since", utc(clock.at(real)))
                    .bind("seen", utc(real))
                    .execute();
        });
    }

    /** The service no longer waits for this purpose. */
    public void withdraw(String partner, String service, Purpose purpose) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "DELETE FROM channel.want WHERE partner = :partner AND service = :service AND purpose = :purpose")
                .bind("partner", partner)
                .bind("service", service)
                .bind("purpose", purpose.name())
                .execute());
    }

    /**
     * A slot for all that {@code service} wants of {@code partner}, if it may have one now. It must connect within half the
     * margin, and be closed.
     */
    public Optional<Slot> claim(String partner, String service) {
        return jdbi.inTransaction(handle -> {
            Optional<Row> locked = lock(handle, partner);
            if (locked.isEmpty()) {
                return Optional.empty();
            }
            Row row = locked.get();
            Instant real = databaseTime(handle);
            Instant now = clock.at(real);
            forget(handle, partner, real);
            Grant.Decision decision =
                    Grant.decide(row.state(), waiting(handle, partner), rule, clock.margin(rule.margin()), now);
            if (!decision.equals(new Grant.Decision.To(service))) {
                return Optional.empty();
            }
            long epoch = row.epoch() + 1;
            handle.createUpdate("""
                            UPDATE channel.partenaire SET epoch = :epoch, claimed_by = :service, claimed_at = :now
                            WHERE partner = :partner""")
                    .bind("partner", partner)
                    .bind("service", service)
                    .bind("epoch", epoch)
                    .bind("now", utc(now))
                    .execute();
            return Optional.of(new Slot(this, partner, service, epoch));
        });
    }

    /** Virtual instant before which nobody may connect; long past when the partner was never connected to. */
    public Instant prochaine(String partner) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT prochaine FROM channel.partenaire WHERE partner = :partner")
                        .bind("partner", partner)
                        .map((row, context) -> instant(row, "prochaine"))
                        .findOne()
                        .orElse(Instant.EPOCH));
    }

    /** Stamps the connect of a claim that still stands; from here the gap counts, whether or not the connect succeeds. */
    boolean stamp(Slot slot) {
        return jdbi.inTransaction(handle -> {
            Row row = lock(handle, slot.partner()).orElseThrow();
            Instant real = databaseTime(handle);
            Instant now = clock.at(real);
            Duration margin = clock.margin(rule.margin());
            Instant claimedAt = row.state().claimedAt();
            if (row.epoch() != slot.epoch() || claimedAt == null || Grant.isVoid(claimedAt, margin, now)) {
                return false;
            }
            endWhatDied(handle, slot.partner(), real);
            handle.createUpdate("""
                            UPDATE channel.partenaire SET prochaine = :prochaine, claimed_by = NULL, claimed_at = NULL
                            WHERE partner = :partner""")
                    .bind("partner", slot.partner())
                    .bind("prochaine", utc(now.plus(rule.gap()).plus(margin)))
                    .execute();
            handle.createUpdate("""
                            INSERT INTO channel.connexion (partner, epoch, service, connected_at, connected_real)
                            VALUES (:partner, :epoch, :service, :now, :real)""")
                    .bind("partner", slot.partner())
                    .bind("epoch", slot.epoch())
                    .bind("service", slot.service())
                    .bind("now", utc(now))
                    .bind("real", utc(real))
                    .execute();
            handle.createUpdate("DELETE FROM channel.want WHERE partner = :partner AND service = :service")
                    .bind("partner", slot.partner())
                    .bind("service", slot.service())
                    .execute();
            handle.createUpdate("UPDATE channel.want SET passed = passed + 1 WHERE partner = :partner")
                    .bind("partner", slot.partner())
                    .execute();
            return true;
        });
    }

    /** Gives back a claim that never connected, so that the next need not wait for it to become void. */
    void release(Slot slot) {
        jdbi.useHandle(handle -> handle.createUpdate("""
                        UPDATE channel.partenaire SET claimed_by = NULL, claimed_at = NULL
                        WHERE partner = :partner AND epoch = :epoch""")
                .bind("partner", slot.partner())
                .bind("epoch", slot.epoch())
                .execute());
    }

    void ended(Slot slot, String outcome, @Nullable String reason) {
        jdbi.useTransaction(handle ->
                end(handle, slot.partner(), slot.service(), slot.epoch(), outcome, reason, databaseTime(handle)));
    }

    /** Only the first to tell of a connection's end is heard. */
    private void end(
            Handle handle,
            String partner,
            String service,
            long epoch,
            String outcome,
            @Nullable String reason,
            Instant real) {
        int changed = handle.createUpdate("""
                        UPDATE channel.connexion SET outcome = :outcome, reason = :reason, ended_at = :now
                        WHERE partner = :partner AND epoch = :epoch AND outcome = 'EN_COURS'""")
                .bind("partner", partner)
                .bind("epoch", epoch)
                .bind("outcome", outcome)
                .bind("reason", reason)
                .bind("now", utc(clock.at(real)))
                .execute();
        if (changed == 1) {
            journal.ended(handle, partner, service, epoch, outcome, reason);
        }
    }

    private record Dead(String service, long epoch) {}

    /** No session lasts that long: whoever held it is gone without a word. */
    private void endWhatDied(Handle handle, String partner, Instant real) {
        handle.createQuery("""
                        SELECT service, epoch FROM channel.connexion
                        WHERE partner = :partner AND outcome = 'EN_COURS' AND connected_real < :before ORDER BY epoch""")
                .bind("partner", partner)
                .bind("before", utc(real.minus(LONGEST)))
                .map((row, context) -> new Dead(row.getString("service"), row.getLong("epoch")))
                .list()
                .forEach(dead -> end(
                        handle,
                        partner,
                        dead.service(),
                        dead.epoch(),
                        "INTERROMPUE",
                        "its process ended without a word",
                        real));
    }

    OmegaClock clock() {
        return clock;
    }

    Rule rule() {
        return rule;
    }

    private record Row(long epoch, Grant.State state) {}

    private static Optional<Row> lock(Handle handle, String partner) {
        return handle.createQuery(
                        "SELECT prochaine, epoch, claimed_at FROM channel.partenaire WHERE partner = :partner FOR UPDATE")
                .bind("partner", partner)
                .map((row, context) -> new Row(
                        row.getLong("epoch"),
                        new Grant.State(instant(row, "prochaine"), instantOrNull(row, "claimed_at"))))
                .findOne();
    }

    /** Asked after the lock is held: what was read while waiting for it would be too early. */
    private static Instant databaseTime(Handle handle) {
        return handle.createQuery("SELECT clock_timestamp() AS now")
                .map((row, context) -> instant(row, "now"))
                .one();
    }

    /** Wants of services that died, and wants that came too late, wait no longer: they would hold others up. */
    private void forget(Handle handle, String partner, Instant real) {
        handle.createUpdate("""
                        DELETE FROM channel.want
                        WHERE partner = :partner AND (seen_real < :deadline OR not_after < :now)""")
                .bind("partner", partner)
                .bind("deadline", utc(real.minus(rule.heartbeat())))
                .bind("now", utc(clock.at(real)))
                .execute();
    }

    private static List<Grant.Waiting> waiting(Handle handle, String partner) {
        return handle.createQuery(
                        "SELECT service, purpose, not_after, since, passed FROM channel.want WHERE partner = :partner")
                .bind("partner", partner)
                .map((row, context) -> new Grant.Waiting(
                        row.getString("service"),
                        Purpose.valueOf(row.getString("purpose")),
                        instantOrNull(row, "not_after"),
                        instant(row, "since"),
                        row.getInt("passed")))
                .list();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
