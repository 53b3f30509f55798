package omega.ws.describe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import omega.ws.contract.Regex;
import omega.ws.rest.Fit;
import org.jspecify.annotations.Nullable;

/** The smallest value by a schema of a REST contract, always the same: what must be there, of several schemas the first. */
final class SmallestJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 20;
    private static final int MOST = 1_000;
    private static final String WORD = "texte";

    private final Map<String, ObjectNode> components;

    private SmallestJson(Map<String, ObjectNode> components) {
        this.components = components;
    }

    /** Empty where no value was found that fits. */
    static Optional<JsonNode> of(JsonNode schema, Map<String, ObjectNode> components) {
        return Optional.ofNullable(new SmallestJson(components).value(schema, 0))
                .filter(each -> Fit.misfits(schema, components, each).isEmpty());
    }

    private @Nullable JsonNode value(JsonNode written, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        ObjectNode schema = JSON.objectNode();
        gather(written, schema, 0);
        if (schema.has("const")) {
            return schema.path("const");
        }
        if (schema.has("enum")) {
            return first(schema, schema.path("enum").valueStream());
        }
        return switch (type(schema)) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            case "integer", "number" -> first(schema, numbers(schema).map(JSON::numberNode));
            default -> first(schema, texts(schema).map(JSON::textNode));
        };
    }

    /** All that holds of a value: of {@code allOf} everything, of {@code anyOf} and {@code oneOf} the first. */
    private void gather(JsonNode schema, ObjectNode all, int depth) {
        if (depth > DEEPEST) {
            return;
        }
        for (Map.Entry<String, JsonNode> each : schema.properties()) {
            JsonNode value = each.getValue();
            switch (each.getKey()) {
                case "$ref" -> gather(components.getOrDefault(value.asText(), JSON.objectNode()), all, depth + 1);
                case "allOf" -> value.forEach(one -> gather(one, all, depth + 1));
                case "anyOf", "oneOf" -> gather(value.path(0), all, depth + 1);
                case "properties" -> all.withObject("/properties").setAll((ObjectNode) value);
                case "required" ->
                    value.forEach(one -> all.withArray("/required").add(one));
                default -> all.set(each.getKey(), value);
            }
        }
    }

    private static String type(ObjectNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray()
                ? type.path(0).asText()
                : type.asText(schema.has("properties") ? "object" : schema.has("items") ? "array" : "string");
    }

    private @Nullable JsonNode object(ObjectNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        Set<String> names = new HashSet<>();
        for (JsonNode each : schema.path("required")) {
            if (names.add(each.asText())) {
                JsonNode value = value(schema.path("properties").path(each.asText()), depth + 1);
                if (value == null) {
                    return null;
                }
                object.set(each.asText(), value);
            }
        }
        return object;
    }

    private @Nullable JsonNode array(ObjectNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int least = Math.min(MOST, schema.path("minItems").asInt(0));
        for (int i = 0; i < least; i++) {
            JsonNode item = value(schema.path("items"), depth + 1);
            if (item == null) {
                return null;
            }
            array.add(item);
        }
        return array;
    }

    /** The first that fits. */
    private @Nullable JsonNode first(ObjectNode schema, Stream<? extends JsonNode> values) {
        return values.map(JsonNode.class::cast)
                .filter(each -> Fit.misfits(schema, components, each).isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static Stream<BigDecimal> numbers(ObjectNode schema) {
        List<BigDecimal> numbers = new ArrayList<>(List.of(BigDecimal.ONE, BigDecimal.ZERO));
        for (String each : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")) {
            if (schema.path(each).isNumber()) {
                BigDecimal bound = schema.path(each).decimalValue();
                numbers.addAll(List.of(bound, bound.add(BigDecimal.ONE), bound.subtract(BigDecimal.ONE)));
            }
        }
        return numbers.stream();
    }

    private static Stream<String> texts(ObjectNode schema) {
        int least = Math.min(MOST, schema.path("minLength").asInt(0));
        int length = Math.min(
                Math.max(WORD.length(), least), schema.path("maxLength").asInt(MOST));
        Stream<String> usual = Stream.of(
                WORD.repeat(1 + length / WORD.length()).substring(0, length),
                Usual.DAY,
                Usual.DAY + "T" + Usual.TIME + "+01:00",
                "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                "dGV4dGU=");
        String pattern =
                schema.path("pattern").asText().replaceFirst("^\\^", "").replaceFirst("\\$$", "");
        return Stream.concat(usual, patterned(pattern, least));
    }

    /** None where the two languages of regular expressions part. */
    private static Stream<String> patterned(String pattern, int least) {
        try {
            return Patterned.texts(Regex.of(pattern), least);
        } catch (IllegalArgumentException _) {
            return Stream.of();
        }
    }
}
