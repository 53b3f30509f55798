package omega.tracker.keep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** Of them, by one thread. */
    private static final int PART = 500;

    private final Handle handle;
    private final String partenaire;
    private final Fold fold;
    private final Rattachement rattachement;
    private final Set<Version> news = new HashSet<>();

    /** Of requests whose evidence was read, or that have none but what came now: their own, as it counts. */
    private final Map<String, List<Evidence>> own = new HashMap<>();

    private final Set<String> looked = new HashSet<>();
    private final Map<String, Situation> stood = new HashMap<>();

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
        List<String> unknownPce = withoutPce(fresh);
        Set<String> touched = new HashSet<>();
        fresh.forEach(each -> add(touched, each.demande()));
        look(touched);
        load(touched.stream().filter(stood::containsKey).toList());
        Preuves.insert(handle, fresh);
        fresh.stream().filter(each -> !each.perimee()).forEach(each -> {
            news.add(Version.of(each.evidence()));
            String id = each.demande();
            if (id != null) {
                own.computeIfAbsent(id, _ -> new ArrayList<>()).add(each.evidence());
            }
        });
        List<Held> voided = voiding.voided();
        voided.forEach(each -> touch(touched, each.demande()));
        for (Rattachement.Moved moved : rattachement.rematch(live(fresh), numbers(voided), unknownPce)) {
            touch(touched, moved.before().demande());
            touch(touched, moved.after().demande());
            news.add(Version.of(moved.after().evidence()));
        }
        touched.addAll(members(Stream.concat(fresh.stream(), voided.stream())
                .map(Held::evidence)
                .toList()));
        fold(touched);
        return fresh.size();
    }

    /** What is the request's must be read again. */
    private void touch(Set<String> touched, @Nullable String id) {
        if (id != null) {
            touched.add(id);
            own.remove(id);
        }
    }

    /** Reads what is known of these requests: their own evidence that counts. */
    private void load(Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        ids.forEach(id -> own.put(id, new ArrayList<>()));
        Preuves.list(handle.createQuery(Preuves.SELECT
                                + "WHERE partenaire = :partenaire AND demande = ANY(:ids) AND NOT perimee")
                        .bind("partenaire", partenaire)
                        .bindArray("ids", String.class, ids.toArray()))
                .forEach(each -> Objects.requireNonNull(own.get(each.demande())).add(each.evidence()));
    }

    /** Reads where these requests stand, as far as that was not read yet. */
    private void look(Collection<String> ids) {
        List<String> unread = ids.stream().filter(looked::add).toList();
        if (!unread.isEmpty()) {
            stood.putAll(Demandes.find(handle, partenaire, unread));
        }
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
        rattachement.ids().forEach(references::add);
        look(references);
        Candidates known = rattachement.requests(stood.values());
        return distinct.values().stream()
                .map(fact -> rattachement.first(fact.evidence(), fact.json(), voiding.isVoid(fact.evidence()), known))
                .toList();
    }

    /** Requests that had been heard of without a PCE, and now have more evidence of their own. */
    private List<String> withoutPce(List<Held> fresh) {
        return fresh.stream()
                .filter(each -> each.evidence() instanceof Evidence.Own own && own.pce() != null)
                .map(each -> Objects.requireNonNull(each.demande()))
                .distinct()
                .filter(id -> {
                    Situation before = stood.get(id);
                    return before != null && before.pce() == null;
                })
                .toList();
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
        look(ids);
        load(ids.stream().filter(id -> !own.containsKey(id)).toList());
        Shared shared = shared(ids);
        List<Part> parts = IntStream.rangeClosed(0, (ids.size() - 1) / PART)
                .parallel()
                .mapToObj(part -> part(ids.subList(part * PART, Math.min(ids.size(), (part + 1) * PART)), shared))
                .toList();
        List<Situation> inserted = new ArrayList<>();
        List<Situation> updated = new ArrayList<>();
        for (Part part : parts) {
            inserted.addAll(part.inserted());
            updated.addAll(part.updated());
        }
        Demandes.insert(handle, inserted);
        Demandes.update(handle, updated);
        Annonces.write(handle, parts.stream().map(Part::annonces).toList());
        ids.forEach(own::remove);
        return inserted.size() + updated.size();
    }

    /** What some requests come to. */
    private record Part(List<Situation> inserted, List<Situation> updated, Annonces annonces) {}

    /** Reads what the batch knows, and changes nothing of it: several threads do this at the same time. */
    private Part part(List<String> ids, Shared shared) {
        Part part = new Part(new ArrayList<>(), new ArrayList<>(), new Annonces());
        for (String id : ids) {
            List<Evidence> all = shared.with(own.getOrDefault(id, List.of()));
            Situation before = stood.get(id);
            fold.grown(partenaire, id, all, each -> news.contains(Version.of(each)))
                    .ifPresent(grown -> {
                        Situation now = Situation.of(grown.now());
                        part.annonces()
                                .add(
                                        now,
                                        before,
                                        before == null ? List.of() : grown.before(),
                                        grown.now().etapes(),
                                        all);
                        if (before == null) {
                            part.inserted().add(now);
                        } else if (!now.equals(before)) {
                            part.updated().add(now);
                        }
                    });
        }
        return part;
    }

    /** What is said of lots and files, and so of each of their requests. */
    private record Shared(Map<Object, List<Evidence>> byKey) {
        /** A request's own evidence, and what is said of its lots and files. */
        List<Evidence> with(List<Evidence> own) {
            if (byKey.isEmpty()) {
                return own;
            }
            Set<Object> keys = new LinkedHashSet<>();
            own.forEach(each -> keys(each, keys));
            List<Evidence> all = new ArrayList<>(own);
            keys.forEach(key -> all.addAll(byKey.getOrDefault(key, List.of())));
            return all;
        }

        static void keys(Evidence evidence, Set<Object> keys) {
            if (evidence instanceof Lotted e) {
                keys.add(e.lot());
                keys.add(e.fichier());
            } else if (evidence instanceof LineJudged e) {
                keys.add(e.fichier());
            }
        }
    }

    private Shared shared(List<String> ids) {
        Set<Object> keys = new HashSet<>();
        ids.forEach(id -> own.getOrDefault(id, List.of()).forEach(each -> Shared.keys(each, keys)));
        Set<Long> lots = new HashSet<>();
        Set<String> files = new HashSet<>();
        for (Object key : keys) {
            if (key instanceof Long lot) {
                lots.add(lot);
            } else {
                files.add((String) key);
            }
        }
        return new Shared(shared(lots, files));
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
