package omega.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The chart, through Helm itself: helm-java brings it as a native library. */
final class Chart {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path DIR = ROOT.resolve("deploy/helm/omega-gateway");
    /** The release that is rendered. */
    static final String RELEASE = "omega";

    /** As which Helm renders: without a cluster it would assume one that is long past. */
    private static final String KUBERNETES = "1.32.0";

    static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER));

    /** The chart with its hooks as manifests like all others: helm-java leaves hooks out of what it renders. */
    private static final Path WITH_HOOKS = withHooks();

    private Chart() {}

    private static Path withHooks() {
        try (Stream<Path> files = Files.walk(DIR)) {
            Path copy = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "chart");
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(DIR.relativize(file));
                Files.createDirectories(to.getParent());
                Files.writeString(
                        to, Files.readString(file).replaceAll("\\n  annotations:(\\n    helm\\.sh/hook[^\\n]*)+", ""));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Skips the test, visibly, where Helm's library does not run. */
    static void assumeHelm() {
        try {
            Helm.version().call();
        } catch (LinkageError | RuntimeException e) {
            Assumptions.abort("helm-java has no native library for this platform: " + e);
        }
    }

    /** Names of the examples, {@code production} and so on. */
    static List<String> examples() {
        try (Stream<Path> files = Files.list(DIR.resolve("values"))) {
            return files.map(each -> each.getFileName().toString().replace(".yaml", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String example, Map<String, String> overrides) {
        var template = new Helm(WITH_HOOKS)
                .template()
                .withName(RELEASE)
                .withNamespace("omega-" + example)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(DIR.resolve("values/" + example + ".yaml"));
        overrides.forEach(template::set);
        return template.call();
    }

    /** Every manifest of an example. */
    static List<JsonNode> manifests(String example) {
        return manifests(example, Map.of());
    }

    static List<JsonNode> manifests(String example, Map<String, String> overrides) {
        List<JsonNode> manifests = new ArrayList<>();
        try (var parsed = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text(example, overrides))) {
            parsed.forEachRemaining(each -> {
                if (each.isObject()) {
                    manifests.add(each);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return manifests;
    }

    static List<JsonNode> manifests(String example, String kind) {
        return manifests(example).stream()
                .filter(each -> each.path("kind").asText().equals(kind))
                .toList();
    }

    /** Deployments and StatefulSets. */
    static List<JsonNode> workloads(String example) {
        return manifests(example).stream()
                .filter(each -> List.of("Deployment", "StatefulSet")
                        .contains(each.path("kind").asText()))
                .toList();
    }

    /** Lints the chart with the example's values in the place of the defaults, since the defaults alone are no installation. */
    static LintResult lint(String example, Path scratch) throws IOException {
        Path copy = scratch.resolve("omega-gateway");
        try (Stream<Path> files = Files.walk(DIR)) {
            for (Path file : files.toList()) {
                Path to = copy.resolve(DIR.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
        JsonNode values = YAML.readTree(DIR.resolve("values.yaml").toFile());
        JsonNode own = YAML.readTree(DIR.resolve("values/" + example + ".yaml").toFile());
        YAML.writeValue(copy.resolve("values.yaml").toFile(), merged(values, own));
        return new Helm(copy).lint().strict().call();
    }

    private static JsonNode merged(JsonNode below, JsonNode above) {
        if (!(below instanceof ObjectNode) || !(above instanceof ObjectNode)) {
            return above;
        }
        ObjectNode both = below.deepCopy();
        above.properties().forEach(each -> {
            JsonNode before = both.get(each.getKey());
            both.set(each.getKey(), before == null ? each.getValue() : merged(before, each.getValue()));
        });
        return both;
    }

    static String name(JsonNode manifest) {
        return manifest.path("kind").asText() + " "
                + manifest.path("metadata").path("name").asText();
    }

    static JsonNode container(JsonNode workload) {
        return workload.path("spec")
                .path("template")
                .path("spec")
                .path("containers")
                .path(0);
    }
}
