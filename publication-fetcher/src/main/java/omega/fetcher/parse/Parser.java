package omega.fetcher.parse;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.event.Topics;
import omega.fetcher.emit.BlockContext;
import omega.fetcher.emit.RecordEmission;
import omega.layout.LineReader;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * One parser: blocks in, their records, rejets and counts out, in one transaction with the blocks' offsets. After any error of Kafka:
 * close it, make another, which starts from what is committed. For one thread.
 */
public final class Parser implements Loop.Attempt {
    /** The consumer group of all parsers. */
    public static final String GROUP = "parse";

    /** Blocks of a transaction at most. */
    private static final int BLOCKS = 8;

    private static final Logger LOG = Logger.getLogger(Parser.class);
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaClientMetrics metrics;
    private final Catalogue catalogue;
    private final Readers readers;
    private final Meter meter;
    private final Lacking lacking;
    private final Map<String, Integer> partitions = new HashMap<>();
    private final Map<TopicPartition, String> paused = new HashMap<>();

    /** {@code name} is the same after a restart, so that an open transaction of before is aborted at once. */
    public Parser(Clients clients, Catalogue catalogue, String name, Meter meter, Lacking lacking) {
        this.catalogue = catalogue;
        this.readers = new Readers(catalogue);
        this.meter = meter;
        this.lacking = lacking;
        this.producer = clients.transactional("parse-" + name);
        this.consumer = clients.consumer(GROUP, BLOCKS);
        this.metrics = meter.watch(consumer);
        try {
            producer.initTransactions();
            consumer.subscribe(List.of(Topics.BLOC), new Waiting());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Takes what there is, if anything within half a second. */
    @Override
    public boolean turn() {
        ConsumerRecords<byte[], byte[]> blocks = consumer.poll(Duration.ofMillis(500));
        if (blocks.isEmpty()) {
            return true;
        }
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        producer.beginTransaction();
        for (TopicPartition partition : blocks.partitions()) {
            for (ConsumerRecord<byte[], byte[]> block : blocks.records(partition)) {
                if (!parse(block)) {
                    break;
                }
                offsets.put(partition, new OffsetAndMetadata(block.offset() + 1));
            }
        }
        if (offsets.isEmpty()) {
            producer.abortTransaction();
        } else {
            producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
            producer.commitTransaction();
        }
        return true;
    }

    /** False when this process lacks the block's layout: its partition waits for a process that has it. */
    private boolean parse(ConsumerRecord<byte[], byte[]> block) {
        BlockContext context = BlockContext.read(
                Objects.requireNonNull(block.headers().lastHeader(BlockContext.HEADER), "a block without context")
                        .value());
        Optional<LineReader> reader = readers.of(context);
        if (reader.isEmpty()) {
            pause(block, context);
            return false;
        }
        var flux = Objects.requireNonNull(catalogue.flux().get(context.flux()));
        RecordEmission emission = new RecordEmission(producer, context, flux, partitionsOf(context.flux()));
        int read = BlockLines.read(block.value(), context.premiereLigne(), reader.get(), emission);
        emission.count(read);
        meter.parsed(context.flux(), emission, block.value().length);
        return true;
    }

    private int partitionsOf(String flux) {
        return partitions.computeIfAbsent(
                flux, each -> producer.partitionsFor(Topics.publication(each)).size());
    }

    private void pause(ConsumerRecord<byte[], byte[]> block, BlockContext context) {
        TopicPartition partition = new TopicPartition(block.topic(), block.partition());
        String layout = context.flux() + " " + context.controle().version() + " "
                + context.controle().empreinte();
        paused.put(partition, layout);
        consumer.pause(List.of(partition));
        consumer.seek(partition, block.offset());
        lacking.tell(this, paused.values());
        LOG.errorf(
                "a block of %s was cut with layout %s (pack %s), which this parser's pack (%s) does not hold: partition %d waits;"
                        + " start a parser with that pack",
                context.nom(), layout, context.pack(), catalogue.fingerprint(), block.partition());
    }

    /** Partitions that another parser takes over wait here no longer. */
    private final class Waiting implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> gone) {
            if (paused.keySet().removeAll(gone)) {
                lacking.tell(Parser.this, paused.values());
            }
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> come) {
            // a block whose layout is lacking is met again, and told again
        }
    }

    /** Interrupts a waiting {@link #turn}; the one call that another thread may make. */
    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        lacking.tell(this, List.of());
        try {
            metrics.close();
            producer.close(Duration.ofSeconds(5));
        } finally {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(5)));
        }
    }
}
