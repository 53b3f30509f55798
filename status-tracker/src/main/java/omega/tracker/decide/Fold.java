package omega.tracker.decide;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import omega.catalogue.Catalogue;
import omega.catalogue.SuiviRules.Etat;
import omega.catalogue.SuiviRules.Resultat;
import omega.clock.OmegaClock;
import omega.tracker.hear.Evidence;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.LotDeposited;
import omega.tracker.hear.Evidence.LotReleased;
import omega.tracker.hear.Evidence.LotUncertain;
import omega.tracker.hear.Evidence.LotUndone;
import omega.tracker.hear.Evidence.Lotted;
import org.jspecify.annotations.Nullable;

/**
 * From evidence to where a request stands. A pure function of the <em>set</em> of evidence: order, repetition and delay of its arrival change nothing. Evidence
 * is ordered by its own date; of one date, by what comes first in a request's life, and at last by id, so that no two tie.
 */
public final class Fold {
    private static final Comparator<Evidence> ORDER = Comparator.comparing(
                    (Evidence each) -> each.proof().at())
            .thenComparingInt(Fold::phase)
            .thenComparingLong(each -> lot(each).orElse(0L))
            .thenComparingInt(Fold::step)
            .thenComparing(each -> each.proof().said())
            .thenComparing(each -> each.proof().id())
            .thenComparingInt(each -> each.proof().revision());

    private final Deadlines deadlines;
    private final Map<String, Resultat> resultats;
    private final Map<String, Etat> etats;

    public Fold(Catalogue catalogue) {
        this.deadlines = new Deadlines(catalogue);
        this.resultats = catalogue.suivi().compteRendu().resultats();
        this.etats = catalogue.suivi().sdem().etats();
    }

    /**
     * The request as {@code evidence} shows it; evidence of lots and files that it is not in is passed over. Empty while nothing of ours tells of the
     * request.
     */
    public Optional<Chronicle> of(String partenaire, String idDemande, Collection<Evidence> evidence) {
        return grown(partenaire, idDemande, evidence, _ -> false).map(Grown::now);
    }

    /** A request by all evidence, and its steps by what was known before. */
    public record Grown(Chronicle now, List<Step> before) {}

    /** As {@link #of}, and the steps that {@code evidence} less {@code news} comes to. */
    public Optional<Grown> grown(
            String partenaire, String idDemande, Collection<Evidence> evidence, Predicate<Evidence> news) {
        Evidence[] ordered = evidence.toArray(Evidence[]::new);
        Arrays.sort(ordered, ORDER);
        Account account = new Account(resultats, etats);
        List<Step> steps = new ArrayList<>();
        int known = -1;
        boolean mixed = false;
        Evidence last = null;
        for (Evidence each : ordered) {
            if (each.equals(last)) {
                continue;
            }
            last = each;
            if (!news.test(each)) {
                mixed |= known >= 0;
            } else if (known < 0) {
                known = steps.size();
            }
            account.add(each);
            account.standing()
                    .filter(now -> steps.isEmpty() || !steps.getLast().suivi().equals(now.suivi()))
                    .ifPresent(steps::add);
        }
        if (steps.isEmpty()) {
            return Optional.empty();
        }
        Chronicle now = dossier(partenaire, idDemande, account, steps);
        List<Step> before = mixed
                ? steps(evidence.stream().filter(news.negate()).toList())
                : now.etapes().subList(0, known < 0 ? steps.size() : known);
        return Optional.of(new Grown(now, before));
    }

    private List<Step> steps(Collection<Evidence> evidence) {
        return of("", "", evidence).map(Chronicle::etapes).orElse(List.of());
    }

    private Chronicle dossier(String partenaire, String idDemande, Account account, List<Step> steps) {
        Lotted member = account.current();
        LotDeposited deposit = account.deposit();
        LocalDate jour = deposit != null
                ? deposit.jour()
                : member != null
                        ? member.jour()
                        : account.called()
                                .map(each -> LocalDate.ofInstant(each.proof().at(), OmegaClock.PARIS))
                                .orElse(null);
        return new Chronicle(
                partenaire,
                idDemande,
                account.kind(),
                account.pce(),
                account.received().map(Evidence.Received::dateSouhaitee).orElse(null),
                account.received().map(Evidence.Received::priorite).orElse(null),
                account.received().map(Evidence.Received::echeance).orElse(null),
                member == null ? null : (Long) member.lot(),
                member == null ? null : member.fichier(),
                member == null ? null : (Integer) member.ligne(),
                jour,
                account.numero(),
                Objects.requireNonNull(account.first()),
                attente(steps.getLast(), account, deposit, jour),
                List.copyOf(steps));
    }

    private @Nullable Deadline attente(
            Step last, Account account, @Nullable LotDeposited deposit, @Nullable LocalDate jour) {
        return switch (last.suivi()) {
            case Suivi.Deposee _ ->
                deposit == null
                        ? null
                        : new Deadline(
                                Deadline.Quoi.COMPTE_RENDU,
                                deadlines.compteRendu(deposit.proof().at()));
            case Suivi.AccepteeNiveau1 _ -> account.isFollowed() ? null : sdem(last.le(), jour);
            case Suivi.Recue _,
                    Suivi.Refusee _,
                    Suivi.EnLot _,
                    Suivi.RejeteeNiveau1 _,
                    Suivi.Integree _,
                    Suivi.NonRecevable _,
                    Suivi.EnCours _,
                    Suivi.Realisee _,
                    Suivi.Annulee _,
                    Suivi.Incertaine _,
                    Suivi.Inconnue _ -> null;
        };
    }

    /** Level 2 is done in the night after the request's day, or after its acceptance when that came later. */
    private @Nullable Deadline sdem(Instant accepted, @Nullable LocalDate jour) {
        LocalDate told = LocalDate.ofInstant(accepted, OmegaClock.PARIS);
        LocalDate day = jour == null || told.isAfter(jour) ? told : jour;
        return deadlines
                .sdem(day)
                .map(due -> new Deadline(Deadline.Quoi.SDEM, due))
                .orElse(null);
    }

    private static int phase(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Received _, Evidence.Refused _, Evidence.Called _ -> 0;
            case Lotted _, Evidence.OfLot _ -> 1;
            case Evidence.FileJudged _, Evidence.LineJudged _ -> 2;
            case Followed _, Evidence.Annexed _, Evidence.Attached _ -> 3;
        };
    }

    private static Optional<Long> lot(Evidence evidence) {
        return switch (evidence) {
            case Lotted e -> Optional.of(e.lot());
            case Evidence.OfLot e -> Optional.of(e.lot());
            case Evidence.Received _,
                    Evidence.Refused _,
                    Evidence.Called _,
                    Evidence.FileJudged _,
                    Evidence.LineJudged _,
                    Followed _,
                    Evidence.Annexed _,
                    Evidence.Attached _ -> Optional.empty();
        };
    }

    private static int step(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Refused _ -> 0;
            case Evidence.Received _ -> 1;
            case Evidence.Called _ -> 2;
            case Lotted _ -> 3;
            case LotUncertain _ -> 4;
            case LotReleased _ -> 5;
            case LotDeposited _ -> 6;
            case LotUndone _ -> 7;
            case Evidence.FileJudged _ -> 8;
            case Evidence.LineJudged _ -> 9;
            case Followed _ -> 10;
            case Evidence.Annexed _ -> 11;
            case Evidence.Attached _ -> 12;
        };
    }
}
