package omega.ws.translate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import omega.ws.contract.Attribute;
import omega.ws.contract.Builtin;
import omega.ws.contract.ComplexType;
import omega.ws.contract.Element;
import omega.ws.contract.Facets;
import omega.ws.contract.Kind;
import omega.ws.contract.Particle;
import omega.ws.contract.SimpleType;
import omega.ws.contract.Values;
import org.jspecify.annotations.Nullable;

/** Every way in which one constraint of a sound document can be broken, each with the place and kind that must be told. */
public final class Mutations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final List<Mutation> all = new ArrayList<>();

    public record Mutation(Kind kind, Set<String> paths, String what, Consumer<JsonNode> change) {
        public JsonNode of(JsonNode sound) {
            JsonNode copy = sound.deepCopy();
            change.accept(copy);
            return copy;
        }
    }

    private Mutations() {}

    public static List<Mutation> of(Element root, JsonNode json) {
        Mutations mutations = new Mutations();
        if (json.isObject()) {
            mutations.element(root, json, "");
        }
        return mutations.all;
    }

    private static String at(String path, String key) {
        return path + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    private static ObjectNode object(JsonNode root, String path) {
        return (ObjectNode) root.at(JsonPointer.compile(path));
    }

    private void add(Kind kind, String path, String what, Consumer<JsonNode> change) {
        all.add(new Mutation(kind, Set.of(path), what, change));
    }

    /** Puts another value where the path leads. */
    private void replace(Kind kind, String path, String what, JsonNode value) {
        int cut = path.lastIndexOf('/');
        String last = path.substring(cut + 1).replace("~1", "/").replace("~0", "~");
        add(kind, path, what + " " + value, root -> {
            JsonNode parent = root.at(JsonPointer.compile(path.substring(0, cut)));
            if (parent instanceof ArrayNode array) {
                array.set(Integer.parseInt(last), value);
            } else {
                ((ObjectNode) parent).set(last, value);
            }
        });
    }

    private void element(Element element, JsonNode value, String path) {
        if (!path.isEmpty()) {
            if (!element.nillable()) {
                replace(Kind.NULL, path, "null", JSON.nullNode());
            }
            replace(
                    Kind.TYPE,
                    path,
                    "wrong type",
                    element.type() instanceof SimpleType ? JSON.objectNode() : JSON.numberNode(1));
        }
        switch (element.type()) {
            case SimpleType simple -> {
                if (!value.isNull()) {
                    simple(simple, value, path, element.fixed());
                }
            }
            case ComplexType complex -> {
                if (value.isObject()) {
                    complex(element, complex, value, path);
                }
            }
        }
    }

    private void complex(Element element, ComplexType declared, JsonNode value, String path) {
        ComplexType type = declared;
        add(
                Kind.UNKNOWN,
                at(path, "inconnu"),
                "unknown key",
                root -> object(root, path).put("inconnu", 1));
        if (!element.alternatives().isEmpty()) {
            String key = at(path, "@xsi:type");
            JsonNode named = value.get("@xsi:type");
            if (named != null) {
                type = element.alternatives().stream()
                        .filter(each -> each.json().equals(named.textValue()))
                        .findFirst()
                        .orElseThrow()
                        .type();
            }
            add(Kind.XSI_TYPE, key, "another type", root -> object(root, path).put("@xsi:type", "Autre"));
            if (element.needsType()) {
                add(Kind.XSI_TYPE, key, "no type", root -> object(root, path).remove("@xsi:type"));
            }
        }
        for (Attribute attribute : type.attributes()) {
            String key = at(path, attribute.json());
            if (attribute.required()) {
                add(
                        Kind.MISSING,
                        key,
                        "no attribute",
                        root -> object(root, path).remove(attribute.json()));
            }
            JsonNode present = value.get(attribute.json());
            if (present != null) {
                simple(attribute.type(), present, key, attribute.fixed());
            }
        }
        if (value.has("@xsi:nil")) {
            return;
        }
        if (type.text() != null) {
            add(
                    Kind.MISSING,
                    at(path, "$"),
                    "no text",
                    root -> object(root, path).remove("$"));
            simple(type.text(), value.get("$"), at(path, "$"), null);
        } else if (type.content() != null) {
            content(type.content(), value, path);
        }
    }

    private void content(Particle particle, JsonNode object, String path) {
        switch (particle) {
            case Particle.One one -> one(one, object.get(one.json()), path);
            case Particle.Group group -> {
                if (!group.repeats()) {
                    if (group.min() > 0 || group.members().stream().anyMatch(each -> present(each, object))) {
                        once(group, object, path);
                    }
                    return;
                }
                JsonNode rounds = object.get(group.json());
                if (rounds == null) {
                    return;
                }
                String key = at(path, group.json());
                array(key, rounds, ToXml.isEmptiable(group) ? 0 : group.min(), group.max());
                for (int i = 0; i < rounds.size(); i++) {
                    String round = at(key, String.valueOf(i));
                    replace(Kind.MISSING, round, "an empty round", JSON.objectNode());
                    add(
                            Kind.UNKNOWN,
                            at(round, "inconnu"),
                            "unknown key",
                            root -> object(root, round).put("inconnu", 1));
                    once(group, rounds.get(i), round);
                }
            }
            case Particle.Wildcard _ -> {}
        }
    }

    private void array(String path, JsonNode array, int min, int max) {
        replace(Kind.TYPE, path, "one without its array", array.get(0));
        replace(Kind.OCCURS, path, "an empty array", JSON.arrayNode());
        if (min > 1) {
            add(Kind.OCCURS, path, "too few", root -> {
                ArrayNode there = (ArrayNode) root.at(JsonPointer.compile(path));
                while (there.size() >= min) {
                    there.remove(0);
                }
            });
        }
        if (max < 200) {
            add(Kind.OCCURS, path, "too many", root -> {
                ArrayNode there = (ArrayNode) root.at(JsonPointer.compile(path));
                while (there.size() <= max) {
                    there.add(there.get(0).deepCopy());
                }
            });
        }
    }

    private void one(Particle.One one, @Nullable JsonNode value, String path) {
        if (value == null) {
            return;
        }
        String key = at(path, one.json());
        if (one.isArray()) {
            array(key, value, one.min(), one.max());
            for (int i = 0; i < value.size(); i++) {
                element(one.element(), value.get(i), at(key, String.valueOf(i)));
            }
        } else {
            element(one.element(), value, key);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the member itself is meant
    private void once(Particle.Group group, JsonNode object, String path) {
        if (group.order() != Particle.Order.CHOICE) {
            for (Particle member : group.members()) {
                if (member.min() > 0 && present(member, object) && member instanceof Particle.One one) {
                    boolean whole = group.min() > 0
                            || group.members().stream()
                                    .filter(each -> each != member)
                                    .anyMatch(each -> present(each, object));
                    if (whole) {
                        all.add(new Mutation(
                                Kind.MISSING,
                                Set.of(object.size() == 1 ? path : "", at(path, one.json())),
                                "no element",
                                root -> object(root, path).remove(one.json())));
                    }
                }
                content(member, object, path);
            }
            return;
        }
        for (Particle member : group.members()) {
            if (!present(member, object)) {
                Set<String> keys = keys(member);
                if (!keys.isEmpty()) {
                    String other = keys.iterator().next();
                    String own = group.members().stream()
                            .filter(each -> present(each, object))
                            .flatMap(each -> keys(each).stream())
                            .filter(object::has)
                            .findFirst()
                            .orElse(null);
                    if (own != null) {
                        all.add(new Mutation(
                                Kind.CHOICE,
                                Set.of(at(path, other), at(path, own)),
                                "two choices",
                                root -> object(root, path).set(other, JSON.numberNode(1))));
                    }
                }
            } else {
                content(member, object, path);
                if (!ToXml.isEmptiable(group)
                        && group.min() > 0
                        && object.size() > keys(member).size()) {
                    add(
                            Kind.CHOICE,
                            path,
                            "no choice",
                            root -> object(root, path).remove(keys(member)));
                }
            }
        }
    }

    private static boolean present(Particle particle, JsonNode object) {
        return keys(particle).stream().anyMatch(object::has);
    }

    private static Set<String> keys(Particle particle) {
        return switch (particle) {
            case Particle.One one -> Set.of(one.json());
            case Particle.Group group -> {
                if (group.repeats()) {
                    yield Set.of(group.json());
                }
                Set<String> keys = new java.util.LinkedHashSet<>();
                group.members().forEach(each -> keys.addAll(keys(each)));
                yield keys;
            }
            case Particle.Wildcard _ -> Set.of();
        };
    }

    private void simple(SimpleType type, JsonNode value, String path, @Nullable String fixed) {
        if (path.isEmpty()) {
            return;
        }
        if (fixed != null && type instanceof SimpleType.Atomic atomic && atomic.json() == Builtin.Json.BOOLEAN) {
            replace(Kind.FIXED, path, "not the fixed", JSON.booleanNode(!fixed.equals("true")));
            return;
        }
        Facets facets = type.facets();
        switch (type) {
            case SimpleType.Union _ -> {
                // what a union says of a text that no member, or no value of its enumeration, stands for
                Values.breaches(type, "§ rien").stream()
                        .findFirst()
                        .ifPresent(each -> replace(each.kind(), path, "no member", JSON.textNode("§ rien")));
            }
            case SimpleType.Listing list -> {
                replace(Kind.TYPE, path, "one without its array", JSON.textNode("x"));
                if (facets.maxLength() < 100 && !value.isEmpty()) {
                    add(Kind.LENGTH, path, "too many items", root -> {
                        ArrayNode there = (ArrayNode) root.at(JsonPointer.compile(path));
                        while (there.size() <= facets.maxLength()) {
                            there.add(there.get(0));
                        }
                    });
                }
                for (int i = 0; i < value.size(); i++) {
                    simple(list.item(), value.get(i), at(path, String.valueOf(i)), null);
                }
            }
            case SimpleType.Atomic atomic -> atomic(atomic, path);
        }
    }

    private void atomic(SimpleType.Atomic type, String path) {
        Facets facets = type.facets();
        replace(Kind.TYPE, path, "wrong type", JSON.arrayNode());
        if (type.json() == Builtin.Json.TEXT) {
            replace(Kind.CHARACTERS, path, "a control character", JSON.textNode("a\u0001"));
            replace(Kind.TYPE, path, "a number for a text", JSON.numberNode(12));
            if (type.builtin().lexical() != null && type.builtin() != Builtin.ANY_URI) {
                replace(Kind.TYPE, path, "no such value", JSON.textNode("§"));
            } else if (facets.values() != null) {
                replace(Kind.ENUMERATION, path, "none of its values", JSON.textNode("§"));
            } else if (!facets.patterns().isEmpty()) {
                replace(Kind.PATTERN, path, "no fit", JSON.textNode("§@ §@"));
            }
            boolean plain = type.builtin().lexical() == null;
            if (plain && facets.maxLength() < 1_000) {
                replace(Kind.LENGTH, path, "too long", JSON.textNode("a".repeat(facets.maxLength() + 1)));
            }
            if (plain && facets.minLength() > 0) {
                replace(Kind.LENGTH, path, "too short", JSON.textNode("a".repeat(facets.minLength() - 1)));
            }
            return;
        }
        if (type.json() == Builtin.Json.BOOLEAN) {
            replace(Kind.TYPE, path, "a text for a boolean", JSON.textNode("true"));
            return;
        }
        replace(Kind.TYPE, path, "a text for a number", JSON.textNode("12"));
        if (type.json() == Builtin.Json.INTEGER) {
            replace(Kind.TYPE, path, "no whole number", DecimalNode.valueOf(new BigDecimal("1.5")));
        }
        for (Facets.Bound bound : facets.bounds()) {
            if (bound.value().endsWith("INF")) {
                continue;
            }
            BigDecimal limit = new BigDecimal(bound.value());
            BigDecimal beyond = bound.inclusive()
                    ? (bound.least() ? limit.subtract(BigDecimal.ONE) : limit.add(BigDecimal.ONE))
                    : limit;
            replace(
                    Kind.RANGE,
                    path,
                    "out of range",
                    type.json() == Builtin.Json.INTEGER
                            ? JSON.numberNode(beyond.toBigInteger())
                            : DecimalNode.valueOf(beyond));
        }
        if (facets.fractionDigits() < 10) {
            replace(
                    Kind.DIGITS,
                    path,
                    "too exact",
                    DecimalNode.valueOf(BigDecimal.ONE.movePointLeft(facets.fractionDigits() + 1)));
        }
        if (facets.totalDigits() < 30) {
            replace(
                    Kind.DIGITS,
                    path,
                    "too many digits",
                    JSON.numberNode(BigDecimal.TEN.pow(facets.totalDigits()).toBigInteger()));
        }
    }
}
