package omega.tracker.hear;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.event.Topics;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Hears all topics that tell of requests, in batches: a batch is kept, then its offsets are committed, so that after a crash it is heard again and found kept. While
 * one is kept the next is read; it is kept only after that, and forgotten if that fails.
 * A watermark counts only once everything that stood in the topics when it came is kept, since it says that nothing older is missing.
 */
public final class Hearing implements Loop.Attempt {
    private static final int MOST = 20_000;
    private static final Duration LINGER = Duration.ofMillis(50);
    private final Clients clients;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Reading reading;
    private final Consumer<Collection<Heard>> keep;
    private final List<String> publications;
    private final List<Waiting> waiting = new ArrayList<>();

    /** A watermark, and up to where must be kept before it counts. */
    private record Waiting(Heard.Regard regard, Map<TopicPartition, Long> ends) {}

    /** What is heard, the watermarks that it completes, and the offsets that it ends at. */
    private record Batch(List<Heard> heard, List<Heard> reached, Map<TopicPartition, OffsetAndMetadata> next) {}

    private record UnderWay(Batch batch, Future<?> kept) {}

    private final ExecutorService keeper =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("keep").factory());
    private @Nullable UnderWay underWay;

    /** {@code keep} keeps all of a batch or throws. */
    public Hearing(Clients clients, Catalogue catalogue, Consumer<Collection<Heard>> keep) {
        this.clients = clients;
        this.reading = new Reading(catalogue);
        this.keep = keep;
        this.publications = List.of(
                Topics.publication(catalogue.suivi().compteRendu().flux()),
                Topics.publication(catalogue.suivi().sdem().flux()));
        this.consumer = clients.consumer("track", MOST);
        consumer.subscribe(Stream.concat(
                        publications.stream(),
                        Stream.of(
                                Topics.DEMANDE_DEPOT,
                                Topics.DEMANDE_REJET,
                                Topics.APPEL,
                                Topics.FICHIER,
                                Topics.REGARD))
                .toList());
    }

    @Override
    public boolean turn() throws InterruptedException {
        Batch batch = hear();
        settle();
        if (!batch.next().isEmpty() || !batch.reached().isEmpty()) {
            underWay = new UnderWay(batch, keeper.submit(() -> {
                keep.accept(batch.heard());
                keep.accept(batch.reached());
            }));
        }
        return true;
    }

    private Batch hear() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        ConsumerRecords<byte[], byte[]> some = consumer.poll(Duration.ofMillis(500));
        while (!some.isEmpty()) {
            some.forEach(records::add);
            next.putAll(some.nextOffsets());
            some = records.size() >= MOST ? ConsumerRecords.empty() : consumer.poll(LINGER);
        }
        List<Heard> heard = new ArrayList<>(records.size());
        List<Heard.Regard> regards = new ArrayList<>();
        for (Heard one : reading.read(records)) {
            if (one instanceof Heard.Regard regard) {
                regards.add(regard);
            } else {
                heard.add(one);
            }
        }
        if (!regards.isEmpty()) {
            Map<TopicPartition, Long> ends = ends();
            regards.forEach(each -> waiting.add(new Waiting(each, ends)));
        }
        return new Batch(heard, reached(), next);
    }

    /** Waits until what is under way is kept, and commits its offsets. */
    private void settle() throws InterruptedException {
        UnderWay before = underWay;
        if (before == null) {
            return;
        }
        underWay = null;
        try {
            before.kept().get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        }
        if (!before.batch().next().isEmpty()) {
            consumer.commitSync(before.batch().next());
        }
    }

    /** Where the publications' topics end now, what is just being committed included: a reader of committed records alone would be told less. */
    private Map<TopicPartition, Long> ends() {
        return clients.ends(consumer.assignment().stream()
                .filter(partition -> publications.contains(partition.topic()))
                .toList());
    }

    /** Watermarks that count once all is kept that the consumer has given so far. */
    private List<Heard> reached() {
        List<Heard> reached = new ArrayList<>();
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (Iterator<Waiting> each = waiting.iterator(); each.hasNext(); ) {
            Waiting one = each.next();
            boolean all = one.ends().entrySet().stream()
                    .filter(end -> consumer.assignment().contains(end.getKey()))
                    .allMatch(end -> positions.computeIfAbsent(end.getKey(), consumer::position) >= end.getValue());
            if (all) {
                reached.add(one.regard());
                each.remove();
            }
        }
        return reached;
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        keeper.close();
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }
}
