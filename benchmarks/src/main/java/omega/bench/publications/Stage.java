package omega.bench.publications;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import omega.bench.Scale;
import omega.sandbox.Broker;
import omega.sandbox.Database;
import omega.sandbox.test.SftpPeer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What all contenders stand on: one broker and one database, processes of their own, and the SFTP server; all gone at the end. */
public final class Stage implements AutoCloseable {
    static final int PARTITIONS = 6;
    public final Path home;
    public final String brokers;
    public final Database.Login login;
    final SftpPeer sftp;
    final Openings openings = new Openings();
    final Admin admin;
    private final Child broker;
    private final Database database;

    public Stage(Path home) throws IOException, GeneralSecurityException, InterruptedException {
        this.home = home;
        Scale.delete(home);
        Files.createDirectories(home);
        int port = freePort();
        this.brokers = "127.0.0.1:" + port;
        this.broker = Child.java(
                log("kafka"),
                "512m",
                Map.of(),
                false,
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        Broker.class.getName(),
                        home.resolve("kafka").toString(),
                        Integer.toString(port)));
        this.database = Database.start(home.resolve("postgres"), 0);
        this.login = database.login("omega");
        this.sftp = new SftpPeer(home.resolve("sftp"), openings);
        this.admin = Admin.create(Map.of("bootstrap.servers", brokers));
        await("the broker", Duration.ofMinutes(1), () -> {
            broker.check(log("kafka"));
            return admin.describeCluster().nodes().get().isEmpty() ? null : true;
        });
    }

    public Path log(String name) {
        return home.resolve(name + ".log");
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What {@code probe} gives once it gives something. */
    public static <T> T await(String what, Duration most, Callable<@org.jspecify.annotations.Nullable T> probe)
            throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                T found = probe.call();
                if (found != null) {
                    return found;
                }
            } catch (IllegalStateException | InterruptedException e) {
                throw new IllegalStateException(what + " failed", e);
            } catch (Exception e) {
                System.getLogger(Stage.class.getName()).log(System.Logger.Level.DEBUG, what, e);
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(what + " took longer than " + most);
    }

    void topic(String name) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())))
                .all()
                .get();
    }

    /** Records in a topic, as a consumer of committed ones counts them. */
    long count(String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = ends(topic);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            long count = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                count += consumer.poll(Duration.ofMillis(200)).count();
            }
            return count;
        }
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        20_000,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        50),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private Map<TopicPartition, Long> ends(String topic) throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                .flatMap(each -> each.partitions().stream())
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(each -> each, _ -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().offset()));
    }

    /** Lets the next turn begin with an empty topic. */
    void empty(String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, RecordsToDelete> all = ends(topic).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, each -> RecordsToDelete.beforeOffset(each.getValue())));
        admin.deleteRecords(all).all().get();
    }

    @Override
    public void close() throws IOException {
        admin.close();
        sftp.close();
        database.close();
        broker.close();
        Scale.delete(home);
    }
}
