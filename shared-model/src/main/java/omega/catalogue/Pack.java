package omega.catalogue;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What a pack says of itself.
 *
 * @param omegaVersion the release of OMEGA whose guides it follows
 * @param validTo last day of validity; null while none is known
 */
public record Pack(
        String id,
        String omegaVersion,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        Status status,
        String source) {

    /** {@code PROVISIONAL} layouts are ours; {@code OFFICIAL} ones came from GRDF under contract. */
    public enum Status {
        PROVISIONAL,
        OFFICIAL
    }
}
