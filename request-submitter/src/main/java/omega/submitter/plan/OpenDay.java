package omega.submitter.plan;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import omega.calendar.Canal;
import omega.calendar.HourRange;
import omega.calendar.Hours;
import omega.calendar.OmegaCalendar;
import omega.clock.OmegaClock;

/** A day and the instants of it at which a deposit may connect, so that it arrives in open hours and by the cut-off (§3.1, §3.2.1). */
record OpenDay(LocalDate jour, List<Instant> slots) {

    /** Today and the days after it; a day without any slot is left out. */
    static List<OpenDay> from(OmegaCalendar calendar, PlanRules rules, Instant first) {
        LocalDate today = first.atZone(OmegaClock.PARIS).toLocalDate();
        Hours week = calendar.hours(Canal.FTP, OmegaCalendar.LECTURE_ECRITURE);
        List<OpenDay> days = new ArrayList<>();
        Instant next = first;
        for (int i = 0; i < rules.horizon(); i++) {
            LocalDate day = today.plusDays(i);
            Instant cutOff =
                    day.atTime(calendar.cutOff()).atZone(OmegaClock.PARIS).toInstant();
            List<Instant> slots = new ArrayList<>();
            for (HourRange range : calendar.openings(week, day)) {
                Instant start = range.startOn(day).toInstant();
                Instant last = last(range.endOn(day), cutOff).minus(rules.arrival());
                for (next = start.isAfter(next) ? start : next; !next.isAfter(last); next = next.plus(rules.slot())) {
                    slots.add(next);
                }
            }
            if (!slots.isEmpty()) {
                days.add(new OpenDay(day, slots));
            }
        }
        return days;
    }

    /** The last instant of arrival: the cut-off itself is in time, the closing is not. */
    private static Instant last(ZonedDateTime close, Instant cutOff) {
        Instant open = close.toInstant().minus(Duration.ofSeconds(1));
        return open.isBefore(cutOff) ? open : cutOff;
    }
}
