package omega.ws.translate;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.PatternSyntaxException;
import omega.ws.contract.Attribute;
import omega.ws.contract.Builtin;
import omega.ws.contract.ComplexType;
import omega.ws.contract.Element;
import omega.ws.contract.Facets;
import omega.ws.contract.Kind;
import omega.ws.contract.Particle;
import omega.ws.contract.SimpleType;
import org.jspecify.annotations.Nullable;

/**
 * Every way in which one constraint of a sound document can be broken, each with the place and kind that must be told. What breaks it is chosen without the
 * code that judges: by hand, or by {@code java.util.regex} where the expression is the same there.
 */
public final class Mutations {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final List<Mutation> all = new ArrayList<>();

    private final List<String> ids = new ArrayList<>();

    /**
     * One way.
     *
     * @param paths one of them is where it must be told
     * @param isSayable whether JSON Schema can say the constraint
     */
    public record Mutation(Kind kind, Set<String> paths, String what, boolean isSayable, Consumer<JsonNode> change) {
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
        all.add(new Mutation(kind, Set.of(path), what, true, change));
    }

    /** Puts another value where the path leads. */
    private void replace(Kind kind, String path, String what, JsonNode value) {
        replace(kind, path, what, true, value);
    }

    private void replace(Kind kind, String path, String what, boolean isSayable, JsonNode value) {
        all.add(new Mutation(kind, Set.of(path), what, isSayable, root -> set(root, path, value)));
    }

    private static void set(JsonNode root, String path, JsonNode value) {
        int cut = path.lastIndexOf('/');
        String last = path.substring(cut + 1).replace("~1", "/").replace("~0", "~");
        JsonNode parent = root.at(JsonPointer.compile(path.substring(0, cut)));
        if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(last), value);
        } else {
            ((ObjectNode) parent).set(last, value);
        }
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
            simple(type.text(), value.get("$"), at(path, "$"), element.fixed());
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

    /** Whether a group around may be left out, so that what lies in it may be, too. */
    private boolean mayBeEmpty;

    private void one(Particle.One one, @Nullable JsonNode value, String path) {
        if (value == null) {
            return;
        }
        String key = at(path, one.json());
        boolean around = mayBeEmpty;
        mayBeEmpty = false;
        if (one.isArray()) {
            array(key, value, one.min(), one.max());
            for (int i = 0; i < value.size(); i++) {
                element(one.element(), value.get(i), at(key, String.valueOf(i)));
            }
        } else {
            element(one.element(), value, key);
        }
        mayBeEmpty = around;
    }

    private void once(Particle.Group group, JsonNode object, String path) {
        boolean around = mayBeEmpty;
        mayBeEmpty |= group.min() == 0 || ToXml.isEmptiable(group);
        mutate(group, object, path);
        mayBeEmpty = around;
    }

    @SuppressWarnings("ReferenceEquality") // the member itself is meant
    private void mutate(Particle.Group group, JsonNode object, String path) {
        if (group.order() != Particle.Order.CHOICE) {
            for (Particle member : group.members()) {
                if (member.min() > 0 && present(member, object) && member instanceof Particle.One one) {
                    boolean whole = !mayBeEmpty
                            || group.members().stream()
                                    .filter(each -> each != member)
                                    .anyMatch(each -> present(each, object));
                    if (whole) {
                        all.add(new Mutation(
                                Kind.MISSING,
                                Set.of(object.size() == 1 ? path : "", at(path, one.json())),
                                "no element",
                                true,
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
                                true,
                                root -> object(root, path).set(other, JSON.numberNode(1))));
                    }
                }
            } else {
                content(member, object, path);
                if (!mayBeEmpty && object.size() > keys(member).size()) {
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
        if (fixed != null) {
            fixed(type, path);
            return;
        }
        switch (type) {
            case SimpleType.Union union -> union(union, path);
            case SimpleType.Listing list -> listing(list, value, path);
            case SimpleType.Atomic atomic -> {
                identity(atomic.builtin(), value, path);
                if (atomic.json() == Builtin.Json.TEXT) {
                    text(atomic, path);
                } else {
                    number(atomic, path);
                }
            }
        }
    }

    /** Of what breaks the type too, its type is told. */
    private void fixed(SimpleType type, String path) {
        switch (type) {
            case SimpleType.Atomic atomic ->
                other(atomic.builtin(), List.of())
                        .filter(_ -> atomic.facets().patterns().isEmpty())
                        .ifPresent(each -> replace(
                                atomic.facets().values() == null ? Kind.FIXED : Kind.ENUMERATION,
                                path,
                                "not the fixed",
                                !atomic.builtin().isTemporal(),
                                json(atomic, each)));
            case SimpleType.Listing _ ->
                replace(Kind.FIXED, path, "not the fixed", JSON.arrayNode().add("rien"));
            case SimpleType.Union _ -> replace(Kind.FIXED, path, "not the fixed", JSON.textNode("4077"));
        }
    }

    private static JsonNode json(SimpleType.Atomic type, String text) {
        return switch (type.json()) {
            case TEXT -> JSON.textNode(text);
            case BOOLEAN -> JSON.booleanNode(text.equals("true"));
            case INTEGER -> JSON.numberNode(new BigInteger(text));
            case NUMBER -> DecimalNode.valueOf(new BigDecimal(text));
        };
    }

    /** A value of this type that is none of these. */
    private static Optional<String> other(Builtin builtin, List<String> values) {
        return switch (builtin) {
            case BOOLEAN -> values.isEmpty() ? Optional.of("false") : Optional.empty();
            case DATE -> Optional.of("1066-10-14");
            case DATE_TIME -> Optional.of("1066-10-14T09:00:00Z");
            case TIME -> Optional.of("03:03:03");
            case G_YEAR -> Optional.of("1066");
            case G_YEAR_MONTH -> Optional.of("1066-10");
            case G_MONTH -> Optional.of("--10");
            case G_DAY -> Optional.of("---14");
            case G_MONTH_DAY -> Optional.of("--10-14");
            case DURATION -> Optional.of("P1066Y");
            case HEX_BINARY -> Optional.of("106614");
            case BASE64_BINARY -> Optional.of("MTA2");
            case LANGUAGE -> Optional.of("xx-Rien");
            case BYTE, UNSIGNED_BYTE -> Optional.of("106");
            case NEGATIVE_INTEGER, NON_POSITIVE_INTEGER -> Optional.of("-1066");
            default -> Optional.of(builtin.json() == Builtin.Json.TEXT ? "rienDeTel" : "1066");
        };
    }

    private void identity(Builtin builtin, JsonNode value, String path) {
        if (builtin == Builtin.IDREF) {
            replace(Kind.IDENTITY, path, "refers to nothing", false, JSON.textNode("nulle-part"));
        }
        if (builtin == Builtin.ID) {
            ids.forEach(each -> all.add(new Mutation(
                    Kind.IDENTITY, Set.of(path, each), "an ID twice", false, root -> set(root, each, value))));
            ids.add(path);
        }
    }

    /** Whether a union has a member that takes any text. */
    private static boolean takesAll(SimpleType type) {
        return switch (type) {
            case SimpleType.Atomic atomic ->
                atomic.builtin().lexical() == null
                        && type.facets().values() == null
                        && type.facets().patterns().isEmpty()
                        && type.facets().minLength() == 0;
            case SimpleType.Listing _ -> false;
            case SimpleType.Union union -> union.members().stream().anyMatch(Mutations::takesAll);
        };
    }

    private void union(SimpleType.Union union, String path) {
        replace(Kind.TYPE, path, "an array for a text", JSON.arrayNode());
        replace(Kind.CHARACTERS, path, "a control character", JSON.textNode("a\u0001"));
        boolean takesAll = takesAll(union);
        if (!takesAll) {
            replace(Kind.TYPE, path, "no member", JSON.textNode("§ %rien"));
            return;
        }
        if (union.facets().values() != null) {
            replace(Kind.ENUMERATION, path, "none of its values", JSON.textNode("rienDeTel"));
        }
        boolean startsWithInt = union.members().getFirst() instanceof SimpleType.Atomic first
                && first.builtin() == Builtin.INT
                && first.facets().values() == null;
        if (startsWithInt && union.facets().values() == null) {
            replace(Kind.CHARACTERS, path, "blanks that are lost", JSON.textNode(" 5 "));
        }
    }

    private void listing(SimpleType.Listing list, JsonNode value, String path) {
        Facets facets = list.facets();
        replace(Kind.TYPE, path, "one without its array", JSON.textNode("x"));
        if (facets.maxLength() < 100 && !value.isEmpty()) {
            add(Kind.LENGTH, path, "too many items", root -> {
                ArrayNode there = (ArrayNode) root.at(JsonPointer.compile(path));
                while (there.size() <= facets.maxLength()) {
                    there.add(there.get(0));
                }
            });
        }
        boolean words = list.item() instanceof SimpleType.Atomic item && takesAll(item);
        if (facets.values() != null) {
            ArrayNode other = JSON.arrayNode();
            boolean texts = !(list.item() instanceof SimpleType.Atomic item) || item.json() == Builtin.Json.TEXT;
            replace(Kind.ENUMERATION, path, "none of its values", texts ? other.add("rien") : other.add(1066));
        }
        for (int i = 0; i < value.size(); i++) {
            String item = at(path, String.valueOf(i));
            if (words) {
                replace(Kind.CHARACTERS, item, "two words", JSON.textNode("a b"));
                replace(Kind.CHARACTERS, item, "two lines", JSON.textNode("a\nb"));
            }
            simple(list.item(), value.get(i), item, null);
        }
    }

    private void text(SimpleType.Atomic type, String path) {
        Facets facets = type.facets();
        Builtin builtin = type.builtin();
        replace(Kind.TYPE, path, "an array for a text", JSON.arrayNode());
        replace(Kind.CHARACTERS, path, "a control character", JSON.textNode("a\u0001"));
        replace(Kind.TYPE, path, "a number for a text", JSON.numberNode(12));
        boolean plain = builtin.lexical() == null;
        if (builtin == Builtin.ANY_URI) {
            replace(Kind.TYPE, path, "no such value", JSON.textNode("%zz"));
        } else if (!plain) {
            replace(Kind.TYPE, path, "no such value", JSON.textNode("§"));
        }
        List<String> values = facets.values();
        if (values != null) {
            String other = other(builtin, values).orElse("rienDeTel");
            replace(Kind.ENUMERATION, path, "none of its values", !builtin.isTemporal(), JSON.textNode(other));
        }
        unlike(type).ifPresent(each -> replace(Kind.PATTERN, path, "no fit", JSON.textNode(each)));
        lengths(type, path);
        boolean sayable = !builtin.isTemporal() && builtin.json() == Builtin.Json.TEXT;
        for (Facets.Bound bound : facets.bounds()) {
            beyond(builtin, bound)
                    .ifPresent(each -> replace(Kind.RANGE, path, "out of range", sayable, JSON.textNode(each)));
        }
    }

    /** A text of the right form that does not match. */
    private static Optional<String> unlike(SimpleType.Atomic type) {
        List<String> candidates = new ArrayList<>(List.of("§@ §@"));
        if (type.builtin().lexical() != null) {
            candidates.clear();
            other(type.builtin(), List.of()).ifPresent(candidates::add);
            candidates.addAll(
                    switch (type.builtin()) {
                        case DATE -> List.of("2026-11-23Z");
                        case DATE_TIME -> List.of("2026-11-23T10:00:00", "2026-11-23T10:00:00.5Z");
                        case TIME -> List.of("10:00:00.5Z");
                        case BOOLEAN -> List.of("0", "1", "true", "false");
                        default ->
                            type.builtin().json() == Builtin.Json.TEXT
                                    ? List.<String>of()
                                    : List.of("0", "-12", "12345");
                    });
        }
        try {
            for (String candidate : candidates) {
                if (type.facets().patterns().stream()
                        .anyMatch(step -> step.stream().noneMatch(each -> candidate.matches(each.source())))) {
                    return Optional.of(candidate);
                }
            }
        } catch (PatternSyntaxException _) {
            return Optional.empty(); // an expression that only XML Schema has
        }
        return Optional.empty();
    }

    private void lengths(SimpleType.Atomic type, String path) {
        Facets facets = type.facets();
        boolean most = facets.maxLength() < 1_000;
        boolean least = facets.minLength() > 0;
        switch (type.builtin()) {
            case HEX_BINARY -> {
                if (most) {
                    replace(Kind.LENGTH, path, "too long", JSON.textNode("0a".repeat(facets.maxLength() + 1)));
                }
                if (least) {
                    replace(Kind.LENGTH, path, "too short", JSON.textNode("0a".repeat(facets.minLength() - 1)));
                }
            }
            case BASE64_BINARY -> {
                if (most) {
                    replace(Kind.LENGTH, path, "too long", JSON.textNode(base64(facets.maxLength() + 1)));
                }
                if (least) {
                    replace(Kind.LENGTH, path, "too short", JSON.textNode(base64(facets.minLength() - 1)));
                }
            }
            default -> {
                boolean letters = type.builtin().json() == Builtin.Json.TEXT
                        && !type.builtin().isTemporal()
                        && type.builtin() != Builtin.LANGUAGE;
                if (most && letters) {
                    replace(Kind.LENGTH, path, "too long", JSON.textNode("a".repeat(facets.maxLength() + 1)));
                }
                if (least
                        && letters
                        && (facets.minLength() > 1 || type.builtin().lexical() == null)) {
                    replace(Kind.LENGTH, path, "too short", JSON.textNode("a".repeat(facets.minLength() - 1)));
                }
            }
        }
    }

    private static String base64(int octets) {
        return Base64.getEncoder().encodeToString(new byte[octets]);
    }

    /** A value on the wrong side; dates have year 1 and year 9999 there. */
    private static Optional<String> beyond(Builtin builtin, Facets.Bound bound) {
        if (!bound.inclusive() && !bound.value().endsWith("INF")) {
            return Optional.of(bound.value());
        }
        return switch (builtin) {
            case DATE, DATE_TIME, G_YEAR, G_YEAR_MONTH ->
                bound.value().startsWith("-")
                        ? Optional.empty()
                        : Optional.of((bound.least() ? "0001" : "9999")
                                + bound.value().substring(4));
            case TIME ->
                Optional.of((bound.least() ? "00:00:00" : "23:59:59")
                        + bound.value().substring(8));
            case DURATION -> Optional.of(bound.least() ? "-P999999999D" : "P999999999D");
            default ->
                builtin.json() == Builtin.Json.TEXT || bound.value().endsWith("INF")
                        ? Optional.empty()
                        : Optional.of(new BigDecimal(bound.value())
                                .add(bound.least() ? BigDecimal.ONE.negate() : BigDecimal.ONE)
                                .toPlainString());
        };
    }

    private void number(SimpleType.Atomic type, String path) {
        Facets facets = type.facets();
        replace(Kind.TYPE, path, "an array for a value", JSON.arrayNode());
        if (type.json() == Builtin.Json.BOOLEAN) {
            replace(Kind.TYPE, path, "a text for a boolean", JSON.textNode("true"));
            return;
        }
        replace(Kind.TYPE, path, "a text for a number", JSON.textNode("12"));
        if (type.json() == Builtin.Json.INTEGER) {
            replace(Kind.TYPE, path, "no whole number", DecimalNode.valueOf(new BigDecimal("1.5")));
        }
        List<String> values = facets.values();
        if (values != null) {
            other(type.builtin(), values)
                    .ifPresent(each -> replace(Kind.ENUMERATION, path, "none of its values", json(type, each)));
        }
        for (Facets.Bound bound : facets.bounds()) {
            beyond(type.builtin(), bound)
                    .ifPresent(each -> replace(Kind.RANGE, path, "out of range", json(type, each)));
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
        if (facets.totalDigits() < 30
                && facets.fractionDigits() < facets.totalDigits()
                && facets.fractionDigits() > 0) {
            BigDecimal most = BigDecimal.TEN.pow(facets.totalDigits() - 1);
            replace(Kind.DIGITS, path, "too many digits in all", DecimalNode.valueOf(most.add(new BigDecimal("0.1"))));
        }
    }
}
