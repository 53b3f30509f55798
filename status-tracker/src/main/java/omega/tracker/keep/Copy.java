package omega.tracker.keep;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows for one {@code COPY}, in PostgreSQL's binary format, so that nothing is printed, escaped and parsed again. A value's class decides its column's type: {@code text} or
 * {@code json} takes whatever has no type of its own here. What PostgreSQL cannot hold in a text, a NUL, becomes U+FFFD.
 */
final class Copy {
    private static final int PART = 500;
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final byte[] TRAILER = {-1, -1};
    private static final LocalDate EPOCH = LocalDate.of(2000, 1, 1);
    private static final Instant EPOCH_TIME = Instant.parse("2000-01-01T00:00:00Z");
    private ByteBuffer rows = ByteBuffer.allocate(1 << 12);
    private int row;
    private short columns;

    /** The next column of the row. */
    Copy add(@Nullable Object value) {
        if (columns == 0) {
            row = rows.position();
            room(Short.BYTES).putShort(columns);
        }
        columns++;
        switch (value) {
            case null -> room(Integer.BYTES).putInt(-1);
            case UUID id ->
                sized(2 * Long.BYTES).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            case Integer number -> sized(Integer.BYTES).putInt(number);
            case Long number -> sized(Long.BYTES).putLong(number);
            case Boolean yes -> sized(1).put(yes ? (byte) 1 : 0);
            case Instant time -> sized(Long.BYTES).putLong(EPOCH_TIME.until(time, ChronoUnit.MICROS));
            case LocalDate day -> sized(Integer.BYTES).putInt(Math.toIntExact(EPOCH.until(day, ChronoUnit.DAYS)));
            default -> {
                byte[] text = value.toString().replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
                sized(text.length).put(text);
            }
        }
        return this;
    }

    void endRow() {
        rows.putShort(row, columns);
        columns = 0;
    }

    private ByteBuffer sized(int bytes) {
        return room(Integer.BYTES + bytes).putInt(bytes);
    }

    private ByteBuffer room(int bytes) {
        if (rows.remaining() < bytes) {
            rows = ByteBuffer.allocate(2 * (rows.position() + bytes)).put(rows.flip());
        }
        return rows;
    }

    boolean isEmpty() {
        return rows.position() == 0;
    }

    /** Copies a row of each, in their order: made by as many threads as the machine has, while the database takes those before. */
    static <T> void run(Handle handle, String into, List<T> all, BiConsumer<Copy, T> row) {
        if (!all.isEmpty()) {
            run(
                    handle,
                    into,
                    IntStream.rangeClosed(0, (all.size() - 1) / PART).parallel().mapToObj(part -> {
                        Copy some = new Copy();
                        all.subList(part * PART, Math.min(all.size(), (part + 1) * PART))
                                .forEach(each -> row.accept(some, each));
                        return some;
                    }));
        }
    }

    /** {@code into} is a table and its columns: {@code tracker.preuve (cle, revision)}. */
    static void run(Handle handle, String into, Stream<Copy> parts) {
        try {
            CopyIn copy = handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + into + " FROM STDIN (FORMAT binary)");
            try {
                copy.writeToCopy(HEADER, 0, HEADER.length);
                parts.forEachOrdered(part -> write(copy, into, part.rows));
                copy.writeToCopy(TRAILER, 0, TRAILER.length);
                copy.endCopy();
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw failed(into, e);
        }
    }

    private static void write(CopyIn copy, String into, ByteBuffer rows) {
        try {
            byte[] some = new byte[rows.position()];
            rows.flip().get(some);
            copy.writeToCopy(some, 0, some.length);
        } catch (SQLException e) {
            throw failed(into, e);
        }
    }

    private static UnableToExecuteStatementException failed(String into, SQLException e) {
        return new UnableToExecuteStatementException("COPY " + into, e, null);
    }
}
