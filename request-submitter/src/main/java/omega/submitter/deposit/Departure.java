package omega.submitter.deposit;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Optional;
import omega.calendar.Canal;
import omega.calendar.HourRange;
import omega.calendar.OmegaCalendar;
import omega.clock.OmegaClock;

/**
 * When a file may leave, and which day it then counts on. Pure.
 *
 * @param reserve kept before the cut-off and the closing
 * @param margin from the beginning of a file's deposit to its arrival, at least
 * @param longest after which an attempt must have arrived
 */
record Departure(OmegaCalendar calendar, Comptage comptage, Duration reserve, Duration margin, Duration longest) {

    /** The usual one: on a fast clock no margin is less than what real servers take. */
    static Departure of(OmegaCalendar calendar, Comptage comptage, OmegaClock clock) {
        Duration real = Duration.ofMillis(Math.round(10_000 * clock.speed()));
        Duration longest = Duration.ofMinutes(5);
        return new Departure(
                calendar,
                comptage,
                clock.margin(Duration.ofSeconds(10)),
                clock.margin(Duration.ofSeconds(30)),
                real.compareTo(longest) > 0 ? real : longest);
    }

    /** A departure that is possible now: the day it counts on, and past when it must not arrive any more. */
    record Leave(LocalDate jour, Instant limite) {}

    /** Empty when nothing may leave now: outside the advised hours, or too near to the cut-off. */
    Optional<Leave> at(Instant now) {
        ZonedDateTime paris = now.atZone(OmegaClock.PARIS);
        LocalDate today = paris.toLocalDate();
        Optional<HourRange> open =
                calendar.openings(calendar.hours(Canal.FTP, OmegaCalendar.LECTURE_ECRITURE), today).stream()
                        .filter(range -> range.contains(paris.toLocalTime()))
                        .findFirst();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Instant cutOff =
                today.atTime(calendar.cutOff()).atZone(OmegaClock.PARIS).toInstant();
        boolean before = !now.isAfter(cutOff);
        Instant close = open.get().endOn(today).toInstant().minusSeconds(1);
        Instant last = (before && cutOff.isBefore(close) ? cutOff : close).minus(reserve);
        if ((!before && comptage == Comptage.LES_DEUX) || now.plus(margin).isAfter(last)) {
            return Optional.empty();
        }
        LocalDate day = comptage == Comptage.DEPOT ? today : calendar.processingDay(now);
        Instant longestArrival = now.plus(longest);
        return Optional.of(new Leave(day, longestArrival.isBefore(last) ? longestArrival : last));
    }

    /** Whether a file booked on {@code jour} can still leave on it, at {@code now} or later. */
    boolean isStillPossible(LocalDate jour, Instant now) {
        LocalDate today = now.atZone(OmegaClock.PARIS).toLocalDate();
        if (!jour.equals(today)) {
            return jour.isAfter(today);
        }
        Instant cutOff =
                today.atTime(calendar.cutOff()).atZone(OmegaClock.PARIS).toInstant();
        return calendar.openings(calendar.hours(Canal.FTP, OmegaCalendar.LECTURE_ECRITURE), today).stream()
                .map(range -> range.endOn(today).toInstant().minusSeconds(1))
                .map(close -> comptage != Comptage.DEPOT && cutOff.isBefore(close) ? cutOff : close)
                .anyMatch(last -> !now.plus(margin).isAfter(last.minus(reserve)));
    }
}
