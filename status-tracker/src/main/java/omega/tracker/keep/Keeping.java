package omega.tracker.keep;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.runtime.Schema;
import omega.runtime.audit.Audit;
import omega.tracker.decide.Fold;
import omega.tracker.hear.Evidence;
import omega.tracker.hear.Heard;
import omega.tracker.hear.Heard.Fact;
import omega.tracker.hear.Heard.Regard;
import omega.tracker.hear.Heard.Replayed;
import omega.tracker.hear.Proof;
import omega.tracker.hear.Reading;
import omega.tracker.match.Match;
import omega.tracker.match.Matching;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps what was heard, in schema {@code tracker}. Whoever writes holds one lock of the database until it has committed: batches never overlap, and what they
 * announce has ids in the order of their commits. Errors of the database are Jdbi's, unchecked; after one, nothing changed.
 */
@ApplicationScoped
public class Keeping {
    private static final Logger LOG = Logger.getLogger(Keeping.class);
    private static final int CHUNK = 10_000;
    private final AgroalDataSource dataSource;
    private final Jdbi jdbi;
    private final Fold fold;
    private final Matching matching;
    private final String environment;
    private final Audit audit;

    public Keeping(
            AgroalDataSource dataSource,
            Catalogue catalogue,
            OmegaClock clock,
            @ConfigProperty(name = "omega.environnement") String environment) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource);
        this.fold = new Fold(catalogue);
        this.matching = new Matching(catalogue.suivi().sdem().correlation());
        this.environment = environment;
        this.audit = new Audit("status-tracker", clock);
    }

    /** Creates or updates the schema; refuses a database that belongs to another environment. */
    public void migrate() {
        Schema.migrate(dataSource, "tracker", environment);
        Audit.migrate(dataSource, environment);
    }

    /** Jdbi on the tracker's database, for the stages that only read. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /** Reads. */
    public <T> T read(Function<Handle, T> query) {
        return jdbi.withHandle(query::apply);
    }

    /** Keeps all of it, or, when it throws, nothing. What was kept before is passed over; returns how much was new. */
    public int keep(Collection<Heard> heard) {
        Map<String, List<Fact>> facts = new LinkedHashMap<>();
        Map<String, List<Replayed>> replays = new LinkedHashMap<>();
        List<Regard> regards = new ArrayList<>();
        for (Heard each : heard) {
            switch (each) {
                case Fact fact ->
                    facts.computeIfAbsent(fact.evidence().proof().partenaire(), _ -> new ArrayList<>())
                            .add(fact);
                case Replayed replay -> {
                    replays.computeIfAbsent(replay.partenaire(), _ -> new ArrayList<>())
                            .add(replay);
                    facts.computeIfAbsent(replay.partenaire(), _ -> new ArrayList<>());
                }
                case Regard regard -> regards.add(regard);
                case Heard.Unreadable(String origine, String reason) ->
                    LOG.warnf("%s cannot be read and is passed over: %s", origine, reason);
                case Heard.Nothing() -> {}
            }
        }
        if (facts.isEmpty() && regards.isEmpty()) {
            return 0;
        }
        return writing(handle -> {
            int kept = 0;
            for (var each : facts.entrySet()) {
                kept += batch(handle, each.getKey())
                        .take(each.getValue(), replays.getOrDefault(each.getKey(), List.of()));
            }
            regards.forEach(regard -> note(handle, regard));
            return kept;
        });
    }

    /** What came of an operator's word. */
    public enum Parole {
        RATTACHEE,
        LIGNE_INCONNUE,
        /** What stands there is no line about one request. */
        PAS_UNE_DEMANDE,
        /** The line found its request by itself. */
        DEJA_TROUVEE,
        DEMANDE_INCONNUE
    }

    /** Keeps an operator's word that a line which is nobody's, or was given to another by such a word, is a request's. */
    public Parole attach(UUID line, String idDemande, String operateur, String raison, Instant now) {
        return writing(handle -> {
            Optional<Held> found = Preuves.list(handle.createQuery(Preuves.SELECT + "WHERE cle = :cle AND NOT perimee")
                            .bind("cle", line))
                    .stream()
                    .findFirst();
            if (found.isEmpty()) {
                return Parole.LIGNE_INCONNUE;
            }
            if (!(found.get().evidence() instanceof Evidence.Line)) {
                return Parole.PAS_UNE_DEMANDE;
            }
            if (found.get().orpheline() == null
                    && !Match.Voie.OPERATEUR.name().equals(found.get().voie())) {
                return Parole.DEJA_TROUVEE;
            }
            Proof proof = found.get().evidence().proof();
            if (Demandes.find(handle, proof.partenaire(), List.of(idDemande)).isEmpty()) {
                return Parole.DEMANDE_INCONNUE;
            }
            batch(handle, proof.partenaire())
                    .take(List.of(Reading.attached(proof, idDemande, operateur, raison, now)), List.of());
            audit.write(
                    handle,
                    Audit.operator(operateur),
                    Audit.Action.RATTACHEMENT,
                    proof.partenaire(),
                    "line " + line,
                    idDemande,
                    raison);
            return Parole.RATTACHEE;
        });
    }

    private Batch batch(Handle handle, String partenaire) {
        return new Batch(handle, partenaire, fold, matching);
    }

    private <T> T writing(Function<Handle, T> change) {
        return jdbi.inTransaction(handle -> {
            handle.execute("SELECT pg_advisory_xact_lock(hashtext('omega.tracker.keep'))");
            return change.apply(handle);
        });
    }

    private static void note(Handle handle, Regard regard) {
        handle.createUpdate("""
                        INSERT INTO tracker.regard VALUES (:partenaire, :repertoire, :jusqua)
                        ON CONFLICT (partenaire, repertoire) DO UPDATE SET jusqua = greatest(regard.jusqua, excluded.jusqua)""")
                .bind("partenaire", regard.partenaire())
                .bind("repertoire", regard.repertoire())
                .bind("jusqua", utc(regard.jusqua()))
                .execute();
    }

    /** As the database takes a time. */
    public static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** What a reconstruction went over, and how many requests stood elsewhere than their evidence says. */
    public record Reconstruction(long demandes, long lignes, long corrigees) {}

    /**
     * Derives everything anew from the evidence: what is void, where each request stands, whose each line is. In chunks, so that nobody waits for long; what
     * was right stays as it is, and is not announced again.
     */
    public Reconstruction rebuild(String operator) {
        writing(handle -> handle.execute("""
                UPDATE tracker.preuve p SET perimee = NOT perimee
                WHERE sort IN ('FileJudged', 'LineJudged', 'Followed', 'Annexed')
                  AND perimee <> (EXISTS (SELECT FROM tracker.preuve n WHERE n.cle = p.cle AND n.revision > p.revision)
                    OR EXISTS (SELECT FROM tracker.rejeu r WHERE r.revision > p.revision
                               AND r.archive = ('x' || left(replace(p.cle::text, '-', ''), 16))::bit(64)::bigint))"""));
        long requests = 0;
        long lines = 0;
        long corrected = 0;
        for (String partenaire :
                read(handle -> handle.createQuery("SELECT DISTINCT partenaire FROM tracker.preuve ORDER BY 1")
                        .mapTo(String.class)
                        .list())) {
            String last = "";
            while (true) {
                List<String> ids = ids(partenaire, last);
                if (ids.isEmpty()) {
                    break;
                }
                requests += ids.size();
                last = ids.getLast();
                corrected += writing(handle -> batch(handle, partenaire).fold(ids));
            }
            UUID after = new UUID(0, 0);
            while (true) {
                List<Held> chunk = lines(partenaire, after);
                if (chunk.isEmpty()) {
                    break;
                }
                lines += chunk.size();
                after = chunk.getLast().evidence().proof().id();
                corrected += writing(handle -> batch(handle, partenaire).rematch(chunk));
            }
        }
        Reconstruction done = new Reconstruction(requests, lines, corrected);
        jdbi.useTransaction(handle ->
                audit.write(handle, operator, Audit.Action.RECONSTRUCTION, "*", "all requests", done.toString(), null));
        return done;
    }

    private List<String> ids(String partenaire, String after) {
        return read(handle -> handle.createQuery("""
                        SELECT DISTINCT demande FROM tracker.preuve WHERE partenaire = :partenaire AND demande > :after
                        ORDER BY demande LIMIT :most""")
                .bind("partenaire", partenaire)
                .bind("after", after)
                .bind("most", CHUNK)
                .mapTo(String.class)
                .list());
    }

    private List<Held> lines(String partenaire, UUID after) {
        return read(handle -> Preuves.list(handle.createQuery(Preuves.SELECT + """
                        WHERE partenaire = :partenaire AND cle > :after AND NOT perimee
                          AND sort IN ('FileJudged', 'LineJudged', 'Followed') ORDER BY cle LIMIT :most""")
                .bind("partenaire", partenaire)
                .bind("after", after)
                .bind("most", CHUNK)));
    }
}
