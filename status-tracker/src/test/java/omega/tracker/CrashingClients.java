package omega.tracker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import omega.runtime.kafka.Clients;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Real clients; {@code step} runs before and after every call at which a process may die, and throws to kill it. */
final class CrashingClients extends Clients implements AutoCloseable {
    /** The end of a process. An error, so that nothing handles it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed(String at) {
            super(at);
        }
    }

    private final String servers;
    private final Consumer<String> step;
    private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    private final List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();

    CrashingClients(String servers, Consumer<String> step) {
        super(Map.of("bootstrap.servers", servers), "test");
        this.servers = servers;
        this.step = step;
    }

    @Override
    public KafkaConsumer<byte[], byte[]> consumer(String group, int mostRecords) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                servers,
                                "group.id",
                                "test-" + group,
                                "isolation.level",
                                "read_committed",
                                "enable.auto.commit",
                                "false",
                                "auto.offset.reset",
                                "earliest",
                                "max.poll.records",
                                mostRecords),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()) {
                    @Override
                    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
                        step.accept("before the offsets");
                        super.commitSync(offsets);
                        step.accept("after the offsets");
                    }
                };
        consumers.add(consumer);
        return consumer;
    }

    @Override
    public KafkaProducer<byte[], byte[]> idempotent() {
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", servers), new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
                        step.accept("before a send to " + record.topic());
                        return super.send(record);
                    }

                    @Override
                    public void flush() {
                        super.flush();
                        step.accept("after the flush");
                    }
                };
        producers.add(producer);
        return producer;
    }

    /** Frees what the dead left; nothing is committed. */
    @Override
    public void close() {
        consumers.forEach(each -> each.close(CloseOptions.timeout(Duration.ofSeconds(5))));
        producers.forEach(each -> each.close(Duration.ZERO));
        consumers.clear();
        producers.clear();
    }
}
