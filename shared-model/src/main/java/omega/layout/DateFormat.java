package omega.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A date or instant of fixed places: each of {@code yyyy MM dd HH mm ss} once, signs between, {@code XXX} an offset at the end.
 * Reads digits where they stand; holds what it read until the next call, so one a reader.
 */
final class DateFormat {
    private static final byte DIGIT = 0;
    private final byte[] form;
    private final boolean offset;
    private final int[] places = new int[6];
    final int[] parts = new int[6];
    /** Minutes east of Greenwich, when the format ends in an offset. */
    int offsetMinutes;

    DateFormat(String format) {
        this.offset = format.endsWith("XXX");
        String local = (offset ? format.substring(0, format.length() - 3) : format).replace("'", "");
        String[] letters = {"yyyy", "MM", "dd", "HH", "mm", "ss"};
        byte[] bytes = local.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < letters.length; i++) {
            places[i] = local.indexOf(letters[i]);
            if (places[i] >= 0) {
                Arrays.fill(bytes, places[i], places[i] + letters[i].length(), DIGIT);
            }
        }
        this.form = bytes;
    }

    /** Bytes of a date or local time of this form. */
    int length() {
        return form.length;
    }

    /** Whether a sign between the digits is this one. */
    boolean holds(byte sign) {
        for (byte each : form) {
            if (each == sign) {
                return true;
            }
        }
        return offset && (sign == '+' || sign == ':' || sign == 'Z');
    }

    /** Whether the field is of this form and such a day and time of day exist. */
    boolean read(byte[] source, int from, int to) {
        int length = to - from;
        if (offset ? length <= form.length : length != form.length) {
            return false;
        }
        for (int i = 0; i < form.length; i++) {
            byte b = source[from + i];
            if (form[i] == DIGIT ? b < '0' || b > '9' : b != form[i]) {
                return false;
            }
        }
        parts[0] = digits(source, from + places[0], 4);
        for (int i = 1; i < 6; i++) {
            parts[i] = places[i] < 0 ? 0 : digits(source, from + places[i], 2);
        }
        return parts[1] >= 1
                && parts[1] <= 12
                && parts[2] >= 1
                && parts[2] <= days(parts[0], parts[1])
                && parts[3] < 24
                && parts[4] < 60
                && parts[5] < 60
                && (!offset || offset(source, from + form.length, to));
    }

    private boolean offset(byte[] source, int from, int to) {
        if (to - from == 1 && source[from] == 'Z') {
            offsetMinutes = 0;
            return true;
        }
        if (to - from != 6 || source[from + 3] != ':' || (source[from] != '+' && source[from] != '-')) {
            return false;
        }
        for (int i : new int[] {1, 2, 4, 5}) {
            if (source[from + i] < '0' || source[from + i] > '9') {
                return false;
            }
        }
        int past = digits(source, from + 4, 2);
        int minutes = digits(source, from + 1, 2) * 60 + past;
        offsetMinutes = source[from] == '-' ? -minutes : minutes;
        return past < 60 && minutes <= 18 * 60;
    }

    private static int digits(byte[] source, int from, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value * 10 + source[from + i] - '0';
        }
        return value;
    }

    private static int days(int year, int month) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }
}
