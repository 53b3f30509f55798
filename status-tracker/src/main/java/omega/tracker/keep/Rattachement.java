package omega.tracker.keep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import omega.catalogue.SuiviRules.Correlation;
import omega.tracker.hear.Evidence;
import omega.tracker.hear.Evidence.Attached;
import omega.tracker.hear.Evidence.Called;
import omega.tracker.hear.Evidence.FileJudged;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.LineJudged;
import omega.tracker.hear.Evidence.LotDeposited;
import omega.tracker.hear.Evidence.Lotted;
import omega.tracker.match.Candidates;
import omega.tracker.match.Candidates.Member;
import omega.tracker.match.Match;
import omega.tracker.match.Matching;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Which lines of one partner belong to which requests, in one transaction. A match follows from what is known of requests and files, so each line whose match
 * may have changed by what is new is matched anew: the order of arrival leaves no trace.
 */
final class Rattachement {
    private final Handle handle;
    private final String partenaire;
    private final Matching matching;
    private final Map<String, Optional<String>> own = new HashMap<>();

    Rattachement(Handle handle, String partenaire, Matching matching) {
        this.handle = handle;
        this.partenaire = partenaire;
        this.matching = matching;
    }

    /** Requests that are new in this transaction and have no row yet. */
    void know(Evidence.Own evidence) {
        own.merge(
                evidence.idDemande(),
                Optional.ofNullable(evidence.pce()),
                (one, other) -> one.isPresent() ? one : other);
    }

    /** The ids of those. */
    Set<String> ids() {
        return own.keySet();
    }

    /** The requests that are new and {@code standing} ones, each with its PCE where that is known. */
    Candidates requests(Collection<Situation> standing) {
        Candidates candidates = new Candidates();
        own.forEach((id, pce) -> candidates.request(id, pce.orElse(null)));
        standing.forEach(row -> candidates.request(row.idDemande(), row.pce()));
        return candidates;
    }

    /**
     * A line as it is kept at first. One that tells its request's id is matched at once where that decides; every other waits for {@link #rematch}.
     */
    Held first(Evidence evidence, String json, boolean perimee, Candidates known) {
        return switch (evidence) {
            case LineJudged line
            when line.reference() != null -> held(evidence, json, perimee, matching.of(line, known));
            case Followed line
            when matching.ways().getFirst() == Correlation.REFERENCE
                    && line.reference() != null
                    && known.knows(line.reference()) -> held(evidence, json, perimee, matching.of(line, known));
            case LineJudged _, Followed _ -> held(evidence, json, perimee, new Match.Orphan(Match.Reason.INCONNUE));
            case FileJudged _ -> new Held(evidence, json, null, null, Match.Reason.FICHIER_INCONNU.name(), perimee);
            case Evidence.Own own -> new Held(evidence, json, own.idDemande(), null, null, perimee);
            case Attached e -> new Held(evidence, json, e.idDemande(), null, null, perimee);
            case Evidence.OfLot _, Evidence.Annexed _ -> new Held(evidence, json, null, null, null, perimee);
        };
    }

    private static Held held(Evidence evidence, String json, boolean perimee, Match match) {
        return switch (match) {
            case Match.To(String id, Match.Voie voie) -> new Held(evidence, json, id, voie.name(), null, perimee);
            case Match.Orphan(Match.Reason reason) -> new Held(evidence, json, null, null, reason.name(), perimee);
        };
    }

    /** Lines that changed hands. */
    record Moved(Held before, Held after) {}

    /** Matches anew what {@code fresh} evidence may have decided, itself included; {@code unknownPce} are requests whose PCE was not known before. */
    List<Moved> rematch(Collection<Held> fresh, Collection<String> numbers, Collection<String> unknownPce) {
        List<Evidence> news = fresh.stream().map(Held::evidence).toList();
        Set<String> ids = new HashSet<>();
        Set<String> files = new HashSet<>();
        Set<String> touched = new HashSet<>(numbers);
        Set<UUID> said = new HashSet<>();
        for (Evidence each : news) {
            switch (each) {
                case Lotted e -> {
                    ids.add(e.idDemande());
                    files.add(e.fichier());
                }
                case Called e -> {
                    ids.add(e.idDemande());
                    add(touched, e.numeroSuivi());
                }
                case Evidence.Own e -> ids.add(e.idDemande());
                case LotDeposited e -> files.add(e.fichier());
                case FileJudged e -> add(touched, e.numeroSuivi());
                case LineJudged e -> add(touched, e.numeroSuivi());
                case Attached e -> said.add(e.line());
                case Evidence.OfLot _, Followed _, Evidence.Annexed _ -> {}
            }
        }
        Map<Key, Held> orphans = index(orphans(ids, files));
        orphans.putAll(index(withId(said)));
        fresh.stream()
                .filter(each -> each.orpheline() != null && !each.perimee())
                .forEach(each -> orphans.put(Key.of(each), each));
        Map<Key, Held> level1 = new LinkedHashMap<>(orphans);
        level1.values().removeIf(each -> each.evidence() instanceof Followed);
        level1.putAll(index(positions(files)));
        List<Moved> moved = new ArrayList<>(decide(level1.values()));
        moved.forEach(each -> {
            if (each.after().evidence() instanceof LineJudged line) {
                add(touched, line.numeroSuivi());
            }
        });
        if (byNumber()) {
            touched.addAll(numbersOf(files));
        }
        Map<Key, Held> sdem = new LinkedHashMap<>(orphans);
        sdem.values().removeIf(each -> !(each.evidence() instanceof Followed));
        if (byNumber()) {
            sdem.putAll(index(numbered(touched)));
        }
        sdem.putAll(index(unchecked(unknownPce)));
        moved.addAll(decide(sdem.values()));
        return moved;
    }

    private boolean byNumber() {
        return matching.ways().stream().anyMatch(way -> way != Correlation.REFERENCE);
    }

    private record Key(UUID id, int revision) {
        static Key of(Held held) {
            return new Key(held.evidence().proof().id(), held.evidence().proof().revision());
        }
    }

    private static Map<Key, Held> index(List<Held> lines) {
        Map<Key, Held> index = new LinkedHashMap<>();
        lines.forEach(each -> index.put(Key.of(each), each));
        return index;
    }

    private static void add(Set<String> set, @Nullable String value) {
        if (value != null) {
            set.add(value);
        }
    }

    /** Lines that are nobody's and may be these requests' or files'. */
    private List<Held> orphans(Set<String> ids, Set<String> files) {
        return Stream.concat(
                        lines("orpheline IS NOT NULL AND reference = ANY(:values)", ids).stream(),
                        lines("orpheline IS NOT NULL AND fichier = ANY(:values)", files).stream())
                .toList();
    }

    private List<Held> positions(Set<String> files) {
        return lines("sort = 'LineJudged' AND reference IS NULL AND fichier = ANY(:values)", files);
    }

    private List<Held> numbered(Set<String> numbers) {
        return lines("sort = 'Followed' AND voie IS DISTINCT FROM 'REFERENCE' AND numero = ANY(:values)", numbers);
    }

    private List<Held> unchecked(Collection<String> ids) {
        return lines("sort = 'Followed' AND demande = ANY(:values)", ids);
    }

    private List<Held> lines(String condition, Collection<String> values) {
        return values.isEmpty()
                ? List.of()
                : Preuves.list(query(
                        Preuves.SELECT + "WHERE partenaire = :partenaire AND NOT perimee AND " + condition, values));
    }

    private Query query(String sql, Collection<String> values) {
        return handle.createQuery(sql)
                .bind("partenaire", partenaire)
                .bindArray("values", String.class, values.toArray());
    }

    private Set<String> numbersOf(Set<String> files) {
        return files.isEmpty()
                ? Set.of()
                : query("""
                        SELECT DISTINCT numero FROM tracker.preuve
                        WHERE partenaire = :partenaire AND sort = 'FileJudged' AND numero IS NOT NULL AND fichier = ANY(:values)""", files).mapTo(String.class).set();
    }

    /** Matches lines by all that is known now, and notes what has changed. */
    List<Moved> decide(Collection<Held> lines) {
        if (lines.isEmpty()) {
            return List.of();
        }
        Candidates candidates = candidates(lines);
        Map<UUID, String> words = words(lines);
        List<Moved> moved = new ArrayList<>();
        for (Held line : lines) {
            Held now = switch (line.evidence()) {
                case LineJudged e -> held(e, "", false, byOperator(e, matching.of(e, candidates), words));
                case Followed e -> held(e, "", false, byOperator(e, matching.of(e, candidates), words));
                case FileJudged e ->
                    new Held(
                            e,
                            "",
                            null,
                            null,
                            matching.of(e, candidates)
                                    .map(orphan -> orphan.reason().name())
                                    .orElse(null),
                            false);
                case Evidence.Own _, Evidence.OfLot _, Evidence.Annexed _, Attached _ -> line;
            };
            boolean same = Objects.equals(now.demande(), line.demande())
                    && Objects.equals(now.voie(), line.voie())
                    && Objects.equals(now.orpheline(), line.orpheline());
            if (!same) {
                moved.add(new Moved(line, now));
            }
        }
        note(moved);
        return moved;
    }

    /** What a line says of itself beats an operator's word; that beats what we find by number, by place or not at all. */
    private static Match byOperator(Evidence line, Match found, Map<UUID, String> words) {
        String id = words.get(line.proof().id());
        return id == null || (found instanceof Match.To to && to.voie() == Match.Voie.REFERENCE)
                ? found
                : new Match.To(id, Match.Voie.OPERATEUR);
    }

    /** The last word of an operator on each of these lines. */
    private Map<UUID, String> words(Collection<Held> lines) {
        Map<UUID, String> words = new HashMap<>();
        handle.createQuery("""
                        SELECT DISTINCT ON (parent) parent, demande FROM tracker.preuve
                        WHERE partenaire = :partenaire AND sort = 'Attached' AND parent = ANY(:ids)
                        ORDER BY parent, dit DESC, cle DESC""")
                .bind("partenaire", partenaire)
                .bindArray(
                        "ids",
                        UUID.class,
                        lines.stream().map(each -> each.evidence().proof().id()).toArray())
                .map((row, _) -> Map.entry(row.getObject(1, UUID.class), row.getString(2)))
                .forEach(each -> words.put(each.getKey(), each.getValue()));
        return words;
    }

    private List<Held> withId(Set<UUID> ids) {
        return ids.isEmpty()
                ? List.of()
                : Preuves.list(handle.createQuery(
                                Preuves.SELECT + "WHERE partenaire = :partenaire AND NOT perimee AND cle = ANY(:ids)")
                        .bind("partenaire", partenaire)
                        .bindArray("ids", UUID.class, ids.toArray()));
    }

    private void note(List<Moved> moved) {
        if (moved.isEmpty()) {
            return;
        }
        List<Held> after = moved.stream().map(Moved::after).toList();
        handle.createUpdate("""
                        UPDATE tracker.preuve p SET demande = n.demande, voie = n.voie, orpheline = n.orpheline
                        FROM unnest(:cles, :revisions, :demandes, :voies, :orphelines) AS n (cle, revision, demande, voie, orpheline)
                        WHERE p.cle = n.cle AND p.revision = n.revision""")
                .bindArray(
                        "cles",
                        UUID.class,
                        after.stream().map(each -> each.evidence().proof().id()).toArray())
                .bindArray(
                        "revisions",
                        Integer.class,
                        after.stream()
                                .map(each -> each.evidence().proof().revision())
                                .toArray())
                .bindArray(
                        "demandes",
                        String.class,
                        after.stream().map(Held::demande).toArray())
                .bindArray("voies", String.class, after.stream().map(Held::voie).toArray())
                .bindArray(
                        "orphelines",
                        String.class,
                        after.stream().map(Held::orpheline).toArray())
                .execute();
    }

    private Candidates candidates(Collection<Held> lines) {
        Set<String> references = new HashSet<>();
        Set<String> files = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        Set<String> pces = new HashSet<>();
        Set<Integer> places = new HashSet<>();
        for (Held line : lines) {
            switch (line.evidence()) {
                case LineJudged e -> {
                    add(references, e.reference());
                    files.add(e.fichier());
                    if (e.reference() == null && e.ligne() != null) {
                        places.add(e.ligne());
                    }
                }
                case FileJudged e -> files.add(e.fichier());
                case Followed e -> {
                    add(references, e.reference());
                    add(numbers, e.numeroSuivi());
                    add(pces, e.pce());
                    if (e.rang() != null) {
                        places.add(e.rang());
                    }
                }
                case Evidence.Own _, Evidence.OfLot _, Evidence.Annexed _, Attached _ -> {}
            }
        }
        Candidates candidates =
                requests(Demandes.find(handle, partenaire, references).values());
        files(files, places, candidates);
        if (byNumber() && !numbers.isEmpty()) {
            numbers(numbers, pces, places, candidates);
        }
        return candidates;
    }

    private void files(Set<String> files, Set<Integer> places, Candidates candidates) {
        if (files.isEmpty()) {
            return;
        }
        query("""
                SELECT DISTINCT fichier FROM tracker.preuve
                WHERE partenaire = :partenaire AND sort IN ('Lotted', 'LotDeposited') AND fichier = ANY(:values)""", files).mapTo(String.class).forEach(candidates::file);
        if (!places.isEmpty()) {
            query("""
                    SELECT fichier, demande, pce, kind, ligne FROM tracker.preuve
                    WHERE partenaire = :partenaire AND sort = 'Lotted' AND fichier = ANY(:values) AND ligne = ANY(:places)""", files)
                    .bindArray("places", Integer.class, places.toArray())
                    .map((row, _) -> Map.entry(
                            row.getString(1), new Member(row.getString(2), row.getString(3), row.getString(4), (Integer)
                                    row.getObject(5))))
                    .forEach(each -> candidates.inFile(each.getKey(), each.getValue()));
        }
    }

    private void numbers(Set<String> numbers, Set<String> pces, Set<Integer> places, Candidates candidates) {
        query("""
                SELECT f.numero, m.demande, m.pce, m.kind, m.ligne FROM tracker.preuve f
                JOIN tracker.preuve m ON m.partenaire = f.partenaire AND m.fichier = f.fichier AND m.sort = 'Lotted'
                WHERE f.partenaire = :partenaire AND f.sort = 'FileJudged' AND f.numero = ANY(:values) AND NOT f.perimee
                  AND (m.pce = ANY(:pces) OR m.ligne = ANY(:places))
                UNION
                SELECT d.numero, m.demande, m.pce, m.kind, m.ligne FROM tracker.preuve d
                JOIN tracker.preuve m ON m.partenaire = d.partenaire AND m.demande = d.demande AND m.sort IN ('Lotted', 'Received', 'Called')
                WHERE d.partenaire = :partenaire AND d.sort IN ('LineJudged', 'Called') AND d.numero = ANY(:values) AND NOT d.perimee""", numbers)
                .bindArray("pces", String.class, pces.toArray())
                .bindArray("places", Integer.class, places.toArray())
                .map((row, _) -> Map.entry(
                        row.getString(1),
                        new Member(row.getString(2), row.getString(3), row.getString(4), (Integer) row.getObject(5))))
                .forEach(each -> {
                    candidates.numbered(each.getKey(), each.getValue());
                    candidates.request(
                            each.getValue().idDemande(), each.getValue().pce());
                });
    }
}
