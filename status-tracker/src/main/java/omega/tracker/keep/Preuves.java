package omega.tracker.keep;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import omega.tracker.hear.Evidence;
import omega.tracker.hear.Evidence.Annexed;
import omega.tracker.hear.Evidence.Attached;
import omega.tracker.hear.Evidence.Called;
import omega.tracker.hear.Evidence.FileJudged;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.LineJudged;
import omega.tracker.hear.Evidence.LotDeposited;
import omega.tracker.hear.Evidence.LotReleased;
import omega.tracker.hear.Evidence.LotUncertain;
import omega.tracker.hear.Evidence.LotUndone;
import omega.tracker.hear.Evidence.Lotted;
import omega.tracker.hear.Evidence.Received;
import omega.tracker.hear.Evidence.Refused;
import omega.tracker.hear.Proof;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Evidence as rows of {@code tracker.preuve}, there and back. */
public final class Preuves {
    private static final String COLUMNS = "cle, revision, partenaire, sort, le, dit, origine, demande, voie, orpheline,"
            + " perimee, reference, kind, pce, lot, fichier, ligne, jour, numero, code, nombre, motif, date_souhaitee,"
            + " priorite, echeance, parent";

    /** The start of a query for evidence; a row has no JSON. */
    static final String SELECT = "SELECT " + COLUMNS + ", NULL AS valeur FROM tracker.preuve ";

    /** The start of a query for evidence with the JSON that it was read from. */
    public static final String SELECT_WHOLE = "SELECT " + COLUMNS + ", valeur FROM tracker.preuve ";

    private Preuves() {}

    static void insert(Handle handle, List<Held> rows) {
        Copy.run(handle, "tracker.preuve (" + COLUMNS + ", valeur)", rows, Preuves::add);
    }

    /** The columns that only some sorts of evidence have. */
    private record Columns(
            @Nullable String reference,
            @Nullable String kind,
            @Nullable String pce,
            @Nullable Long lot,
            @Nullable String fichier,
            @Nullable Integer ligne,
            @Nullable LocalDate jour,
            @Nullable String numero,
            @Nullable String code,
            @Nullable Integer nombre,
            @Nullable String motif) {
        static Columns own(@Nullable String kind, @Nullable String pce, @Nullable String motif) {
            return new Columns(null, kind, pce, null, null, null, null, null, null, null, motif);
        }

        static Columns lot(long lot, String motif) {
            return new Columns(null, null, null, lot, null, null, null, null, null, null, motif);
        }
    }

    private static Columns columns(Evidence evidence) {
        return switch (evidence) {
            case Received e -> Columns.own(e.kind(), e.pce(), null);
            case Refused e -> Columns.own(e.kind(), e.pce(), e.motif());
            case Lotted e ->
                new Columns(null, e.kind(), e.pce(), e.lot(), e.fichier(), e.ligne(), e.jour(), null, null, null, null);
            case Called e ->
                new Columns(
                        null,
                        e.kind(),
                        e.pce(),
                        null,
                        null,
                        null,
                        null,
                        e.numeroSuivi(),
                        e.resultat(),
                        null,
                        e.motif());
            case LotUndone e -> Columns.lot(e.lot(), e.motif());
            case LotUncertain e -> Columns.lot(e.lot(), e.motif());
            case LotReleased e -> Columns.lot(e.lot(), e.motif());
            case LotDeposited e ->
                new Columns(null, e.kind(), null, e.lot(), e.fichier(), null, e.jour(), null, null, e.nombre(), null);
            case FileJudged e ->
                new Columns(
                        null, null, null, null, e.fichier(), null, null, e.numeroSuivi(), e.code(), null, e.motif());
            case LineJudged e ->
                new Columns(
                        e.reference(),
                        null,
                        null,
                        null,
                        e.fichier(),
                        e.ligne(),
                        null,
                        e.numeroSuivi(),
                        e.code(),
                        null,
                        e.motif());
            case Followed e ->
                new Columns(
                        e.reference(),
                        e.kind(),
                        e.pce(),
                        null,
                        null,
                        e.rang(),
                        null,
                        e.numeroSuivi(),
                        e.code(),
                        null,
                        e.motif());
            case Annexed _ -> Columns.own(null, null, null);
            case Attached e -> Columns.own(null, null, e.motif());
        };
    }

    private static void add(Copy copy, Held row) {
        Proof proof = row.evidence().proof();
        Columns columns = columns(row.evidence());
        Received received = row.evidence() instanceof Received e ? e : null;
        copy.add(proof.id())
                .add(proof.revision())
                .add(proof.partenaire())
                .add(row.evidence().word())
                .add(proof.at())
                .add(proof.said())
                .add(proof.origine())
                .add(row.demande())
                .add(row.voie())
                .add(row.orpheline())
                .add(row.perimee())
                .add(columns.reference())
                .add(columns.kind())
                .add(columns.pce())
                .add(columns.lot())
                .add(columns.fichier())
                .add(columns.ligne())
                .add(columns.jour())
                .add(columns.numero())
                .add(columns.code())
                .add(columns.nombre())
                .add(columns.motif())
                .add(received == null ? null : received.dateSouhaitee())
                .add(received == null ? null : received.priorite())
                .add(received == null ? null : received.echeance())
                .add(parent(row.evidence()))
                .add(row.json())
                .endRow();
    }

    /** The line that it is about. */
    private static @Nullable UUID parent(Evidence evidence) {
        return evidence instanceof Annexed annexed
                ? annexed.parent()
                : evidence instanceof Attached attached ? attached.line() : null;
    }

    /** Rows of a query that begins with {@link #SELECT} or {@link #SELECT_WHOLE}. */
    public static List<Held> list(Query query) {
        return query.setFetchSize(10_000).map((row, _) -> held(row)).list();
    }

    private static Held held(ResultSet row) throws SQLException {
        return new Held(
                evidence(row),
                Objects.requireNonNullElse(row.getString(27), ""),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getBoolean(11));
    }

    private static Evidence evidence(ResultSet row) throws SQLException {
        Proof proof = new Proof(
                row.getObject(1, UUID.class),
                row.getInt(2),
                row.getString(3),
                time(row, 5),
                time(row, 6),
                row.getString(7));
        String demande = row.getString(8);
        String reference = row.getString(12);
        String kind = row.getString(13);
        String pce = row.getString(14);
        String fichier = row.getString(16);
        Integer ligne = (Integer) row.getObject(17);
        String numero = row.getString(19);
        String code = row.getString(20);
        String motif = row.getString(22);
        return switch (row.getString(4)) {
            case "Received" ->
                new Received(
                        proof,
                        demande,
                        kind,
                        pce,
                        row.getObject(23, LocalDate.class),
                        row.getString(24),
                        row.getObject(25) == null ? null : time(row, 25));
            case "Refused" -> new Refused(proof, demande, kind, pce, motif);
            case "Lotted" ->
                new Lotted(
                        proof,
                        demande,
                        kind,
                        pce,
                        row.getLong(15),
                        fichier,
                        row.getInt(17),
                        row.getObject(18, LocalDate.class));
            case "Called" -> new Called(proof, demande, kind, pce, code, numero, motif);
            case "LotUndone" -> new LotUndone(proof, row.getLong(15), motif);
            case "LotUncertain" -> new LotUncertain(proof, row.getLong(15), motif);
            case "LotReleased" -> new LotReleased(proof, row.getLong(15), motif);
            case "LotDeposited" ->
                new LotDeposited(
                        proof, row.getLong(15), fichier, kind, row.getInt(21), row.getObject(18, LocalDate.class));
            case "FileJudged" -> new FileJudged(proof, fichier, code, numero, motif);
            case "LineJudged" -> new LineJudged(proof, fichier, ligne, reference, code, numero, motif);
            case "Followed" -> new Followed(proof, reference, numero, ligne, pce, kind, code, motif);
            case "Annexed" -> new Annexed(proof, row.getObject(26, UUID.class));
            case "Attached" -> new Attached(proof, row.getObject(26, UUID.class), demande, motif);
            case String other ->
                throw new IllegalStateException("evidence of a sort that this version does not know: " + other);
        };
    }

    private static Instant time(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
