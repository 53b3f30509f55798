package omega.ws;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.arc.Arc;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.sandbox.test.Topic;
import omega.ws.translate.Json;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** The running application as its users, and OMEGA, see it. */
final class App {
    private App() {}

    static String setting(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }

    /** A sound change of supplier, written by hand. */
    static String chf(String id) {
        return """
            {"@idContrat": "C-1", "idDemande": "%s", "pce": "12345678901234", "dateSouhaitee": "2026-12-01",
             "client": {"@xsi:type": "ClientParticulier", "nom": "Dupont", "prenom": null,
                        "contact": [{"@role": "CLIENT", "nom": "Dupont", "telephone_ou_courriel": [{"telephone": "0612345678"}]}]},
             "tarif": "T2", "cja": 12.50, "accordClient": true}""".formatted(id);
    }

    static Response post(String path, String body, Map<String, String> headers) {
        RequestSpecification given =
                given().contentType("application/json").body(body.getBytes(StandardCharsets.UTF_8));
        headers.forEach(given::header);
        return given.post(path);
    }

    static Response chf(String id, Map<String, String> headers) {
        return post("/ws/CreerDemandeCHF/creerDemandeCHF", chf(id), headers);
    }

    static JsonNode json(Response response) {
        return Json.read(response.asByteArray());
    }

    static JsonNode get(String path) {
        return json(given().get(path).then().statusCode(200).extract().response());
    }

    /** What OMEGA received under this reference: path, SOAPAction, type, client and body of each. */
    static List<String> received(String service, String id) {
        try (Stream<Path> files = Files.list(Path.of(setting("omega.test.home")))) {
            List<String> fitting = new ArrayList<>();
            for (Path each : files.filter(file -> file.getFileName().toString().matches("received-[0-9]+"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(each);
                if (text.startsWith("/ws/" + service + "\n") && text.contains(">" + id + "<")) {
                    fitting.add(text);
                }
            }
            return fitting;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets OMEGA's time jump; the proxy has seen it on return. */
    static void jump(Instant instant) {
        OmegaClock.publish(
                Timeline.starting(Clock.systemUTC().instant(), instant, 1), Path.of(setting("omega.clock.file")));
        OmegaClock clock = Arc.container().instance(OmegaClock.class).get();
        Awaitility.await("the proxy's clock")
                .until(() -> Duration.between(instant, clock.instant()).abs().compareTo(Duration.ofMinutes(1)) < 0);
    }

    static void send(String topic, String key, String value) {
        send(topic, key.getBytes(StandardCharsets.UTF_8), value);
    }

    static void send(String topic, byte[] key, String value) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", setting("kafka.bootstrap.servers")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first record of a topic that fits, within half a minute. */
    static JsonNode await(String topic, Predicate<JsonNode> fits) {
        return Awaitility.await(topic)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> Topic.committed(setting("kafka.bootstrap.servers"), topic).stream()
                                .map(each -> Json.read(each.value()))
                                .filter(fits)
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Where a request stands, once that is so. */
    static JsonNode await(String place, String etat) {
        return Awaitility.await(place + " " + etat)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> get(place), each -> each.path("etat").asText().equals(etat));
    }
}
