package omega.layout;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of a line at a time, the first in the lowest bits. Each test is one for all eight bytes: a byte below 0x80 plus 0x80 − c has
 * its high bit set just when it is c or more, and no sum carries into the next byte.
 */
final class Words {
    static final long ONES = 0x0101010101010101L;
    static final long HIGH = 0x8080808080808080L;
    static final long LOW = 0x7F * ONES;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    static long load(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void store(byte[] bytes, int at, long word) {
        LONG.set(bytes, at, word);
    }

    /** One to eight bytes, and zeros above them; reads none that does not exist. */
    static long load(byte[] bytes, int from, int to) {
        int above = 64 - (to - from) * 8;
        if (from + 8 <= bytes.length) {
            return load(bytes, from) << above >>> above;
        }
        if (to >= 8) {
            return load(bytes, to - 8) >>> above;
        }
        long word = 0;
        for (int i = to - 1; i >= from; i--) {
            word = word << 8 | (bytes[i] & 0xFF);
        }
        return word;
    }

    /** As {@link #load(byte[], int, int)}, but {@code filler} in all eight bytes stands above; for at most seven. */
    private static long load(byte[] bytes, int from, int to, long filler) {
        return load(bytes, from, to) | filler << ((to - from) * 8);
    }

    /** The first bytes of a word, up to eight and at least one, and zeros above them. */
    static long first(long word, int size) {
        int above = 64 - size * 8;
        return word << above >>> above;
    }

    /** The first bytes of a word, up to seven, and {@code filler} above them. */
    static long first(long word, int size, int filler) {
        long kept = (1L << (size * 8)) - 1;
        return (word & kept) | (filler * ONES & ~kept);
    }

    /** How many of a word's bytes come before the first delimiter, but no more than {@code most}: 8 where they all do. */
    static int size(long word, long delimiters, int most) {
        return Math.min(Long.numberOfTrailingZeros(zeros(word ^ delimiters)) >>> 3, most);
    }

    /** How many of a word's first bytes are this one. */
    static int leading(long word, int b) {
        return Long.numberOfTrailingZeros(word ^ b * ONES) >>> 3;
    }

    /** Offset of the first delimiter, or {@code to}; may read 8 bytes beyond it. */
    static int end(byte[] bytes, int from, int to, long delimiters) {
        int at = from;
        while (at < to) {
            int size = size(load(bytes, at), delimiters, to - at);
            at += size;
            if (size < 8) {
                return at;
            }
        }
        return to;
    }

    /** The high bit of each byte that is zero, of no other. */
    static long zeros(long word) {
        return ~((word & LOW) + LOW | word | LOW);
    }

    /** Offset of the first newline, or -1. */
    static int newline(byte[] bytes, int from, int to) {
        int at = from;
        while (at + 32 <= to
                && (newlines(bytes, at) | newlines(bytes, at + 8) | newlines(bytes, at + 16) | newlines(bytes, at + 24))
                        == 0) {
            at += 32;
        }
        for (; at + 8 <= to; at += 8) {
            long found = newlines(bytes, at);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private static long newlines(byte[] bytes, int at) {
        return zeros(load(bytes, at) ^ '\n' * ONES);
    }

    /** Whether all are digits. */
    static boolean digits(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            if (!digits(load(bytes, at))) {
                return false;
            }
        }
        return at == to || digits(load(bytes, at, to, '0' * ONES));
    }

    static boolean digits(long word) {
        return within(word, 0x50 * ONES, 0x46 * ONES);
    }

    /** Whether each byte lies between two bounds below 0x80: {@code least} holds 0x80 minus the lower ones, {@code most} 0x7F minus the upper. */
    static boolean within(long word, long least, long most) {
        return ((word | ~(word + least) | word + most) & HIGH) == 0;
    }

    static boolean ascii(byte[] bytes, int from, int to) {
        int at = from;
        long seen = 0;
        for (; at + 8 <= to; at += 8) {
            seen |= load(bytes, at);
        }
        return ((at < to ? seen | load(bytes, at, to) : seen) & HIGH) == 0;
    }

    /** Offset up to which, eight at a time and then the rest, ASCII stands for itself in a JSON string. */
    static int plain(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            if (!plain(load(bytes, at))) {
                return at;
            }
        }
        return at < to && plain(load(bytes, at, to, ' ' * ONES)) ? to : at;
    }

    /** No control character, quote or backslash, nothing beyond ASCII. */
    static boolean plain(long word) {
        long others = ((word ^ '"' * ONES) + LOW) & ((word ^ '\\' * ONES) + LOW);
        return ((word | ~(word + 0x60 * ONES & others) | word + ONES) & HIGH) == 0;
    }
}
