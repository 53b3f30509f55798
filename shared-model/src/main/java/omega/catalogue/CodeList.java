package omega.catalogue;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The codes that a field may hold, each with its days of validity. */
public record CodeList(String name, List<Code> codes) {

    /** {@code validFrom} and {@code validTo} are both included; null is open. */
    public record Code(
            String code,
            String label,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo,
            String source) {
        boolean isValidOn(LocalDate day) {
            return (validFrom == null || !day.isBefore(validFrom)) && (validTo == null || !day.isAfter(validTo));
        }
    }

    /** The codes valid on the day of a publication, in the list's order. */
    public List<String> on(LocalDate day) {
        return codes.stream()
                .filter(code -> code.isValidOn(day))
                .map(Code::code)
                .toList();
    }
}
