package omega.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import omega.event.Headers;
import omega.event.Topics;
import omega.runtime.kafka.Clients;
import omega.runtime.kafka.Topology;
import omega.runtime.outbox.Outbox;
import omega.sandbox.Broker;
import omega.sandbox.test.Topic;
import omega.tracker.hear.Heard;
import omega.tracker.hear.Hearing;
import omega.tracker.hear.Reading;
import omega.tracker.tell.Telling;
import omega.tracker.trace.RequestIds;
import omega.tracker.trace.Traces;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tracker that is killed at each call in turn, to Kafka or to the database, loses nothing and doubles nothing. */
class RestartTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Dies at the first call of a name at which it has not died before. */
    private static final class Mortality {
        private final Set<String> died = new LinkedHashSet<>();
        private boolean mortal;

        void at(String call) {
            if (mortal && died.add(call)) {
                throw new CrashingClients.Killed(call);
            }
        }
    }

    /** Each batch is a history that the database has not seen yet, so that every statement has something to do sooner or later. */
    @Test
    void itIsKilledBeforeAndAfterEachStatement() throws SQLException {
        Mortality mortality = new Mortality();
        Reading reading = new Reading(World.PACK);
        List<List<Heard>> batches = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        for (int copy = 1; copy <= 2 * History.all().size(); copy++) {
            History history = History.all().get(copy % History.all().size());
            expected.putAll(history.states(copy));
            List<Heard> heard =
                    history.records(copy).stream().map(reading::read).toList();
            batches.add(heard.subList(heard.size() / 2, heard.size()));
            batches.add(heard.subList(0, heard.size() / 2));
        }
        List<String> unharmed;
        try (Stand stand = new Stand()) {
            batches.forEach(stand.keeping::keep);
            unharmed = told(stand);
        }
        try (Stand stand = new Stand()) {
            listen(stand, mortality);
            for (List<Heard> batch : batches) {
                mortality.mortal = true;
                while (mortality.mortal) {
                    try {
                        stand.keeping.keep(batch);
                        mortality.mortal = false;
                    } catch (CrashingClients.Killed e) {
                        assertTrue(mortality.died.contains(e.getMessage()));
                    }
                }
            }
            assertEquals(expected, stand.states());
            assertEquals(unharmed, told(stand));
        }
        assertTrue(mortality.died.size() > 30, mortality.died::toString);
        System.out.printf("killed at %d statements' begins and ends%n", mortality.died.size());
    }

    private static List<String> told(Stand stand) {
        return stand.texts(
                "SELECT demande || ' ' || passage || ' ' || derniere || ' ' || valeur FROM tracker.annonce ORDER BY id");
    }

    private static void listen(Stand stand, Mortality mortality) {
        stand.keeping.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                mortality.at("before " + head(context));
            }

            @Override
            public void logAfterExecution(StatementContext context) {
                mortality.at("after " + head(context));
            }
        });
    }

    @Test
    void itIsKilledAtEachCallToKafka(@TempDir Path home) throws Exception {
        List<History> all = History.all();
        Mortality mortality = new Mortality();
        try (Broker broker = Broker.start(home.resolve("kafka"), 0);
                Stand stand = new Stand();
                KafkaProducer<byte[], byte[]> teller = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            new Topology(
                            new Clients(Map.of("bootstrap.servers", broker.bootstrapServers()), "test"),
                            World.PACK,
                            true,
                            2,
                            Optional.empty())
                    .ensure();
            Map<String, String> expected = new TreeMap<>();
            boolean survived = false;
            for (int copy = 0; !survived; copy += 8) {
                for (int i = copy; i < copy + 8; i++) {
                    History history = all.get(i % all.size());
                    expected.putAll(history.states(i));
                    for (ConsumerRecord<byte[], byte[]> each : history.records(i)) {
                        var _ = teller.send(new ProducerRecord<>(
                                each.topic(), null, null, each.key(), each.value(), each.headers()));
                    }
                }
                teller.flush();
                mortality.mortal = true;
                survived = live(new CrashingClients(broker.bootstrapServers(), mortality::at), stand, expected);
            }
            assertEquals(expected, stand.states());
            everythingIsTold(broker, stand);
            assertEquals(
                    Set.of(
                            "before the offsets",
                            "after the offsets",
                            "before a send to " + Topics.DEMANDE_SUIVI,
                            "before a send to " + Topics.DEMANDE_ETAT,
                            "after the flush"),
                    mortality.died);
            System.out.printf("killed at %s%n", mortality.died);
        }
    }

    /** One process, from its start until everything is heard and told, or until it dies. */
    private static boolean live(CrashingClients process, Stand stand, Map<String, String> expected) throws Exception {
        try (process;
                Hearing hearing = new Hearing(process, World.PACK, stand.keeping::keep);
                Telling telling = new Telling(
                        process,
                        stand.keeping.jdbi(),
                        new Outbox("tracker", "test"),
                        new SimpleMeterRegistry(),
                        new Traces(TracerProvider.noop().get("test"), new RequestIds(), "test", true))) {
            long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
            do {
                assertTrue(System.nanoTime() < deadline, "not done within three minutes");
                hearing.turn();
                telling.turn();
            } while (!expected.equals(stand.states()));
            hearing.turn();
            telling.turn();
            return true;
        } catch (CrashingClients.Killed e) {
            return false;
        }
    }

    private static String head(StatementContext context) {
        String sql = context.getRawSql();
        return sql.substring(0, Math.min(40, sql.length())).replace('\n', ' ');
    }

    /** At least once by {@code ce_id}; with each id once, each transition once, and the last state of each request its state. */
    private static void everythingIsTold(Broker broker, Stand stand) throws Exception {
        Map<String, String> last = new TreeMap<>();
        Map<String, Long> sequences = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : read(broker, Topics.DEMANDE_ETAT)) {
            long sequence = Long.parseLong(header(each, Headers.SEQUENCE));
            if (sequence >= sequences.getOrDefault(text(each.key()), 0L)) {
                sequences.put(text(each.key()), sequence);
                var value = JSON.readTree(each.value());
                last.put(
                        value.get("idDemande").asText(),
                        value.get("etat").asText()
                                + (value.has("code") ? "(" + value.get("code").asText() + ")" : ""));
            }
        }
        assertEquals(stand.states(), last);
        Set<String> ids = new HashSet<>();
        List<String> steps = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : read(broker, Topics.DEMANDE_SUIVI)) {
            if (ids.add(header(each, Headers.ID))) {
                var value = JSON.readTree(each.value());
                steps.add(value.get("idDemande") + " " + value.get("etat") + " " + value.get("preuve") + " "
                        + value.get("tardive"));
            }
        }
        assertEquals(Set.copyOf(steps).size(), steps.size(), "each transition once");
        assertEquals(List.of("0"), stand.texts("SELECT count(*)::text FROM tracker.annonce"));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return text(
                Objects.requireNonNull(record.headers().lastHeader(name), name).value());
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(Broker broker, String topic) {
        return Topic.committed(broker.bootstrapServers(), topic);
    }
}
