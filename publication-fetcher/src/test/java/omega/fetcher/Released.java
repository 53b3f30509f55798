package omega.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import omega.fetcher.ledger.Ledger;

/** Events as 0.1.0 told them. Its readers live on during an upgrade: what is told now has every field of theirs, of the same kind. */
public final class Released {
    private Released() {}

    /** {@code event} is its word, {@code BlocPublie} for one. */
    public static void assertHolds(String event, JsonNode told) throws IOException {
        JsonNode released = Ledger.JSON
                .readTree(Path.of("src/test/resources/released/0.1.0-evenements.json")
                        .toFile())
                .path(event);
        assertFalse(released.isEmpty(), event);
        List<String> lacking = new ArrayList<>();
        compare(event, released, told, lacking);
        assertEquals(List.of(), lacking, told::toString);
    }

    private static void compare(String path, JsonNode released, JsonNode told, List<String> lacking) {
        if (released.getNodeType() != told.getNodeType()) {
            lacking.add(path + " was " + released.getNodeType() + ", is " + told.getNodeType());
            return;
        }
        if (!path.endsWith(".entete")) { // its fields are the pack's
            released.properties()
                    .forEach(each ->
                            compare(path + "." + each.getKey(), each.getValue(), told.path(each.getKey()), lacking));
        }
    }
}
