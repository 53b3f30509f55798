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
import omega.tracker.decide.Chronicle;
import omega.tracker.decide.Fold;
import omega.tracker.hear.Evidence;
import omega.tracker.hear.Evidence.FileJudged;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.LineJudged;
import omega.tracker.hear.Evidence.Lotted;
import omega.tracker.hear.Heard.Fact;
import omega.tracker.hear.Heard.Replayed;
import omega.tracker.match.Candidates;
import omega.tracker.match.Matching;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Evidence about one partner's requests, kept in one transaction: what is new is added, the lines that it may concern are matched, the requests that it touches
 * are folded anew from all their evidence, and what changed is written and announced.
 */
final class Batch {
    /** Requests folded at once. */
    private static final int MOST = 20_000;

    private final Handle handle;
    private final String partenaire;
    private final Fold fold;
    private final Rattachement rattachement;
    private final Set<Version> news = new HashSet<>();

    Batch(Handle handle, String partenaire, Fold fold, Matching matching) {
        this.handle = handle;
        this.partenaire = partenaire;
        this.fold = fold;
        this.rattachement = new Rattachement(handle, partenaire, matching);
    }

    private record Version(UUID id, int revision) {
        static Version of(Evidence evidence) {
            return new Version(evidence.proof().id(), evidence.proof().revision());
        }
    }

    /** Returns how many pieces of evidence were new. */
    int take(Collection<Fact> facts, Collection<Replayed> replays) {
        Voiding voiding = new Voiding(handle, partenaire);
        voiding.note(replays);
        List<Held> fresh = fresh(facts, voiding);
        Preuves.insert(handle, fresh);
        fresh.stream().filter(each -> !each.perimee()).forEach(each -> news.add(Version.of(each.evidence())));
        List<Held> voided = voiding.voided();
        Set<String> touched = new HashSet<>();
        fresh.forEach(each -> add(touched, each.demande()));
        voided.forEach(each -> add(touched, each.demande()));
        for (Rattachement.Moved moved : rattachement.rematch(live(fresh), numbers(voided), withoutPce(fresh))) {
            add(touched, moved.before().demande());
            add(touched, moved.after().demande());
            news.add(Version.of(moved.after().evidence()));
        }
        touched.addAll(members(Stream.concat(fresh.stream(), voided.stream())
                .map(Held::evidence)
                .toList()));
        fold(touched);
        return fresh.size();
    }

    private static List<Held> live(List<Held> fresh) {
        return fresh.stream().filter(each -> !each.perimee()).toList();
    }

    private static void add(Set<String> set, @Nullable String value) {
        if (value != null) {
            set.add(value);
        }
    }

    private static Set<String> numbers(List<Held> voided) {
        Set<String> numbers = new HashSet<>();
        for (Held each : voided) {
            switch (each.evidence()) {
                case FileJudged e -> add(numbers, e.numeroSuivi());
                case LineJudged e -> add(numbers, e.numeroSuivi());
                case Evidence.Own _, Evidence.OfLot _, Followed _, Evidence.Annexed _, Evidence.Attached _ -> {}
            }
        }
        return numbers;
    }

    /** What was not kept yet, each once, matched as far as its own id tells. */
    private List<Held> fresh(Collection<Fact> facts, Voiding voiding) {
        Map<Version, Fact> distinct = new LinkedHashMap<>();
        facts.forEach(fact -> distinct.putIfAbsent(Version.of(fact.evidence()), fact));
        voiding.look(distinct.values().stream().map(Fact::evidence).toList());
        distinct.values().removeIf(fact -> voiding.isKept(fact.evidence()));
        Set<String> references = new HashSet<>();
        for (Fact fact : distinct.values()) {
            switch (fact.evidence()) {
                case Evidence.Own own -> rattachement.know(own);
                case Evidence.Line line -> add(references, line.reference());
                case Evidence.OfLot _, FileJudged _, Evidence.Annexed _, Evidence.Attached _ -> {}
            }
        }
        Candidates known = rattachement.requests(references);
        return distinct.values().stream()
                .map(fact -> rattachement.first(fact.evidence(), fact.json(), voiding.isVoid(fact.evidence()), known))
                .toList();
    }

    /** Requests that had been heard of without a PCE, and now have more evidence of their own. */
    private List<String> withoutPce(List<Held> fresh) {
        List<String> ids = fresh.stream()
                .filter(each -> each.evidence() instanceof Evidence.Own own && own.pce() != null)
                .map(each -> Objects.requireNonNull(each.demande()))
                .distinct()
                .toList();
        return ids.isEmpty()
                ? List.of()
                : handle.createQuery(
                                "SELECT id FROM tracker.demande WHERE partenaire = :partenaire AND id = ANY(:ids) AND pce IS NULL")
                        .bind("partenaire", partenaire)
                        .bindArray("ids", String.class, ids.toArray())
                        .mapTo(String.class)
                        .list();
    }

    /** The requests of the lots and files that something was heard of. */
    private Set<String> members(List<Evidence> evidence) {
        Set<Long> lots = new HashSet<>();
        Set<String> files = new HashSet<>();
        for (Evidence each : evidence) {
            switch (each) {
                case Evidence.OfLot e -> lots.add(e.lot());
                case FileJudged e -> files.add(e.fichier());
                case Evidence.Own _, LineJudged _, Followed _, Evidence.Annexed _, Evidence.Attached _ -> {}
            }
        }
        Set<String> members = new HashSet<>();
        if (!lots.isEmpty()) {
            handle.createQuery(
                            "SELECT demande FROM tracker.preuve WHERE partenaire = :partenaire AND sort = 'Lotted' AND lot = ANY(:lots)")
                    .bind("partenaire", partenaire)
                    .bindArray("lots", Long.class, lots.toArray())
                    .mapTo(String.class)
                    .forEach(members::add);
        }
        if (!files.isEmpty()) {
            handle.createQuery(
                            "SELECT demande FROM tracker.preuve WHERE partenaire = :partenaire AND sort = 'Lotted' AND fichier = ANY(:files)")
                    .bind("partenaire", partenaire)
                    .bindArray("files", String.class, files.toArray())
                    .mapTo(String.class)
                    .forEach(members::add);
        }
        return members;
    }

    /** Matches these lines anew, and folds the requests whose lines have changed; returns how many stand elsewhere than before. */
    int rematch(List<Held> lines) {
        Set<String> touched = new HashSet<>();
        for (Rattachement.Moved moved : rattachement.decide(lines)) {
            add(touched, moved.before().demande());
            add(touched, moved.after().demande());
        }
        return fold(touched);
    }

    /** Folds these requests anew; returns how many stand elsewhere than before. */
    int fold(Collection<String> ids) {
        List<String> all = List.copyOf(ids);
        int changed = 0;
        for (int from = 0; from < all.size(); from += MOST) {
            changed += refold(all.subList(from, Math.min(all.size(), from + MOST)));
        }
        return changed;
    }

    private int refold(List<String> ids) {
        Map<String, List<Evidence>> evidence = evidence(ids);
        Map<String, Situation> stood = Demandes.find(handle, partenaire, ids);
        List<Situation> inserted = new ArrayList<>();
        List<Situation> updated = new ArrayList<>();
        Annonces annonces = new Annonces();
        for (String id : ids) {
            List<Evidence> all = evidence.getOrDefault(id, List.of());
            Optional<Chronicle> dossier = fold.of(partenaire, id, all);
            Situation before = stood.get(id);
            if (dossier.isEmpty()) {
                continue;
            }
            Situation now = Situation.of(dossier.get());
            List<Evidence> old = all.stream()
                    .filter(each -> !news.contains(Version.of(each)))
                    .toList();
            var way = old.size() == all.size() ? dossier : fold.of(partenaire, id, old);
            annonces.add(
                    now,
                    before,
                    before == null ? List.of() : way.map(Chronicle::etapes).orElse(List.of()),
                    dossier.get().etapes(),
                    origins(all));
            if (before == null) {
                inserted.add(now);
            } else if (!now.equals(before)) {
                updated.add(now);
            }
        }
        Demandes.insert(handle, inserted);
        Demandes.update(handle, updated);
        annonces.write(handle);
        return inserted.size() + updated.size();
    }

    private static Map<UUID, String> origins(List<Evidence> evidence) {
        Map<UUID, String> origins = new HashMap<>();
        evidence.forEach(each -> origins.put(each.proof().id(), each.proof().origine()));
        return origins;
    }

    /** All evidence that counts, of each request: its own, its lots' and its files'. */
    private Map<String, List<Evidence>> evidence(List<String> ids) {
        Map<String, List<Evidence>> byRequest = new HashMap<>();
        Preuves.list(handle.createQuery(Preuves.SELECT
                                + "WHERE partenaire = :partenaire AND demande = ANY(:ids) AND NOT perimee")
                        .bind("partenaire", partenaire)
                        .bindArray("ids", String.class, ids.toArray()))
                .forEach(each -> byRequest
                        .computeIfAbsent(Objects.requireNonNull(each.demande()), _ -> new ArrayList<>())
                        .add(each.evidence()));
        Set<Long> lots = new HashSet<>();
        Set<String> files = new HashSet<>();
        byRequest
                .values()
                .forEach(own -> own.forEach(each -> {
                    if (each instanceof Lotted e) {
                        lots.add(e.lot());
                        files.add(e.fichier());
                    } else if (each instanceof LineJudged e) {
                        files.add(e.fichier());
                    }
                }));
        Map<Object, List<Evidence>> shared = shared(lots, files);
        byRequest
                .values()
                .forEach(own -> own.addAll(own.stream()
                        .flatMap(each -> each instanceof Lotted e
                                ? Stream.<Object>of(e.lot(), e.fichier())
                                : each instanceof LineJudged e ? Stream.<Object>of(e.fichier()) : Stream.empty())
                        .distinct()
                        .flatMap(key -> shared.getOrDefault(key, List.of()).stream())
                        .toList()));
        return byRequest;
    }

    private Map<Object, List<Evidence>> shared(Set<Long> lots, Set<String> files) {
        Map<Object, List<Evidence>> shared = new HashMap<>();
        if (!lots.isEmpty()) {
            Preuves.list(handle.createQuery(
                                    Preuves.SELECT
                                            + "WHERE partenaire = :partenaire AND lot = ANY(:lots) AND sort <> 'Lotted' AND NOT perimee")
                            .bind("partenaire", partenaire)
                            .bindArray("lots", Long.class, lots.toArray()))
                    .forEach(each -> {
                        if (each.evidence() instanceof Evidence.OfLot e) {
                            shared.computeIfAbsent(e.lot(), _ -> new ArrayList<>())
                                    .add(e);
                        }
                    });
        }
        if (!files.isEmpty()) {
            Preuves.list(handle.createQuery(
                                    Preuves.SELECT
                                            + "WHERE partenaire = :partenaire AND sort = 'FileJudged' AND fichier = ANY(:files) AND NOT perimee")
                            .bind("partenaire", partenaire)
                            .bindArray("files", String.class, files.toArray()))
                    .forEach(each -> {
                        if (each.evidence() instanceof FileJudged e) {
                            shared.computeIfAbsent(e.fichier(), _ -> new ArrayList<>())
                                    .add(e);
                        }
                    });
        }
        return shared;
    }
}
