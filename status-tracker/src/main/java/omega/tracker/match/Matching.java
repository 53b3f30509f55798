package omega.tracker.match;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import omega.catalogue.SuiviRules.Correlation;
import omega.tracker.hear.Evidence.FileJudged;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.LineJudged;
import omega.tracker.match.Candidates.Member;
import omega.tracker.match.Match.Orphan;
import omega.tracker.match.Match.Reason;
import omega.tracker.match.Match.To;
import omega.tracker.match.Match.Voie;
import org.jspecify.annotations.Nullable;

/**
 * Finds the request of a line, by the ways that the pack declares (§3.2.3), in their order. Pure: the same candidates give the same match, so that it can be
 * made anew whenever more is known. Where several requests fit, none is taken.
 */
public record Matching(List<Correlation> ways) {

    /** Level 1 answers our own file, so that a request's id or place in it is enough. */
    public Match of(LineJudged line, Candidates candidates) {
        String reference = line.reference();
        if (reference != null) {
            return candidates.knows(reference) ? new To(reference, Voie.REFERENCE) : new Orphan(Reason.INCONNUE);
        }
        Integer ligne = line.ligne();
        return only(ligne == null ? List.of() : candidates.at(line.fichier(), ligne), Voie.POSITION)
                .orElse(new Orphan(Reason.INCONNUE));
    }

    /** Empty when the file is one of ours. */
    public Optional<Orphan> of(FileJudged file, Candidates candidates) {
        return candidates.hasFile(file.fichier()) ? Optional.empty() : Optional.of(new Orphan(Reason.FICHIER_INCONNU));
    }

    /** The first way that finds anything decides. */
    public Match of(Followed line, Candidates candidates) {
        return ways.stream()
                .map(way -> switch (way) {
                    case REFERENCE -> byReference(line, candidates);
                    case SUIVI_RANG ->
                        byNumber(
                                line,
                                candidates,
                                Voie.SUIVI_RANG,
                                line.rang(),
                                member -> line.rang() != null && line.rang().equals(member.ligne()));
                    case SUIVI_PCE_NATURE ->
                        byNumber(
                                line,
                                candidates,
                                Voie.SUIVI_PCE_NATURE,
                                line.pce(),
                                member -> line.pce() != null
                                        && line.pce().equals(member.pce())
                                        && line.kind() != null
                                        && line.kind().equals(member.kind()));
                })
                .flatMap(Optional::stream)
                .findFirst()
                .map(found -> checked(found, line, candidates))
                .orElse(new Orphan(Reason.INCONNUE));
    }

    private static Optional<Match> byReference(Followed line, Candidates candidates) {
        String reference = line.reference();
        return reference != null && candidates.knows(reference)
                ? Optional.of(new To(reference, Voie.REFERENCE))
                : Optional.empty();
    }

    private static Optional<Match> byNumber(
            Followed line, Candidates candidates, Voie voie, @Nullable Object needed, Predicate<Member> fits) {
        String numero = line.numeroSuivi();
        if (numero == null || needed == null) {
            return Optional.empty();
        }
        return only(
                candidates.of(numero).stream()
                        .filter(fits)
                        .map(Member::idDemande)
                        .distinct()
                        .toList(),
                voie);
    }

    private static Optional<Match> only(List<String> found, Voie voie) {
        return switch (found.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new To(found.getFirst(), voie));
            default -> Optional.of(new Orphan(Reason.AMBIGUE));
        };
    }

    private static Match checked(Match found, Followed line, Candidates candidates) {
        String pce = line.pce();
        return switch (found) {
            case Orphan orphan -> orphan;
            case To to ->
                pce != null
                                && candidates
                                        .pce(to.idDemande())
                                        .filter(known -> !known.equals(pce))
                                        .isPresent()
                        ? new Orphan(Reason.CONTRADICTOIRE)
                        : to;
        };
    }
}
