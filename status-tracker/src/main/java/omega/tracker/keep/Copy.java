package omega.tracker.keep;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows for one {@code COPY}, in PostgreSQL's text format. What PostgreSQL cannot hold in a text, a NUL, becomes U+FFFD. */
final class Copy {
    private static final int PART = 1_000;
    private final StringBuilder rows = new StringBuilder(1 << 12);
    private boolean begun;

    /** The next column of the row. */
    Copy add(@Nullable Object value) {
        if (begun) {
            rows.append('\t');
        }
        begun = true;
        if (value == null) {
            rows.append("\\N");
        } else {
            escape(value.toString());
        }
        return this;
    }

    private void escape(String text) {
        int plain = 0;
        while (plain < text.length() && text.charAt(plain) > '\r' && text.charAt(plain) != '\\') {
            plain++;
        }
        rows.append(text, 0, plain);
        for (int i = plain; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '\\' -> rows.append("\\\\");
                case '\t' -> rows.append("\\t");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                case 0 -> rows.append('\uFFFD');
                default -> rows.append(each);
            }
        }
    }

    /** Rows that were made elsewhere. */
    void addAll(Copy other) {
        rows.append(other.rows);
    }

    /** A row of each, in their order; made by as many threads as the machine has. */
    static <T> Copy of(List<T> all, BiConsumer<Copy, T> row) {
        Copy rows = new Copy();
        IntStream.range(0, (all.size() + PART - 1) / PART)
                .parallel()
                .mapToObj(part -> {
                    Copy some = new Copy();
                    all.subList(part * PART, Math.min(all.size(), (part + 1) * PART))
                            .forEach(each -> row.accept(some, each));
                    return some;
                })
                .forEachOrdered(rows::addAll);
        return rows;
    }

    void endRow() {
        rows.append('\n');
        begun = false;
    }

    /** {@code into} is a table and its columns: {@code tracker.preuve (cle, revision)}. */
    void run(Handle handle, String into) {
        if (rows.isEmpty()) {
            return;
        }
        try {
            handle.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY " + into + " FROM STDIN",
                            new ByteArrayInputStream(rows.toString().getBytes(StandardCharsets.UTF_8)),
                            1 << 18);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new org.jdbi.v3.core.statement.UnableToExecuteStatementException("COPY " + into, e, null);
        }
    }
}
