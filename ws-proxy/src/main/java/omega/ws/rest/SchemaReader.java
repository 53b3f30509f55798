package omega.ws.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import omega.ws.contract.ContractFault;

/** Turns schemas of Swagger 2.0 and OpenAPI 3 into JSON Schema 2020-12 with the same meaning, and names what it cannot. */
final class SchemaReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String PREFIX = "#/components/schemas/";
    private static final Set<String> WORDS = Set.of(
            "title",
            "description",
            "default",
            "example",
            "examples",
            "readOnly",
            "writeOnly",
            "deprecated",
            "xml",
            "externalDocs",
            "$comment",
            "$schema");
    private static final Set<String> OF_PARAMETERS =
            Set.of("name", "in", "required", "collectionFormat", "allowEmptyValue");
    private static final Set<String> BOUNDS =
            Set.of("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "multipleOf");
    private static final Set<String> TYPES =
            Set.of("string", "number", "integer", "boolean", "array", "object", "null");

    private final Library library;
    private final Dialect dialect;
    private final String prefix;
    private final List<ContractFault> limits;
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, ObjectNode> components = new LinkedHashMap<>();

    SchemaReader(Library library, Dialect dialect, String file, List<ContractFault> limits) {
        this.library = library;
        this.dialect = dialect;
        this.prefix = PREFIX + file.replaceAll("[^A-Za-z0-9_-]+", "_") + ".";
        this.limits = limits;
    }

    /** By the {@code $ref} that stands for them. */
    Map<String, ObjectNode> components() {
        return components;
    }

    /** A schema, or what its {@code $ref}s stand for. */
    JsonNode plain(JsonNode schema) {
        JsonNode plain = schema;
        for (int i = 0; i < 100 && plain.has("$ref") && plain.size() == 1; i++) {
            plain = components.getOrDefault(plain.path("$ref").asText(), JSON.objectNode());
        }
        return plain;
    }

    JsonNode read(At at) {
        return whole(at, false);
    }

    /** Swagger 2.0 writes a parameter's schema into the parameter. */
    JsonNode ofParameter(At parameter) {
        return whole(parameter, true);
    }

    /** Leaves no component behind of a schema that cannot be carried: another one could refer to it. */
    private JsonNode whole(At at, boolean parameter) {
        int before = components.size();
        try {
            JsonNode schema = converted(at, parameter);
            new Loops(components).check(at, schema);
            return schema;
        } catch (Unfit e) {
            components
                    .keySet()
                    .removeAll(components.keySet().stream().skip(before).toList());
            names.values().retainAll(components.keySet());
            throw e;
        }
    }

    private JsonNode converted(At at, boolean parameter) {
        JsonNode node = at.node();
        if (node.isBoolean()) {
            return node;
        }
        if (!node.isObject()) {
            throw at.unfit("is no schema");
        }
        if (node.path("$ref").isTextual()) {
            return referred(at);
        }
        ObjectNode schema = JSON.objectNode();
        for (String key : at.keys()) {
            if (!(parameter && OF_PARAMETERS.contains(key))) {
                keyword(at, key, schema);
            }
        }
        nullable(at, schema);
        return schema;
    }

    private JsonNode referred(At at) {
        ObjectNode reference = JSON.objectNode().put("$ref", component(library.target(at)));
        ObjectNode beside = JSON.objectNode();
        for (String key : at.keys()) {
            if (!key.equals("$ref") && !WORDS.contains(key) && !key.startsWith("x-")) {
                if (dialect == Dialect.OPENAPI_3_1) {
                    keyword(at, key, beside);
                } else {
                    limits.add(at.at(key)
                            .unfit("'" + key + "' beside a $ref means nothing in this version")
                            .fault());
                }
            }
        }
        if (!beside.isEmpty()) {
            beside.withArray("allOf").add(reference);
            return beside;
        }
        return reference;
    }

    private String component(At target) {
        String known = names.get(target.id());
        if (known != null) {
            return known;
        }
        String last = target.pointer().substring(target.pointer().lastIndexOf('/') + 1);
        String name = prefix + (last.isEmpty() ? target.file() : last).replaceAll("[^A-Za-z0-9._-]+", "_");
        String free = name;
        for (int i = 2; components.containsKey(free); i++) {
            free = name + "_" + i;
        }
        names.put(target.id(), free);
        ObjectNode place = JSON.objectNode();
        components.put(free, place);
        JsonNode schema = converted(target, false);
        if (schema instanceof ObjectNode object) {
            place.setAll(object);
        } else if (!schema.asBoolean()) {
            place.set("not", JSON.objectNode());
        }
        return free;
    }

    private void keyword(At at, String key, ObjectNode schema) {
        At value = at.at(key);
        JsonNode node = value.node();
        if (key.startsWith("x-")) {
            return;
        }
        switch (key) {
            case "type" -> type(value, schema);
            case "enum" -> {
                if (!node.isArray() || node.isEmpty()) {
                    throw value.unfit("an enum is a list");
                }
                schema.set(key, node);
            }
            case "const" -> schema.set(key, node);
            case "format" -> format(value, schema);
            case "pattern" -> {
                try {
                    Patterns.of(node.asText());
                } catch (PatternSyntaxException e) {
                    throw value.unfit("the pattern " + node.asText() + " cannot be read: " + e.getDescription());
                }
                schema.set(key, node);
            }
            case "minimum", "maximum" -> bound(at, key, schema);
            case "exclusiveMinimum", "exclusiveMaximum" -> exclusive(at, key, schema);
            case "uniqueItems" -> schema.set(key, node);
            case "items", "not" -> schema.set(key, converted(value, false));
            case "properties" -> {
                ObjectNode properties = schema.putObject(key);
                value.keys().forEach(each -> properties.set(each, converted(value.at(each), false)));
            }
            case "additionalProperties" -> schema.set(key, converted(value, false));
            case "required" -> required(at, value, schema);
            case "allOf", "anyOf", "oneOf" -> {
                ArrayNode all = schema.withArray(key);
                at.members(key).forEach(each -> all.add(converted(each, false)));
                if (all.isEmpty()) {
                    throw value.unfit(key + " is a list");
                }
            }
            case "nullable" -> {
                if (dialect != Dialect.OPENAPI_3_0) {
                    limits.add(value.unfit("'nullable' means nothing in this version")
                            .fault());
                }
            }
            case "discriminator" ->
                limits.add(value.unfit("the discriminator is not looked at: the schema that is named is checked")
                        .fault());
            default -> {
                if (BOUNDS.contains(key)) {
                    if (!node.isNumber() || node.decimalValue().signum() < 0) {
                        throw value.unfit(key + " is a number");
                    }
                    if (key.equals("multipleOf") && node.decimalValue().signum() == 0) {
                        throw value.unfit("multipleOf is above 0");
                    }
                    schema.set(key, node);
                } else if (!WORDS.contains(key)) {
                    throw value.unfit("'" + key + "' is not carried");
                }
            }
        }
    }

    private void type(At value, ObjectNode schema) {
        JsonNode node = value.node();
        List<JsonNode> types = node.isArray() ? List.copyOf(node.valueStream().toList()) : List.of(node);
        for (JsonNode each : types) {
            boolean known = TYPES.contains(each.asText())
                    && (dialect == Dialect.OPENAPI_3_1
                            || (!node.isArray() && !each.asText().equals("null")));
            if (!known) {
                throw value.unfit("the type " + node + " is not carried");
            }
        }
        schema.set("type", node);
    }

    private void format(At value, ObjectNode schema) {
        String format = value.node().asText();
        switch (format) {
            case "int32", "int64" -> {
                boolean small = format.equals("int32");
                atLeast(schema, BigDecimal.valueOf(small ? Integer.MIN_VALUE : Long.MIN_VALUE));
                atMost(schema, BigDecimal.valueOf(small ? Integer.MAX_VALUE : Long.MAX_VALUE));
            }
            case "date", "date-time", "uuid", "byte" -> schema.put("format", format);
            case "float", "double", "password" -> {}
            case "binary" -> throw value.unfit("binary content is not carried");
            default ->
                limits.add(
                        value.unfit("the format " + format + " is not checked").fault());
        }
    }

    private static void atLeast(ObjectNode schema, BigDecimal bound) {
        if (!schema.has("minimum") || schema.path("minimum").decimalValue().compareTo(bound) < 0) {
            schema.put("minimum", bound);
        }
    }

    private static void atMost(ObjectNode schema, BigDecimal bound) {
        if (!schema.has("maximum") || schema.path("maximum").decimalValue().compareTo(bound) > 0) {
            schema.put("maximum", bound);
        }
    }

    private void bound(At at, String key, ObjectNode schema) {
        JsonNode value = at.node().path(key);
        if (!value.isNumber()) {
            throw at.at(key).unfit(key + " is a number");
        }
        String exclusive = key.equals("minimum") ? "exclusiveMinimum" : "exclusiveMaximum";
        if (at.node().path(exclusive).isBoolean() && at.is(exclusive)) {
            schema.set(exclusive, value);
        } else if (key.equals("minimum")) {
            atLeast(schema, value.decimalValue());
        } else {
            atMost(schema, value.decimalValue());
        }
    }

    private void exclusive(At at, String key, ObjectNode schema) {
        JsonNode value = at.node().path(key);
        if (value.isNumber() && dialect == Dialect.OPENAPI_3_1) {
            schema.set(key, value);
        } else if (!value.isBoolean() || dialect == Dialect.OPENAPI_3_1) {
            throw at.at(key).unfit(key + " is " + value + ", which this version does not know");
        }
    }

    /** What only one direction has cannot be required in both. */
    private void required(At at, At value, ObjectNode schema) {
        if (!value.node().isArray()) {
            throw value.unfit("required is a list of names");
        }
        ArrayNode required = JSON.arrayNode();
        for (JsonNode each : value.node()) {
            At property = at.at("properties").at(each.asText());
            JsonNode named =
                    property.node().has("$ref") ? library.follow(property).node() : property.node();
            if (named.path("readOnly").asBoolean() || named.path("writeOnly").asBoolean()) {
                limits.add(property.unfit("stands in one direction only: it is not required in either")
                        .fault());
            } else {
                required.add(each.asText());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
    }

    private void nullable(At at, ObjectNode schema) {
        if (dialect != Dialect.OPENAPI_3_0 || !at.is("nullable")) {
            return;
        }
        if (!schema.path("type").isTextual()) {
            limits.add(at.at("nullable")
                    .unfit("'nullable' without a type means nothing")
                    .fault());
            return;
        }
        schema.putArray("type").add(at.text("type")).add("null");
    }

    /** Finds schemas that are made of nothing but each other. */
    private record Loops(Map<String, ObjectNode> components) {
        void check(At at, JsonNode schema) {
            walk(at, schema, new HashSet<>());
            Set<String> done = new HashSet<>(components.keySet());
            done.forEach(each -> walk(at, JSON.objectNode().put("$ref", each), new HashSet<>()));
        }

        private void walk(At at, JsonNode schema, Set<String> above) {
            JsonNode reference = schema.path("$ref");
            if (reference.isTextual()) {
                if (!above.add(reference.asText())) {
                    throw at.unfit("leads to " + reference.asText() + ", which is made of itself");
                }
                walk(at, components.getOrDefault(reference.asText(), JSON.objectNode()), above);
                above.remove(reference.asText());
            }
            for (String key : List.of("allOf", "anyOf", "oneOf")) {
                schema.path(key).forEach(each -> walk(at, each, above));
            }
            if (schema.has("not")) {
                walk(at, schema.path("not"), above);
            }
        }
    }
}
