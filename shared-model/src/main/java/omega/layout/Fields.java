package omega.layout;

import java.util.Arrays;

/**
 * A line cut at its delimiters: the first of the two loops. Offsets point into {@link #bytes}, which is the line's own buffer unless
 * a quote made a clean copy necessary. Reused from line to line.
 */
final class Fields {
    /** No character quotes: equal to no byte, not even to 0xFF, which is -1. */
    static final int NO_QUOTE = 256;

    private final byte delimiter;
    private final long delimiters;
    private final int quote;
    private byte[] scratch = new byte[0];
    byte[] bytes = scratch;
    int count;
    int[] starts = new int[64];
    int[] ends = new int[64];
    private boolean quoted;
    private int[] origins = new int[64];

    /** {@code quote} is an ASCII character, or {@link #NO_QUOTE}. */
    Fields(byte delimiter, int quote) {
        this.delimiter = delimiter;
        this.delimiters = (delimiter & 0xFF) * Words.ONES;
        this.quote = quote;
    }

    /** False when quotes are broken; then {@link #count} fields stand before the broken one, whose origin is known. */
    boolean cut(byte[] line, int from, int to) {
        bytes = line;
        quoted = false;
        count = 0;
        if (isQuoted(line, from, to)) {
            return cutQuoted(line, from, to);
        }
        int start = from;
        for (int at = from; at < to; at += 8) {
            if (count + 9 > starts.length) {
                grow();
            }
            long word = at + 8 <= to ? Words.load(line, at) : Words.load(line, at, to);
            for (long found = Words.zeros(word ^ delimiters); found != 0; found &= found - 1) {
                starts[count] = start;
                start = at + (Long.numberOfTrailingZeros(found) >>> 3) + 1;
                ends[count++] = start - 1;
                if (isQuoted(line, start, to)) {
                    return cutQuoted(line, from, to);
                }
            }
        }
        add(start, to);
        return true;
    }

    private boolean isQuoted(byte[] line, int start, int to) {
        return quote != NO_QUOTE && start < to && line[start] == quote;
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            grow();
        }
        starts[count] = start;
        ends[count] = end;
        count++;
    }

    private void grow() {
        starts = Arrays.copyOf(starts, starts.length * 2);
        ends = Arrays.copyOf(ends, ends.length * 2);
    }

    private boolean cutQuoted(byte[] line, int from, int to) {
        if (scratch.length < to - from) {
            scratch = new byte[Math.max(1024, (to - from) * 2)];
        }
        bytes = scratch;
        quoted = true;
        count = 0;
        int out = 0;
        int at = from;
        while (true) {
            int start = out;
            mark(at);
            if (at < to && line[at] == quote) {
                at++;
                while (true) {
                    if (at == to) {
                        return false;
                    }
                    if (line[at] != quote) {
                        scratch[out++] = line[at++];
                    } else if (at + 1 < to && line[at + 1] == quote) {
                        scratch[out++] = line[at];
                        at += 2;
                    } else {
                        at++;
                        break;
                    }
                }
                if (at < to && line[at] != delimiter) {
                    return false;
                }
            } else {
                while (at < to && line[at] != delimiter) {
                    scratch[out++] = line[at++];
                }
            }
            add(start, out);
            if (at == to) {
                return true;
            }
            at++;
        }
    }

    private void mark(int at) {
        if (count == origins.length) {
            origins = Arrays.copyOf(origins, count * 2);
        }
        origins[count] = at;
    }

    /** Where field {@code i} starts in the line as it came, its quote included. */
    int origin(int i) {
        return quoted ? origins[i] : starts[i];
    }
}
