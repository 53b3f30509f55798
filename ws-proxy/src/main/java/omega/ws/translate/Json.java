package omega.ws.translate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import omega.ws.contract.Values;

/** JSON whose numbers keep their digits and whose objects have each key once, read within bounds. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    // by thread, each call would have buffers of its own: its thread is a virtual one
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(2 * Misfits.MOST_DEPTH)
                            .maxNumberLength(1_000)
                            .maxStringLength(Values.MOST_CHARACTERS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** @throws IllegalArgumentException when it is no JSON; the message says where */
    public static JsonNode read(byte[] text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            if (node.isMissingNode()) {
                throw new IllegalArgumentException("is empty");
            }
            if (mayHoldNul(text) && holdsNul(node)) {
                throw new IllegalArgumentException("holds U+0000, which neither XML nor a database can");
            }
            return node;
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            String where = place == null ? "" : " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
            throw new IllegalArgumentException(
                    e.getOriginalMessage().lines().findFirst().orElse("is no JSON") + where, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON can say it by one escape only. */
    private static boolean mayHoldNul(byte[] text) {
        for (int i = 0; i + 5 < text.length; i++) {
            if (text[i] == '\\'
                    && text[i + 1] == 'u'
                    && text[i + 2] == '0'
                    && text[i + 3] == '0'
                    && text[i + 4] == '0'
                    && text[i + 5] == '0') {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsNul(JsonNode node) {
        return node.isTextual()
                ? node.textValue().indexOf('\0') >= 0
                : node.propertyStream().anyMatch(each -> each.getKey().indexOf('\0') >= 0 || holdsNul(each.getValue()))
                        || node.valueStream().anyMatch(Json::holdsNul);
    }

    public static String write(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** Sets the value at a place, a JSON pointer, whose objects are made where they are missing. */
    public static void put(ObjectNode object, String place, JsonNode value) {
        JsonPointer pointer = JsonPointer.compile(place);
        JsonPointer parent = pointer.head();
        ObjectNode holder = parent == null || parent.matches() ? object : object.withObject(parent);
        holder.set(pointer.last().getMatchingProperty(), value);
    }
}
