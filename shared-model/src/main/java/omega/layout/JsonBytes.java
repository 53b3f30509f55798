package omega.layout;

import java.util.Arrays;

/** A growing buffer of JSON bytes, reused from line to line. */
final class JsonBytes {
    /** Up to which a copy by words beats a call. */
    private static final int SHORT = 32;

    byte[] bytes = new byte[1024];
    int length;

    void clear() {
        length = 0;
    }

    void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** Needs {@link #room} made before: once a line, not once a byte. */
    void put(int b) {
        bytes[length++] = (byte) b;
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void put(byte[] source, int from, int to) {
        int count = to - from;
        room(count + SHORT);
        if (count <= SHORT && from + (count > 16 ? 32 : 16) <= source.length) {
            // what is too much is overwritten next
            Words.store(bytes, length, Words.load(source, from));
            if (count > 8) {
                Words.store(bytes, length + 8, Words.load(source, from + 8));
            }
            if (count > 16) {
                Words.store(bytes, length + 16, Words.load(source, from + 16));
                Words.store(bytes, length + 24, Words.load(source, from + 24));
            }
        } else {
            System.arraycopy(source, from, bytes, length, count);
        }
        length += count;
    }

    void number(long value) {
        if (value >= 10) {
            number(value / 10);
        }
        put('0' + (int) (value % 10));
    }

    /** Two digits. */
    void two(int value) {
        put('0' + value / 10);
        put('0' + value % 10);
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
