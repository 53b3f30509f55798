package omega.fetcher.cut;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import omega.catalogue.Layout;
import omega.fetcher.inspect.Lines;
import omega.layout.LineReader;

/**
 * Cuts a sound file's details into blocks of at most {@link #SIZE} bytes, where the layout has groups only before a group's first line: a
 * line or a group that is longer, within the pack's limit, is a block of its own. The same bytes and layout always give the same blocks, so that a cut can be taken up where it was left. In flat memory; for one file.
 */
public final class Cutting {
    /** Bytes of a block at most. */
    public static final int SIZE = 512 * 1024;

    private final Lines lines;
    private final long details;
    private final boolean groups;
    private final LineReader reader;
    private byte[] buffer = new byte[SIZE];
    private int filled;
    private int linesIn;
    private int groupAt;
    private int groupLines;
    private long seen;
    private long number;
    private long firstLine = 2;
    private boolean pending;

    /** {@code details} lines follow the header, as inspection counted them; {@code longest} is the most bytes of one. */
    public Cutting(InputStream in, Layout layout, Charset charset, LocalDate day, long details, int longest)
            throws IOException {
        this.lines = new Lines(in, longest);
        this.details = details;
        this.groups = layout.hasGroups();
        this.reader = new LineReader(layout, charset, day);
        lines.next();
    }

    /** The next block, or empty after the last, which is given only when the stream was read to its end and its checksum held. */
    public Optional<Block> next() throws IOException {
        while (pending || (seen < details && lines.next())) {
            if (!pending) {
                seen++;
            }
            pending = false;
            int size = lines.to() - lines.from() + 1;
            boolean starts = !groups || reader.startsGroup(lines.bytes(), lines.from(), lines.to());
            if (filled + size > SIZE && (starts ? filled : groupAt) > 0) {
                pending = true;
                return Optional.of(starts ? cutAt(filled, linesIn) : cutAt(groupAt, groupLines));
            }
            if (starts) {
                groupAt = filled;
                groupLines = linesIn;
            }
            append(size);
        }
        while (lines.next()) {
            // the footer
        }
        return filled > 0 ? Optional.of(cutAt(filled, linesIn)) : Optional.empty();
    }

    private void append(int size) {
        if (buffer.length < filled + size) {
            buffer = Arrays.copyOf(buffer, filled + size + SIZE);
        }
        System.arraycopy(lines.bytes(), lines.from(), buffer, filled, size - 1);
        buffer[filled + size - 1] = '\n';
        filled += size;
        linesIn++;
    }

    private Block cutAt(int end, int count) {
        Block block = new Block(++number, firstLine, count, Arrays.copyOf(buffer, end));
        System.arraycopy(buffer, end, buffer, 0, filled - end);
        filled -= end;
        linesIn -= count;
        firstLine += count;
        groupAt = 0;
        groupLines = 0;
        return block;
    }
}
