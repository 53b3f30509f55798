package omega.contract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import omega.catalogue.CodeList;
import omega.catalogue.Field;
import omega.catalogue.FieldType;
import omega.catalogue.Flux;
import omega.catalogue.Layout;
import omega.catalogue.RecordKind;
import omega.event.Topics;

/**
 * The schema of a flux's records: any of the kinds of any version of its layout. It is {@code anyOf}, not {@code oneOf}, since a record may
 * fit two versions that differ in little.
 */
final class RecordSchema {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private static final String OFFSET = "(Z|[+-][0-9]{2}:[0-9]{2})";

    private RecordSchema() {}

    static ObjectNode of(Flux flux) {
        ObjectNode schema = Contracts.schema(Topics.publication(flux.code()), flux.libelle());
        schema.put(
                "description",
                flux.code() + " (§" + flux.section() + "), "
                        + flux.semantics().name().toLowerCase(java.util.Locale.ROOT));
        ArrayNode any = schema.putArray("anyOf");
        ObjectNode definitions = schema.putObject("$defs");
        for (Layout layout : flux.layouts()) {
            for (RecordKind kind : layout.records()) {
                String name = name(layout, kind);
                any.addObject().put("$ref", "#/$defs/" + name);
                definitions.set(name, record(layout, kind));
            }
        }
        return schema;
    }

    /** A kind's name among all versions: {@code releve.2}. */
    static String name(Layout layout, RecordKind kind) {
        return kind.name() + "." + layout.version();
    }

    private static ObjectNode record(Layout layout, RecordKind kind) {
        ObjectNode schema = JSON.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        properties.putObject("enregistrement").put("const", kind.name());
        required.add("enregistrement");
        parent(layout, kind).ifPresent(parent -> {
            properties
                    .putObject("parent")
                    .put("type", "integer")
                    .put("minimum", 2)
                    .put("description", "line of its parent");
            required.add("parent");
            Optional.ofNullable(parent.key())
                    .filter(key -> kind.field(key).isEmpty())
                    .flatMap(parent::field)
                    .ifPresent(key -> add(key, properties, required));
        });
        kind.fields().forEach(field -> add(field, properties, required));
        if (kind.keepTrailing()) {
            properties
                    .putObject("supplement")
                    .put("type", "array")
                    .putObject("items")
                    .put("type", "string");
        }
        return schema.put("additionalProperties", false);
    }

    private static Optional<RecordKind> parent(Layout layout, RecordKind kind) {
        return layout.records().stream()
                .filter(each -> each.name().equals(kind.parent()))
                .findFirst();
    }

    private static void add(Field field, ObjectNode properties, ArrayNode required) {
        properties.set(field.name(), value(field));
        if (field.required()) {
            required.add(field.name());
        }
    }

    private static ObjectNode value(Field field) {
        return switch (field.type()) {
            case TEXT -> text(field);
            case INTEGER, DECIMAL -> number(field);
            case DATE ->
                JSON.objectNode().put("type", "string").put("format", "date").put("pattern", "^" + DAY + "$");
            case INSTANT -> time("[0-9]{2}:[0-9]{2}:[0-9]{2}");
            case GAS_DAY -> time("06:00:00").put("description", "start of the gas day");
            case BOOLEAN -> JSON.objectNode().put("type", "boolean");
        };
    }

    private static ObjectNode time(String ofDay) {
        return JSON.objectNode()
                .put("type", "string")
                .put("format", "date-time")
                .put("pattern", "^" + DAY + "T" + ofDay + OFFSET + "$");
    }

    private static ObjectNode number(Field field) {
        BigInteger most = BigInteger.TEN.pow(field.length()).subtract(BigInteger.ONE);
        return JSON.objectNode()
                .put("type", field.type() == FieldType.INTEGER ? "integer" : "number")
                .put("minimum", most.negate())
                .put("maximum", most);
    }

    private static ObjectNode text(Field field) {
        ObjectNode text = JSON.objectNode().put("type", "string");
        CodeList codes = field.codes();
        if (codes != null && !field.keepUnknown()) {
            ArrayNode values = text.putArray("enum");
            codes.codes().stream().map(CodeList.Code::code).forEach(values::add);
        } else {
            text.put("minLength", 1);
        }
        if (field.length() < Integer.MAX_VALUE) {
            text.put("maxLength", field.length());
        }
        if (!field.masks().isEmpty()) {
            text.put("pattern", pattern(field.masks()));
        }
        if (codes == null || !field.keepUnknown()) {
            return text;
        }
        ObjectNode unknown = JSON.objectNode().put("type", "object");
        unknown.putObject("properties").set("inconnu", text);
        unknown.putArray("required").add("inconnu");
        unknown.put("additionalProperties", false);
        ObjectNode either = JSON.objectNode()
                .put("description", "a code of the list " + codes.name() + ", or one that is not in it");
        either.putArray("anyOf").add(text.deepCopy()).add(unknown);
        return either;
    }

    private static String pattern(List<String> masks) {
        return masks.stream().map(RecordSchema::expression).collect(Collectors.joining("|", "^(", ")$"));
    }

    /** A mask as an expression that ECMA 262 and Java read alike. */
    private static String expression(String mask) {
        return mask.codePoints()
                .mapToObj(c -> switch (c) {
                    case '#' -> "[0-9]";
                    case '@' -> "[A-Z]";
                    case '?' -> ".";
                    default ->
                        ".+*?()[]{}|^$/\\".indexOf(c) >= 0 ? "\\" + Character.toString(c) : Character.toString(c);
                })
                .collect(Collectors.joining());
    }
}
