package omega.fetcher.discover;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import omega.clock.OmegaClock;
import omega.fetcher.ledger.Ledger;
import org.jspecify.annotations.Nullable;

/** When each partner's directory was looked at, and how often in a row that failed. */
@ApplicationScoped
public class Regards {
    private final Ledger ledger;
    private final OmegaClock clock;

    public Regards(Ledger ledger, OmegaClock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * One partner's looks.
     *
     * @param lasting whether the last failure stays until somebody acts: a key, a login, a setting
     * @param failures sessions that failed since the last whole look
     * @param reason why the last one failed, or what it could not read; null when all is well
     */
    public record Regard(
            Instant first,
            Instant last,
            int failures,
            boolean lasting,
            @Nullable String reason) {}

    /** A look that came to its end; {@code unread} tells which files or directories could not be read. */
    public void succeeded(String partner, List<String> unread) {
        note(
                partner,
                "dernier = excluded.dernier, echecs = 0, raison = excluded.raison, durable = false",
                unread.isEmpty() ? null : String.join("; ", unread.subList(0, Math.min(5, unread.size()))),
                0,
                false);
    }

    /** A session that failed; {@code lasting} if the next one will fail alike until somebody acts. */
    public void failed(String partner, String reason, boolean lasting) {
        note(
                partner,
                "echecs = regard.echecs + 1, raison = excluded.raison, durable = excluded.durable",
                reason,
                1,
                lasting);
    }

    private void note(String partner, String change, @Nullable String reason, int failures, boolean lasting) {
        ledger.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                                INSERT INTO fetcher.regard (partenaire, premier, dernier, echecs, raison, durable)
                                VALUES (:partner, :now, :now, :failures, :reason, :lasting)
                                ON CONFLICT (partenaire) DO UPDATE SET\s""" + change)
                        .bind("partner", partner)
                        .bind("now", Ledger.utc(clock.instant()))
                        .bind("failures", failures)
                        .bind("reason", reason)
                        .bind("lasting", lasting)
                        .execute());
    }

    public Optional<Regard> of(String partner) {
        return ledger.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT * FROM fetcher.regard WHERE partenaire = :partner")
                        .bind("partner", partner)
                        .map((row, context) -> new Regard(
                                row.getObject("premier", OffsetDateTime.class).toInstant(),
                                row.getObject("dernier", OffsetDateTime.class).toInstant(),
                                row.getInt("echecs"),
                                row.getBoolean("durable"),
                                row.getString("raison")))
                        .findOne());
    }
}
