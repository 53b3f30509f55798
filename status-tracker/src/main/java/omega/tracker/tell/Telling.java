package omega.tracker.tell;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import omega.event.Headers;
import omega.event.Topics;
import omega.runtime.kafka.Clients;
import omega.runtime.loop.Loop;
import omega.runtime.outbox.Outbox;
import omega.tracker.trace.Traces;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is to be told in the order in which it was found, at least once, with a stable {@code ce_id} and a sequence: transitions to
 * {@code omega.demande.suivi.v1}, the state in which a request stands to {@code omega.demande.etat.v1}. What is sent is deleted in the transaction that waited for
 * Kafka to take it. One at a time over all replicas.
 */
public final class Telling implements Loop.Attempt {
    private static final int MOST = 10_000;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Jdbi jdbi;
    private final Outbox outbox;
    private final MeterRegistry registry;
    private final Traces traces;

    public Telling(Clients clients, Jdbi jdbi, Outbox outbox, MeterRegistry registry, Traces traces) {
        this.producer = clients.idempotent();
        this.jdbi = jdbi;
        this.outbox = outbox;
        this.registry = registry;
        this.traces = traces;
    }

    private record Step(
            long id,
            String partenaire,
            String demande,
            @Nullable String kind,
            String etat,
            OffsetDateTime le,
            boolean passage,
            boolean derniere,
            String valeur) {}

    @Override
    public boolean turn() throws InterruptedException {
        return jdbi.inTransaction(handle -> {
            if (!handle.createQuery("SELECT pg_try_advisory_xact_lock(hashtext('omega.tracker.tell'))")
                    .mapTo(Boolean.class)
                    .one()) {
                return false;
            }
            List<Step> steps = handle.createQuery("""
                            WITH told AS (
                                DELETE FROM tracker.annonce
                                WHERE id IN (SELECT id FROM tracker.annonce ORDER BY id LIMIT :most) RETURNING *)
                            SELECT * FROM told ORDER BY id""")
                    .bind("most", MOST)
                    .map((row, _) -> new Step(
                            row.getLong("id"),
                            row.getString("partenaire"),
                            row.getString("demande"),
                            row.getString("kind"),
                            row.getString("etat"),
                            row.getObject("le", OffsetDateTime.class),
                            row.getBoolean("passage"),
                            row.getBoolean("derniere"),
                            row.getString("valeur")))
                    .list();
            send(steps);
            return steps.size() == MOST;
        });
    }

    private void send(List<Step> steps) throws InterruptedException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Step step : steps) {
            if (step.passage()) {
                sent.add(producer.send(record(Topics.DEMANDE_SUIVI, step.demande(), step)));
                registry.counter("omega.suivi.passages", "etat", step.etat()).increment();
            }
            if (step.derniere()) {
                // compacted: one id of two partners is two requests
                sent.add(producer.send(record(Topics.DEMANDE_ETAT, step.partenaire() + "/" + step.demande(), step)));
            }
        }
        producer.flush();
        for (Future<RecordMetadata> each : sent) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a step could not be told; it will be tried again", e.getCause());
            }
        }
        steps.stream().filter(Step::passage).forEach(step -> traces.step(step.valeur()));
    }

    private ProducerRecord<byte[], byte[]> record(String topic, String key, Step step) {
        String kind = step.kind() == null ? "-" : step.kind();
        return new ProducerRecord<>(
                topic,
                null,
                null,
                utf8(key),
                utf8(step.valeur()),
                List.of(
                        new RecordHeader(Headers.SPEC_VERSION, utf8("1.0")),
                        new RecordHeader(Headers.ID, utf8("tracker-" + step.id())),
                        new RecordHeader(Headers.TYPE, utf8(step.etat())),
                        new RecordHeader(Headers.SOURCE, utf8(outbox.source(step.partenaire() + "/" + kind))),
                        new RecordHeader(
                                Headers.TIME, utf8(step.le().toInstant().toString())),
                        new RecordHeader(Headers.SEQUENCE, utf8(Long.toString(step.id()))),
                        new RecordHeader(Headers.CONTENT_TYPE, utf8("application/json"))));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
