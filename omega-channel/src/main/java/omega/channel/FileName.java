package omega.channel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A name that a server listed, judged before anything is done with it.
 *
 * @param text the name; when it is refused, a printable form of it
 * @param fault why it must not be used; null when it is safe as one part of a local or a remote path
 */
public record FileName(String text, @Nullable String fault) {
    /** Bytes; the limit of the usual file systems. */
    public static final int LONGEST = 255;

    private static final int SHOWN = 120;

    /** Judges the bytes of a listed name. */
    public static FileName of(byte[] raw) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            return new FileName(printable(new String(raw, StandardCharsets.ISO_8859_1)), "not UTF-8");
        }
        String fault = fault(text, raw.length);
        return new FileName(fault == null ? text : printable(text), fault);
    }

    private static @Nullable String fault(String text, int bytes) {
        if (text.isEmpty()) {
            return "empty";
        }
        if (bytes > LONGEST) {
            return "longer than " + LONGEST + " bytes";
        }
        if (text.equals(".") || text.equals("..")) {
            return "names a directory";
        }
        if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
            return "holds a path separator";
        }
        return text.codePoints().anyMatch(FileName::invisible) ? "holds a control character" : null;
    }

    /** Text of a stranger, fit for one line of a log: no control characters, at most 120 characters. */
    public static String printable(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(SHOWN).forEach(c -> {
            if (invisible(c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.length() <= SHOWN ? shown.toString() : shown.substring(0, SHOWN);
    }

    private static boolean invisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
