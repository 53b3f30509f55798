package omega.simulator.publish;

import java.util.List;
import java.util.Map;

/**
 * A line whose values are known, by field name, and the lines below it. A field without a value is left empty where it may be.
 */
public record Row(Map<String, Object> values, List<Row> children) {
    public Row(Map<String, Object> values) {
        this(values, List.of());
    }
}
