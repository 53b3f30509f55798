package omega.simulator.publish;

import java.time.Instant;
import java.time.LocalDate;
import omega.catalogue.Flux;

/** A publication of {@code flux} for {@code partenaire} and {@code jour}, to be put out at {@code instant}. */
public record Due(String partenaire, Flux flux, LocalDate jour, Instant instant) {}
