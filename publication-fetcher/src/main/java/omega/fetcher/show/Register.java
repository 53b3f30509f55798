package omega.fetcher.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState;
import omega.fetcher.ledger.Ledger;
import omega.runtime.alert.Raised;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The ledger as it is shown. */
@ApplicationScoped
public class Register {
    private final Ledger ledger;

    public Register(Ledger ledger) {
        this.ledger = ledger;
    }

    /** What to show; null is any. */
    public record Filter(
            @Nullable String partenaire,
            @Nullable String flux,
            @Nullable String etat,
            @Nullable String nom,
            @Nullable Instant depuis,
            @Nullable Instant jusqua) {}

    /** Some of the files that pass a filter, and how many pass it in all. */
    public record Page(long total, int page, int taille, List<CollectedFile> fichiers) {}

    /** One event of a file's life. */
    public record Evenement(long id, String type, Instant le, JsonNode details) {}

    /** A file, its life, how many of its blocks are counted, and the first faults of its lines. */
    public record Whole(CollectedFile fichier, List<Evenement> vie, FileState.Count compte, List<JsonNode> fautes) {}

    Page page(Filter filter, int page, int size) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        Map<String, Object> values = new TreeMap<>();
        condition("partenaire = :partenaire", "partenaire", filter.partenaire(), conditions, values);
        condition("flux = :flux", "flux", filter.flux(), conditions, values);
        condition("etat = :etat", "etat", filter.etat(), conditions, values);
        condition("position(lower(:nom) in lower(nom)) > 0", "nom", filter.nom(), conditions, values);
        condition("modifie >= :depuis", "depuis", Ledger.utc(filter.depuis()), conditions, values);
        condition("modifie < :jusqua", "jusqua", Ledger.utc(filter.jusqua()), conditions, values);
        String where = " FROM fetcher.fichier WHERE " + String.join(" AND ", conditions);
        return ledger.read(handle -> new Page(
                bound(handle, "SELECT count(*)" + where, values)
                        .mapTo(Long.class)
                        .one(),
                page,
                size,
                bound(handle, "SELECT *" + where + " ORDER BY id DESC LIMIT :size OFFSET :from", values)
                        .bind("size", size)
                        .bind("from", (long) page * size)
                        .map((row, context) -> Ledger.file(row))
                        .list()));
    }

    private static void condition(
            String condition,
            String name,
            @Nullable Object value,
            List<String> conditions,
            Map<String, Object> values) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private static Query bound(Handle handle, String sql, Map<String, Object> values) {
        return handle.createQuery(sql).bindMap(values);
    }

    Whole whole(CollectedFile file) {
        return ledger.read(handle -> new Whole(file, life(handle, file), ledger.count(file), faults(handle, file)));
    }

    private static List<Evenement> life(Handle handle, CollectedFile file) {
        return handle.createQuery("SELECT id, type, le, valeur FROM fetcher.evenement WHERE fichier = :id ORDER BY id")
                .bind("id", file.id())
                .map((row, context) -> new Evenement(
                        row.getLong("id"),
                        row.getString("type"),
                        row.getObject("le", OffsetDateTime.class).toInstant(),
                        json(row.getString("valeur"))))
                .list();
    }

    private static List<JsonNode> faults(Handle handle, CollectedFile file) {
        return handle.createQuery("""
                        SELECT faute FROM fetcher.bloc_publie, jsonb_array_elements(fautes) faute
                        WHERE fichier = :id AND revision = :revision ORDER BY bloc LIMIT 100""")
                .bind("id", file.id())
                .bind("revision", file.revision())
                .map((row, context) -> json(row.getString("faute")))
                .list();
    }

    static JsonNode json(String text) {
        try {
            return Ledger.JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds no JSON: " + text, e);
        }
    }

    /** Files and lines of one flux so far. */
    public record Ligne(
            String partenaire,
            String flux,
            long fichiers,
            long complets,
            long enQuarantaine,
            long enCours,
            long retires,
            long lues,
            long publiees,
            long rejetees) {}

    List<Ligne> sheet() {
        return ledger.read(handle -> handle.createQuery("""
                        SELECT partenaire, flux, count(*) fichiers,
                               count(*) FILTER (WHERE etat = 'Complete') complets,
                               count(*) FILTER (WHERE etat = 'EnQuarantaine') quarantaine,
                               count(*) FILTER (WHERE etat IN ('Decouverte', 'Archivee', 'Controlee', 'Decoupee')) cours,
                               count(*) FILTER (WHERE etat = 'Retiree') retires,
                               coalesce(sum((contenu ->> 'lues')::bigint), 0) lues,
                               coalesce(sum((contenu ->> 'publiees')::bigint), 0) publiees,
                               coalesce(sum((contenu ->> 'rejetees')::bigint), 0) rejetees
                        FROM fetcher.fichier GROUP BY partenaire, flux ORDER BY partenaire, flux""")
                .map((row, context) -> new Ligne(
                        row.getString("partenaire"),
                        row.getString("flux"),
                        row.getLong("fichiers"),
                        row.getLong("complets"),
                        row.getLong("quarantaine"),
                        row.getLong("cours"),
                        row.getLong("retires"),
                        row.getLong("lues"),
                        row.getLong("publiees"),
                        row.getLong("rejetees")))
                .list());
    }

    List<Raised> alerts(boolean activeOnly) {
        return ledger.read(handle -> Raised.all(handle, "fetcher", activeOnly));
    }
}
