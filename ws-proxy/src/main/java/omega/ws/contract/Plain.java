package omega.ws.contract;

/**
 * Values in the form in which most are written, told by one look: digits, digits with a point, days of the first 28 of a month, names in ASCII. What it does not know may
 * be sound all the same, and is left to the expressions that know every form.
 */
final class Plain {
    /** Digits that fit a {@code long}, and are not to be told from their value. */
    private static final int MOST = 18;

    private Plain() {}

    /** Whether the text surely is a value of the type. */
    static boolean isSurely(Builtin builtin, String text) {
        return switch (builtin) {
            case INTEGER,
                    LONG,
                    INT,
                    SHORT,
                    BYTE,
                    NON_NEGATIVE_INTEGER,
                    UNSIGNED_LONG,
                    UNSIGNED_INT,
                    UNSIGNED_SHORT,
                    UNSIGNED_BYTE,
                    POSITIVE_INTEGER -> isWhole(text);
            case DECIMAL -> digitsAfterPoint(text) >= 0;
            case DATE -> text.length() == 10 && isDay(text);
            case NAME, NC_NAME, NMTOKEN, ID, IDREF -> isName(text);
            default -> false;
        };
    }

    /** Whether both are whole numbers that a {@code long} holds. */
    static boolean areWhole(String one, String other) {
        return isWhole(one) && isWhole(other);
    }

    private static boolean isWhole(String text) {
        return !text.isEmpty() && text.length() <= MOST && areDigits(text, 0, text.length());
    }

    /** How many digits follow the point; negative where the text is no plain number. */
    static int digitsAfterPoint(String text) {
        if (text.length() > MOST) {
            return -1;
        }
        int point = text.indexOf('.');
        if (point < 0) {
            return isWhole(text) ? 0 : -1;
        }
        int after = text.length() - point - 1;
        return point > 0 && after > 0 && areDigits(text, 0, point) && areDigits(text, point + 1, text.length())
                ? after
                : -1;
    }

    private static boolean isName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '.' || c == '-'))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** {@code 2026-11-24}: of a year without a leading nought, and of no month's end. */
    private static boolean isDay(String text) {
        return text.charAt(0) >= '1'
                && areDigits(text, 0, 4)
                && text.charAt(4) == '-'
                && isWithin(text, 5, 1, 12)
                && text.charAt(7) == '-'
                && isWithin(text, 8, 1, 28);
    }

    private static boolean isWithin(String text, int at, int least, int most) {
        int value = 10 * (text.charAt(at) - '0') + text.charAt(at + 1) - '0';
        return areDigits(text, at, at + 2) && value >= least && value <= most;
    }

    private static boolean areDigits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
