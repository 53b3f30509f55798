package omega.runtime.outbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import omega.event.Headers;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Sends what an outbox has not announced yet, in order of id, at least once, each with a stable {@code ce_id} and a sequence that grows with
 * every event of a key. An advisory lock keeps it to one at a time over all replicas.
 */
public final class Relay implements Loop.Attempt {
    private static final int MOST = 2_000;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Jdbi jdbi;
    private final String schema;

    public Relay(Clients clients, Jdbi jdbi, Outbox outbox) {
        this.producer = clients.idempotent();
        this.jdbi = jdbi;
        this.schema = outbox.schema();
    }

    private record Unsent(
            long id, String topic, String key, String type, String source, String value, OffsetDateTime at) {}

    @Override
    public boolean turn() throws InterruptedException {
        return jdbi.inTransaction(handle -> {
            if (!handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtext(:lock))")
                    .bind("lock", "omega." + schema + ".relay")
                    .mapTo(Boolean.class)
                    .one()) {
                return false;
            }
            List<Unsent> unsent = unsent(handle);
            if (unsent.isEmpty()) {
                return false;
            }
            send(unsent);
            handle.createUpdate("UPDATE <schema>.evenement SET envoye = true WHERE id = ANY(:sent)")
                    .define("schema", schema)
                    .bindArray(
                            "sent", Long.class, unsent.stream().map(Unsent::id).toList())
                    .execute();
            return unsent.size() == MOST;
        });
    }

    private List<Unsent> unsent(Handle handle) {
        return handle.createQuery("""
                        SELECT id, topic, cle, type, source, valeur, le FROM <schema>.evenement
                        WHERE NOT envoye ORDER BY id LIMIT :most""")
                .define("schema", schema)
                .bind("most", MOST)
                .map((row, context) -> new Unsent(
                        row.getLong("id"),
                        row.getString("topic"),
                        row.getString("cle"),
                        row.getString("type"),
                        row.getString("source"),
                        row.getString("valeur"),
                        row.getObject("le", OffsetDateTime.class)))
                .list();
    }

    private void send(List<Unsent> unsent) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Unsent each : unsent) {
            sent.add(producer.send(new ProducerRecord<>(
                    each.topic(),
                    null,
                    null,
                    utf8(each.key()),
                    utf8(each.value()),
                    List.of(
                            new RecordHeader(Headers.SPEC_VERSION, utf8("1.0")),
                            new RecordHeader(Headers.ID, utf8(schema + "-" + each.id())),
                            new RecordHeader(Headers.TYPE, utf8(each.type())),
                            new RecordHeader(Headers.SOURCE, utf8(each.source())),
                            new RecordHeader(
                                    Headers.TIME, utf8(each.at().toInstant().toString())),
                            new RecordHeader(Headers.SEQUENCE, utf8(Long.toString(each.id()))),
                            new RecordHeader(Headers.CONTENT_TYPE, utf8("application/json"))))));
        }
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(
                        "an event could not be announced; it will be tried again", e.getCause());
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
