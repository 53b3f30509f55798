package omega.simulator.answer;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import omega.calendar.OmegaCalendar;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Fact;
import omega.simulator.books.Unitaire;
import omega.simulator.publish.Dice;

/**
 * Slots for appointments: on working days, four a day, from the day after tomorrow; two of three are free, as the seed has it, until a
 * request takes them. A reference tells its day, and is good for one point only.
 */
final class Creneaux {
    private static final int[] HOURS = {8, 10, 14, 16};
    private static final int DAYS_AHEAD = 2;
    private static final int SPAN = 14;
    private static final int LONGEST = 90;
    private static final int BASE = 36;

    private final Books books;
    private final OmegaCalendar calendar;
    private final OmegaClock clock;
    private final long seed;

    Creneaux(Books books, OmegaCalendar calendar, OmegaClock clock, long seed) {
        this.books = books;
        this.calendar = calendar;
        this.clock = clock;
        this.seed = seed;
    }

    /** A slot of two hours. */
    record Creneau(String reference, Instant debut, Instant fin) {}

    static Creneau of(Unitaire.RendezVous agreed) {
        return new Creneau(agreed.creneau(), agreed.debut(), agreed.fin());
    }

    /** The first {@code count} free slots from {@code from} to {@code to}, or of two weeks. */
    List<Creneau> propose(String pce, LocalDate from, Optional<LocalDate> to, int count) {
        LocalDate earliest = clock.today().plusDays(DAYS_AHEAD);
        LocalDate first = from.isBefore(earliest) ? earliest : from;
        LocalDate end = to.orElse(first.plusDays(SPAN));
        LocalDate last = end.isAfter(first.plusDays(LONGEST)) ? first.plusDays(LONGEST) : end;
        List<Creneau> free = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last) && free.size() < count; day = day.plusDays(1)) {
            for (int rank = 0; rank < HOURS.length && free.size() < count; rank++) {
                find(reference(pce, day, rank), pce).ifPresent(free::add);
            }
        }
        return free;
    }

    private String reference(String pce, LocalDate day, int rank) {
        long number = day.toEpochDay() * HOURS.length + rank;
        int mark = Dice.below(Dice.mix(Dice.mix(seed, pce), number), BASE * BASE * BASE * BASE);
        return "C" + digits(number) + digits(mark);
    }

    private static String digits(long number) {
        String text = Long.toString(number, BASE).toUpperCase(Locale.ROOT);
        return "0".repeat(Math.max(0, 4 - text.length())) + text;
    }

    /** The slot of this reference, if it can be had for this point now. */
    Optional<Creneau> find(String reference, String pce) {
        if (!reference.matches("C[0-9A-Z]{8}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(reference.substring(1, 5), BASE);
        LocalDate day = LocalDate.ofEpochDay(number / HOURS.length);
        int rank = (int) (number % HOURS.length);
        boolean offered = Dice.below(Dice.mix(Dice.mix(seed, "creneau"), number), 3) != 0
                && calendar.isWorkingDay(day)
                && !day.isBefore(clock.today().plusDays(DAYS_AHEAD));
        return offered && reference(pce, day, rank).equals(reference) && !taken(reference)
                ? Optional.of(new Creneau(reference, at(day, HOURS[rank]), at(day, HOURS[rank] + 2)))
                : Optional.empty();
    }

    private static Instant at(LocalDate day, int hour) {
        return day.atTime(hour, 0).atZone(OmegaClock.PARIS).toInstant();
    }

    private boolean taken(String reference) {
        return !books.unitaires(each -> {
                    Unitaire.RendezVous agreed = each.rendezVous();
                    Fact.Annulation off = each.annulation();
                    return agreed != null && off == null && agreed.creneau().equals(reference);
                })
                .isEmpty();
    }
}
