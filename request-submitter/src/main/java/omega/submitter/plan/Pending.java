package omega.submitter.plan;

import java.time.Instant;
import omega.submitter.check.Priorite;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits.
 *
 * @param echeance latest arrival at OMEGA, or null
 * @param rang order of acceptance, the same at every planning; lower goes first
 */
public record Pending(
        String idDemande,
        String kind,
        Priorite priorite,
        @Nullable Instant echeance,
        long rang) {}
