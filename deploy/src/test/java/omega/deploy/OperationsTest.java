package omega.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Alerts, runbooks, dashboards and the list of metrics fit one another and the code. */
class OperationsTest {
    private static final Path ALERTS = Chart.DIR.resolve("files/alerts.yaml");
    private static final Pattern OURS = Pattern.compile("\\bomega_[a-z_]+");
    /** Metrics that the services make, in their sources. */
    private static final Pattern MADE = Pattern.compile(
            "(?:(?:Counter|Gauge|Timer|DistributionSummary)\\s*\\.builder|registry\\s*\\.(?:counter|gauge|timer|summary))\\(\\s*\"(omega\\.[a-z.]+)\"");

    private static List<JsonNode> rules() throws IOException {
        List<JsonNode> rules = new ArrayList<>();
        Chart.YAML
                .readTree(ALERTS.toFile())
                .path("groups")
                .forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    private static List<Path> dashboards() throws IOException {
        try (Stream<Path> files = Files.list(Chart.DIR.resolve("files/dashboards"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void everyAlertHasARunbookAndTheReverse() throws IOException {
        Set<String> alerts =
                rules().stream().map(each -> each.path("alert").asText()).collect(Collectors.toSet());
        Set<String> runbooks;
        try (Stream<Path> files = Files.list(Chart.ROOT.resolve("deploy/runbooks"))) {
            runbooks = files.map(each -> each.getFileName().toString().replace(".md", ""))
                    .collect(Collectors.toSet());
        }

        assertEquals(new TreeSet<>(alerts), new TreeSet<>(runbooks));
        for (JsonNode rule : rules()) {
            String name = rule.path("alert").asText();
            assertEquals(
                    "deploy/runbooks/" + name + ".md",
                    rule.path("annotations").path("runbook").asText());
            assertTrue(
                    Set.of("warning", "critical")
                            .contains(rule.path("labels").path("severity").asText()),
                    name);
            String text = Files.readString(Chart.ROOT.resolve("deploy/runbooks/" + name + ".md"));
            assertTrue(text.matches("(?s)# " + name + "\n.*\n## Meaning\n.+\n## Check\n.+\n## Act\n.+"), name);
        }
    }

    @Test
    void everyAlertIsTried() throws IOException {
        JsonNode tests = Chart.YAML.readTree(
                Chart.ROOT.resolve("deploy/alerts-test.yaml").toFile());
        Set<String> fired = new TreeSet<>();
        tests.path("tests")
                .forEach(test -> test.path("alert_rule_test").forEach(each -> {
                    if (!each.path("exp_alerts").isEmpty()) {
                        fired.add(each.path("alertname").asText());
                    }
                }));

        assertEquals(
                rules().stream()
                        .map(each -> each.path("alert").asText())
                        .collect(Collectors.toCollection(TreeSet::new)),
                fired);
    }

    /** A workload that is left out on purpose, the collector during the connection test, is not missed. */
    @Test
    void onlyWhatIsEnabledIsWatched() {
        Chart.assumeHelm();
        Set<String> workloads = Chart.workloads("homologation").stream()
                .map(each -> each.path("metadata").path("name").asText().replace(Chart.RELEASE + "-", ""))
                .collect(Collectors.toSet());

        assertEquals(5, workloads.size());
        assertEquals(workloads, watched(Map.of()));
        for (String workload : workloads) {
            Set<String> others = new HashSet<>(workloads);
            others.remove(workload);
            assertEquals(others, watched(Map.of("workloads." + workload + ".enabled", "false")));
        }
    }

    /** The workloads whose rules the chart brings. */
    private static Set<String> watched(Map<String, String> overrides) {
        Set<String> watched = new HashSet<>();
        JsonNode rule = Chart.manifests("homologation", overrides).stream()
                .filter(each -> each.path("kind").asText().equals("PrometheusRule"))
                .findFirst()
                .orElseThrow();
        for (JsonNode group : rule.path("spec").path("groups")) {
            assertFalse(group.path("rules").isEmpty(), () -> group.path("name").asText());
            for (JsonNode each : group.path("rules")) {
                String expr = each.path("expr").asText();
                assertTrue(expr.contains("namespace=\"omega-homologation\""), expr);
                assertFalse(expr.contains("RELEASE") || expr.contains(".+-"), expr);
                if (each.path("labels").has("workload")) {
                    watched.add(each.path("labels").path("workload").asText());
                }
            }
        }
        return watched;
    }

    @Test
    void promtoolAgrees() throws Exception {
        Assumptions.assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "promtool"))),
                "no promtool on the PATH: the rules' unit tests (deploy/alerts-test.yaml) are not run");
        Process process = new ProcessBuilder("promtool", "test", "rules", "deploy/alerts-test.yaml")
                .directory(Chart.ROOT.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertTrue(process.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), printed);
    }

    /** A renamed metric is found: what alerts and dashboards ask for, the code makes and docs/configuration.md lists. */
    @Test
    void metricsAreMadeListedAndUsedByOneName() throws IOException {
        Set<String> made = new TreeSet<>();
        Set<String> listed = names(Files.readString(Chart.ROOT.resolve("docs/configuration.md")));
        Set<String> used = names(Files.readString(ALERTS));
        for (Path dashboard : dashboards()) {
            used.addAll(names(Files.readString(dashboard)));
        }
        try (Stream<Path> modules = Files.list(Chart.ROOT)) {
            for (Path module : modules.map(each -> each.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                            .toList()) {
                        MADE.matcher(Files.readString(file))
                                .results()
                                .forEach(each -> made.add(each.group(1).replace('.', '_')));
                    }
                }
            }
        }

        assertTrue(made.size() >= 7, made::toString);
        assertEquals(
                List.of(),
                used.stream().filter(each -> !made.contains(each)).toList(),
                "asked for, but not made by the code");
        assertEquals(
                List.of(),
                made.stream().filter(each -> !listed.contains(each)).toList(),
                "made, but not listed in docs/configuration.md");
        assertEquals(
                List.of(),
                listed.stream().filter(each -> !made.contains(each)).sorted().toList(),
                "listed in docs/configuration.md, but not made by the code");
    }

    private static Set<String> names(String text) {
        Set<String> names = new HashSet<>();
        OURS.matcher(text)
                .results()
                .forEach(each ->
                        names.add(each.group().replaceAll("(_seconds|_bytes)?(_total|_count|_sum|_max|_bucket)$", "")));
        return names;
    }

    @Test
    void dashboardsAreWhole() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Set<String> ids = new HashSet<>();
        for (Path file : dashboards()) {
            JsonNode dashboard = json.readTree(file.toFile());
            assertTrue(ids.add(dashboard.path("uid").asText()), file::toString);
            assertFalse(dashboard.path("panels").isEmpty());
            Set<Integer> panels = new HashSet<>();
            for (JsonNode panel : dashboard.path("panels")) {
                assertTrue(panels.add(panel.path("id").asInt()), () -> file + ": two panels of one id");
                assertFalse(panel.path("targets").isEmpty());
                panel.path("targets")
                        .forEach(each -> assertTrue(
                                each.path("expr").asText().contains("$namespace"),
                                () -> file + ": homologation and production are never summed: " + each.path("expr")));
            }
        }
    }
}
