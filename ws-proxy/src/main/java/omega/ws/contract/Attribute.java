package omega.ws.contract;

import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/** @param json its key in JSON: {@code @} and its name */
public record Attribute(
        QName name,
        String json,
        SimpleType type,
        boolean required,
        @Nullable String fixed,
        @Nullable String otherwise) {}
