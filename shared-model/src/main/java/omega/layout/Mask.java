package omega.layout;

import java.util.Arrays;

/** A form that a text may have: {@code #} a digit, {@code @} a capital, {@code ?} any character, all else itself. Immutable. */
final class Mask {
    private final byte[] form;
    /** For {@link Words#within}, eight bytes of the form in each; none where a place is not one byte of ASCII. */
    private final long[] least;

    private final long[] most;
    /** Its signs stand for themselves in JSON. */
    private final boolean plain;

    Mask(byte[] form) {
        this.form = form;
        boolean simple = Words.ascii(form, 0, form.length);
        for (byte place : form) {
            simple &= place != '?';
        }
        this.plain = Words.plain(form, 0, form.length) == form.length;
        int words = simple ? (form.length + 7) / 8 : 0;
        this.least = new long[words];
        this.most = new long[words];
        Arrays.fill(least, Words.HIGH);
        Arrays.fill(most, Words.LOW);
        for (int i = 0; i < words * 8 && i < form.length; i++) {
            int low = form[i] == '#' ? '0' : form[i] == '@' ? 'A' : form[i];
            int high = form[i] == '#' ? '9' : form[i] == '@' ? 'Z' : form[i];
            least[i / 8] -= (long) low << (i % 8 * 8);
            most[i / 8] -= (long) high << (i % 8 * 8);
        }
    }

    /** Whether a delimiter might stand in such a text. */
    boolean holds(byte delimiter) {
        for (byte place : form) {
            boolean held = switch (place) {
                case '#' -> delimiter >= '0' && delimiter <= '9';
                case '@' -> delimiter >= 'A' && delimiter <= 'Z';
                case '?' -> false; // never skimmed
                default -> delimiter == place;
            };
            if (held) {
                return true;
            }
        }
        return false;
    }

    /** How many bytes from {@code from} on are such a text and stand for themselves in JSON; 0 where that is unsure. */
    int skim(byte[] source, int from, int to) {
        int size = form.length;
        if (least.length == 0 || to - from < size || !plain) {
            return 0;
        }
        int last = least.length - 1;
        for (int i = 0; i < last; i++) {
            if (!Words.within(Words.load(source, from + i * 8), least[i], most[i])) {
                return 0;
            }
        }
        long rest = Words.first(Words.load(source, from + last * 8), size - last * 8);
        return Words.within(rest, least[last], most[last]) ? size : 0;
    }

    boolean fits(byte[] source, int from, int to, Encoding encoding) {
        if (least.length == 0) {
            return fitsByPlace(source, from, to, encoding);
        }
        if (to - from != form.length) {
            return false;
        }
        for (int i = 0; i < least.length; i++) {
            int at = from + i * 8;
            if (!Words.within(Words.load(source, at, Math.min(at + 8, to)), least[i], most[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean fitsByPlace(byte[] source, int from, int to, Encoding encoding) {
        int at = from;
        for (byte place : form) {
            if (at >= to) {
                return false;
            }
            byte b = source[at];
            boolean fits = switch (place) {
                case '#' -> b >= '0' && b <= '9';
                case '@' -> b >= 'A' && b <= 'Z';
                case '?' -> true;
                default -> b == place;
            };
            if (!fits) {
                return false;
            }
            at = place == '?' ? encoding.next(source, at, to) : at + 1;
        }
        return at == to;
    }
}
