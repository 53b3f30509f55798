package omega.fetcher.parse;

import omega.layout.LineReader;

/** The lines of a block, each read to a record or to faults. */
public final class BlockLines {

    /** What becomes of each line, in order; {@code reader} holds the line's record or faults until the call returns. */
    public interface Sink {
        /** The line is a record. */
        void record(long line, LineReader reader);

        /** The line is none; {@code from} and {@code to} are where it stands in the block. */
        void reject(long line, LineReader reader, byte[] block, int from, int to);
    }

    private BlockLines() {}

    /** Reads all lines of {@code block}, the first of which has number {@code firstLine}; returns how many they are. */
    public static int read(byte[] block, long firstLine, LineReader reader, Sink sink) {
        reader.restart();
        int lines = 0;
        int from = 0;
        while (from < block.length) {
            int to = LineReader.end(block, from, block.length);
            long line = firstLine + lines++;
            if (reader.read(block, from, to, line)) {
                sink.record(line, reader);
            } else {
                sink.reject(line, reader, block, from, to);
            }
            from = to + 1;
        }
        return lines;
    }
}
