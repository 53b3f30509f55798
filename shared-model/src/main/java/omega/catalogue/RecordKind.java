package omega.catalogue;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One kind of line.
 *
 * @param tag value of the line's first field; null where the file has one kind only and no tag
 * @param parent the kind that it follows, or null
 * @param key the field that keys its Kafka record; a child without one has its parent's
 * @param keepTrailing whether fields beyond the layout's are kept as {@code supplement} rather than refused
 */
public record RecordKind(
        String name,
        @Nullable String tag,
        @Nullable String parent,
        @Nullable String key,
        boolean keepTrailing,
        List<Field> fields) {

    public Optional<Field> field(String name) {
        return fields.stream().filter(field -> field.name().equals(name)).findFirst();
    }
}
