package omega.ws.describe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.ws.contract.Builtin;
import omega.ws.contract.Facets;
import omega.ws.contract.Regex;
import omega.ws.contract.SimpleType;
import omega.ws.contract.Values;
import omega.ws.contract.WhiteSpace;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas of simple types. What JSON Schema cannot say stands in {@code description}, and is enforced all the same: bounds and equal values of dates,
 * bounds of numbers that are texts, patterns of whole lists, and that Java counts a character beyond U+FFFF twice.
 */
final class SimpleSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PREFIX = "#/components/schemas/";
    /** Longest pattern that is written out at each use. */
    private static final int LONG = 60;

    private static final int MOST_SCALE = 20;
    private static final Set<Builtin> WORDS = Set.of(
            Builtin.STRING,
            Builtin.NORMALIZED_STRING,
            Builtin.TOKEN,
            Builtin.LANGUAGE,
            Builtin.NMTOKEN,
            Builtin.NAME,
            Builtin.NC_NAME,
            Builtin.ID,
            Builtin.IDREF,
            Builtin.ANY_URI);

    private final Map<String, ObjectNode> components;

    /** @param components takes the forms of built-in types that others refer to */
    SimpleSchemas(Map<String, ObjectNode> components) {
        this.components = components;
    }

    /**
     * The schema of a value.
     *
     * @param fixed the only value
     * @param otherwise the value that stands for an empty one, which must therefore not be empty
     */
    ObjectNode of(SimpleType type, @Nullable String fixed, @Nullable String otherwise) {
        List<String> values = fixed == null ? type.facets().values() : List.of(fixed);
        ObjectNode schema = switch (type) {
            case SimpleType.Atomic atomic -> atomic(atomic, values);
            case SimpleType.Listing list -> listing(list, values);
            case SimpleType.Union union -> union(union, values);
        };
        if (otherwise != null) {
            if (schema.path("type").asText().equals("string")) {
                schema.put("minLength", Math.max(1, schema.path("minLength").asInt()));
            } else if (schema.path("type").asText().equals("array")) {
                schema.put("minItems", Math.max(1, schema.path("minItems").asInt()));
            }
        }
        return schema;
    }

    /** Always a text; each member as XML writes it. */
    private ObjectNode union(SimpleType.Union union, @Nullable List<String> values) {
        ObjectNode schema = text(List.of());
        List<String> taken = new ArrayList<>();
        ArrayNode any = schema.putArray("anyOf");
        for (SimpleType each : union.members()) {
            ObjectNode option = member(each);
            if (each.facets().whiteSpace() != WhiteSpace.COLLAPSE && !taken.isEmpty()) {
                option.putObject("not").put("pattern", Written.anchored(String.join("|", taken)));
            }
            Written.taken(each).ifPresent(taken::add);
            any.add(option);
        }
        List<String> patterns = new ArrayList<>();
        union.facets()
                .patterns()
                .forEach(step -> patterns.add(step.stream()
                        .map(each -> Written.collapsed(each.ecma()))
                        .collect(Collectors.joining("|"))));
        if (values != null && !same(union, values, patterns)) {
            schema.put("description", "one of " + String.join(", ", values));
        }
        and(schema, patterns);
        return schema;
    }

    private ObjectNode member(SimpleType type) {
        return switch (type) {
            case SimpleType.Atomic atomic -> text(atomic, atomic.facets().values(), false);
            case SimpleType.Listing list -> text(List.of(Written.anchored(Written.list(list))));
            case SimpleType.Union inner -> union(inner, inner.facets().values());
        };
    }

    private ObjectNode listing(SimpleType.Listing list, @Nullable List<String> values) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        Facets facets = list.facets();
        schema.set("items", item(list.item()));
        if (facets.minLength() > 0) {
            schema.put("minItems", facets.minLength());
        }
        if (facets.maxLength() != Facets.NONE) {
            schema.put("maxItems", facets.maxLength());
        }
        List<String> rules = new ArrayList<>();
        facets.patterns()
                .forEach(step -> rules.add("the items, with blanks between them, match "
                        + step.stream().map(Regex::source).collect(Collectors.joining(" or "))));
        if (values != null) {
            List<Optional<ArrayNode>> arrays =
                    values.stream().map(each -> array(list, each)).toList();
            if (arrays.stream().allMatch(Optional::isPresent)) {
                ArrayNode options = schema.putArray("enum");
                arrays.forEach(each -> options.add(each.orElseThrow()));
            } else {
                rules.add("one of " + String.join(", ", values));
            }
        }
        if (!rules.isEmpty()) {
            schema.put("description", String.join("; ", rules));
        }
        return schema;
    }

    private ObjectNode item(SimpleType type) {
        return switch (type) {
            case SimpleType.Atomic atomic
            when atomic.json() == Builtin.Json.TEXT ->
                text(atomic, atomic.facets().values(), true);
            case SimpleType.Atomic atomic -> atomic(atomic, atomic.facets().values());
            case SimpleType.Union union -> {
                ObjectNode schema = union(union, union.facets().values());
                and(schema, List.of(Written.anchored(Written.WORD)));
                yield schema;
            }
            case SimpleType.Listing list -> listing(list, list.facets().values());
        };
    }

    /** A list as the one array that is this value; empty where several may be. */
    private static Optional<ArrayNode> array(SimpleType.Listing list, String value) {
        if (!(list.item() instanceof SimpleType.Atomic item)) {
            return Optional.empty();
        }
        ArrayNode array = JSON.arrayNode();
        for (String each : Values.items(WhiteSpace.COLLAPSE.apply(value))) {
            switch (item.json()) {
                case BOOLEAN -> array.add(isTrue(each));
                case INTEGER, NUMBER -> array.add(number(each));
                case TEXT -> {
                    if (!WORDS.contains(item.builtin())) {
                        return Optional.empty();
                    }
                    array.add(each);
                }
            }
        }
        return Optional.of(array);
    }

    private ObjectNode atomic(SimpleType.Atomic type, @Nullable List<String> values) {
        return switch (type.json()) {
            case TEXT -> text(type, values, false);
            case BOOLEAN -> {
                ObjectNode schema = JSON.objectNode().put("type", "boolean");
                if (values != null) {
                    ArrayNode options = schema.putArray("enum");
                    values.stream().map(SimpleSchemas::isTrue).distinct().forEach(options::add);
                }
                yield schema;
            }
            case INTEGER, NUMBER -> number(type, values);
        };
    }

    private static boolean isTrue(String text) {
        return text.strip().equals("true") || text.strip().equals("1");
    }

    private static ObjectNode text(List<String> patterns) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        and(schema, patterns);
        return schema;
    }

    /** @param isItem whether it is one word of a list */
    private ObjectNode text(SimpleType.Atomic type, @Nullable List<String> values, boolean isItem) {
        Builtin builtin = type.builtin();
        Facets facets = type.facets();
        boolean words = WORDS.contains(builtin);
        Regex lexical = builtin.lexical();
        List<String> patterns = new ArrayList<>();
        List<String> rules = new ArrayList<>();
        if (isItem && words) {
            patterns.add(Written.anchored(Written.WORD));
        } else if (words && (lexical == null || builtin == Builtin.ANY_URI)) {
            patterns.add(Written.anchored(Written.any(facets.whiteSpace())));
        }
        facets.patterns()
                .forEach(step -> patterns.add(step.stream().map(Regex::ecma).collect(Collectors.joining("|"))));
        ObjectNode schema = JSON.objectNode().put("type", "string");
        if (lexical != null && lexical.ecma().length() <= LONG) {
            patterns.addFirst(lexical.ecma());
        } else if (lexical != null) {
            refer(schema, builtin, lexical);
        }
        if (words) {
            length(schema, facets, rules);
        } else {
            rules.add("xs:" + builtin.xsd());
            octets(builtin, facets, patterns, rules);
            facets.bounds().forEach(each -> rules.add(rule(each)));
        }
        if (values != null && words) {
            ArrayNode options = schema.putArray("enum");
            values.stream().map(facets.whiteSpace()::apply).distinct().forEach(options::add);
        } else if (values != null && !same(type, values, patterns)) {
            rules.add("one of " + String.join(", ", values));
        }
        and(schema, patterns);
        if (!rules.isEmpty()) {
            schema.put("description", String.join("; ", rules));
        }
        return schema;
    }

    private static void length(ObjectNode schema, Facets facets, List<String> rules) {
        if (facets.minLength() > 0) {
            schema.put("minLength", facets.minLength());
        }
        if (facets.maxLength() != Facets.NONE) {
            schema.put("maxLength", facets.maxLength());
            rules.add("at most " + facets.maxLength() + " characters, of which those beyond U+FFFF count twice");
        }
    }

    private static void octets(Builtin builtin, Facets facets, List<String> patterns, List<String> rules) {
        boolean binary = builtin == Builtin.HEX_BINARY || builtin == Builtin.BASE64_BINARY;
        if (!binary || (facets.minLength() == 0 && facets.maxLength() == Facets.NONE)) {
            return;
        }
        patterns.add(Written.anchored(Written.octets(builtin, facets.minLength(), facets.maxLength())));
        rules.add(facets.minLength()
                + (facets.maxLength() == Facets.NONE ? " octets or more" : " to " + facets.maxLength() + " octets"));
    }

    private static String rule(Facets.Bound bound) {
        return (bound.least() ? "from " : "to ") + bound.value() + (bound.inclusive() ? "" : ", itself excluded");
    }

    /** Adds what says that a text is one of these values; false where it cannot be said. */
    private static boolean same(SimpleType type, List<String> values, List<String> patterns) {
        List<Optional<String>> forms =
                values.stream().map(each -> Written.same(type, each)).toList();
        boolean sayable = forms.stream().allMatch(Optional::isPresent);
        if (sayable) {
            patterns.add(Written.anchored(
                    forms.stream().map(Optional::orElseThrow).distinct().collect(Collectors.joining("|"))));
        }
        return sayable;
    }

    private void refer(ObjectNode schema, Builtin builtin, Regex lexical) {
        String name = "xs." + builtin.xsd();
        components.computeIfAbsent(
                name, _ -> JSON.objectNode().put("type", "string").put("pattern", lexical.ecma()));
        schema.put("$ref", PREFIX + name);
    }

    private static void and(ObjectNode schema, List<String> patterns) {
        for (String each : patterns) {
            if (schema.has("pattern")) {
                schema.withArray("allOf").addObject().put("pattern", each);
            } else {
                schema.put("pattern", each);
            }
        }
    }

    private static ObjectNode number(SimpleType.Atomic type, @Nullable List<String> values) {
        ObjectNode schema = JSON.objectNode().put("type", type.json() == Builtin.Json.INTEGER ? "integer" : "number");
        Facets facets = type.facets();
        boolean real = type.builtin() == Builtin.FLOAT || type.builtin() == Builtin.DOUBLE;
        if (real && values != null) {
            ArrayNode options = JSON.arrayNode();
            values.stream().map(String::strip).forEach(each -> {
                if (isSpecial(each)) {
                    options.add(each);
                } else {
                    options.add(number(each));
                }
            });
            return JSON.objectNode().set("enum", options);
        }
        for (Facets.Bound bound : facets.bounds()) {
            if (!isSpecial(bound.value())) {
                bound(schema, bound);
            }
        }
        digits(schema, type);
        if (values != null) {
            ArrayNode options = schema.putArray("enum");
            values.forEach(each -> options.add(number(each)));
        }
        List<String> specials = Stream.of("INF", "-INF", "NaN")
                .filter(each -> real && Values.breaches(type, each).isEmpty())
                .toList();
        if (specials.isEmpty()) {
            return schema;
        }
        ObjectNode any = JSON.objectNode();
        ArrayNode options = any.putArray("anyOf");
        options.add(schema);
        specials.forEach(options.addObject().putArray("enum")::add);
        return any;
    }

    private static boolean isSpecial(String value) {
        return value.endsWith("INF") || value.endsWith("NaN");
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text.strip());
    }

    private static void digits(ObjectNode schema, SimpleType.Atomic type) {
        int total = type.facets().totalDigits();
        boolean isDecimal = type.json() == Builtin.Json.NUMBER;
        int fraction = isDecimal ? Math.min(type.facets().fractionDigits(), total) : 0;
        if (isDecimal && fraction != Facets.NONE) {
            schema.set("multipleOf", DecimalNode.valueOf(BigDecimal.ONE.movePointLeft(fraction)));
        }
        if (total == Facets.NONE) {
            return;
        }
        below(schema, Math.min(total, 900));
        if (isDecimal && fraction > 0 && fraction <= MOST_SCALE) {
            // each digit after the point is one less before it
            ArrayNode options = schema.putArray("anyOf");
            for (int scale = 0; scale <= fraction; scale++) {
                ObjectNode option = options.addObject();
                option.set("multipleOf", DecimalNode.valueOf(BigDecimal.ONE.movePointLeft(scale)));
                below(option, total - scale);
            }
        } else if (isDecimal && fraction > 0) {
            schema.put("description", "at most " + total + " digits in all");
        }
    }

    private static void below(ObjectNode schema, int digits) {
        BigDecimal most = BigDecimal.TEN.pow(digits);
        bound(schema, new Facets.Bound(most.toPlainString(), false, false));
        bound(schema, new Facets.Bound(most.negate().toPlainString(), true, false));
    }

    /** The narrowest bound of each side. */
    private static void bound(ObjectNode schema, Facets.Bound bound) {
        BigDecimal value = new BigDecimal(bound.value().strip());
        String open = bound.least() ? "exclusiveMinimum" : "exclusiveMaximum";
        String closed = bound.least() ? "minimum" : "maximum";
        String key = bound.inclusive() ? closed : open;
        BigDecimal known = schema.has(key) ? schema.get(key).decimalValue() : null;
        boolean narrower = known == null || (bound.least() ? value.compareTo(known) > 0 : value.compareTo(known) < 0);
        if (narrower) {
            schema.set(key, DecimalNode.valueOf(value));
        }
    }
}
