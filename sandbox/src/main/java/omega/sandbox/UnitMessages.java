package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import omega.event.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Calls of OMEGA's web services through ws-proxy, by Kafka. For one thread. */
final class UnitMessages implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Set<String> ENDS = Set.of("ACCEPTEE", "REFUSEE", "ABANDONNEE");
    private final UnitRequests requests;
    private final KafkaProducer<String, String> producer;
    private final KafkaConsumer<String, String> consumer;
    private final Map<String, JsonNode> answers = new HashMap<>();

    UnitMessages(UnitRequests requests, String bootstrapServers) {
        this.requests = requests;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
    }

    /** Twice: a producer that does not know whether it was heard says it again. */
    void send(String service, String id, ObjectNode body) throws IOException {
        ObjectNode message = JSON.createObjectNode()
                .put("partenaire", Plan.PARTENAIRE)
                .put("idDemande", id)
                .put("service", UnitRequests.address(service))
                .put("operation", requests.operation(service).name())
                .put("appelant", "omega demo")
                .put("motif", "demonstration");
        message.set("corps", body);
        try {
            for (int i = 0; i < 2; i++) {
                producer.send(new ProducerRecord<>(Topics.DEMANDE_UNITAIRE, id, message.toString()))
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IOException("Kafka did not take " + id, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** What was answered in the end; what is still uncertain after a while, or 0 where nothing came. */
    Calling.Answer answer(String id) throws IOException {
        if (consumer.assignment().isEmpty()) {
            List<TopicPartition> all = consumer.partitionsFor(Topics.REPONSE_UNITAIRE).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isEnded(id) && System.nanoTime() - end < 0) {
            for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(100))) {
                JsonNode answer = JSON.readTree(each.value());
                answers.put(answer.path("idDemande").asText(), answer);
            }
        }
        JsonNode last = answers.getOrDefault(id, JsonNodeFactory.instance.objectNode());
        JsonNode body = last.has("probleme") ? last.path("probleme") : last.path("reponse");
        return new Calling.Answer(last.path("statut").asInt(), body, JSON.missingNode(), 0);
    }

    private boolean isEnded(String id) {
        return answers.containsKey(id)
                && ENDS.contains(answers.get(id).path("etat").asText());
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
