package omega.tracker.decide;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one request.
 *
 * @param etapes its way, in order of the evidence's dates; the last one is where it stands
 * @param jour the Paris date whose quota it uses; of a call, the date of the call
 * @param attente what must come next; null when nothing must
 * @param premiere date of the first evidence
 */
public record Chronicle(
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
        @Nullable Deadline attente,
        List<Step> etapes) {

    /** Where it stands. */
    public Step etape() {
        return etapes.getLast();
    }
}
