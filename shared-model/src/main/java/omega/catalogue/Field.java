package omega.catalogue;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One column.
 *
 * @param length most characters (text) or digits (numbers)
 * @param scale most digits after the decimal sign
 * @param format of a date, instant or gas day; null otherwise
 * @param masks the forms a text may have; empty for any
 * @param codes the list a text must be in; null for none
 * @param keepUnknown whether a code out of the list is kept, marked, rather than refused
 * @param yes the text of {@code true}; null but for booleans, like {@code no}
 */
public record Field(
        String name,
        FieldType type,
        boolean required,
        int length,
        int scale,
        @Nullable String format,
        List<String> masks,
        @Nullable CodeList codes,
        boolean keepUnknown,
        @Nullable String yes,
        @Nullable String no) {

    /** The format of a date, instant or gas day as the JDK knows it, to write one. */
    public DateTimeFormatter formatter() {
        StringBuilder pattern = new StringBuilder();
        for (char each : Objects.requireNonNull(format, name).toCharArray()) {
            if (each == '\'') {
                continue;
            }
            boolean letter = "yMdHmsX".indexOf(each) >= 0;
            pattern.append(letter ? String.valueOf(each) : "'" + each + "'");
        }
        return DateTimeFormatter.ofPattern(pattern.toString().replace("yyyy", "uuuu"), Locale.ROOT);
    }
}
