package omega.tracker.keep;

import omega.tracker.hear.Evidence;
import org.jspecify.annotations.Nullable;

/** Evidence as it is kept: whose it is, how that was found, or why it is nobody's. */
public record Held(
        Evidence evidence,
        String json,
        @Nullable String demande,
        @Nullable String voie,
        @Nullable String orpheline,
        boolean perimee) {}
