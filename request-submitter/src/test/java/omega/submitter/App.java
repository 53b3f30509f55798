package omega.submitter;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import omega.sandbox.test.Topic;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Jdbi;

/** The running application as its users see it: its directory at OMEGA, its REST, its topics. */
final class App {
    static final ObjectMapper JSON = new ObjectMapper();

    private App() {}

    static String setting(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }

    /** OMEGA's directory for requests. */
    static Path demandes() {
        return Path.of(setting("omega.test.demandes"));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer to a GET that must succeed. */
    static JsonNode get(String path, Object... parameters) {
        return json(
                given().get(path, parameters).then().statusCode(200).extract().asString());
    }

    /** A gauge's value of one partner, the sum where further labels part it; NaN while there is none. */
    static double metric(String name, String partner) {
        Pattern line =
                Pattern.compile("^" + name + "\\{[^}]*partenaire=\"" + partner + "\"[^}]*} (.+)$", Pattern.MULTILINE);
        return line.matcher(given().get("/q/metrics").asString())
                .results()
                .map(found -> Double.valueOf(found.group(1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }

    /** The answer to a POST, whose status must be that. */
    static JsonNode post(int status, String type, byte[] body, String path, Object... parameters) {
        RequestSpecification given = given().contentType(type).body(body);
        return json(
                given.post(path, parameters).then().statusCode(status).extract().asString());
    }

    static JsonNode post(int status, String json, String path, Object... parameters) {
        return post(status, "application/json", json.getBytes(StandardCharsets.UTF_8), path, parameters);
    }

    /** The lines of the audit, {@code service acteur action resultat objet}, whose object holds {@code about}. */
    static List<String> audit(String about) {
        return Jdbi.create(
                        setting("quarkus.datasource.jdbc.url"),
                        setting("quarkus.datasource.username"),
                        setting("quarkus.datasource.password"))
                .withHandle(handle -> handle.createQuery("""
                                SELECT concat_ws(' ', service, acteur, action, resultat, objet) FROM audit.ligne
                                WHERE position(:about in objet) > 0 ORDER BY id""")
                        .bind("about", about)
                        .mapTo(String.class)
                        .list());
    }

    /** Lets a topic take records of 20 MB, as a supplier's broker may. */
    static void takeLarge(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", setting("kafka.bootstrap.servers")))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", String.valueOf(20 << 20)),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a record into a topic. */
    static void send(String topic, String key, byte[] value, Map<String, String> headers) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", setting("kafka.bootstrap.servers"), "max.request.size", 20 << 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that is committed in a topic, as JSON. */
    static List<JsonNode> read(String topic) {
        List<JsonNode> values = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : records(topic)) {
            values.add(json(new String(each.value(), StandardCharsets.UTF_8)));
        }
        return values;
    }

    static List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return Topic.committed(setting("kafka.bootstrap.servers"), topic);
    }

    /** The first event of a topic that fits, within a minute. */
    static JsonNode await(String what, String topic, Predicate<JsonNode> fits) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> read(topic).stream().filter(fits).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }
}
