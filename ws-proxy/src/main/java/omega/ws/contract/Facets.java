package omega.ws.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a simple type narrows. All of it holds together.
 *
 * @param patterns each step of derivation is a list of which one must fit
 * @param values the enumeration, as the schema writes it; null where any value may stand
 * @param minLength characters, octets of binary types, items of lists
 * @param bounds inclusive or exclusive limits
 */
public record Facets(
        WhiteSpace whiteSpace,
        List<List<Regex>> patterns,
        @Nullable List<String> values,
        int minLength,
        int maxLength,
        int totalDigits,
        int fractionDigits,
        List<Bound> bounds) {
    public static final int NONE = Integer.MAX_VALUE;

    /** A limit of a value: {@code least} or most, itself allowed or not. */
    public record Bound(String value, boolean least, boolean inclusive) {}

    static Facets of(WhiteSpace whiteSpace) {
        return new Facets(whiteSpace, List.of(), null, 0, NONE, NONE, NONE, List.of());
    }
}
