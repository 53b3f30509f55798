package omega.bench;

import java.util.Map;

/** One way of doing the work. */
public record Contender(String name, Turn turn) {

    /** Does the work once. */
    public interface Turn {
        /** What it took, by column: {@code "rows/s" → 2.8e6}. */
        Map<String, Double> take() throws Exception;
    }
}
