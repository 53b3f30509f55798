package omega.submitter.accept;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import omega.event.Topics;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Accepts what comes by {@link Topics#DEMANDE_MASSE}. Offsets are committed after the database, so that after a crash some messages come again: those accepted are known
 * then, those refused are refused again with the same reasons and source. No message stops the topic.
 */
public final class Intake implements Loop.Attempt {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Acceptance acceptance;

    public Intake(Clients clients, Acceptance acceptance) {
        this.acceptance = acceptance;
        this.consumer = clients.consumer("accept", Acceptance.BATCH);
        consumer.subscribe(List.of(Topics.DEMANDE_MASSE));
    }

    @Override
    public boolean turn() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(500));
        if (!records.isEmpty()) {
            List<Entree> entries = new ArrayList<>(records.count());
            for (ConsumerRecord<byte[], byte[]> each : records) {
                entries.add(JsonEntree.one(
                        each.value(), null, "kafka:" + each.topic() + "/" + each.partition() + "/" + each.offset()));
            }
            acceptance.accept(entries);
            consumer.commitSync();
        }
        return true;
    }

    @Override
    public void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ofSeconds(5)));
    }
}
