package omega.ws.contract;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code xs:duration}: months, and seconds, neither of which says how many of the other it is. Compared as XML Schema does, after four dates; by
 * calculation, since the JDK's own {@code Duration.compare} walks from month to month, minutes long for the bounds that .NET gives its time spans.
 */
record DurationValue(long months, BigDecimal seconds) {
    private static final Pattern WRITTEN = Pattern.compile(
            "(-)?P(?:(\\d+)Y)?(?:(\\d+)M)?(?:(\\d+)D)?(?:T(?:(\\d+)H)?(?:(\\d+)M)?(?:(\\d+(?:\\.\\d+)?)S)?)?");
    /** Months since the year 0 of 1696-09, 1697-02, 1903-03 and 1903-07, the first of each. */
    private static final long[] AFTER = {1696 * 12 + 8, 1697 * 12 + 1, 1903 * 12 + 2, 1903 * 12 + 6};

    private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
    private static final BigDecimal HOUR = BigDecimal.valueOf(3_600);
    private static final BigDecimal DAY = BigDecimal.valueOf(86_400);

    /** @param text written as an {@code xs:duration}, each part below two milliards */
    static DurationValue of(String text) {
        Matcher parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration");
        }
        long months = number(parts, 2).longValueExact() * 12 + number(parts, 3).longValueExact();
        BigDecimal seconds = number(parts, 4)
                .multiply(DAY)
                .add(number(parts, 5).multiply(HOUR))
                .add(number(parts, 6).multiply(MINUTE))
                .add(number(parts, 7));
        return parts.group(1) == null
                ? new DurationValue(months, seconds)
                : new DurationValue(-months, seconds.negate());
    }

    private static BigDecimal number(Matcher parts, int group) {
        String digits = parts.group(group);
        return digits == null ? BigDecimal.ZERO : new BigDecimal(digits);
    }

    /** After which of the four dates this one ends later (above zero), earlier, or at the same time (zero) as the other; they may differ. */
    int[] compareAfterEach(DurationValue other) {
        int[] each = new int[AFTER.length];
        for (int i = 0; i < each.length; i++) {
            each[i] = end(AFTER[i]).compareTo(other.end(AFTER[i]));
        }
        return each;
    }

    private BigDecimal end(long after) {
        return BigDecimal.valueOf(days(after + months)).multiply(DAY).add(seconds);
    }

    /** Days from a fixed day to the first of this month, by the Gregorian calendar: years begin in March here, so that a leap day is their last. */
    private static long days(long month) {
        long fromMarch = month - 2;
        long year = Math.floorDiv(fromMarch, 12L);
        long of = Math.floorMod(fromMarch, 12L);
        return 365 * year
                + Math.floorDiv(year, 4L)
                - Math.floorDiv(year, 100L)
                + Math.floorDiv(year, 400L)
                + (153 * of + 2) / 5;
    }
}
