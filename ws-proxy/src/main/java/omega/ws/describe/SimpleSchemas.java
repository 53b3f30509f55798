package omega.ws.describe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import omega.ws.contract.Builtin;
import omega.ws.contract.Facets;
import omega.ws.contract.Regex;
import omega.ws.contract.SimpleType;
import omega.ws.contract.WhiteSpace;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas of simple types. What JSON Schema cannot say stands in {@code description}, and is enforced all the same: digits of decimals that are no
 * multiples, octets of binary data, bounds and equal values of dates.
 */
final class SimpleSchemas {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String NO_XML = "\\u0000-\\u0008\\u000B\\u000C\\u000E-\\u001F\\uFFFE\\uFFFF";
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

    private SimpleSchemas() {}

    /**
     * The schema of a value.
     *
     * @param fixed the only value
     * @param otherwise the value that stands for an empty one, which must therefore not be empty
     */
    static ObjectNode of(SimpleType type, @Nullable String fixed, @Nullable String otherwise) {
        ObjectNode schema = switch (type) {
            case SimpleType.Atomic atomic -> atomic(atomic, fixed);
            case SimpleType.Listing list -> listing(list);
            case SimpleType.Union union -> union(union);
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
    private static ObjectNode union(SimpleType.Union union) {
        ObjectNode schema = JSON.objectNode().put("type", "string");
        ArrayNode any = schema.putArray("anyOf");
        for (SimpleType each : union.members()) {
            any.add(member(each));
        }
        return schema;
    }

    private static ObjectNode member(SimpleType type) {
        return switch (type) {
            case SimpleType.Atomic atomic -> text(atomic, null);
            case SimpleType.Listing _ -> JSON.objectNode().put("type", "string");
            case SimpleType.Union inner -> union(inner);
        };
    }

    private static ObjectNode listing(SimpleType.Listing list) {
        ObjectNode schema = JSON.objectNode().put("type", "array");
        schema.set("items", of(list.item(), null, ""));
        if (list.facets().minLength() > 0) {
            schema.put("minItems", list.facets().minLength());
        }
        if (list.facets().maxLength() != Facets.NONE) {
            schema.put("maxItems", list.facets().maxLength());
        }
        return schema;
    }

    private static ObjectNode atomic(SimpleType.Atomic type, @Nullable String fixed) {
        return switch (type.json()) {
            case TEXT -> text(type, fixed);
            case BOOLEAN -> {
                ObjectNode schema = JSON.objectNode().put("type", "boolean");
                yield fixed == null ? schema : schema.put("const", isTrue(fixed));
            }
            case INTEGER, NUMBER -> number(type, fixed);
        };
    }

    private static boolean isTrue(String text) {
        return text.strip().equals("true") || text.strip().equals("1");
    }

    private static ObjectNode text(SimpleType.Atomic type, @Nullable String fixed) {
        Builtin builtin = type.builtin();
        Facets facets = type.facets();
        ObjectNode schema = JSON.objectNode().put("type", "string");
        List<String> patterns = new ArrayList<>();
        boolean words = WORDS.contains(builtin);
        if (words && builtin.lexical() == null) {
            patterns.add(written(facets.whiteSpace()));
        }
        if (builtin.lexical() != null && builtin.lexical().ecma() != null) {
            patterns.add(builtin.lexical().ecma());
        }
        facets.patterns().forEach(step -> {
            if (step.stream().allMatch(each -> each.ecma() != null)) {
                patterns.add(step.stream().map(Regex::ecma).collect(Collectors.joining("|")));
            }
        });
        patterns(schema, patterns);
        if (words) {
            if (facets.minLength() > 0) {
                schema.put("minLength", facets.minLength());
            }
            if (facets.maxLength() != Facets.NONE) {
                schema.put("maxLength", facets.maxLength());
            }
            values(schema, type, fixed);
        } else {
            describe(schema, type, fixed);
        }
        return schema;
    }

    /** What white space, and XML itself, leave to be written. */
    private static String written(WhiteSpace whiteSpace) {
        return switch (whiteSpace) {
            case PRESERVE -> "^[^" + NO_XML + "]*$";
            case REPLACE -> "^[^\\t\\n\\r" + NO_XML + "]*$";
            case COLLAPSE -> {
                String word = "[^ \\t\\n\\r" + NO_XML + "]+";
                yield "^(?:" + word + "(?: " + word + ")*)?$";
            }
        };
    }

    private static void patterns(ObjectNode schema, List<String> patterns) {
        if (!patterns.isEmpty()) {
            schema.put("pattern", patterns.getFirst());
        }
        if (patterns.size() > 1) {
            ArrayNode all = schema.putArray("allOf");
            patterns.subList(1, patterns.size()).forEach(each -> all.addObject().put("pattern", each));
        }
    }

    private static void values(ObjectNode schema, SimpleType.Atomic type, @Nullable String fixed) {
        if (fixed != null) {
            schema.put("const", type.facets().whiteSpace().apply(fixed));
        } else if (type.facets().values() != null) {
            ArrayNode values = schema.putArray("enum");
            type.facets().values().stream()
                    .map(each -> type.facets().whiteSpace().apply(each))
                    .distinct()
                    .forEach(values::add);
        }
    }

    private static void describe(ObjectNode schema, SimpleType.Atomic type, @Nullable String fixed) {
        List<String> rules = new ArrayList<>(List.of("xs:" + type.builtin().xsd()));
        Facets facets = type.facets();
        if (fixed != null) {
            rules.add("only " + fixed);
        }
        if (facets.values() != null) {
            rules.add("one of " + String.join(", ", facets.values()));
        }
        if (facets.minLength() > 0) {
            rules.add("at least " + facets.minLength() + " octets");
        }
        if (facets.maxLength() != Facets.NONE) {
            rules.add("at most " + facets.maxLength() + " octets");
        }
        facets.bounds()
                .forEach(bound -> rules.add((bound.least() ? "from " : "to ")
                        + bound.value()
                        + (bound.inclusive() ? "" : ", itself excluded")));
        schema.put("description", String.join("; ", rules));
    }

    private static ObjectNode number(SimpleType.Atomic type, @Nullable String fixed) {
        ObjectNode schema = JSON.objectNode().put("type", type.json() == Builtin.Json.INTEGER ? "integer" : "number");
        Facets facets = type.facets();
        boolean real = type.builtin() == Builtin.FLOAT || type.builtin() == Builtin.DOUBLE;
        for (Facets.Bound bound : facets.bounds()) {
            if (!real || bound.value().strip().matches("[-+0-9.eE]+")) {
                bound(schema, bound);
            }
        }
        if (facets.totalDigits() != Facets.NONE) {
            BigDecimal most = BigDecimal.TEN.pow(Math.min(facets.totalDigits(), 900));
            bound(schema, new Facets.Bound(most.toPlainString(), false, false));
            bound(schema, new Facets.Bound(most.negate().toPlainString(), true, false));
            if (type.json() == Builtin.Json.NUMBER) {
                schema.put("description", "at most " + facets.totalDigits() + " digits in all");
            }
        }
        if (facets.fractionDigits() != Facets.NONE && type.json() == Builtin.Json.NUMBER) {
            schema.set("multipleOf", DecimalNode.valueOf(BigDecimal.ONE.movePointLeft(facets.fractionDigits())));
        }
        if (fixed != null && !real) {
            schema.set("const", DecimalNode.valueOf(new BigDecimal(fixed.strip())));
        } else if (facets.values() != null && !real) {
            ArrayNode values = schema.putArray("enum");
            facets.values().forEach(each -> values.add(new BigDecimal(each.strip())));
        }
        if (!real) {
            return schema;
        }
        ObjectNode any = JSON.objectNode();
        ArrayNode options = any.putArray("anyOf");
        options.add(schema);
        options.addObject().putArray("enum").add("INF").add("-INF").add("NaN");
        return any;
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
