package omega.fetcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import omega.runtime.kafka.Clients;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Real producers, at each of whose calls something can happen: {@code step} runs before every call that a process may die at, and after a
 * commit. A producer that was killed is left as it is, its transaction open, like that of a process which is gone.
 */
public final class CrashingClients extends Clients implements AutoCloseable {
    /** What happens at a call; throws to kill. */
    public interface Step {
        void at(String call);
    }

    /** The end of a process. An error, so that nothing handles it. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        public Killed(String at) {
            super(at);
        }
    }

    private final Map<String, Object> common;
    private final Step step;
    private final List<Stepping> made = new ArrayList<>();
    private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    private boolean dead;

    public CrashingClients(Map<String, Object> common, Step step) {
        super(common, "test");
        this.common = common;
        this.step = step;
    }

    /** Runs until its {@code nth} call, from 0, then {@code step} instead. */
    public static CrashingClients at(int nth, Map<String, Object> common, Step step) {
        AtomicInteger left = new AtomicInteger(nth);
        return new CrashingClients(common, call -> {
            if (left.getAndDecrement() == 0) {
                step.at(call);
            }
        });
    }

    /** Dies at its {@code nth} call, from 0. */
    public static CrashingClients killedAt(int nth, Map<String, Object> common) {
        return at(nth, common, call -> {
            throw new Killed(call);
        });
    }

    /** The calls that are tried, by their place: all of them in full, otherwise the first and the last of each kind. */
    public static List<Integer> tried(List<String> calls) {
        return IntStream.range(0, calls.size())
                .filter(i -> Boolean.getBoolean("tests.full")
                        || calls.indexOf(calls.get(i)) == i
                        || calls.lastIndexOf(calls.get(i)) == i)
                .boxed()
                .toList();
    }

    @Override
    public KafkaProducer<byte[], byte[]> transactional(String name) {
        return make(Map.of(
                "bootstrap.servers",
                String.valueOf(common.get("bootstrap.servers")),
                "transactional.id",
                "test-" + name,
                "compression.type",
                "lz4",
                "linger.ms",
                0,
                "max.request.size",
                4 << 20));
    }

    @Override
    public KafkaProducer<byte[], byte[]> idempotent() {
        return make(Map.of("bootstrap.servers", String.valueOf(common.get("bootstrap.servers"))));
    }

    @Override
    public KafkaConsumer<byte[], byte[]> consumer(String group, int mostRecords) {
        KafkaConsumer<byte[], byte[]> consumer = super.consumer(group, mostRecords);
        consumers.add(consumer);
        return consumer;
    }

    /** The broker notices that the consumers are gone: their group goes on without them. */
    public void bury() {
        consumers.forEach(each -> each.close(CloseOptions.timeout(Duration.ofSeconds(5))));
        consumers.clear();
    }

    private KafkaProducer<byte[], byte[]> make(Map<String, Object> settings) {
        Stepping producer = new Stepping(settings);
        made.add(producer);
        return producer;
    }

    private void at(String call) {
        try {
            step.at(call);
        } catch (Killed e) {
            dead = true;
            throw e;
        }
    }

    private final class Stepping extends KafkaProducer<byte[], byte[]> {
        Stepping(Map<String, Object> settings) {
            super(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void beginTransaction() {
            at("before begin");
            super.beginTransaction();
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            at("before send to " + record.topic());
            return super.send(record);
        }

        @Override
        public void flush() {
            super.flush();
            at("after flush");
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            at("before offsets");
            super.sendOffsetsToTransaction(offsets, group);
        }

        @Override
        public void commitTransaction() {
            super.flush();
            at("before commit");
            super.commitTransaction();
            at("after commit");
        }

        /** A dead process closes nothing. */
        @Override
        public void close(Duration timeout) {
            if (!dead) {
                super.close(timeout);
            }
        }
    }

    /** Frees what the dead left, without a word to the broker. */
    @Override
    public void close() {
        bury();
        dead = false;
        made.forEach(each -> each.close(Duration.ZERO));
    }
}
