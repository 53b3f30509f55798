package omega.tracker.show;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import omega.runtime.rest.Asked;
import omega.runtime.rest.Problems;
import omega.tracker.decide.Suivi;
import omega.tracker.keep.Keeping;
import omega.tracker.tell.Vigil;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Which requests are asked for; conditions combine, null is any. */
final class Search {
    private final List<String> conditions = new ArrayList<>(List.of("true"));
    private final Map<String, Object> values = new TreeMap<>();

    Search and(String condition, String name, @Nullable Object value) {
        if (value != null && !value.toString().isBlank()) {
            conditions.add(condition);
            values.put(name, value instanceof Instant instant ? Keeping.utc(instant) : value);
        }
        return this;
    }

    Search overdue(boolean only, Instant now) {
        return only ? and(Vigil.OVERDUE, "now", now) : this;
    }

    /** Only what comes after the last one of a page, which is so described. */
    Search after(@Nullable String suite) {
        if (suite == null || suite.isBlank()) {
            return this;
        }
        String[] parts = suite.split("_", -1);
        try {
            Instant premiere = Instant.parse(parts[0]);
            long rang = Long.parseLong(parts[parts.length - 1]);
            conditions.add("(premiere, rang) < (:suitePremiere, :suiteRang)");
            values.put("suitePremiere", Keeping.utc(premiere));
            values.put("suiteRang", rang);
            return this;
        } catch (DateTimeException | NumberFormatException e) {
            throw Problems.badRequest("suite must be the suite of a page");
        }
    }

    String where() {
        return " FROM tracker.demande WHERE " + String.join(" AND ", conditions);
    }

    <T extends SqlStatement<T>> T bind(T statement) {
        return statement.bindMap(values);
    }

    static Search of(
            @Nullable String partenaire,
            @Nullable String id,
            @Nullable String pce,
            @Nullable String kind,
            @Nullable String etat,
            @Nullable Long lot,
            @Nullable String numero,
            @Nullable String depuis,
            @Nullable String jusqua,
            @Nullable String jour) {
        if (etat != null
                && !etat.isBlank()
                && Suivi.all().stream().noneMatch(each -> each.word().equals(etat))) {
            throw Problems.badRequest("etat must be one of "
                    + Suivi.all().stream().map(Suivi::word).toList());
        }
        LocalDate day = Asked.day("jour", jour);
        return new Search()
                .and("partenaire = :partenaire", "partenaire", partenaire)
                .and("id = :id", "id", id)
                .and("pce = :pce", "pce", pce)
                .and("kind = :kind", "kind", kind)
                .and("etat = :etat", "etat", etat)
                .and("""
                    lot = :lot AND (partenaire, id) IN (
                        SELECT p.partenaire, p.demande FROM tracker.preuve p WHERE p.lot = :lot AND p.sort = 'Lotted')\
                    """, "lot", lot)
                .and("numero = :numero", "numero", numero)
                .and("premiere >= :depuis", "depuis", Asked.instant("depuis", depuis))
                .and("premiere < :jusqua", "jusqua", Asked.instant("jusqua", jusqua))
                .and("jour = :jour", "jour", day);
    }
}
