package omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documents name is there. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PACK = Path.of("src/main/resources/catalogue/provisional");

    @Test
    void theGuideMapLeadsToFilesThatExist() throws IOException {
        List<String> paths = named("guide-map.md", "`([a-z-]+/[^` ]+)`")
                .map(path -> path.group(1))
                .toList();
        assertTrue(paths.size() > 30);
        TreeSet<String> gone = new TreeSet<>(paths);
        gone.removeIf(path -> Files.exists(ROOT.resolve(path)));
        assertEquals(new TreeSet<>(), gone);
    }

    @Test
    void everyAmbiguityIsDecidedByAKeyThatThePackHas() throws IOException {
        List<MatchResult> keys =
                named("ambiguities.md", "`([\\w/+]+\\.yaml): ([\\w.]+)`").toList();
        assertTrue(keys.size() > 25);
        for (MatchResult key : keys) {
            JsonNode file = new YAMLMapper().readTree(PACK.resolve(key.group(1)).toFile());
            assertTrue(!file.at("/" + key.group(2).replace('.', '/')).isMissingNode(), key.group());
        }
    }

    private static java.util.stream.Stream<MatchResult> named(String document, String form) throws IOException {
        return Pattern.compile(form)
                .matcher(Files.readString(ROOT.resolve("docs").resolve(document)))
                .results();
    }
}
