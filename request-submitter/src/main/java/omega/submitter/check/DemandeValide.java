package omega.submitter.check;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that fits its kind's layout; made by {@link Check} only.
 *
 * @param echeance latest arrival at OMEGA, or null
 * @param cells the fields of its line in the layout's order, as they stand in the file; empty where absent
 */
public record DemandeValide(
        String idDemande,
        String kind,
        String pce,
        Priorite priorite,
        @Nullable Instant echeance,
        List<String> cells) {}
