package omega.ws.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A JSON or YAML file as a tree that knows the line of each of its places. */
final class Source {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final StreamReadConstraints BOUNDS =
            StreamReadConstraints.builder().maxNestingDepth(200).build();
    private final String file;
    private final Map<String, Integer> lines = new HashMap<>();
    private final JsonNode root;

    /** @throws Unfit when it is neither */
    Source(String file, byte[] bytes) {
        this.file = file;
        JsonFactory factory = file.toLowerCase(Locale.ROOT).endsWith(".json")
                ? JsonFactory.builder()
                        .streamReadConstraints(BOUNDS)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build()
                : YAMLFactory.builder()
                        .streamReadConstraints(BOUNDS)
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build();
        try (JsonParser parser = factory.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw new Unfit(file, 1, "is empty");
            }
            root = node(parser, "");
            if (parser.nextToken() != null) {
                throw new Unfit(file, line(parser), "holds a second document");
            }
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new Unfit(
                    file,
                    line,
                    "cannot be read: "
                            + e.getOriginalMessage().lines().findFirst().orElse("?"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int line(JsonParser parser) {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }

    private JsonNode node(JsonParser parser, String pointer) throws IOException {
        lines.putIfAbsent(pointer, line(parser));
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw new Unfit(file, line(parser), "a YAML alias is not followed: write out what it stands for");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, pointer);
            case START_ARRAY -> array(parser, pointer);
            case VALUE_STRING -> JSON.textNode(parser.getText());
            case VALUE_NUMBER_INT -> JSON.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT ->
                parser.isNaN() ? JSON.textNode(parser.getText()) : JSON.numberNode(parser.getDecimalValue());
            case VALUE_TRUE -> JSON.booleanNode(true);
            case VALUE_FALSE -> JSON.booleanNode(false);
            case VALUE_NULL -> JSON.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new Unfit(file, line(parser), "holds what JSON has no word for");
        };
    }

    private ObjectNode object(JsonParser parser, String pointer) throws IOException {
        ObjectNode object = JSON.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String place = pointer + "/" + escaped(name);
            lines.put(place, line(parser));
            parser.nextToken();
            object.set(name, node(parser, place));
        }
        return object;
    }

    private ArrayNode array(JsonParser parser, String pointer) throws IOException {
        ArrayNode array = JSON.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(node(parser, pointer + "/" + array.size()));
        }
        return array;
    }

    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    String file() {
        return file;
    }

    JsonNode at(String pointer) {
        return root.at(pointer);
    }

    int line(String pointer) {
        String place = pointer;
        while (!lines.containsKey(place) && !place.isEmpty()) {
            place = place.substring(0, place.lastIndexOf('/'));
        }
        return lines.getOrDefault(place, 1);
    }
}
