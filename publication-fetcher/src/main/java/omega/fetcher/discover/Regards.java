package omega.fetcher.discover;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
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
     * @param failures sessions that failed since the last whole look
     */
    public record Regard(
            Instant first,
            Instant last,
            int failures,
            @Nullable String reason) {}

    public void succeeded(String partner) {
        note(partner, "dernier = excluded.dernier, echecs = 0, raison = NULL", null);
    }

    public void failed(String partner, String reason) {
        note(partner, "echecs = regard.echecs + 1, raison = excluded.raison", reason);
    }

    private void note(String partner, String change, @Nullable String reason) {
        ledger.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                                INSERT INTO fetcher.regard (partenaire, premier, dernier, echecs, raison)
                                VALUES (:partner, :now, :now, :failures, :reason)
                                ON CONFLICT (partenaire) DO UPDATE SET\s""" + change)
                        .bind("partner", partner)
                        .bind("now", Ledger.utc(clock.instant()))
                        .bind("failures", reason == null ? 0 : 1)
                        .bind("reason", reason)
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
                                row.getString("raison")))
                        .findOne());
    }
}
