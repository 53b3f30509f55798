package omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever carries data has a word, and the word stands in GLOSSAIRE.md. */
class GlossaryTest {
    private static final Path ROOT = Path.of("..");

    /** Packages whose types are machinery, not vocabulary. */
    private static final Pattern TECHNICAL = Pattern.compile(
            "omega\\.(bench|sandbox|lifeline|contract|ws\\.(xml|contract)|channel\\.(sftp|local|ftps|connect)|[a-z]+\\.show|fetcher\\.discover)(\\..*)?");

    private static final Pattern TYPE = Pattern.compile(
            "^public (?:(?:sealed|non-sealed|strictfp) )*(?:record|enum|interface) (\\w+)", Pattern.MULTILINE);
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern TERM = Pattern.compile("^\\| `(\\w+)` \\|(.*)$", Pattern.MULTILINE);

    @Test
    void everyPublicTypeThatCarriesDataHasAnEntry() throws IOException {
        Set<String> terms = terms().map(term -> term.group(1)).collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (Path file : sources()) {
            String source = Files.readString(file);
            String name =
                    PACKAGE.matcher(source).results().findFirst().orElseThrow().group(1);
            if (!TECHNICAL.matcher(name).matches()) {
                TYPE.matcher(source)
                        .results()
                        .map(type -> type.group(1))
                        .filter(type -> !terms.contains(type))
                        .forEach(type -> missing.add(name + "." + type));
            }
        }
        assertEquals(Set.of(), missing, "GLOSSAIRE.md has no line for these");
    }

    @Test
    void everyEntryHasASectionAndAMeaningAndStandsOnce() throws IOException {
        List<MatchResult> terms = terms().toList();
        assertTrue(terms.size() > 50);
        assertEquals(
                terms.size(),
                terms.stream().map(term -> term.group(1)).distinct().count(),
                "each stands once");
        for (MatchResult term : terms) {
            String[] cells = term.group(2).split("\\|", -1);
            assertEquals(4, cells.length, term.group());
            assertTrue(cells[0].matches(" (ours|glossaire|\\d(\\.\\d)*(, \\d(\\.\\d)*)*) "), term.group());
            assertTrue(!cells[1].isBlank(), term.group());
        }
    }

    private static Stream<MatchResult> terms() throws IOException {
        return TERM.matcher(Files.readString(ROOT.resolve("GLOSSAIRE.md"))).results();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            List<Path> roots = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
            List<Path> sources = new java.util.ArrayList<>();
            for (Path root : roots) {
                try (Stream<Path> files = Files.walk(root)) {
                    files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                            .forEach(sources::add);
                }
            }
            return sources;
        }
    }
}
