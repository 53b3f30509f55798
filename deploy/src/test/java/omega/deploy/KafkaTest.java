package omega.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import omega.catalogue.Catalogue;
import omega.event.Topics;
import omega.runtime.kafka.Clients;
import omega.runtime.kafka.Topology;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The chart's topics and users against the code that uses them. */
class KafkaTest {
    private static final Path FILE = Chart.DIR.resolve("files/kafka.yaml");
    private static final int PARTITIONS = 6;
    private static final Catalogue CATALOGUE = Catalogue.load(Optional.empty());

    private static JsonNode file() throws IOException {
        return Chart.YAML.readTree(FILE.toFile());
    }

    /** What the code would create, in the file's form. */
    private static ArrayNode wanted() {
        Map<String, String> flux =
                CATALOGUE.flux().keySet().stream().collect(Collectors.toMap(Topics::publication, each -> each));
        ArrayNode wanted = Chart.YAML.createArrayNode();
        new Topology(new Clients(Map.of(), "homologation"), CATALOGUE, false, PARTITIONS, Optional.empty())
                .topics().stream()
                        .sorted(java.util.Comparator.comparing(NewTopic::name))
                        .forEach(topic -> {
                            ObjectNode one = wanted.addObject().put("name", topic.name());
                            if (flux.containsKey(topic.name())) {
                                one.put("flux", flux.get(topic.name()));
                            }
                            if (topic.numPartitions() != PARTITIONS) {
                                one.put("partitions", topic.numPartitions());
                            }
                            if (!topic.configs().isEmpty()) {
                                ObjectNode config = one.putObject("config");
                                topic.configs().forEach((key, value) -> put(config, key, value));
                            }
                        });
        return wanted;
    }

    private static void put(ObjectNode config, String key, String value) {
        if (value.matches("-?\\d+")) {
            config.put(key, Long.parseLong(value));
        } else {
            config.put(key, value);
        }
    }

    /** {@code -Dgolden.refresh=true} writes the topics anew; users are written by hand. */
    @Test
    void theTopicsAreTheCodes() throws IOException {
        if (Boolean.getBoolean("golden.refresh")) {
            String text = Files.readString(FILE);
            StringBuilder topics = new StringBuilder("topics:\n");
            for (JsonNode each : wanted()) {
                topics.append("  - ").append(flow(each)).append('\n');
            }
            Files.writeString(
                    FILE,
                    text.replaceFirst(
                            "(?s)topics:.*?\nusers:", java.util.regex.Matcher.quoteReplacement(topics + "users:")));
        }

        assertEquals(
                Chart.YAML.writeValueAsString(wanted()),
                Chart.YAML.writeValueAsString(file().path("topics")),
                "topics have changed: -Dgolden.refresh=true rewrites " + FILE + ", review it");
    }

    private static String flow(JsonNode node) {
        return node.isObject()
                ? node.properties().stream()
                        .map(each -> each.getKey() + ": " + flow(each.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"))
                : node.toString();
    }

    @Test
    void blocksDoNotExpireAndProgressIsCompacted() throws IOException {
        assertEquals(
                -1,
                topic(Topics.BLOC)
                        .path("config")
                        .path(TopicConfig.RETENTION_MS_CONFIG)
                        .asInt());
        assertEquals(
                TopicConfig.CLEANUP_POLICY_COMPACT,
                topic(Topics.DECOUPAGE)
                        .path("config")
                        .path(TopicConfig.CLEANUP_POLICY_CONFIG)
                        .asText());
    }

    private static JsonNode topic(String name) throws IOException {
        return StreamSupport.stream(file().path("topics").spliterator(), false)
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<String> users() throws IOException {
        return List.copyOf(file().path("users").properties().stream()
                .map(Map.Entry::getKey)
                .toList());
    }

    /** Every topic, group and transaction that a service's sources name is granted to one of its users, and nothing else is. */
    @ParameterizedTest
    @MethodSource("services")
    void usersMayDoWhatTheCodeDoes(String service) throws IOException {
        Set<String> granted = new TreeSet<>();
        Set<String> groups = new TreeSet<>();
        Set<String> transactions = new TreeSet<>();
        for (String user : usersOf(service)) {
            JsonNode acls = file().path("users").path(user);
            acls.path("topics")
                    .forEach(each -> granted.add(generic(each.path("name").asText())));
            if (acls.has("flux")) {
                granted.add("omega.publication.*");
            }
            acls.path("groups").forEach(each -> groups.add(each.path("name").asText()));
            acls.path("transactions").forEach(each -> transactions.add(each.asText()));
        }
        String sources = sources(service);
        Set<String> used = new TreeSet<>();
        Pattern.compile("Topics\\.([A-Z_]+)")
                .matcher(sources)
                .results()
                .map(each -> constant(each.group(1)))
                .forEach(used::add);
        if (sources.contains("Topics.publication(")) {
            used.add("omega.publication.*");
        }
        if (sources.contains("new Alerts(")) {
            used.add(Topics.ALERTE);
        }

        used.addAll(unnamed(granted));
        assertEquals(
                used,
                granted,
                () -> service + ": topics that the code names, and those that " + FILE + " grants its users");
        assertEquals(
                literals(sources, "clients\\.(?:consumer|group)\\(([^,)]+)"), groups, service + ": consumer groups");
        assertEquals(
                literals(sources, "clients\\.transactional\\(([^)]+?)(?: \\+ \\w+)?\\)"),
                transactions,
                service + ": transactional ids");
    }

    /** What {@code ./omega doctor} asks the broker about. */
    @Test
    void theDoctorKnowsAllGroupsAndTransactions() throws IOException {
        Set<String> groups = new TreeSet<>();
        Set<String> transactions = new TreeSet<>();
        for (JsonNode user : file().path("users")) {
            user.path("groups").forEach(each -> groups.add(each.path("name").asText()));
            user.path("transactions").forEach(each -> transactions.add(each.asText()));
        }
        assertEquals(Clients.GROUPS, List.copyOf(groups));
        assertEquals(Clients.TRANSACTIONS, List.copyOf(transactions));
    }

    /** All topics of records are one in the sources: {@code Topics.publication(…)}. */
    private static String generic(String topic) {
        boolean records = CATALOGUE.flux().keySet().stream()
                .anyMatch(each -> Topics.publication(each).equals(topic));
        return records ? "omega.publication.*" : topic;
    }

    /** Of {@code topics} those that no service names yet: they are granted ahead of the code. */
    private static Set<String> unnamed(Set<String> topics) throws IOException {
        Set<String> unnamed = new HashSet<>(topics);
        unnamed.remove("omega.publication.*");
        for (String service : services()) {
            String sources = sources(service);
            unnamed.removeIf(topic -> Stream.of(Topics.class.getFields())
                    .anyMatch(each ->
                            constant(each.getName()).equals(topic) && sources.contains("Topics." + each.getName())));
        }
        unnamed.remove(Topics.ALERTE);
        return unnamed;
    }

    static Set<String> services() throws IOException {
        Set<String> services = new TreeSet<>();
        Chart.YAML
                .readTree(Chart.DIR.resolve("values.yaml").toFile())
                .path("workloads")
                .forEach(each -> {
                    if (each.path("enabled").asBoolean()) {
                        services.add(each.path("image").asText());
                    }
                });
        return services;
    }

    private static Set<String> usersOf(String service) throws IOException {
        Set<String> users = new HashSet<>();
        Chart.YAML
                .readTree(Chart.DIR.resolve("values.yaml").toFile())
                .path("workloads")
                .properties()
                .forEach(each -> {
                    if (each.getValue().path("image").asText().equals(service)) {
                        users.add(each.getKey());
                    }
                });
        return users;
    }

    /** String arguments, constants of the sources resolved. */
    private static Set<String> literals(String sources, String call) {
        return Pattern.compile(call)
                .matcher(sources)
                .results()
                .map(each -> literal(sources, each))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String literal(String sources, MatchResult call) {
        String argument = call.group(1).trim();
        if (argument.startsWith("\"")) {
            return argument.substring(1, argument.indexOf('"', 1));
        }
        String constant = argument.substring(argument.lastIndexOf('.') + 1);
        var declared =
                Pattern.compile("String " + constant + " =\\s+\"([^\"]+)\"").matcher(sources);
        assertTrue(declared.find(), () -> "cannot tell what " + call.group() + " names");
        return declared.group(1);
    }

    private static String constant(String name) {
        try {
            Field field = Topics.class.getField(name);
            return String.valueOf(field.get(null));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("Topics." + name, e);
        }
    }

    private static String sources(String service) throws IOException {
        try (Stream<Path> files = Files.walk(Chart.ROOT.resolve(service).resolve("src/main/java"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                    .sorted()
                    .toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    @Test
    void everyWorkloadHasAUser() throws IOException {
        Set<String> workloads = new TreeSet<>();
        Chart.YAML
                .readTree(Chart.DIR.resolve("values.yaml").toFile())
                .path("workloads")
                .fieldNames()
                .forEachRemaining(workloads::add);
        assertEquals(workloads, new TreeSet<>(users()));
    }
}
