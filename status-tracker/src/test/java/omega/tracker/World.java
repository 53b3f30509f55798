package omega.tracker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.tracker.decide.Chronicle;
import omega.tracker.decide.Fold;
import omega.tracker.decide.Suivi;
import omega.tracker.hear.Evidence;
import omega.tracker.hear.Evidence.Called;
import omega.tracker.hear.Evidence.FileJudged;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.LineJudged;
import omega.tracker.hear.Evidence.LotDeposited;
import omega.tracker.hear.Evidence.Lotted;
import omega.tracker.hear.Heard;
import omega.tracker.match.Candidates;
import omega.tracker.match.Candidates.Member;
import omega.tracker.match.Match;
import omega.tracker.match.Matching;

/** The tracker in a few lines: everything is kept in memory, and everything is decided anew from it each time. What the database does piece by piece must come to the same. */
final class World {
    static final Catalogue PACK = Catalogue.provisional();
    private final Fold fold = new Fold(PACK);
    private final Matching matching = new Matching(PACK.suivi().sdem().correlation());
    private final Map<UUID, Evidence> kept = new LinkedHashMap<>();
    private final Map<Long, Integer> replays = new HashMap<>();
    private final List<String> orphans = new ArrayList<>();

    private final boolean lastHeardWins;

    World() {
        this(false);
    }

    /** @param lastHeardWins a safeguard taken out: of two revisions of a line that counts which is heard last, not the higher one */
    World(boolean lastHeardWins) {
        this.lastHeardWins = lastHeardWins;
    }

    void hear(Collection<Heard> heard) {
        for (Heard each : heard) {
            switch (each) {
                case Heard.Fact(Evidence evidence, String _) ->
                    kept.merge(
                            evidence.proof().id(),
                            evidence,
                            (one, other) -> lastHeardWins
                                            || other.proof().revision()
                                                    > one.proof().revision()
                                    ? other
                                    : one);
                case Heard.Replayed replay -> replays.merge(replay.archive(), replay.revision(), Math::max);
                case Heard.Regard _, Heard.Nothing _, Heard.Unreadable _ -> throw new AssertionError(each);
            }
        }
    }

    Map<String, Chronicle> dossiers() {
        List<Evidence> counting = kept.values().stream()
                .filter(each -> !(each instanceof Evidence.Line || each instanceof FileJudged)
                        || each.proof().revision()
                                >= replays.getOrDefault(each.proof().id().getMostSignificantBits(), 0))
                .toList();
        Map<String, List<Evidence>> byRequest = new TreeMap<>();
        Candidates candidates = new Candidates();
        Map<String, Member> members = new HashMap<>();
        for (Evidence each : counting) {
            if (each instanceof Evidence.Own own) {
                byRequest
                        .computeIfAbsent(own.idDemande(), _ -> new ArrayList<>())
                        .add(own);
                candidates.request(own.idDemande(), own.pce());
                members.put(own.idDemande(), new Member(own.idDemande(), own.pce(), own.kind(), null));
            }
            if (each instanceof Lotted e) {
                candidates.inFile(e.fichier(), new Member(e.idDemande(), e.pce(), e.kind(), e.ligne()));
            }
            if (each instanceof LotDeposited e) {
                candidates.file(e.fichier());
            }
        }
        for (Evidence each : counting) {
            if (each instanceof FileJudged file && file.numeroSuivi() != null) {
                counting.stream()
                        .filter(other ->
                                other instanceof Lotted e && e.fichier().equals(file.fichier()))
                        .map(Lotted.class::cast)
                        .forEach(e -> candidates.numbered(
                                file.numeroSuivi(), new Member(e.idDemande(), e.pce(), e.kind(), e.ligne())));
            }
            if (each instanceof LineJudged line
                    && line.numeroSuivi() != null
                    && matching.of(line, candidates) instanceof Match.To(String id, Match.Voie _)) {
                candidates.numbered(line.numeroSuivi(), Objects.requireNonNull(members.get(id)));
            }
            if (each instanceof Called call && call.numeroSuivi() != null) {
                candidates.numbered(call.numeroSuivi(), new Member(call.idDemande(), call.pce(), call.kind(), null));
            }
        }
        orphans.clear();
        for (Evidence each : counting) {
            switch (each) {
                case LineJudged e -> place(byRequest, e, matching.of(e, candidates));
                case Followed e -> place(byRequest, e, matching.of(e, candidates));
                case FileJudged e ->
                    matching.of(e, candidates)
                            .ifPresent(orphan -> orphans.add(orphan.reason().name()));
                case Evidence.Own _, Evidence.OfLot _, Evidence.Annexed _, Evidence.Attached _ -> {}
            }
        }
        Map<String, Chronicle> dossiers = new TreeMap<>();
        byRequest.forEach((id, own) -> fold.of(
                        History.PARTNER,
                        id,
                        Stream.concat(
                                        own.stream(),
                                        counting.stream()
                                                .filter(e -> e instanceof Evidence.OfLot || e instanceof FileJudged)
                                                .filter(e -> concerns(e, own)))
                                .toList())
                .ifPresent(dossier -> dossiers.put(id, dossier)));
        return dossiers;
    }

    private static boolean concerns(Evidence shared, List<Evidence> own) {
        return own.stream().anyMatch(each -> switch (shared) {
            case Evidence.OfLot lot -> each instanceof Lotted e && e.lot() == lot.lot();
            case FileJudged file ->
                (each instanceof Lotted e && e.fichier().equals(file.fichier()))
                        || (each instanceof LineJudged line && line.fichier().equals(file.fichier()));
            default -> false;
        });
    }

    private void place(Map<String, List<Evidence>> byRequest, Evidence line, Match match) {
        switch (match) {
            case Match.To(String id, Match.Voie _) ->
                byRequest.computeIfAbsent(id, _ -> new ArrayList<>()).add(line);
            case Match.Orphan(Match.Reason reason) -> orphans.add(reason.name());
        }
    }

    /** As the last {@link #dossiers} found them. */
    List<String> orphans() {
        return orphans.stream().sorted().toList();
    }

    static Map<String, String> states(Map<String, Chronicle> dossiers) {
        Map<String, String> states = new TreeMap<>();
        dossiers.forEach((id, dossier) -> states.put(id, word(dossier.etape().suivi())));
        return states;
    }

    static String word(Suivi suivi) {
        return suivi.code() == null ? suivi.word() : suivi.word() + "(" + suivi.code() + ")";
    }
}
