package omega.catalogue;

import java.util.List;
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
        @Nullable String no) {}
