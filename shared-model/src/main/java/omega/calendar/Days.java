package omega.calendar;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The days on which a flux is put out (§3.2.4), in the words of the pack. */
public sealed interface Days {
    record EveryDay() implements Days {}

    record NotSundayNorMonday() implements Days {}

    /** Once a month, between the {@code first}th and the {@code last}th working day. */
    record WorkingDays(int first, int last) implements Days {}

    /** Once a month, on its {@code nth} Sunday. */
    record NthSunday(int nth) implements Days {}

    /** Some days after a date that only the publication itself tells: nothing can be expected. */
    record AfterInvoice(int days) implements Days {}

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
            return new WorkingDays(Integer.parseInt(day.group(1)), Integer.parseInt(day.group(1)));
        }
        Matcher days = WORKING_DAYS.matcher(text);
        if (days.matches()) {
            return new WorkingDays(Integer.parseInt(days.group(1)), Integer.parseInt(days.group(2)));
        }
        Matcher sunday = SUNDAY.matcher(text);
        if (sunday.matches()) {
            return new NthSunday(Integer.parseInt(sunday.group(1)));
        }
        Matcher invoice = INVOICE.matcher(text);
        if (invoice.matches()) {
            return new AfterInvoice(Integer.parseInt(invoice.group(1)));
        }
        throw new IllegalArgumentException("'" + text + "' is none of: tous, sauf dimanche et lundi, jour ouvré N,"
                + " jours ouvrés N à M, dimanche N, date de facture + N");
    }
}
