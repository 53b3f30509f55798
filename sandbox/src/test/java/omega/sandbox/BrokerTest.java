package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokerTest {
    private static final TopicPartition TOPIC = new TopicPartition("essai", 0);

    @Test
    void committedRecordsOutliveARestartAndAbortedOnesAreNeverSeen(@TempDir Path dir) throws Exception {
        try (Broker broker = Broker.start(dir, 0);
                Admin admin = broker.admin();
                KafkaProducer<String, String> producer = producer(broker)) {
            admin.createTopics(List.of(new NewTopic(TOPIC.topic(), 1, (short) 1)))
                    .all()
                    .get();
            producer.initTransactions();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(TOPIC.topic(), "aborted"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(TOPIC.topic(), "before"));
            producer.commitTransaction();
        }

        try (Broker broker = Broker.start(dir, 0);
                KafkaProducer<String, String> producer = producer(broker)) {
            producer.initTransactions();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(TOPIC.topic(), "after"));
            producer.commitTransaction();

            assertEquals(List.of("before", "after"), committed(broker, 2));
        }
    }

    @Test
    void aTopicIsNeverCreatedByChance(@TempDir Path dir) {
        try (Broker broker = Broker.start(dir, 0);
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers(), "max.block.ms", "500"),
                        new StringSerializer(),
                        new StringSerializer());
                Admin admin = broker.admin()) {
            assertThrows(
                    ExecutionException.class,
                    () -> producer.send(new ProducerRecord<>("inconnu", "x")).get());
            ExecutionException failure = assertThrows(
                    ExecutionException.class,
                    () -> admin.describeTopics(List.of("inconnu"))
                            .allTopicNames()
                            .get());
            assertInstanceOf(UnknownTopicOrPartitionException.class, failure.getCause());
        }
    }

    private static KafkaProducer<String, String> producer(Broker broker) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "essai"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<String> committed(Broker broker, int expected) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(TOPIC));
            consumer.seekToBeginning(List.of(TOPIC));
            Waiting.until(
                    () -> {
                        consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                        return values.size() >= expected;
                    },
                    Duration.ofSeconds(60));
        }
        return values;
    }
}
