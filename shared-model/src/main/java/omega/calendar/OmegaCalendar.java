package omega.calendar;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omega.clock.OmegaClock;

/**
 * The guide's calendar: opening hours (§2.1, §3.1, §4.1), publication windows and retention (§3.2.4), working days. Pure; all local
 * times are Europe/Paris.
 *
 * @param windows hours of {@code matin}, {@code midi}, {@code après-midi}: ours, the guide gives none
 * @param cutOff mass requests deposited later are not processed on the same day (§3.2.1)
 * @param fichierListe from the first to the last hour at which the fichier liste is renewed (§3.2.4)
 * @param maintenanceSaturday the nth Saturday of the month on which OMEGA closes early
 * @param maintenance its hours: the guide gives 16:00 and, for web services, 22:00
 */
public record OmegaCalendar(
        Map<String, HourRange> windows,
        LocalTime cutOff,
        HourRange fichierListe,
        int maintenanceSaturday,
        HourRange maintenance,
        List<Hours> hours,
        Holidays holidays) {

    public static final String LECTURE_ECRITURE = "lecture-ecriture";
    public static final String LECTURE = "lecture";
    public static final String TELECHARGEMENT = "téléchargement";

    /** @throws IllegalArgumentException when the calendar has no such hours */
    public Hours hours(Canal canal, String acces) {
        return hours.stream()
                .filter(each -> each.canal() == canal && each.acces().equals(acces))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no hours for " + canal + " " + acces));
    }

    public boolean isOpen(Canal canal, String acces, Instant instant) {
        ZonedDateTime local = instant.atZone(OmegaClock.PARIS);
        return openings(hours(canal, acces), local.toLocalDate()).stream()
                .anyMatch(range -> range.contains(local.toLocalTime()));
    }

    /** The first instant at or after {@code instant} at which the access is open, within the next ten days. */
    public Optional<ZonedDateTime> nextOpening(Canal canal, String acces, Instant instant) {
        Hours week = hours(canal, acces);
        ZonedDateTime local = instant.atZone(OmegaClock.PARIS);
        for (int i = 0; i <= 10; i++) {
            LocalDate day = local.toLocalDate().plusDays(i);
            for (HourRange range : openings(week, day)) {
                if (range.endOn(day).isAfter(local)) {
                    ZonedDateTime start = range.startOn(day);
                    return Optional.of(start.isAfter(local) ? start : local);
                }
            }
        }
        return Optional.empty();
    }

    /** Opening hours of one day, in order, less the maintenance of the third Saturday: read-write access ends at its start. */
    public List<HourRange> openings(Hours week, LocalDate day) {
        List<HourRange> ranges = week.on(day);
        if (!isMaintenanceDay(day)) {
            return ranges;
        }
        boolean closesForTheDay = week.acces().equals(LECTURE_ECRITURE);
        List<HourRange> rest = new ArrayList<>();
        for (HourRange range : ranges) {
            if (range.from() < maintenance.from()) {
                rest.add(new HourRange(range.from(), Math.min(range.to(), maintenance.from())));
            }
            if (!closesForTheDay && range.to() > maintenance.to()) {
                rest.add(new HourRange(Math.max(range.from(), maintenance.to()), range.to()));
            }
        }
        return rest;
    }

    /**
     * The Paris date on which OMEGA processes a mass request that arrives at {@code arrival} (§3.2.1): the same day up to the cut-off
     * and before the file channel closes, else the next day on which the channel opens. A file that comes before the opening is the day's.
     */
    public LocalDate processingDay(Instant arrival) {
        ZonedDateTime local = arrival.atZone(OmegaClock.PARIS);
        Hours week = hours(Canal.FTP, LECTURE_ECRITURE);
        for (LocalDate day = local.toLocalDate(); ; day = day.plusDays(1)) {
            List<HourRange> openings = openings(week, day);
            boolean inTime = day.isAfter(local.toLocalDate())
                    || (!local.toLocalTime().isAfter(cutOff)
                            && !openings.isEmpty()
                            && local.isBefore(openings.getLast().endOn(day)));
            if (!openings.isEmpty() && inTime) {
                return day;
            }
            if (day.isAfter(local.toLocalDate().plusDays(31))) {
                throw new IllegalStateException("the file channel never opens");
            }
        }
    }

    public boolean isMaintenanceDay(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY && nthOfMonth(day) == maintenanceSaturday;
    }

    /** Monday to Friday, less the holidays ({@code jour ouvré}). */
    public boolean isWorkingDay(LocalDate day) {
        return day.getDayOfWeek().getValue() <= DayOfWeek.FRIDAY.getValue() && !holidays.contains(day);
    }

    /** @throws IllegalArgumentException when the month has fewer working days */
    public LocalDate workingDay(YearMonth month, int nth) {
        int seen = 0;
        for (LocalDate day = month.atDay(1); !day.isAfter(month.atEndOfMonth()); day = day.plusDays(1)) {
            if (isWorkingDay(day) && ++seen == nth) {
                return day;
            }
        }
        throw new IllegalArgumentException(month + " has no " + nth + "th working day");
    }

    /** What should come of a flux for {@code day}; empty where nothing is due or no date can be computed. */
    public Optional<Expectation> expected(Schedule schedule, LocalDate day) {
        HourRange window = window(schedule.plage());
        return switch (schedule.days()) {
            case Days.EveryDay() -> Optional.of(expectation(window, day, day));
            case Days.NotSundayNorMonday() ->
                day.getDayOfWeek() == DayOfWeek.SUNDAY || day.getDayOfWeek() == DayOfWeek.MONDAY
                        ? Optional.empty()
                        : Optional.of(expectation(window, day, day));
            case Days.WorkingDays(int first, int last) -> {
                YearMonth month = YearMonth.from(day);
                yield workingDay(month, first).equals(day)
                        ? Optional.of(expectation(window, day, workingDay(month, last)))
                        : Optional.empty();
            }
            case Days.NthSunday(int nth) ->
                day.getDayOfWeek() == DayOfWeek.SUNDAY && nthOfMonth(day) == nth
                        ? Optional.of(expectation(window, day, day))
                        : Optional.empty();
            case Days.AfterInvoice _ -> Optional.empty();
        };
    }

    /** When the fichier liste of a day is renewed (§3.2.4): each hour from the first to the last, outside maintenance. */
    public List<ZonedDateTime> fichiersListe(LocalDate day) {
        List<ZonedDateTime> renewals = new ArrayList<>();
        for (int minute = fichierListe.from(); minute <= fichierListe.to(); minute += 60) {
            LocalTime time = LocalTime.of(minute / 60, minute % 60);
            if (!isMaintenanceDay(day) || !maintenance.contains(time)) {
                renewals.add(day.atTime(time).atZone(OmegaClock.PARIS));
            }
        }
        return renewals;
    }

    public HourRange window(String plage) {
        HourRange window = windows.get(plage);
        if (window == null) {
            throw new IllegalArgumentException("no window '" + plage + "' among " + windows.keySet());
        }
        return window;
    }

    /** When a publication put out at {@code available} is withdrawn (§3.2.4): the same local time, {@code retention} later. */
    public static Instant expiry(Instant available, Period retention) {
        return available.atZone(OmegaClock.PARIS).plus(retention).toInstant();
    }

    private static Expectation expectation(HourRange window, LocalDate first, LocalDate last) {
        return new Expectation(first, window.startOn(first), window.endOn(last));
    }

    private static int nthOfMonth(LocalDate day) {
        return (day.getDayOfMonth() - 1) / 7 + 1;
    }
}
