package omega.tracker.hear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import omega.catalogue.Catalogue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** During an upgrade the tracker hears a fetcher of the version before, and of the one after: what the released one told is heard, with and without fields that are not known. */
class ReleasedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Reading reading = new Reading(Catalogue.provisional());

    @ParameterizedTest
    @ValueSource(strings = "0.1.0")
    void isHeard(String version) throws IOException {
        JsonNode released = JSON.readTree(
                Path.of("src/test/resources/released", version + ".json").toFile());

        assertEquals(3, released.size());
        for (JsonNode each : released) {
            ObjectNode newer = each.path("valeur").deepCopy();
            newer.putObject("encore").put("x", 1);
            String heard = reading.read(record(each, each.path("valeur"))).toString();
            assertTrue(heard.matches(each.path("entendu").asText()), heard);
            assertEquals(heard, reading.read(record(each, newer)).toString());
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(JsonNode told, JsonNode value) {
        RecordHeaders headers = new RecordHeaders();
        told.path("entetes")
                .properties()
                .forEach(each ->
                        headers.add(each.getKey(), each.getValue().asText().getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                told.path("topic").asText(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                value.toString().getBytes(StandardCharsets.UTF_8),
                headers,
                Optional.empty());
    }
}
