package omega.calendar;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;

/**
 * Days that are no working days besides Saturdays and Sundays. They move only {@code jours ouvrés}, never opening hours.
 *
 * @param fixed the same date every year
 * @param easter days after Easter Sunday
 */
public record Holidays(List<MonthDay> fixed, List<Integer> easter) {

    public boolean contains(LocalDate day) {
        return fixed.contains(MonthDay.from(day))
                || easter.contains(
                        (int) (day.toEpochDay() - easterSunday(day.getYear()).toEpochDay()));
    }

    /** Gregorian Easter, by the anonymous algorithm of 1876 (Meeus, Jones, Butcher). */
    static LocalDate easterSunday(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int g = (8 * b + 13) / 25;
        int h = (19 * a + b - b / 4 - g + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int month = (h + l - 7 * m + 114) / 31;
        int day = (h + l - 7 * m + 114) % 31 + 1;
        return LocalDate.of(year, month, day);
    }
}
