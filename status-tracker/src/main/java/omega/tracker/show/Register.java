package omega.tracker.show;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.runtime.alert.Raised;
import omega.runtime.rest.Problems;
import omega.tracker.decide.Chronicle;
import omega.tracker.decide.Fold;
import omega.tracker.decide.Step;
import omega.tracker.hear.Evidence;
import omega.tracker.keep.Demandes;
import omega.tracker.keep.Held;
import omega.tracker.keep.Keeping;
import omega.tracker.keep.Preuves;
import omega.tracker.keep.Situation;
import omega.tracker.tell.Vigil;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** Requests as they are shown. */
@ApplicationScoped
public class Register {
    /** Requests or lines counted one by one; there are "at least" as many when there are more, since counting them all takes longer than anybody reads. */
    private static final int COUNTED = 10_000;

    /** Rows passed over for a page that is asked for by its number; further pages are asked for by suite. */
    private static final int PASSED = 10_000;

    /** Counting ends after it. */
    private static final String PATIENCE = "SET LOCAL statement_timeout = '50ms'";

    private static final String CANCELLED = "57014";

    private final Keeping keeping;
    private final OmegaClock clock;
    private final Fold fold;

    public Register(Keeping keeping, OmegaClock clock, Catalogue catalogue) {
        this.keeping = keeping;
        this.clock = clock;
        this.fold = new Fold(catalogue);
    }

    /**
     * Some of what was asked for; {@code total} is exact unless {@code plus}, which says that there are more.
     *
     * @param suite what to ask for the next page by; null at the end
     */
    public record Page(
            long total,
            boolean plus,
            int page,
            int taille,
            @Nullable String suite,
            List<Situation> demandes) {}

    private record Ranked(Situation demande, long rang) {}

    /** One step, with where its evidence stands. */
    public record Pas(
            String etat,
            @Nullable String code,
            Instant le,
            @Nullable String motif,
            UUID preuve,
            @Nullable String origine) {}

    /** One piece of evidence: what it is, its own date, when it was told, where it stands, how it was matched, and what it said. */
    public record Preuve(
            UUID id,
            int revision,
            String sort,
            Instant le,
            Instant dit,
            String origine,
            @Nullable String voie,
            boolean perimee,
            @JsonRawValue String valeur) {}

    /** A request with its way and all evidence, void evidence included. */
    public record Whole(@JsonUnwrapped Situation demande, boolean enRetard, List<Pas> etapes, List<Preuve> preuves) {}

    Instant now() {
        return clock.instant();
    }

    Page page(Search search, int page, int size, @Nullable String suite) {
        if ((long) page * size > PASSED) {
            throw Problems.badRequest(
                    "page " + page + " is beyond " + PASSED + " requests: give suite of the page before");
        }
        OptionalLong counted = count(search);
        search.after(suite);
        List<Ranked> rows = keeping.read(
                handle -> search.bind(handle.createQuery(Demandes.SELECT.replace(" FROM tracker.demande ", ", rang")
                                + search.where() + " ORDER BY premiere DESC, rang DESC LIMIT :size OFFSET :from"))
                        .bind("size", size)
                        .bind("from", (long) page * size)
                        .map((row, _) -> new Ranked(Demandes.standing(row), row.getLong("rang")))
                        .list());
        Ranked last = rows.size() < size || rows.isEmpty() ? null : rows.getLast();
        long seen = (long) page * size + rows.size();
        return new Page(
                Math.min(counted.orElse(seen), COUNTED),
                counted.isEmpty() || counted.getAsLong() > COUNTED,
                page,
                size,
                last == null ? null : last.demande().premiere() + "_" + last.rang(),
                rows.stream().map(Ranked::demande).toList());
    }

    /** How many there are, one more than {@link #COUNTED} at most; empty when that would take long. */
    private OptionalLong count(Search search) {
        try {
            return OptionalLong.of(keeping.jdbi().inTransaction(handle -> {
                handle.execute(PATIENCE);
                return search.bind(handle.createQuery(
                                "SELECT count(*) FROM (SELECT 1" + search.where() + " LIMIT :counted) counted"))
                        .bind("counted", COUNTED + 1)
                        .mapTo(Long.class)
                        .one();
            }));
        } catch (UnableToExecuteStatementException e) {
            if (e.getCause() instanceof SQLException sql && CANCELLED.equals(sql.getSQLState())) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }

    /** The requests of that id: of one partner at most, or of several where none is given. */
    List<Situation> find(@Nullable String partenaire, String id) {
        Search search =
                new Search().and("id = :id", "id", id).and("partenaire = :partenaire", "partenaire", partenaire);
        return keeping.read(handle -> search.bind(
                        handle.createQuery(Demandes.SELECT.replace(" FROM tracker.demande ", "") + search.where()))
                .map((row, _) -> Demandes.standing(row))
                .list());
    }

    /** The request to which a line belongs now. */
    Situation holder(UUID line) {
        return keeping.read(handle -> handle.createQuery(
                        Demandes.SELECT
                                + "WHERE (partenaire, id) IN (SELECT partenaire, demande FROM tracker.preuve WHERE cle = :line AND NOT perimee)")
                .bind("line", line)
                .map((row, _) -> Demandes.standing(row))
                .one());
    }

    Whole whole(Situation standing) {
        return keeping.read(handle -> {
            List<Held> evidence = evidence(handle, standing);
            List<Evidence> counting = evidence.stream()
                    .filter(each -> !each.perimee())
                    .map(Held::evidence)
                    .toList();
            Optional<Chronicle> dossier = fold.of(standing.partenaire(), standing.idDemande(), counting);
            Map<UUID, String> origins = new HashMap<>();
            evidence.forEach(each -> origins.put(
                    each.evidence().proof().id(), each.evidence().proof().origine()));
            return new Whole(
                    standing,
                    isOverdue(handle, standing),
                    dossier.map(Chronicle::etapes).orElse(List.of()).stream()
                            .map(step -> step(step, origins))
                            .toList(),
                    evidence.stream().map(Register::shown).toList());
        });
    }

    private static Pas step(Step step, Map<UUID, String> origins) {
        return new Pas(
                step.suivi().word(),
                step.suivi().code(),
                step.le(),
                step.motif(),
                step.preuve(),
                origins.get(step.preuve()));
    }

    private static Preuve shown(Held held) {
        var proof = held.evidence().proof();
        return new Preuve(
                proof.id(),
                proof.revision(),
                held.evidence().word(),
                proof.at(),
                proof.said(),
                proof.origine(),
                held.voie(),
                held.perimee(),
                held.json());
    }

    private boolean isOverdue(Handle handle, Situation standing) {
        return handle.createQuery(
                        "SELECT EXISTS (SELECT FROM tracker.demande WHERE partenaire = :partenaire AND id = :id AND <overdue>)")
                .define("overdue", Vigil.OVERDUE)
                .bind("partenaire", standing.partenaire())
                .bind("id", standing.idDemande())
                .bind("now", Keeping.utc(now()))
                .mapTo(Boolean.class)
                .one();
    }

    /** Its own, its lots', its files', and what stands below its lines; in order of their dates. */
    private static List<Held> evidence(Handle handle, Situation standing) {
        return Preuves.list(handle.createQuery(
                        "WITH own AS (SELECT * FROM tracker.preuve WHERE partenaire = :partenaire AND demande = :id) "
                                + Preuves.SELECT_WHOLE.replace("tracker.preuve", """
                                (SELECT * FROM own
                                 UNION ALL SELECT * FROM tracker.preuve WHERE partenaire = :partenaire AND sort <> 'Lotted'
                                    AND lot IN (SELECT lot FROM own WHERE sort = 'Lotted')
                                 UNION ALL SELECT * FROM tracker.preuve WHERE partenaire = :partenaire AND sort = 'FileJudged'
                                    AND fichier IN (SELECT fichier FROM own WHERE fichier IS NOT NULL)
                                 UNION ALL SELECT * FROM tracker.preuve WHERE sort = 'Annexed' AND parent IN (SELECT cle FROM own)) preuve""")
                                + " ORDER BY le, dit, cle, revision")
                .bind("partenaire", standing.partenaire())
                .bind("id", standing.idDemande()));
    }

    /** A line that matches no request. */
    public record Orpheline(
            UUID id,
            String partenaire,
            String sort,
            Instant le,
            Instant dit,
            String origine,
            String raison,
            @Nullable String reference,
            @Nullable String pce,
            @Nullable String fichier,
            @Nullable String numeroSuivi,
            @Nullable String code,
            @JsonRawValue String valeur) {}

    /** Some of the lines that match no request, the latest told first; {@code total} is exact unless {@code plus}, which says that there are more. */
    public record Orphelines(long total, boolean plus, int page, int taille, List<Orpheline> orphelines) {}

    Orphelines orphans(@Nullable String partenaire, int page, int size) {
        if ((long) page * size > PASSED) {
            throw Problems.badRequest("page " + page + " is beyond " + PASSED + " lines: give partenaire");
        }
        String where = " FROM tracker.preuve WHERE orpheline IS NOT NULL AND NOT perimee"
                + (partenaire == null ? "" : " AND partenaire = :partenaire");
        return keeping.read(handle -> {
            var count = handle.createQuery("SELECT count(*) FROM (SELECT 1" + where + " LIMIT :counted) counted")
                    .bind("counted", COUNTED + 1);
            var rows = handle.createQuery("SELECT *" + where + " ORDER BY dit DESC, cle LIMIT :size OFFSET :from");
            if (partenaire != null) {
                count.bind("partenaire", partenaire);
                rows.bind("partenaire", partenaire);
            }
            long counted = count.mapTo(Long.class).one();
            return new Orphelines(
                    Math.min(counted, COUNTED),
                    counted > COUNTED,
                    page,
                    size,
                    rows.bind("size", size)
                            .bind("from", (long) page * size)
                            .map((row, _) -> new Orpheline(
                                    row.getObject("cle", UUID.class),
                                    row.getString("partenaire"),
                                    row.getString("sort"),
                                    row.getObject("le", OffsetDateTime.class).toInstant(),
                                    row.getObject("dit", OffsetDateTime.class).toInstant(),
                                    row.getString("origine"),
                                    row.getString("orpheline"),
                                    row.getString("reference"),
                                    row.getString("pce"),
                                    row.getString("fichier"),
                                    row.getString("numero"),
                                    row.getString("code"),
                                    row.getString("valeur")))
                            .list());
        });
    }

    List<Raised> alerts(boolean activeOnly) {
        return keeping.read(handle -> Raised.all(handle, "tracker", activeOnly));
    }

    /** All requests that are asked for, one after the other. */
    void each(Search search, java.util.function.Consumer<Situation> reader) {
        keeping.jdbi()
                .useTransaction(
                        handle -> search.bind(handle.createQuery(Demandes.SELECT.replace(" FROM tracker.demande ", "")
                                        + search.where() + " ORDER BY premiere, rang"))
                                .setFetchSize(2_000)
                                .map((row, _) -> Demandes.standing(row))
                                .forEach(reader));
    }

    /** The day that it is in Paris. */
    LocalDate today() {
        return clock.today();
    }
}
