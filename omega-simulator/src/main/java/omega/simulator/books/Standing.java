package omega.simulator.books;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publication and what became of it.
 *
 * @param telechargements when it was downloaded, by the switch's reading of the word
 * @param retrait null while it lies in the directory
 */
public record Standing(
        @JsonUnwrapped Publication publication, List<Instant> telechargements, Fact.@Nullable Retrait retrait) {

    public boolean present() {
        return retrait == null;
    }

    public boolean downloaded() {
        return !telechargements.isEmpty();
    }
}
