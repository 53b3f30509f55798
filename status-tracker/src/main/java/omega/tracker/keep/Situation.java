package omega.tracker.keep;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import omega.tracker.decide.Chronicle;
import omega.tracker.decide.Deadline;
import omega.tracker.decide.Step;
import org.jspecify.annotations.Nullable;

/**
 * One row of {@code tracker.demande}: where a request stands.
 *
 * @param le since when, by the evidence's own date
 * @param preuve id of the evidence that it stands there by
 * @param attend what must come next, by {@code echoit}; null when nothing must
 */
public record Situation(
        String partenaire,
        String idDemande,
        @Nullable String kind,
        @Nullable String pce,
        @Nullable LocalDate dateSouhaitee,
        @Nullable String priorite,
        @Nullable Instant echeance,
        @Nullable Long lot,
        @Nullable String fichier,
        @Nullable Integer ligne,
        @Nullable LocalDate jour,
        @Nullable String numeroSuivi,
        Instant premiere,
        String etat,
        @Nullable String code,
        Instant le,
        UUID preuve,
        @Nullable String motif,
        @Nullable String attend,
        @Nullable Instant echoit) {

    static Situation of(Chronicle dossier) {
        Step last = dossier.etape();
        Deadline attente = dossier.attente();
        Instant echeance = dossier.echeance();
        return new Situation(
                dossier.partenaire(),
                dossier.idDemande(),
                dossier.kind(),
                dossier.pce(),
                dossier.dateSouhaitee(),
                dossier.priorite(),
                echeance == null ? null : echeance.truncatedTo(ChronoUnit.MICROS),
                dossier.lot(),
                dossier.fichier(),
                dossier.ligne(),
                dossier.jour(),
                dossier.numeroSuivi(),
                dossier.premiere(),
                last.suivi().word(),
                last.suivi().code(),
                last.le(),
                last.preuve(),
                last.motif(),
                attente == null ? null : attente.quoi().name(),
                attente == null ? null : attente.echoit());
    }
}
