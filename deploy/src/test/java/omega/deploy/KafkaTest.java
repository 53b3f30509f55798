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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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
    /** All topics of records, which are one in the sources: {@code Topics.publication(…)}. */
    private static final String RECORDS = "omega.publication.*";

    private static final Pattern READING = Pattern.compile("\\.subscribe\\(|consumer\\.partitionsFor\\(");
    private static final Pattern WRITING = Pattern.compile("new ProducerRecord<>\\(|\\b(append|event|record|Event)\\(");
    private static final Pattern PUBLICATIONS =
            Pattern.compile("(?<!producer\\.partitionsFor\\()Topics\\.publication\\(");
    /** What of publication-fetcher is the parsers'. */
    private static final Pattern PARSING = Pattern.compile("/parse/|/RecordEmission\\.java|/Parsing\\.java");

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

    /** Every topic, group and transaction that a workload's sources name is granted to its user for what they do with it, and nothing else is. */
    @ParameterizedTest
    @MethodSource("users")
    void usersMayDoWhatTheCodeDoes(String user) throws IOException {
        JsonNode acls = file().path("users").path(user);
        Map<String, Set<String>> granted = new TreeMap<>();
        acls.path("topics").forEach(each -> granted.put(each.path("name").asText(), words(each.path("operations"))));
        if (acls.has("flux")) {
            granted.put(RECORDS, words(acls.path("flux")));
        }
        Map<String, Set<String>> groups = new TreeMap<>();
        acls.path("groups").forEach(each -> groups.put(each.path("name").asText(), words(each.path("operations"))));

        List<String> files = sources(user);
        assertEquals(done(files), granted, user + ": what its code does with topics, and what " + FILE + " grants it");
        String all = String.join("\n", files);
        Map<String, Set<String>> heard = new TreeMap<>();
        String declared = String.join("\n", sources(image(user), _ -> true));
        literals(all, declared, "clients\\.group\\(([^,)]+)").forEach(each -> heard.put(each, Set.of("Describe")));
        literals(all, declared, "clients\\.consumer\\(([^,)]+)").forEach(each -> heard.put(each, Set.of("Read")));
        assertEquals(heard, groups, user + ": consumer groups");
        assertEquals(
                literals(all, declared, "clients\\.transactional\\(([^)]+?)(?: \\+ \\w+)?\\)"),
                words(acls.path("transactions")),
                user + ": transactional ids");
    }

    /** What a workload's sources do with topics, statement by statement: what a consumer is given is read, what becomes a record or an event is written. */
    private static Map<String, Set<String>> done(List<String> files) {
        Map<String, Set<String>> done = new TreeMap<>();
        for (String file : files) {
            Matcher named = Pattern.compile("Topics\\.([A-Z_]+)\\b").matcher(file);
            while (named.find()) {
                String topic = constant(named.group(1));
                String statement = begun(file, named.start());
                if (READING.matcher(statement).find()) {
                    add(done, topic, "Read");
                }
                if (WRITING.matcher(statement).find()) {
                    add(done, topic, "Write");
                }
                if (file.contains(".deleteRecords(")) {
                    add(done, topic, "Delete");
                }
            }
            if (PUBLICATIONS.matcher(file).find() && file.contains(".subscribe(")) {
                // comptes-rendus and SDEM, by the pack's names
                add(done, Topics.publication(CATALOGUE.suivi().compteRendu().flux()), "Read");
                add(done, Topics.publication(CATALOGUE.suivi().sdem().flux()), "Read");
            }
            if (file.contains("this.topic = Topics.publication(") && file.contains("new ProducerRecord<>(")) {
                add(done, RECORDS, "Write");
            }
            if (file.contains("new Alerts(")) {
                add(done, Topics.ALERTE, "Write");
            }
        }
        return done;
    }

    private static void add(Map<String, Set<String>> done, String topic, String operation) {
        done.computeIfAbsent(topic, _ -> new TreeSet<>()).add(operation);
    }

    /** The statement that names something at {@code at}, up to there. */
    private static String begun(String file, int at) {
        int begin = Math.max(file.lastIndexOf(';', at), Math.max(file.lastIndexOf('{', at), file.lastIndexOf('}', at)));
        return file.substring(begin + 1, at);
    }

    private static Set<String> words(JsonNode list) {
        Set<String> words = new TreeSet<>();
        list.forEach(each -> words.add(each.asText()));
        return words;
    }

    /** What would be noticed: an operation too few, and one too many. */
    @Test
    void whatTheCodeDoesIsToldFromItsStatements() {
        String reads = "class A { void a() { consumer.subscribe(List.of(Topics.FICHIER)); } }";
        String writes = "class A { void a() { producer.send(new ProducerRecord<>(Topics.FICHIER, key, value)); } }";
        String compares = "class A { boolean a() { return record.topic().equals(Topics.FICHIER); } }";

        assertEquals(Map.of(Topics.FICHIER, Set.of("Read")), done(List.of(reads)));
        assertEquals(Map.of(Topics.FICHIER, Set.of("Write")), done(List.of(writes)));
        assertEquals(Map.of(Topics.FICHIER, Set.of("Read", "Write")), done(List.of(reads, writes)));
        assertEquals(Map.of(), done(List.of(compares)));
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

    /** The sources of a workload. The fetcher is two, by its role. */
    private static List<String> sources(String workload) throws IOException {
        String image = image(workload);
        return sources(
                image,
                file -> !image.equals("publication-fetcher")
                        || PARSING.matcher(file).find() == workload.equals("parser"));
    }

    private static List<String> sources(String service, Predicate<String> which) throws IOException {
        try (Stream<Path> files = Files.walk(Chart.ROOT.resolve(service).resolve("src/main/java"))) {
            List<String> sources = new ArrayList<>();
            for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                    .filter(each -> which.test(each.toString()))
                    .sorted()
                    .toList()) {
                sources.add(Files.readString(file));
            }
            return sources;
        }
    }

    private static String image(String workload) throws IOException {
        return Chart.YAML
                .readTree(Chart.DIR.resolve("values.yaml").toFile())
                .path("workloads")
                .path(workload)
                .path("image")
                .asText();
    }

    /** String arguments, constants of the sources resolved. */
    private static Set<String> literals(String sources, String declared, String call) {
        return Pattern.compile(call)
                .matcher(sources)
                .results()
                .map(each -> literal(declared, each))
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
