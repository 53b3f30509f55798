package omega.ws.receive;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import omega.event.Topics;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import omega.ws.partner.Partenaires;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * Takes what comes by {@link Topics#DEMANDE_UNITAIRE}. Offsets are committed after the database, so that after a crash some messages come again and
 * are found kept. No message stops the topic.
 */
public final class Intake implements Loop.Attempt {
    private static final int BATCH = 200;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Partenaires partners;
    private final Offer offer;
    private final Consumer<Appel> keep;
    private final Consumer<Message.Unclear> refuse;

    /** {@code keep} and {@code refuse} return once what they were given is in the database. */
    public Intake(
            Clients clients,
            Partenaires partners,
            Offer offer,
            Consumer<Appel> keep,
            Consumer<Message.Unclear> refuse) {
        this.partners = partners;
        this.offer = offer;
        this.keep = keep;
        this.refuse = refuse;
        this.consumer = clients.consumer("ws-proxy", BATCH);
        consumer.subscribe(List.of(Topics.DEMANDE_UNITAIRE));
    }

    @Override
    public boolean turn() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(500));
        for (ConsumerRecord<byte[], byte[]> each : records) {
            String source = "kafka:" + each.topic() + "/" + each.partition() + "/" + each.offset();
            Optional<String> key =
                    Optional.ofNullable(each.key()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
            byte[] value = each.value() == null ? new byte[0] : each.value();
            switch (Message.read(value, key, source, partners, offer)) {
                case Message.Asked asked -> keep.accept(asked.appel());
                case Message.Unclear unclear -> refuse.accept(unclear);
            }
        }
        if (!records.isEmpty()) {
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
