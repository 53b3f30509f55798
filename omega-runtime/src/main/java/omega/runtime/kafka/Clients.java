package omega.runtime.kafka;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Kafka clients, all from {@code kafka.*} of the configuration: address, TLS, SASL. */
@ApplicationScoped
public class Clients {
    private static final int TRANSACTION_MILLIS = 60_000;
    /** Bytes of a record at most: the longest line that a pack may allow, each of whose bytes becomes three in UTF-8. */
    public static final int LARGEST = 3 << 20;

    /** The consumer groups of all services. */
    public static final List<String> GROUPS =
            List.of("accept", "count", "decoupage", "parse", "submitter-hear", "track", "ws-proxy");
    /** How the names of all transactional producers begin. */
    public static final List<String> TRANSACTIONS = List.of("collect-", "parse-");

    private final Map<String, Object> common;
    private final String environment;

    public Clients(
            @Identifier("default-kafka-broker") Map<String, Object> common,
            @ConfigProperty(name = "omega.environnement") String environment) {
        this.common = Map.copyOf(common);
        this.environment = environment;
    }

    /** A producer whose transactions fence every older one of the same name. Its sends are batched and compressed. */
    public KafkaProducer<byte[], byte[]> transactional(String name) {
        Map<String, Object> settings = producing();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, environment + "-" + name);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A producer that sends each record once, in order, outside transactions. */
    public KafkaProducer<byte[], byte[]> idempotent() {
        return new KafkaProducer<>(producing(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producing() {
        Map<String, Object> settings = new HashMap<>(common);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 10);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 24L << 20);
        return settings;
    }

    /** A consumer of committed records only; offsets are committed by its user. */
    public KafkaConsumer<byte[], byte[]> consumer(String group, int mostRecords) {
        Map<String, Object> settings = new HashMap<>(common);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, environment + "-" + group);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 20);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public Admin admin() {
        return Admin.create(common);
    }

    /** Where partitions end, transactions that are still open included. */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        try (Admin admin = admin()) {
            return admin
                    .listOffsets(
                            partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())))
                    .all()
                    .get()
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, each -> each.getValue().offset()));
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka does not tell where its topics end", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** {@code homologation}, {@code production} or {@code sandbox}. */
    public String environment() {
        return environment;
    }

    /** The full name of a consumer group. */
    public String group(String name) {
        return environment + "-" + name;
    }
}
