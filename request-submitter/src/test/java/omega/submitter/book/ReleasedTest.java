package omega.submitter.book;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import omega.submitter.check.Demande;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.LotState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two versions work side by side during an upgrade: what the released one wrote is read and written again without a loss, and what a newer one adds is passed over. */
class ReleasedTest {
    private static final Map<String, Class<?>> TYPES = Map.of("LotState", LotState.class, "Demande", Demande.class);

    @ParameterizedTest
    @ValueSource(strings = "0.1.0")
    void isReadAndWrittenAgain(String version) throws IOException {
        JsonNode released = Ledger.JSON.readTree(
                Path.of("src/test/resources/released", version + ".json").toFile());

        assertEquals(TYPES.size(), released.size());
        for (var each : TYPES.entrySet()) {
            for (JsonNode node : released.path(each.getKey())) {
                String same = written(node, each.getValue());
                assertEquals("{}", lost(node, Ledger.JSON.readTree(same)).toString(), node::toString);
                assertEquals(same, written(newer(node), each.getValue()), node::toString);
            }
        }
    }

    private static String written(JsonNode node, Class<?> type) throws IOException {
        return Ledger.JSON.writerFor(type).writeValueAsString(Ledger.JSON.readValue(node.toString(), type));
    }

    /** What {@code node} has that {@code other} has not, or has otherwise. */
    private static JsonNode lost(JsonNode node, JsonNode other) {
        ObjectNode lost = JsonNodeFactory.instance.objectNode();
        node.properties().stream()
                .filter(each -> !each.getValue().equals(other.get(each.getKey())))
                .forEach(each -> lost.set(each.getKey(), each.getValue()));
        return lost;
    }

    /** As a newer version might write it: every object has a field more. */
    private static JsonNode newer(JsonNode node) {
        JsonNode newer = node.deepCopy();
        ((ObjectNode) newer).putObject("encore").put("x", 1);
        return newer;
    }
}
