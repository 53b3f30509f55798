package omega.ws.contract;

import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * An element.
 *
 * @param alternatives the complex types that {@code xsi:type} may name, where there are several or its own is abstract; else none
 * @param narrower the simple types that {@code xsi:type} may name, its own among them; none for a complex type
 * @param fixed the one value it may have
 * @param otherwise its value when it is empty
 */
public record Element(
        QName name,
        Type type,
        List<Alternative> alternatives,
        Map<QName, SimpleType> narrower,
        boolean nillable,
        @Nullable String fixed,
        @Nullable String otherwise) {

    /** @param json how the type is called in JSON, as the value of {@code @xsi:type} */
    public record Alternative(String json, QName name, ComplexType type) {}

    /** Whether its type must be named. */
    public boolean needsType() {
        return type instanceof ComplexType complex && complex.isAbstract();
    }

    /** Whether no document holds it: its type is abstract, and nothing derives from it. */
    boolean isImpossible() {
        return needsType() && alternatives.isEmpty();
    }

    @Override
    public String toString() {
        return "element " + name.getLocalPart();
    }
}
