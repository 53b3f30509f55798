package omega.runtime.audit;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import omega.clock.OmegaClock;
import omega.runtime.loop.Loop;
import omega.runtime.loop.Loops;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Seals each day once it has been over for an hour, the oldest first, days without a line too: a missing seal would show. Lines are written under a shared lock and
 * seals under the exclusive one, so that no line of a day is still on its way when its seal is put. One process seals, by a lease; two would do no harm.
 */
public final class Sealing implements Loop.Attempt {
    private static final Logger LOG = Logger.getLogger(Sealing.class);
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final Duration OVER = Duration.ofHours(1);
    private final Jdbi jdbi;
    private final OmegaClock clock;

    public Sealing(DataSource dataSource, OmegaClock clock) {
        this.jdbi = Jdbi.create(dataSource);
        this.clock = clock;
    }

    /** Lets this process seal while it holds the lease for it; every service may ask. */
    public static void start(Loops loops, DataSource dataSource, OmegaClock clock) {
        loops.whileLeased(
                dataSource,
                "omega.audit.seal",
                inner -> inner.start("seal the audit", AGAIN, () -> new Sealing(dataSource, clock)));
    }

    @Override
    public boolean turn() {
        LocalDate last = lastOver(clock);
        return jdbi.inTransaction(handle -> {
            if (!handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtext('omega.audit'))")
                    .mapTo(Boolean.class)
                    .one()) {
                return false;
            }
            Optional<Seal> before = Seals.last(handle);
            Optional<LocalDate> next =
                    before.map(seal -> seal.jour().plusDays(1)).or(() -> firstDay(handle));
            if (next.isEmpty() || next.get().isAfter(last)) {
                return false;
            }
            put(
                    handle,
                    Seal.over(
                            next.get(),
                            Seals.lines(handle, next.get()),
                            before.map(Seal::empreinte).orElseGet(Seal::first)));
            return true;
        });
    }

    /** The last day that has been over for long enough to be sealed. */
    static LocalDate lastOver(OmegaClock clock) {
        return clock.instant()
                .minus(OVER)
                .atZone(OmegaClock.PARIS)
                .toLocalDate()
                .minusDays(1);
    }

    private static Optional<LocalDate> firstDay(Handle handle) {
        return handle.createQuery("SELECT min(jour) FROM audit.ligne HAVING min(jour) IS NOT NULL")
                .mapTo(LocalDate.class)
                .findOne();
    }

    private void put(Handle handle, Seal seal) {
        handle.createUpdate("""
                        INSERT INTO audit.sceau (jour, lignes, empreintes, precedent, empreinte, pose)
                        VALUES (:day, :lines, :prints, :before, :hash, :now)""")
                .bind("day", seal.jour())
                .bindArray("lines", Long.class, seal.lignes())
                .bindArray("prints", String.class, seal.empreintes())
                .bind("before", seal.precedent())
                .bind("hash", seal.empreinte())
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .execute();
        LOG.infof(
                "audit: %s is sealed, %d lines, %s", seal.jour(), seal.lignes().size(), seal.empreinte());
    }
}
