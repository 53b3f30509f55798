package omega.fetcher.emit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.catalogue.Layout;
import omega.event.Topics;
import omega.fetcher.cut.Block;
import omega.fetcher.cut.Cutting;
import omega.fetcher.inspect.Member;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.Controle;
import omega.fetcher.ledger.Ledger;
import omega.runtime.kafka.Clients;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * One partner's way of putting blocks into Kafka, each once: a producer that fences its predecessors, and what the transactions committed
 * so far. After any error of Kafka: close it, make another, which starts from what is committed. Never from memory. For one thread.
 */
public final class BlockEmission implements AutoCloseable {
    /** Blocks of a transaction at most: about 4 MiB, 50,000 lines, well under a second. */
    private static final int BLOCKS = 8;

    private static final String ENVIRONMENT = "environnement";

    private final KafkaProducer<byte[], byte[]> producer;
    private final Catalogue catalogue;
    private final Ledger ledger;
    private final Map<String, Progress> committed = new HashMap<>();
    private final int partitions;
    private @Nullable String owner;

    /** Fences older producers of this partner, then reads what they committed. */
    public BlockEmission(Clients clients, Catalogue catalogue, Ledger ledger, String partner) {
        this.catalogue = catalogue;
        this.ledger = ledger;
        this.producer = clients.transactional("collect-" + partner);
        try {
            producer.initTransactions();
            this.partitions = producer.partitionsFor(Topics.BLOC).size();
            read(clients, partner);
            claim(clients.environment());
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** To the topic's very end: what we committed may lie behind a transaction that another partner's collector left open. */
    private void read(Clients clients, String partner) {
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("decoupage", 500)) {
            List<TopicPartition> all = consumer.partitionsFor(Topics.DECOUPAGE).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = clients.ends(all);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(200))) {
                    String key = new String(each.key(), StandardCharsets.UTF_8);
                    if (key.equals(ENVIRONMENT)) {
                        owner = new String(each.value(), StandardCharsets.UTF_8);
                    } else if (key.startsWith(partner + "/")) {
                        remember(key, each.value());
                    }
                }
            }
            consumer.close(CloseOptions.timeout(Duration.ZERO)); // waits for no record that may come
        }
    }

    /** These topics are one environment's; the first collector says whose, and any other is refused. */
    private void claim(String environment) {
        if (owner == null) {
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>(
                    Topics.DECOUPAGE,
                    ENVIRONMENT.getBytes(StandardCharsets.UTF_8),
                    environment.getBytes(StandardCharsets.UTF_8)));
            producer.commitTransaction();
        } else if (!owner.equals(environment)) {
            throw new IllegalStateException("the topics of this Kafka belong to the environment '" + owner + "', not '"
                    + environment + "': give each environment a Kafka of its own (kafka.bootstrap.servers)");
        }
    }

    private void remember(String key, byte @Nullable [] value) {
        if (value == null) {
            committed.remove(key);
            return;
        }
        try {
            committed.put(key, Ledger.JSON.readValue(value, Progress.class));
        } catch (IOException e) {
            throw new IllegalStateException("unreadable progress of " + key, e);
        }
    }

    /** What came of putting a file's blocks into Kafka. */
    public sealed interface Outcome {
        /** All are there. */
        record Done(long blocks) implements Outcome {}

        /** The pack's layout is another than the one it was inspected with: take it up again as a new revision. */
        record OtherLayout() implements Outcome {}
    }

    /** Puts the blocks of a sound file into Kafka that are not there yet. */
    public Outcome emit(CollectedFile file, Controle controle, Path archive) throws IOException, Member.Unsound {
        Flux flux = catalogue.flux().get(file.flux());
        Optional<Layout> layout = Optional.ofNullable(flux)
                .flatMap(each -> each.layout(controle.version()))
                .filter(each -> each.fingerprint().equals(controle.empreinte()));
        if (flux == null || layout.isEmpty()) {
            return new Outcome.OtherLayout();
        }
        Progress before = committed.getOrDefault(progressKey(file), new Progress(file.revision(), 0, false));
        long done = before.revision() == file.revision() ? before.blocs() : 0;
        if (before.revision() == file.revision() && before.fini()) {
            return new Outcome.Done(done);
        }
        try (Member member = Member.open(archive, catalogue.transports().limits());
                InputStream in = member.stream()) {
            Cutting cutting = new Cutting(
                    in,
                    layout.get(),
                    controle.characters(),
                    controle.day(),
                    controle.lignes(),
                    catalogue.transports().limits().line());
            return new Outcome.Done(emit(file, controle, flux, cutting, done));
        }
    }

    private long emit(CollectedFile file, Controle controle, Flux flux, Cutting cutting, long done) throws IOException {
        Optional<Block> block = cutting.next();
        while (block.isPresent() && block.get().number() <= done) {
            block = cutting.next();
        }
        long sent = done;
        do {
            producer.beginTransaction();
            try {
                for (int i = 0; i < BLOCKS && block.isPresent(); i++) {
                    send(file, controle, flux, block.get());
                    sent = block.get().number();
                    block = cutting.next();
                }
            } catch (IOException e) {
                producer.abortTransaction();
                throw e;
            }
            Progress progress = new Progress(file.revision(), sent, block.isEmpty());
            var _ = producer.send(new ProducerRecord<>(
                    Topics.DECOUPAGE,
                    progressKey(file).getBytes(StandardCharsets.UTF_8),
                    Ledger.JSON.writeValueAsBytes(progress)));
            producer.commitTransaction();
            committed.put(progressKey(file), progress);
        } while (block.isPresent());
        return sent;
    }

    private void send(CollectedFile file, Controle controle, Flux flux, Block block) {
        BlockContext context = BlockContext.of(
                file,
                controle,
                ledger.source(file.partenaire(), file.flux()),
                catalogue.fingerprint(),
                block.number(),
                block.firstLine());
        var _ = producer.send(new ProducerRecord<>(
                Topics.BLOC,
                partition(file, flux, block),
                file.key().getBytes(StandardCharsets.UTF_8),
                block.bytes(),
                List.of(new RecordHeader(BlockContext.HEADER, context.bytes()))));
    }

    /** Blocks go round the partitions, so that all parsers work on a large file; an ordered flux keeps to one. */
    private int partition(CollectedFile file, Flux flux, Block block) {
        long turn = flux.ordered()
                ? (file.partenaire() + "/" + file.flux()).hashCode()
                : file.key().hashCode() + block.number();
        return Math.floorMod(turn, partitions);
    }

    /** The row of the ledger tells apart what has the same bytes under two names. */
    private static String progressKey(CollectedFile file) {
        return file.key() + "/" + file.id();
    }

    /** A file is complete: its progress need not be kept. */
    public void forget(CollectedFile file) {
        if (committed.remove(progressKey(file)) != null) {
            producer.beginTransaction();
            var _ = producer.send(
                    new ProducerRecord<>(Topics.DECOUPAGE, progressKey(file).getBytes(StandardCharsets.UTF_8), null));
            producer.commitTransaction();
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
