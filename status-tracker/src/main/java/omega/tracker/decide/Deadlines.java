package omega.tracker.decide;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import omega.calendar.OmegaCalendar;
import omega.calendar.Schedule;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import org.jspecify.annotations.Nullable;

/** By when OMEGA's answers should be here: the compte-rendu within two hours (§3.2.3), SDEM on its next day (§3.2.4). Pure. */
public final class Deadlines {
    /** SDEM days that may lie ahead; a schedule that has none within it expects nothing. */
    private static final int HORIZON = 62;

    private final Duration compteRendu;
    private final OmegaCalendar calendar;
    private final @Nullable Schedule schedule;
    private final Map<LocalDate, Optional<Instant>> known = new ConcurrentHashMap<>();

    public Deadlines(Catalogue catalogue) {
        Flux sdem = catalogue.flux().get(catalogue.suivi().sdem().flux());
        this.compteRendu = catalogue.suivi().compteRendu().delai();
        this.calendar = catalogue.calendar();
        this.schedule = sdem == null ? null : sdem.schedule();
    }

    /** Of a file that arrived at {@code depot}. */
    public Instant compteRendu(Instant depot) {
        return depot.plus(compteRendu);
    }

    /** The end of the next SDEM's window after the night that follows {@code day}; empty where nothing can be expected. */
    public Optional<Instant> sdem(LocalDate day) {
        return known.computeIfAbsent(day, this::next);
    }

    private Optional<Instant> next(LocalDate day) {
        if (schedule == null) {
            return Optional.empty();
        }
        for (int i = 1; i <= HORIZON; i++) {
            var expected = calendar.expected(schedule, day.plusDays(i));
            if (expected.isPresent()) {
                return Optional.of(expected.get().to().toInstant());
            }
        }
        return Optional.empty();
    }
}
