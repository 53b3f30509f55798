package omega.ws.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import omega.ws.contract.Kind;
import omega.ws.translate.Misfit;

/** Checks JSON by the schemas that {@link SchemaReader} makes, and tells every fault with its place. */
public final class Fit {
    private static final int MOST = 10_000;
    private static final int MOST_SCALE = 400;
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern INSTANT = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})");
    private final Map<String, ObjectNode> components;
    private final List<Misfit> found = new ArrayList<>();
    private int count;

    private Fit(Map<String, ObjectNode> components) {
        this.components = components;
    }

    /** Why {@code value} does not fit {@code schema}; nothing where it does. */
    public static List<Misfit> misfits(JsonNode schema, Map<String, ObjectNode> components, JsonNode value) {
        Fit fit = new Fit(components);
        fit.check(schema, value, "");
        if (fit.count > MOST) {
            Kind last = fit.found.getLast().kind();
            fit.found.add(new Misfit("", last, "has " + (fit.count - MOST) + " faults more, which are not told"));
        }
        return List.copyOf(fit.found);
    }

    private List<Misfit> misfits(JsonNode schema, JsonNode value, String path) {
        Fit fit = new Fit(components);
        fit.check(schema, value, path);
        return fit.found;
    }

    private void add(String path, Kind kind, String reason) {
        add(new Misfit(path, kind, reason));
    }

    private void add(Misfit misfit) {
        count++;
        if (count <= MOST) {
            found.add(misfit);
        }
    }

    private void check(JsonNode schema, JsonNode value, String path) {
        if (schema.isBoolean()) {
            if (!schema.asBoolean()) {
                add(path, Kind.UNKNOWN, "must not be there");
            }
            return;
        }
        if (schema.has("$ref")) {
            JsonNode target = components.get(schema.path("$ref").asText());
            if (target != null) {
                check(target, value, path);
            }
        }
        if (schema.has("type") && !ofType(schema.path("type"), value)) {
            add(
                    path,
                    value.isNull() ? Kind.NULL : Kind.TYPE,
                    "must be " + schema.path("type") + ", is "
                            + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
            return;
        }
        values(schema, value, path);
        if (value.isTextual()) {
            text(schema, value.asText(), path);
        } else if (value.isNumber()) {
            number(schema, value.decimalValue(), path);
        } else if (value.isArray()) {
            array(schema, value, path);
        } else if (value.isObject()) {
            object(schema, value, path);
        }
        combined(schema, value, path);
    }

    private static boolean ofType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.valueStream().anyMatch(each -> ofType(each, value));
        }
        return switch (type.asText()) {
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" -> value.isNumber() && isWhole(value.decimalValue());
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> value.isNull();
        };
    }

    private static boolean isWhole(BigDecimal number) {
        return number.scale() <= 0
                || (number.scale() <= MOST_SCALE && number.stripTrailingZeros().scale() <= 0);
    }

    private void values(JsonNode schema, JsonNode value, String path) {
        JsonNode options = schema.path("enum");
        if (options.isArray() && options.valueStream().noneMatch(each -> same(each, value))) {
            add(path, Kind.ENUMERATION, "must be one of " + options);
        }
        if (schema.has("const") && !same(schema.path("const"), value)) {
            add(path, Kind.FIXED, "must be " + schema.path("const"));
        }
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return canonical(one).equals(canonical(other));
    }

    /** The same for what JSON Schema takes for the same: 1 and 1.0. */
    private static Object canonical(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            return Math.abs(number.scale()) > MOST_SCALE ? number : number.stripTrailingZeros();
        }
        if (node.isArray()) {
            return node.valueStream().map(Fit::canonical).toList();
        }
        if (node.isObject()) {
            Map<String, Object> members = new TreeMap<>();
            node.properties().forEach(each -> members.put(each.getKey(), canonical(each.getValue())));
            return members;
        }
        return node;
    }

    private void text(JsonNode schema, String text, String path) {
        int length = text.codePointCount(0, text.length());
        if (isOutside(schema, length, "minLength", "maxLength")) {
            add(path, Kind.LENGTH, "has " + length + " characters" + bounds(schema, "minLength", "maxLength"));
        }
        if (schema.has("pattern")
                && !PATTERNS.computeIfAbsent(schema.path("pattern").asText(), Patterns::of)
                        .matcher(text)
                        .find()) {
            add(path, Kind.PATTERN, "must match " + schema.path("pattern").asText());
        }
        if (schema.has("format") && !isOf(schema.path("format").asText(), text)) {
            add(path, Kind.TYPE, "must be a " + schema.path("format").asText());
        }
    }

    private static boolean isOf(String format, String text) {
        try {
            return switch (format) {
                case "date" -> DAY.matcher(text).matches() && LocalDate.parse(text) != null;
                case "date-time" ->
                    INSTANT.matcher(text).matches()
                            && OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME) != null;
                case "uuid" -> UUID.matcher(text).matches();
                case "byte" -> Base64.getDecoder().decode(text) != null;
                default -> true;
            };
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String bounds(JsonNode schema, String least, String most) {
        return (schema.has(least) ? ", at least " + schema.path(least).asText() : "")
                + (schema.has(most) ? ", at most " + schema.path(most).asText() : "");
    }

    private void number(JsonNode schema, BigDecimal number, String path) {
        if (Math.abs(number.scale()) > MOST_SCALE) {
            add(path, Kind.DIGITS, "has an exponent beyond " + MOST_SCALE);
            return;
        }
        boolean outside = compared(schema, "minimum", number) < 0
                || compared(schema, "maximum", number) > 0
                || (schema.has("exclusiveMinimum") && compared(schema, "exclusiveMinimum", number) <= 0)
                || (schema.has("exclusiveMaximum") && compared(schema, "exclusiveMaximum", number) >= 0);
        if (outside) {
            add(
                    path,
                    Kind.RANGE,
                    "is " + number.toPlainString() + bounds(schema, "minimum", "maximum")
                            + bounds(schema, "exclusiveMinimum", "exclusiveMaximum"));
        }
        if (schema.has("multipleOf")
                && number.remainder(schema.path("multipleOf").decimalValue()).signum() != 0) {
            add(path, Kind.DIGITS, "must be a multiple of " + schema.path("multipleOf"));
        }
    }

    /** 0 where there is no such bound. */
    private static int compared(JsonNode schema, String bound, BigDecimal number) {
        return schema.has(bound) ? number.compareTo(schema.path(bound).decimalValue()) : 0;
    }

    private static boolean isOutside(JsonNode schema, int count, String least, String most) {
        BigDecimal number = BigDecimal.valueOf(count);
        return compared(schema, least, number) < 0 || compared(schema, most, number) > 0;
    }

    private void array(JsonNode schema, JsonNode array, String path) {
        if (isOutside(schema, array.size(), "minItems", "maxItems")) {
            add(path, Kind.OCCURS, "has " + array.size() + " members" + bounds(schema, "minItems", "maxItems"));
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < array.size(); i++) {
            if (schema.path("uniqueItems").asBoolean() && !seen.add(canonical(array.get(i)))) {
                add(path + "/" + i, Kind.IDENTITY, "stands twice");
            }
            if (schema.has("items")) {
                check(schema.path("items"), array.get(i), path + "/" + i);
            } else {
                finite(array.get(i), path + "/" + i);
            }
        }
    }

    private void object(JsonNode schema, JsonNode object, String path) {
        if (isOutside(schema, object.size(), "minProperties", "maxProperties")) {
            add(
                    path,
                    Kind.OCCURS,
                    "has " + object.size() + " members" + bounds(schema, "minProperties", "maxProperties"));
        }
        for (JsonNode each : schema.path("required")) {
            if (!object.has(each.asText())) {
                add(path + "/" + Source.escaped(each.asText()), Kind.MISSING, "is missing");
            }
        }
        JsonNode properties = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        object.properties().forEach(each -> {
            String place = path + "/" + Source.escaped(each.getKey());
            if (properties.has(each.getKey())) {
                check(properties.path(each.getKey()), each.getValue(), place);
            } else if (others.isBoolean() && !others.asBoolean()) {
                add(place, Kind.UNKNOWN, "is not in the contract");
            } else if (others.isObject()) {
                check(others, each.getValue(), place);
            } else {
                finite(each.getValue(), place);
            }
        });
    }

    /** What the contract leaves open must still be numbers that can be written. */
    private void finite(JsonNode value, String path) {
        if (value.isNumber() && Math.abs(value.decimalValue().scale()) > MOST_SCALE) {
            add(path, Kind.DIGITS, "has an exponent beyond " + MOST_SCALE);
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            finite(value.get(i), path + "/" + i);
        }
        value.properties().forEach(each -> finite(each.getValue(), path + "/" + Source.escaped(each.getKey())));
    }

    private void combined(JsonNode schema, JsonNode value, String path) {
        schema.path("allOf").forEach(each -> check(each, value, path));
        if (schema.has("anyOf")) {
            List<List<Misfit>> options = options(schema.path("anyOf"), value, path);
            if (options.stream().noneMatch(List::isEmpty)) {
                add(path, Kind.CHOICE, "fits none of what may stand here");
                inside(options, path);
            }
        }
        if (schema.has("oneOf")) {
            List<List<Misfit>> options = options(schema.path("oneOf"), value, path);
            long fitting = options.stream().filter(List::isEmpty).count();
            if (fitting != 1) {
                add(path, Kind.CHOICE, "fits " + fitting + " of what may stand here, not one");
            }
            if (fitting == 0) {
                inside(options, path);
            }
        }
        if (schema.has("not") && misfits(schema.path("not"), value, path).isEmpty()) {
            add(path, Kind.CHOICE, "is what must not stand here");
        }
    }

    private List<List<Misfit>> options(JsonNode schemas, JsonNode value, String path) {
        return schemas.valueStream().map(each -> misfits(each, value, path)).toList();
    }

    /** Where only one of them is of the value's type, that one is meant: what is wrong inside is told too. */
    private void inside(List<List<Misfit>> options, String path) {
        List<List<Misfit>> meant = options.stream()
                .filter(each -> each.stream()
                        .noneMatch(
                                one -> one.path().equals(path) && (one.kind() == Kind.TYPE || one.kind() == Kind.NULL)))
                .toList();
        if (meant.size() == 1) {
            meant.getFirst().forEach(this::add);
        }
    }
}
