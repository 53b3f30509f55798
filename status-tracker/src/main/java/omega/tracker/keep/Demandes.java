package omega.tracker.keep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of {@code tracker.demande}. */
public final class Demandes {
    private static final String COLUMNS = "partenaire, id, kind, pce, date_souhaitee, priorite, echeance, lot, fichier,"
            + " ligne, jour, numero, premiere, etat, code, le, preuve, motif, attend, echoit";

    /** The start of a query for requests. */
    public static final String SELECT = "SELECT " + COLUMNS + " FROM tracker.demande ";

    private Demandes() {}

    static Map<String, Situation> find(Handle handle, String partenaire, Collection<String> ids) {
        Map<String, Situation> found = new HashMap<>();
        handle.createQuery(SELECT + "WHERE partenaire = :partenaire AND id = ANY(:ids)")
                .bind("partenaire", partenaire)
                .bindArray("ids", String.class, ids.toArray())
                .map((row, _) -> standing(row))
                .forEach(each -> found.put(each.idDemande(), each));
        return found;
    }

    /** Rows that are not there yet. */
    static void insert(Handle handle, List<Situation> rows) {
        copy(handle, rows, "tracker.demande (" + COLUMNS + ")");
    }

    /** Rows that are. */
    static void update(Handle handle, List<Situation> rows) {
        if (rows.isEmpty()) {
            return;
        }
        handle.execute("CREATE TEMP TABLE IF NOT EXISTS demande_changee ON COMMIT DELETE ROWS AS SELECT " + COLUMNS
                + " FROM tracker.demande WITH NO DATA");
        handle.execute("TRUNCATE pg_temp.demande_changee");
        copy(handle, rows, "pg_temp.demande_changee (" + COLUMNS + ")");
        handle.execute("""
                UPDATE tracker.demande d
                SET kind = n.kind, pce = n.pce, date_souhaitee = n.date_souhaitee, priorite = n.priorite, echeance = n.echeance,
                    lot = n.lot, fichier = n.fichier, ligne = n.ligne, jour = n.jour, numero = n.numero, premiere = n.premiere,
                    etat = n.etat, code = n.code, le = n.le, preuve = n.preuve, motif = n.motif, attend = n.attend, echoit = n.echoit
                FROM pg_temp.demande_changee n WHERE d.partenaire = n.partenaire AND d.id = n.id""");
    }

    private static void copy(Handle handle, List<Situation> rows, String into) {
        Copy.run(handle, into, rows, Demandes::add);
    }

    private static void add(Copy copy, Situation row) {
        copy.add(row.partenaire())
                .add(row.idDemande())
                .add(row.kind())
                .add(row.pce())
                .add(row.dateSouhaitee())
                .add(row.priorite())
                .add(row.echeance())
                .add(row.lot())
                .add(row.fichier())
                .add(row.ligne())
                .add(row.jour())
                .add(row.numeroSuivi())
                .add(row.premiere())
                .add(row.etat())
                .add(row.code())
                .add(row.le())
                .add(row.preuve())
                .add(row.motif())
                .add(row.attend())
                .add(row.echoit())
                .endRow();
    }

    /** A row of a query that begins with {@link #SELECT}. */
    public static Situation standing(ResultSet row) throws SQLException {
        return new Situation(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, LocalDate.class),
                row.getString(6),
                time(row, 7),
                (Long) row.getObject(8),
                row.getString(9),
                (Integer) row.getObject(10),
                row.getObject(11, LocalDate.class),
                row.getString(12),
                row.getObject(13, OffsetDateTime.class).toInstant(),
                row.getString(14),
                row.getString(15),
                row.getObject(16, OffsetDateTime.class).toInstant(),
                row.getObject(17, UUID.class),
                row.getString(18),
                row.getString(19),
                time(row, 20));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
