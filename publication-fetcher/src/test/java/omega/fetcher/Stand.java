package omega.fetcher;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.event.Topics;
import omega.fetcher.archive.Archive;
import omega.fetcher.inspect.Judgement;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.Ledger;
import omega.fetcher.parse.Lacking;
import omega.fetcher.parse.Meter;
import omega.fetcher.parse.Parser;
import omega.fetcher.settle.Counting;
import omega.fetcher.settle.Liste;
import omega.fetcher.settle.Publishing;
import omega.runtime.kafka.Clients;
import omega.runtime.kafka.Topology;
import omega.runtime.outbox.Relay;
import omega.sandbox.Broker;
import omega.sandbox.TestStack;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The stages without Quarkus, each turned by the test's own hand, over a broker and a database that no other test class has. */
public final class Stand implements AutoCloseable {
    public static final String COMMITTED = "read_committed";
    public static final String UNCOMMITTED = "read_uncommitted";
    static final Catalogue PACK = Catalogue.provisional();

    public final Ledger ledger;
    public final Archive archive;
    public final Lacking lacking = new Lacking();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Broker broker;
    private final AgroalDataSource dataSource;
    private final Map<String, KafkaConsumer<byte[], byte[]>> readers = new HashMap<>();

    public Stand(Path home, OmegaClock clock) throws InterruptedException {
        broker = Broker.start(home.resolve("kafka"), 0);
        dataSource = TestStack.pool(TestStack.freshDatabase());
        ledger = new Ledger(dataSource, clock, "test");
        ledger.migrate();
        archive = new Archive(home, ledger, registry);
        new Topology(clients(), PACK, true, 2, Optional.empty()).ensure();
    }

    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", broker.bootstrapServers(), "fetch.max.wait.ms", 20);
    }

    public Clients clients() {
        return new Clients(kafka(), "test");
    }

    /** Archives a file as an operator's import does. */
    public CollectedFile archived(String partner, String flux, String name, byte[] zip) throws IOException {
        var received = archive.receive(partner, new ByteArrayInputStream(zip));
        return ledger.imported(partner, flux, name, received.sha256(), received.bytes(), "op");
    }

    public CollectedFile find(CollectedFile file) {
        return ledger.find(file.id()).orElseThrow();
    }

    public Judgement judgement(Catalogue pack) {
        return new Judgement(pack, archive, ledger);
    }

    /** The collector's own loop for one partner. */
    public Publishing publishing(String partner, Clients clients, Catalogue pack) {
        return new Publishing(
                partner, ledger, archive, judgement(pack), new Liste(pack, archive, ledger), clients, pack);
    }

    public Parser parser(Clients clients, Catalogue pack, String name) {
        return new Parser(clients, pack, name, new Meter(registry, pack, lacking), lacking);
    }

    public SimpleMeterRegistry registry() {
        return registry;
    }

    /** Turns all stages until {@code done}, at most three minutes. */
    public void turnUntil(String partner, Catalogue pack, BooleanSupplier done) throws Exception {
        try (Publishing publishing = publishing(partner, clients(), pack);
                Parser parser = parser(clients(), pack, "until");
                Counting counting = new Counting(clients(), ledger);
                Relay relay = new Relay(clients(), ledger.jdbi(), ledger.outbox())) {
            long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
            while (!done.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not done within three minutes");
                }
                publishing.turn();
                relay.turn();
                parser.turn();
                counting.turn();
            }
        }
    }

    /**
     * Everything in a topic, partition by partition. To its very end, whatever the isolation: a commit returns before its markers are written,
     * and until they are, the end that a reader of committed records is told lies before what was committed.
     */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, String isolation) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        KafkaConsumer<byte[], byte[]> reader = readers.computeIfAbsent(isolation, this::reader);
        Collection<TopicPartition> all = partitions(reader, topic);
        reader.assign(all);
        reader.seekToBeginning(all);
        Map<TopicPartition, Long> ends = clients().ends(all);
        while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
            reader.poll(Duration.ofMillis(50)).forEach(records::add);
        }
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return records;
    }

    private KafkaConsumer<byte[], byte[]> reader(String isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        20),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static Collection<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** A header as text. */
    public static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = Objects.requireNonNull(record.headers().lastHeader(name), name);
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Events of one file, in the order of their topic. */
    public List<ConsumerRecord<byte[], byte[]>> life(CollectedFile file) {
        return read(Topics.FICHIER, COMMITTED).stream()
                .filter(each -> new String(each.key(), StandardCharsets.UTF_8).equals(file.key()))
                .toList();
    }

    @Override
    public void close() {
        readers.values().forEach(KafkaConsumer::close);
        dataSource.close();
        broker.close();
    }
}
