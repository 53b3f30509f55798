package omega.calendar;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import omega.clock.OmegaClock;

/** Hours of a day, from minute {@code from} (included) to minute {@code to} (excluded) after midnight; 1440 is the day's end. */
public record HourRange(int from, int to) {
    public static final int DAY = 24 * 60;

    public HourRange {
        if (from < 0 || to > DAY || from >= to) {
            throw new IllegalArgumentException("hours must run forward within 00:00-24:00");
        }
    }

    /** Reads {@code 08:00-21:30}; {@code 24:00} is the day's end. */
    public static HourRange parse(String text) {
        int dash = text.indexOf('-');
        if (dash < 0) {
            throw new IllegalArgumentException("'" + text + "' is not of the form 08:00-19:00");
        }
        return new HourRange(
                minute(text.substring(0, dash).trim()),
                minute(text.substring(dash + 1).trim()));
    }

    private static int minute(String text) {
        if (!text.matches("\\d\\d:\\d\\d")) {
            throw new IllegalArgumentException("'" + text + "' is not of the form 08:00");
        }
        int hours = Integer.parseInt(text.substring(0, 2));
        int minutes = Integer.parseInt(text.substring(3));
        if (minutes > 59) {
            throw new IllegalArgumentException("'" + text + "' is no time of day");
        }
        return hours * 60 + minutes;
    }

    public boolean contains(LocalTime time) {
        int minute = time.getHour() * 60 + time.getMinute();
        return from <= minute && minute < to;
    }

    public ZonedDateTime startOn(LocalDate day) {
        return at(day, from);
    }

    public ZonedDateTime endOn(LocalDate day) {
        return at(day, to);
    }

    /** Local wall-clock time, so that 08:00 is 08:00 on both DST days. */
    private static ZonedDateTime at(LocalDate day, int minute) {
        return minute == DAY
                ? day.plusDays(1).atStartOfDay(OmegaClock.PARIS)
                : day.atTime(minute / 60, minute % 60).atZone(OmegaClock.PARIS);
    }

    @Override
    public String toString() {
        return "%02d:%02d-%02d:%02d".formatted(from / 60, from % 60, to / 60, to % 60);
    }
}
