package omega.layout;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file's charset as the kernel sees it: how a byte is written in a JSON string, which is always UTF-8. Of control characters (U+0000 to
 * U+001F, U+007F to U+009F) only TAB may stand in a field. That UTF-8 is well formed is checked before, over the whole file.
 */
final class Encoding {
    /** In UTF-8, what U+0080 to U+00BF start with: the first half of them are control characters. */
    private static final byte LATIN = (byte) 0xC2;
    /** What each byte becomes inside a JSON string; null for one that may not stand in a field, or not before every other. */
    private final byte[] @Nullable [] written = new byte[256][];

    /** Bytes that stand for themselves. */
    private final boolean[] plain = new boolean[256];

    private final boolean utf8;
    /** The printable characters of ASCII are bytes that stand for themselves, but for quote and backslash. */
    private final boolean ascii;

    private final Charset charset;

    Encoding(Charset charset) {
        this.charset = charset;
        this.utf8 = charset.equals(StandardCharsets.UTF_8);
        for (int b = 0; b < 256; b++) {
            byte[] bytes = write(b);
            written[b] = bytes;
            plain[b] = bytes != null && bytes.length == 1 && bytes[0] == (byte) b;
        }
        this.ascii = IntStream.range(' ', 0x7F).allMatch(b -> plain[b] || b == '"' || b == '\\');
    }

    private byte @Nullable [] write(int b) {
        if (b == '"' || b == '\\') {
            return new byte[] {'\\', (byte) b};
        }
        if (b == '\t') {
            return new byte[] {'\\', 't'};
        }
        if (b < 0x20 || b == 0x7F) {
            return null;
        }
        if (utf8) {
            return (byte) b == LATIN ? null : new byte[] {(byte) b};
        }
        try {
            CharBuffer character = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(new byte[] {(byte) b}));
            return Character.isISOControl(character.get(0))
                    ? null
                    : character.toString().getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Writes a field as the inside of a JSON string; false when a byte of it may not stand there. */
    boolean write(byte[] source, int from, int to, JsonBytes out) {
        int first = ascii ? Words.plain(source, from, to) : from;
        while (first < to && plain[source[first] & 0xFF]) {
            first++;
        }
        out.put(source, from, first);
        return first == to || writeRest(source, first, to, out);
    }

    private boolean writeRest(byte[] source, int from, int to, JsonBytes out) {
        out.room((to - from) * 3);
        byte[] target = out.bytes;
        int at = out.length;
        for (int i = from; i < to; i++) {
            byte[] bytes = written[source[i] & 0xFF];
            if (bytes == null) {
                if (!utf8 || source[i] != LATIN || i + 1 == to || (source[i + 1] & 0xFF) < 0xA0) {
                    return false;
                }
                target[at++] = LATIN;
                continue;
            }
            target[at++] = bytes[0];
            for (int j = 1; j < bytes.length; j++) {
                target[at++] = bytes[j];
            }
        }
        out.length = at;
        return true;
    }

    /** Whether the printable characters of ASCII are the same bytes in this charset. */
    boolean isAscii() {
        return ascii;
    }

    /** Characters between two offsets: bytes, but for UTF-8, where those that continue a character do not count. */
    int characters(byte[] source, int from, int to) {
        if (!utf8) {
            return to - from;
        }
        int count = 0;
        for (int i = from; i < to; i++) {
            if ((source[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    /** Offset after the character at {@code at}. */
    int next(byte[] source, int at, int to) {
        int next = at + 1;
        while (utf8 && next < to && (source[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }

    String text(byte[] source, int from, int to) {
        return new String(source, from, to - from, charset);
    }

    /** The field in UTF-8: a plain copy of what is ASCII or UTF-8 already. */
    byte[] utf8(byte[] source, int from, int to) {
        return utf8 || (ascii && Words.ascii(source, from, to))
                ? Arrays.copyOfRange(source, from, to)
                : text(source, from, to).getBytes(StandardCharsets.UTF_8);
    }

    byte[] bytes(String text) {
        return text.getBytes(charset);
    }
}
