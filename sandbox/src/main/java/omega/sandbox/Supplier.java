package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import omega.catalogue.Catalogue;
import omega.event.Topics;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The supplier's own systems: send mass requests by Kafka and by REST, some of them wrong, some twice, more than a day's quota takes, and some after 18:50; and
 * remember what they sent.
 */
final class Supplier implements AutoCloseable {
    private static final int AGAIN = 10;
    /** The submitter may have been killed; a request that it had taken already is acknowledged again. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** When the gateway is looked at for requests, and how many are sent then, in percent of the first day's; the last one is after 18:50 (§3.2.1). */
    private static final NavigableMap<LocalTime, Integer> TIMES = new TreeMap<>(Map.of(
            LocalTime.of(8, 30), 100,
            LocalTime.of(11, 30), 0,
            LocalTime.of(15, 0), 0,
            LocalTime.of(18, 30), 0,
            LocalTime.of(18, 55), 5));

    private final Requests requests;
    private final Rest submitter;
    private final int most;
    private final KafkaProducer<String, String> producer;
    private final Map<String, ObjectNode> sound = new LinkedHashMap<>();
    private final Set<String> wrong = new LinkedHashSet<>();
    private int conflicts;
    private LocalDate firstDay = LocalDate.MIN;

    /** @param most requests of the first morning */
    Supplier(Catalogue catalogue, long seed, int most, Rest omega, Rest submitter, String bootstrapServers)
            throws IOException {
        List<String> points = new ArrayList<>();
        omega.get("omega/pce?partenaire=" + Plan.PARTENAIRE).forEach(each -> points.add(each.asText()));
        this.requests = new Requests(catalogue, seed, points);
        this.submitter = submitter;
        this.most = most;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** When it does something, in Paris. */
    static Set<LocalTime> times() {
        return TIMES.keySet();
    }

    /** Sends what it sends at {@code time} of {@code today}. */
    void act(LocalDate today, LocalTime time) throws IOException {
        if (firstDay.isEqual(LocalDate.MIN)) {
            firstDay = today;
        }
        int share = today.isEqual(firstDay) ? 1 : 3;
        int count = (TIMES.getOrDefault(time, 0) * most + 99) / 100 / share;
        if (count == 0) {
            return;
        }
        List<ObjectNode> first = new ArrayList<>();
        List<ObjectNode> second = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            (i % 2 == 0 ? first : second).add(remembered(requests.sound(today)));
        }
        List<ObjectNode> bad = requests.allWrong(today);
        bad.forEach(each -> wrong.add(Requests.id(each)));
        first.addAll(bad.subList(0, bad.size() / 2));
        second.addAll(bad.subList(bad.size() / 2, bad.size()));
        List<ObjectNode> again = sound.values().stream().limit(AGAIN).toList();
        byKafka(first);
        byRest(second);
        byKafka(again);
        byRest(again);
        byRest(List.of(otherContent(again.getFirst())));
        conflicts++;
    }

    private ObjectNode remembered(ObjectNode request) {
        sound.put(Requests.id(request), request);
        return request;
    }

    private static ObjectNode otherContent(ObjectNode request) {
        ObjectNode other = request.deepCopy();
        LocalDate wished = LocalDate.parse(other.path("dateSouhaitee").asText());
        return other.put("dateSouhaitee", wished.plusDays(1).toString());
    }

    private void byKafka(List<ObjectNode> all) throws IOException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ObjectNode each : all) {
            sent.add(producer.send(new ProducerRecord<>(Topics.DEMANDE_MASSE, Requests.id(each), each.toString())));
        }
        try {
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("Kafka did not take the requests", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void byRest(List<ObjectNode> all) throws IOException {
        ArrayNode body = JSON.createArrayNode().addAll(all);
        JsonNode answer = submitter.postUntilAnswered("demandes", body, PATIENCE);
        if (answer.path("lues").asInt() != all.size()) {
            throw new IOException("of " + all.size() + " requests the submitter read " + answer.path("lues"));
        }
    }

    /** References of requests that must be sent to OMEGA, each once. */
    Set<String> sound() {
        return Set.copyOf(sound.keySet());
    }

    /** References of requests that must be refused. */
    Set<String> wrong() {
        return Set.copyOf(wrong);
    }

    /** How many references it has sent so far. */
    int sent() {
        return sound.size() + wrong.size();
    }

    /** How often a reference came again with another content. */
    int conflicts() {
        return conflicts;
    }

    @Override
    public void close() {
        producer.close();
    }
}
