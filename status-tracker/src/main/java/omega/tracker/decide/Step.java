package omega.tracker.decide;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One step of a request's way: the state, since when, by which evidence. */
public record Step(
        Suivi suivi, Instant le, UUID preuve, @Nullable String motif) {}
