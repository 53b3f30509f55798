package omega.tracker.keep;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows for one {@code COPY}, in PostgreSQL's text format. What PostgreSQL cannot hold in a text, a NUL, becomes U+FFFD. */
final class Copy {
    private final StringBuilder rows = new StringBuilder(1 << 16);
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
