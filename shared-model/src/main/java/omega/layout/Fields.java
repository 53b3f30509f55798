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
        this.quote = quote;
    }

    /** False when quotes are broken; then {@link #count} fields stand before the broken one, whose origin is known. */
    boolean cut(byte[] line, int from, int to) {
        bytes = line;
        quoted = false;
        count = 0;
        int start = from;
        for (int i = from; i < to; i++) {
            byte b = line[i];
            if (b == delimiter) {
                add(start, i);
                start = i + 1;
            } else if (b == quote && i == start) {
                return cutQuoted(line, from, to);
            }
        }
        add(start, to);
        return true;
    }

    private void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count] = end;
        count++;
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
