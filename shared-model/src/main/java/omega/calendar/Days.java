package omega.calendar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The days on which a flux is put out (§3.2.4), in the words of the pack. */
public sealed interface Days {
    record EveryDay() implements Days {}

    record NotSundayNorMonday() implements Days {}

    /** Once a month, between the {@code first}th and the {@code last}th working day. */
    record WorkingDays(int first, int last) implements Days {
        public WorkingDays {
            if (first < 1 || last < first || last > MOST_WORKING_DAYS) {
                throw new IllegalArgumentException("working days must run forward within 1.." + MOST_WORKING_DAYS);
            }
        }
    }

    /** Once a month, on its {@code nth} Sunday. */
    record NthSunday(int nth) implements Days {
        public NthSunday {
            if (nth < 1 || nth > 4) {
                throw new IllegalArgumentException("every month has Sundays 1 to 4, not " + nth);
            }
        }
    }

    /** Some days after a date that only the publication itself tells: nothing can be expected. */
    record AfterInvoice(int days) implements Days {}

    /** Whether they come once a month rather than day by day. */
    default boolean monthly() {
        return switch (this) {
            case EveryDay _, NotSundayNorMonday _ -> false;
            case WorkingDays _, NthSunday _, AfterInvoice _ -> true;
        };
    }

    /** Every month of the year has so many working days, May with its four holidays too. */
    int MOST_WORKING_DAYS = 15;

    Pattern WORKING_DAY = Pattern.compile("jour ouvré (\\d+)");
    Pattern WORKING_DAYS = Pattern.compile("jours ouvrés (\\d+) à (\\d+)");
    Pattern SUNDAY = Pattern.compile("dimanche (\\d)");
    Pattern INVOICE = Pattern.compile("date de facture \\+ (\\d+)");

    /**
     * Reads the words of the pack.
     *
     * @throws IllegalArgumentException when {@code text} is none of the forms of docs/catalogue.md
     */
    static Days parse(String text) {
        if (text.equals("tous")) {
            return new EveryDay();
        }
        if (text.equals("sauf dimanche et lundi")) {
            return new NotSundayNorMonday();
        }
        Matcher day = WORKING_DAY.matcher(text);
        if (day.matches()) {
            return new WorkingDays(number(day.group(1)), number(day.group(1)));
        }
        Matcher days = WORKING_DAYS.matcher(text);
        if (days.matches()) {
            return new WorkingDays(number(days.group(1)), number(days.group(2)));
        }
        Matcher sunday = SUNDAY.matcher(text);
        if (sunday.matches()) {
            return new NthSunday(number(sunday.group(1)));
        }
        Matcher invoice = INVOICE.matcher(text);
        if (invoice.matches()) {
            return new AfterInvoice(number(invoice.group(1)));
        }
        throw new IllegalArgumentException("'" + text + "' is none of: tous, sauf dimanche et lundi, jour ouvré N,"
                + " jours ouvrés N à M, dimanche N, date de facture + N");
    }

    private static int number(String digits) {
        return digits.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }
}
