package omega.simulator.publish;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a publication tells.
 *
 * @param rows lines whose values are known
 * @param invented whether lines of the register follow
 * @param reponseA the deposited file that it answers, or null
 */
public record Told(
        List<Row> rows, boolean invented, @Nullable String reponseA) {
    /** Nothing but the register's lines. */
    public static final Told REGISTER = new Told(List.of(), true, null);

    public static Told only(List<Row> rows) {
        return new Told(rows, false, null);
    }
}
