package omega.demande;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two versions work side by side during an upgrade: what the released one wrote is read and written again without a loss, and what a newer one adds is passed over. */
class ReleasedTest {
    @ParameterizedTest
    @ValueSource(strings = "0.1.0")
    void isReadAndWrittenAgain(String version) throws IOException {
        JsonNode released = DemandeEvent.JSON.readTree(
                Path.of("src/test/resources/released", version + ".json").toFile());

        assertEquals(DemandeEvent.class.getPermittedSubclasses().length, released.size());
        for (JsonNode node : released) {
            String same = written(node);
            assertEquals("{}", lost(node, DemandeEvent.JSON.readTree(same)).toString(), node::toString);
            assertEquals(same, written(newer(node)), node::toString);
        }
    }

    private static String written(JsonNode node) throws IOException {
        return DemandeEvent.of(node.toString().getBytes(StandardCharsets.UTF_8)).json();
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
        newer.findParents("champ").forEach(each -> ((ObjectNode) each).put("nouveau", "x"));
        ((ObjectNode) newer).putObject("encore").put("x", 1);
        return newer;
    }
}
