package omega.simulator.publish;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import omega.calendar.Days;
import omega.calendar.HourRange;
import omega.calendar.OmegaCalendar;
import omega.calendar.Schedule;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.clock.OmegaClock;

/**
 * What is due when (§3.2.4): each flux on its days at an instant inside its window, drawn from the seed; the fichier liste every
 * hour outside maintenance. Pure.
 */
public final class Programme {
    private static final int HORIZON = 45;
    private static final Comparator<Due> ORDER = Comparator.comparing(Due::instant)
            .thenComparing(Due::partenaire)
            .thenComparing(due -> due.flux().code());

    private final OmegaCalendar calendar;
    private final List<Flux> flux;
    private final List<String> partenaires;
    private final long seed;

    public Programme(Catalogue catalogue, Collection<String> partenaires, long seed) {
        this.calendar = catalogue.calendar();
        this.flux = List.copyOf(catalogue.flux().values());
        this.partenaires = List.copyOf(partenaires);
        this.seed = seed;
    }

    /** What is due after {@code from} and until {@code to}, in order. */
    public List<Due> between(Instant from, Instant to) {
        List<Due> due = new ArrayList<>();
        LocalDate last = day(to);
        for (LocalDate day = day(from); !day.isAfter(last); day = day.plusDays(1)) {
            on(day).stream()
                    .filter(each ->
                            each.instant().isAfter(from) && !each.instant().isAfter(to))
                    .forEach(due::add);
        }
        return due;
    }

    /** The first {@code count} instants after {@code from} at which something is due. */
    public List<Due> next(Instant from, int count) {
        List<Due> due = new ArrayList<>();
        LocalDate first = day(from);
        for (int i = 0; i < HORIZON && due.size() < count; i++) {
            on(first.plusDays(i)).stream()
                    .filter(each -> each.instant().isAfter(from))
                    .forEach(due::add);
        }
        return due.subList(0, Math.min(count, due.size()));
    }

    private List<Due> on(LocalDate day) {
        List<Due> due = new ArrayList<>();
        for (String partenaire : partenaires) {
            for (Flux each : flux) {
                Schedule schedule = each.schedule();
                if (each.code().equals(Flux.FICHIER_LISTE)) {
                    calendar.fichiersListe(day)
                            .forEach(hour -> due.add(new Due(partenaire, each, day, hour.toInstant())));
                } else if (schedule != null) {
                    instant(partenaire, each.code(), schedule, day)
                            .ifPresent(instant -> due.add(new Due(partenaire, each, day, instant)));
                }
            }
        }
        due.sort(ORDER);
        return due;
    }

    private Optional<Instant> instant(String partenaire, String code, Schedule schedule, LocalDate day) {
        long dice = Dice.mix(Dice.mix(Dice.mix(seed, partenaire), code), day.toEpochDay());
        HourRange window = calendar.window(schedule.plage());
        boolean today = switch (schedule.days()) {
            case Days.EveryDay _, Days.NotSundayNorMonday _, Days.NthSunday _ ->
                calendar.expected(schedule, day).isPresent();
            case Days.WorkingDays(int first, int last) -> day.equals(workingDay(partenaire, code, day, first, last));
            case Days.AfterInvoice(int days) -> isInvoiceDate(partenaire, day.minusDays(days));
        };
        return today ? Optional.of(within(window.startOn(day), window.endOn(day), dice)) : Optional.empty();
    }

    private LocalDate workingDay(String partenaire, String code, LocalDate day, int first, int last) {
        YearMonth month = YearMonth.from(day);
        long dice = Dice.mix(Dice.mix(Dice.mix(seed, partenaire), code), month.toString());
        return calendar.workingDay(month, first + Dice.below(dice, last - first + 1));
    }

    /** One invoice a month and partner, on a day of its own. */
    private boolean isInvoiceDate(String partenaire, LocalDate day) {
        long dice = Dice.mix(Dice.mix(seed, partenaire), YearMonth.from(day).toString());
        return day.getDayOfMonth() == 1 + Dice.below(dice, 25);
    }

    /** A whole second inside the window, clear of its ends. */
    private static Instant within(ZonedDateTime from, ZonedDateTime to, long dice) {
        long seconds = Duration.between(from, to).toSeconds();
        return from.toInstant().plusSeconds(Math.round(seconds * (0.05 + 0.85 * Dice.part(dice))));
    }

    private static LocalDate day(Instant instant) {
        return instant.atZone(OmegaClock.PARIS).toLocalDate();
    }
}
