package omega.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import omega.catalogue.Catalogue;
import omega.runtime.kafka.Clients;
import omega.runtime.kafka.Topology;
import omega.sandbox.Broker;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real broker with Kafka's own authorizer and the rules that the chart renders: each workload's user, with the gateway's own clients, reads, writes, commits and
 * ends transactions on what it is granted, and is refused the rest. What its code needs is {@link KafkaTest}'s affair.
 */
class AuthorizationTest {
    private static final String EXAMPLE = "homologation";
    private static final List<String> USERS = List.of("collector", "parser", "submitter", "tracker", "proxy");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path home;

    private static Broker broker;
    private static String guarded;

    @BeforeAll
    static void start() throws Exception {
        Chart.assumeHelm();
        int inside = freePort();
        int outside = freePort();
        int controller = freePort();
        guarded = "127.0.0.1:" + outside;
        broker = Broker.start(
                home.resolve("kafka"),
                inside,
                Map.of(
                        "listeners",
                        "PLAINTEXT://127.0.0.1:%d,USERS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                                .formatted(inside, outside, controller),
                        "advertised.listeners",
                        "PLAINTEXT://127.0.0.1:%d,USERS://127.0.0.1:%d".formatted(inside, outside),
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,USERS:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "controller.quorum.voters",
                        "1@127.0.0.1:" + controller,
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "listener.name.users.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required "
                                + USERS.stream()
                                        .map(each -> "user_" + each + "=\"" + each + "\"")
                                        .collect(Collectors.joining(" "))
                                + ";",
                        "authorizer.class.name",
                        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                        "super.users",
                        "User:ANONYMOUS"));
        topology(new Clients(Map.of("bootstrap.servers", broker.bootstrapServers()), EXAMPLE), true)
                .ensure();
        try (Admin admin = broker.admin()) {
            List<AclBinding> bindings = new ArrayList<>();
            USERS.forEach(user -> rules(user).forEach(rule -> bindings.addAll(bindings(user, rule))));
            admin.createAcls(bindings).all().get();
        }
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    static List<String> users() {
        return USERS;
    }

    private static Topology topology(Clients clients, boolean create) {
        return new Topology(clients, Catalogue.load(Optional.empty()), create, 1, Optional.empty());
    }

    private static int freePort() throws IOException {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return held.getLocalPort();
        }
    }

    /** The rules of a user's KafkaUser. */
    private static List<JsonNode> rules(String user) {
        List<JsonNode> rules = new ArrayList<>();
        Chart.manifests(EXAMPLE, "KafkaUser").stream()
                .filter(each -> each.path("metadata").path("name").asText().equals(Chart.RELEASE + "-" + user))
                .forEach(each ->
                        each.path("spec").path("authorization").path("acls").forEach(rules::add));
        return rules;
    }

    /** As Strimzi's user operator makes them. */
    private static List<AclBinding> bindings(String user, JsonNode rule) {
        JsonNode resource = rule.path("resource");
        ResourceType type = switch (resource.path("type").asText()) {
            case "topic" -> ResourceType.TOPIC;
            case "group" -> ResourceType.GROUP;
            case "transactionalId" -> ResourceType.TRANSACTIONAL_ID;
            default -> throw new IllegalArgumentException(rule.toString());
        };
        PatternType pattern =
                resource.path("patternType").asText().equals("prefix") ? PatternType.PREFIXED : PatternType.LITERAL;
        List<AclBinding> bindings = new ArrayList<>();
        for (JsonNode operation : rule.path("operations")) {
            bindings.add(new AclBinding(
                    new ResourcePattern(type, resource.path("name").asText(), pattern),
                    new AccessControlEntry(
                            "User:" + user,
                            "*",
                            AclOperation.fromString(operation.asText().toUpperCase(Locale.ROOT)),
                            AclPermissionType.ALLOW)));
        }
        return bindings;
    }

    /** Names that a user may do {@code operation} with, of topics, groups or transactional ids, without the environment. */
    private static List<String> granted(String user, String type, String operation) {
        return rules(user).stream()
                .filter(each -> each.path("resource").path("type").asText().equals(type))
                .filter(each -> each.path("operations").toString().contains("\"" + operation + "\""))
                .map(each -> each.path("resource").path("name").asText().replaceFirst("^" + EXAMPLE + "-", ""))
                .toList();
    }

    private static Clients clients(String user) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", guarded);
        settings.put("security.protocol", "SASL_PLAINTEXT");
        settings.put("sasl.mechanism", "PLAIN");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, user));
        return new Clients(settings, EXAMPLE);
    }

    @ParameterizedTest
    @MethodSource("users")
    void whatIsGrantedSuffices(String user) throws Exception {
        Clients clients = clients(user);
        topology(clients, false).ensure();
        List<String> written = granted(user, "topic", "Write");
        try (KafkaProducer<byte[], byte[]> plain = clients.idempotent()) {
            for (String topic : written) {
                plain.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}))
                        .get();
            }
        }
        List<String> read = granted(user, "topic", "Read");
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (String group : granted(user, "group", "Read")) {
            try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(group, 10)) {
                consumer.subscribe(read);
                long until = System.nanoTime() + PATIENCE.toNanos();
                while (consumer.assignment().isEmpty() && System.nanoTime() < until) {
                    consumer.poll(Duration.ofMillis(100));
                }
                assertEquals(read.size(), consumer.assignment().size(), group);
                consumer.commitSync();
                consumer.assignment().forEach(each -> offsets.put(each, new OffsetAndMetadata(0)));
                for (String transactions : granted(user, "transactionalId", "Write")) {
                    transact(clients, transactions, written, offsets, consumer);
                }
            }
        }
        try (Admin admin = clients.admin()) {
            for (String topic : granted(user, "topic", "Delete")) {
                admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(1)))
                        .all()
                        .get();
            }
            for (String group : granted(user, "group", "Describe")) {
                admin.listConsumerGroupOffsets(clients.group(group))
                        .partitionsToOffsetAndMetadata()
                        .get();
            }
        }
    }

    /** As a parser does: what is written, and how far was read, in one transaction. */
    private static void transact(
            Clients clients,
            String name,
            List<String> topics,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            KafkaConsumer<byte[], byte[]> consumer) {
        try (KafkaProducer<byte[], byte[]> producer = clients.transactional(name + "1")) {
            producer.initTransactions();
            producer.beginTransaction();
            topics.forEach(topic -> {
                var _ = producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}));
            });
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction();
        }
    }

    @ParameterizedTest
    @MethodSource("users")
    void theRestIsRefused(String user) throws Exception {
        Clients clients = clients(user);
        List<String> written = granted(user, "topic", "Write");
        List<String> all = topology(clients, false).topics().stream()
                .map(each -> each.name())
                .filter(each -> !written.contains(each))
                .toList();
        assertTrue(all.size() > 5, all::toString);
        try (KafkaProducer<byte[], byte[]> producer = clients.idempotent()) {
            for (String topic : all) {
                ExecutionException refused = assertThrows(
                        ExecutionException.class,
                        () -> producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}))
                                .get(),
                        topic);
                assertInstanceOf(TopicAuthorizationException.class, refused.getCause(), topic);
            }
        }
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("somebody-else", 10)) {
            consumer.subscribe(granted(user, "topic", "Read"));
            assertThrows(GroupAuthorizationException.class, () -> consumer.poll(PATIENCE));
        }
        try (KafkaProducer<byte[], byte[]> producer = clients.transactional("somebody-else")) {
            assertThrows(TransactionalIdAuthorizationException.class, producer::initTransactions);
        }
    }
}
