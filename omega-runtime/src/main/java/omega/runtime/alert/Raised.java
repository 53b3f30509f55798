package omega.runtime.alert;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it is kept and shown.
 *
 * @param close null while it is true
 */
public record Raised(
        String cle,
        String genre,
        String partenaire,
        @Nullable String flux,
        String gravite,
        String message,
        Instant levee,
        @Nullable Instant close) {
    private static final int MOST = 1000;

    /** Those of {@code <schema>.alerte}, the newest first, at most 1,000; those that are true now, or all. */
    public static List<Raised> all(Handle handle, String schema, boolean activeOnly) {
        return handle.createQuery(
                        "SELECT * FROM <schema>.alerte WHERE close IS NULL OR NOT :active ORDER BY levee DESC LIMIT :most")
                .define("schema", schema)
                .bind("active", activeOnly)
                .bind("most", MOST)
                .map((row, _) -> {
                    OffsetDateTime close = row.getObject("close", OffsetDateTime.class);
                    return new Raised(
                            row.getString("cle"),
                            row.getString("genre"),
                            row.getString("partenaire"),
                            row.getString("flux"),
                            row.getString("gravite"),
                            row.getString("message"),
                            row.getObject("levee", OffsetDateTime.class).toInstant(),
                            close == null ? null : close.toInstant());
                })
                .list();
    }
}
