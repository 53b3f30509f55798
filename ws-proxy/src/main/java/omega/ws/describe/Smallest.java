package omega.ws.describe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import omega.ws.contract.Attribute;
import omega.ws.contract.ComplexType;
import omega.ws.contract.Element;
import omega.ws.contract.Particle;
import omega.ws.contract.SimpleType;
import omega.ws.contract.Values;
import omega.ws.translate.ToJson;
import omega.ws.translate.ToXml;
import org.jspecify.annotations.Nullable;

/**
 * The smallest document of an element, always the same: what must be there, of choices the first that leads to an end. Where that does not fit, for a
 * reference to what may be left out, once more with all that may be there.
 */
final class Smallest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 20;
    private static final int MOST = 2_000;

    private final Usual usual = new Usual();
    private final boolean whole;
    private final int deepest;
    private int count;
    private boolean cut;

    private Smallest(boolean whole, int deepest) {
        this.whole = whole;
        this.deepest = deepest;
    }

    /** Empty where no document was found that callers could send. */
    static Optional<JsonNode> of(Element element) {
        return of(element, false).or(() -> of(element, true));
    }

    /** By the least depth, so that types that hold themselves come to an end. */
    private static Optional<JsonNode> of(Element element, boolean whole) {
        boolean deeper = true;
        for (int depth = 1; deeper && depth <= DEEPEST; depth++) {
            Smallest smallest = new Smallest(whole, depth);
            JsonNode found = smallest.element(element, 0);
            if (found != null && ToXml.translate(element, found).misfits().isEmpty()) {
                return Optional.of(found);
            }
            deeper = smallest.cut;
        }
        return Optional.empty();
    }

    private @Nullable JsonNode element(Element element, int depth) {
        count++;
        if (count > MOST || depth > deepest) {
            cut = true;
            return null;
        }
        JsonNode found = switch (element.type()) {
            case SimpleType simple -> value(simple, element.fixed(), element.otherwise() != null);
            case ComplexType complex -> complex(element, complex, depth);
        };
        return found == null && mayBeNull(element) ? JSON.nullNode() : found;
    }

    private static boolean mayBeNull(Element element) {
        return element.nillable()
                && element.fixed() == null
                && !element.needsType()
                && !(element.type() instanceof ComplexType complex
                        && complex.attributes().stream().anyMatch(Attribute::required));
    }

    private @Nullable JsonNode value(SimpleType type, @Nullable String fixed, boolean notEmpty) {
        return fixed != null
                ? ToJson.value(type, Values.settled(type, fixed))
                : usual.of(type, notEmpty).map(each -> ToJson.value(type, each)).orElse(null);
    }

    private @Nullable JsonNode complex(Element element, ComplexType declared, int depth) {
        if (!element.needsType()) {
            return object(element, declared, JSON.objectNode(), depth);
        }
        for (Element.Alternative each : element.alternatives()) {
            JsonNode found = object(element, each.type(), JSON.objectNode().put(ToXml.TYPE_KEY, each.json()), depth);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable JsonNode object(Element element, ComplexType type, ObjectNode object, int depth) {
        for (Attribute each : type.attributes()) {
            if (each.required() || whole) {
                JsonNode value = value(each.type(), each.fixed(), false);
                if (value != null) {
                    object.set(each.json(), value);
                } else if (each.required()) {
                    return null;
                }
            }
        }
        SimpleType text = type.text();
        Particle content = type.content();
        if (text != null) {
            JsonNode value = value(text, element.fixed(), element.otherwise() != null);
            return value == null ? null : object.set(ToXml.TEXT_KEY, value);
        }
        return content == null || content(content, object, depth, false) ? object : null;
    }

    /** Whether {@code object} is whole as far as this particle goes; {@code must}: it must be there though it may be left out. */
    private boolean content(Particle particle, ObjectNode object, int depth, boolean must) {
        boolean needed = must || !ToXml.isEmptiable(particle);
        if (!needed && !whole) {
            return true;
        }
        return switch (particle) {
            case Particle.One one -> {
                JsonNode value = one.isArray() ? array(one, depth) : element(one.element(), depth + 1);
                if (value != null) {
                    object.set(one.json(), value);
                }
                yield value != null || !needed;
            }
            case Particle.Group group -> {
                ObjectNode own = group.repeats() ? rounds(group, depth) : round(group, depth, must);
                if (own != null) {
                    object.setAll(own);
                }
                yield own != null || !needed;
            }
            case Particle.Wildcard _ -> !must;
        };
    }

    private @Nullable ArrayNode array(Particle.One one, int depth) {
        ArrayNode array = JSON.arrayNode();
        for (int i = 0; i < Math.max(1, one.min()); i++) {
            JsonNode item = element(one.element(), depth + 1);
            if (item == null) {
                return null;
            }
            array.add(item);
        }
        return array;
    }

    private @Nullable ObjectNode rounds(Particle.Group group, int depth) {
        ArrayNode rounds = JSON.arrayNode();
        for (int i = 0; i < Math.max(1, group.min()); i++) {
            ObjectNode round = round(group, depth, true);
            if (round == null) {
                return null;
            }
            rounds.add(round);
        }
        return JSON.objectNode().set(group.json(), rounds);
    }

    /** What the group holds where it stands once; {@code must}: something. */
    private @Nullable ObjectNode round(Particle.Group group, int depth, boolean must) {
        if (group.order() == Particle.Order.CHOICE) {
            return any(group, depth);
        }
        ObjectNode object = JSON.objectNode();
        for (Particle each : group.members()) {
            if (!content(each, object, depth, false)) {
                return null;
            }
        }
        return object.isEmpty() && must ? any(group, depth) : object;
    }

    /** The first of its members that can stand there alone. */
    private @Nullable ObjectNode any(Particle.Group group, int depth) {
        for (Particle each : group.members()) {
            ObjectNode object = JSON.objectNode();
            if (content(each, object, depth, true) && !object.isEmpty()) {
                return object;
            }
        }
        return null;
    }
}
