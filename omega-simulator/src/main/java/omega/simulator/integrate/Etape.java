package omega.simulator.integrate;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A state that a request has come to.
 *
 * @param etat the pack's code
 * @param dateEffet when it is to take effect, once that is planned
 */
public record Etape(
        String etat,
        Instant instant,
        @Nullable String motif,
        @Nullable LocalDate dateEffet,
        @Nullable String libelle) {}
