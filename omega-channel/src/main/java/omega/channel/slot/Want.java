package omega.channel.slot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A service's wish to connect; one a partner, service and purpose.
 *
 * @param notAfter virtual instant after which connecting is of no more use: the day's cut-off, a publication's expiry
 */
public record Want(
        String partner,
        String service,
        Purpose purpose,
        @Nullable Instant notAfter) {}
