package omega.fetcher.inspect;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import omega.layout.LineReader;

/**
 * The lines of a stream, one at a time, in one buffer: whole lines only, whatever the size of the stream. The current line is
 * {@link #bytes} from {@link #from} to {@link #to}, without its end; it is overwritten by the next.
 */
public final class Lines {
    private static final int CHUNK = 1 << 18;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final InputStream in;
    private final int longest;
    private byte[] bytes = new byte[2 * CHUNK];
    private int filled;
    private int next;
    private boolean ended;
    private int from;
    private int to;
    private long number;
    private boolean carriageReturn;
    private boolean newline;

    /** {@code longest} is the most bytes of a line; a longer one is cut there and {@link #tooLong} says so. */
    public Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** Goes on to the next line; false at the end of the stream. A last line without an end is a line, an empty rest is none. */
    public boolean next() throws IOException {
        from = next;
        int scanned = from;
        while (true) {
            int at = LineReader.end(bytes, scanned, filled);
            if (at >= 0) {
                return line(at, at + 1, true);
            }
            scanned = filled;
            if (ended) {
                return from < filled && line(filled, filled, false);
            }
            if (filled - from > longest) {
                return line(filled, filled, false);
            }
            scanned -= from;
            fill();
        }
    }

    private boolean line(int end, int after, boolean withNewline) {
        carriageReturn = end > from && bytes[end - 1] == '\r';
        newline = withNewline;
        to = carriageReturn ? end - 1 : end;
        next = after;
        number++;
        return true;
    }

    /** Moves the unfinished line to the buffer's start and reads on behind it. */
    private void fill() throws IOException {
        int rest = filled - from;
        if (bytes.length - rest < CHUNK) {
            byte[] larger = new byte[bytes.length * 2];
            System.arraycopy(bytes, from, larger, 0, rest);
            bytes = larger;
        } else {
            System.arraycopy(bytes, from, bytes, 0, rest);
        }
        from = 0;
        filled = rest;
        int read = in.readNBytes(bytes, filled, CHUNK);
        filled += read;
        ended = read < CHUNK;
    }

    /** Whether all bytes of the current line are ASCII, eight at a time. */
    boolean isAscii() {
        long seen = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            seen |= (long) LONG.get(bytes, i);
        }
        for (; i < to; i++) {
            seen |= bytes[i];
        }
        return (seen & 0x8080808080808080L) == 0;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** From 1. */
    public long number() {
        return number;
    }

    public boolean isEmpty() {
        return from == to;
    }

    public boolean tooLong() {
        return to - from > longest;
    }

    boolean endsInCrLf() {
        return carriageReturn && newline;
    }

    boolean endsInLf() {
        return !carriageReturn && newline;
    }

    /** Leaves out a byte order mark, which may stand before the first line of a UTF-8 file. */
    public void skipByteOrderMark() {
        if (number == 1
                && to - from >= 3
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF) {
            from += 3;
        }
    }
}
