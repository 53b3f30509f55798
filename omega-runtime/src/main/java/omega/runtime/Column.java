package omega.runtime;

import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.argument.Argument;
import org.jspecify.annotations.Nullable;

/** Texts of many rows that one statement writes: an array of PostgreSQL, for {@code unnest}. */
public final class Column {
    private Column() {}

    /** {@code part} of each row, in their order. */
    public static <T> Argument of(List<T> rows, Function<T, @Nullable String> part) {
        Object[] texts = rows.stream().map(part).toArray();
        return (position, statement, _) ->
                statement.setArray(position, statement.getConnection().createArrayOf("text", texts));
    }
}
