package omega.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import omega.event.Headers;
import omega.event.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts what consumers see, by itself: reads every record and every rejet, {@code read_committed}, and keeps which line
 * of which file each one is. Nothing that the gateway says of itself goes into it.
 */
final class Recount implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration OPEN_TRANSACTIONS = Duration.ofSeconds(70);

    private final String bootstrapServers;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private final AtomicLong counted = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean finish;

    /**
     * What was read.
     *
     * @param topics  records by topic
     * @param records file → its lines that are records
     * @param rejets  file → its lines that are rejets
     * @param doubled lines that came a second time, the first of them, each with its topic
     * @param doubles how many lines came a second time
     */
    record Result(
            Map<String, Long> topics,
            Map<String, BitSet> records,
            Map<String, BitSet> rejets,
            Set<String> doubled,
            long doubles) {}

    /** Begins at the oldest record of the topics that are there now. */
    Recount(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.thread = Thread.ofPlatform().daemon().name("recount").start(this::run);
    }

    /** Records and rejets read so far. */
    long counted() {
        return counted.get();
    }

    /**
     * Reads on to the end, once no transaction is open any more, and tells what was found.
     *
     * @throws IllegalStateException when the end cannot be reached
     */
    Result finish() {
        awaitNoOpenTransaction();
        finish = true;
        try {
            return result.get(3, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the recount failed", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the recount does not reach the topics' end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A record behind an open transaction would escape the count. */
    private void awaitNoOpenTransaction() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            boolean none = Waiting.until(
                    () -> ends(admin, IsolationLevel.READ_COMMITTED)
                            .equals(ends(admin, IsolationLevel.READ_UNCOMMITTED)),
                    OPEN_TRANSACTIONS);
            if (!none) {
                throw new IllegalStateException("a transaction is still open after " + OPEN_TRANSACTIONS.toSeconds()
                        + " s: what it holds cannot be counted");
            }
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, IsolationLevel isolation) {
        try {
            var partitions =
                    admin
                            .describeTopics(topics(admin.listTopics().names().get()))
                            .allTopicNames()
                            .get()
                            .values()
                            .stream()
                            .flatMap(topic -> topic.partitions().stream()
                                    .map(each -> new TopicPartition(topic.name(), each.partition())))
                            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
            return admin.listOffsets(partitions, new ListOffsetsOptions(isolation)).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, each -> each.getValue().offset()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not tell its offsets", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Set<String> topics(Set<String> names) {
        return names.stream()
                .filter(name -> name.startsWith("omega.publication.")
                        && !Set.of(Topics.BLOC, Topics.DECOUPAGE, Topics.FICHIER, Topics.REGARD)
                                .contains(name))
                .collect(Collectors.toSet());
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "fetch.max.bytes",
                        8 << 20,
                        "max.partition.fetch.bytes",
                        1 << 20,
                        "max.poll.records",
                        5000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            result.complete(count(consumer));
        } catch (KafkaException | IllegalStateException e) {
            result.completeExceptionally(e);
        }
    }

    private Result count(KafkaConsumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = topics(consumer.listTopics().keySet()).stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Result found = new Result(new TreeMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>(), 0);
        long doubles = 0;
        Map<TopicPartition, Long> ends = Map.of();
        while (!closed && !(finish && isAt(consumer, ends))) {
            if (finish && ends.isEmpty()) {
                ends = consumer.endOffsets(partitions);
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                doubles += keep(record, found) ? 0 : 1;
            }
        }
        return new Result(found.topics(), found.records(), found.rejets(), found.doubled(), doubles);
    }

    private static boolean isAt(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return !ends.isEmpty()
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** False for a line that was there already, be it as a record or as a rejet. */
    private boolean keep(ConsumerRecord<byte[], byte[]> record, Result found) {
        counted.incrementAndGet();
        found.topics().merge(record.topic(), 1L, Long::sum);
        String subject = header(record, Headers.SUBJECT);
        int colon = subject.indexOf(':');
        if (colon < 0) {
            throw new IllegalStateException(
                    record.topic() + "@" + record.offset() + " names no file and line: " + subject);
        }
        String file = subject.substring(0, colon);
        int line = Integer.parseInt(subject.substring(colon + 1));
        BitSet records = found.records().computeIfAbsent(file, each -> new BitSet());
        BitSet rejets = found.rejets().computeIfAbsent(file, each -> new BitSet());
        boolean fresh = !records.get(line) && !rejets.get(line);
        (record.topic().equals(Topics.REJET) ? rejets : records).set(line);
        if (!fresh && found.doubled().size() < 20) {
            found.doubled().add(subject + " of " + header(record, Headers.SOURCE) + " in " + record.topic());
        }
        return fresh;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
