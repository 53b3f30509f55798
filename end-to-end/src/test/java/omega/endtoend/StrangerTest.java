package omega.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import omega.endtoend.Launched.Outcome;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pack that has nothing in common with ours for REMM (delimiter, header, footer's count, charset, decimal sign, order of the
 * fields, file names), and an archive written by hand for it, put into a directory that the gateway follows.
 */
@org.junit.jupiter.api.condition.EnabledIfSystemProperty(named = "tests.full", matches = "true")
final class StrangerTest {
    private static final Path PACK = Path.of("src/test/resources/stranger").toAbsolutePath();

    private static final List<String> LINES = List.of(
            "H|A|11/03/2026 12:15:00|DEMO|REMM",
            "R|10161.250|Œuilly|29.03.2026|21434567890123|5 € d'écart",
            "R|-6|Haÿ|11.03.2026|GI012345|a;b\"c",
            "R|1,5|Lyon|11.03.2026|21434567890124|",
            "R|0.5||30.03.2026|21434567890125|",
            "T|6");

    /** Line, key and value, by hand. 29 March 2026 begins in winter time and ends in summer time. */
    private static final Map<String, String> EXPECTED = Map.of(
            "2 21434567890123",
            "{\"enregistrement\":\"releve\",\"energie\":10161.250,\"commune\":\"Œuilly\","
                    + "\"journeeGaziere\":\"2026-03-29T06:00:00+02:00\",\"pce\":\"21434567890123\",\"remarque\":\"5 € d'écart\"}",
            "3 GI012345",
            "{\"enregistrement\":\"releve\",\"energie\":-6,\"commune\":\"Haÿ\","
                    + "\"journeeGaziere\":\"2026-03-11T06:00:00+01:00\",\"pce\":\"GI012345\",\"remarque\":\"a;b\\\"c\"}",
            "5 21434567890125",
            "{\"enregistrement\":\"releve\",\"energie\":0.5,"
                    + "\"journeeGaziere\":\"2026-03-30T06:00:00+02:00\",\"pce\":\"21434567890125\"}");

    @BeforeAll
    static void packaged() throws IOException {
        Launched.assumePackaged();
    }

    @Test
    void aStrangersPackPassesThroughUntouchedCode(@TempDir Path dir) throws Exception {
        Path folder = Files.createDirectories(dir.resolve("portail"));
        Launched launched = new Launched(dir.resolve("home"));
        Outcome up = launched.run(
                Duration.ofMinutes(3),
                Map.of("OMEGA_CATALOGUE", PACK.toString()),
                "up",
                "--detach",
                "--pce=5",
                "--folder=" + folder);
        try {
            assertEquals(0, up.code(), up::printed);
            drop(folder);

            List<ConsumerRecord<String, String>> records =
                    read(launched, "omega.publication.REMM.v1", EXPECTED.size(), "Releves.2026-03-11.DEMO.n07.zip");
            List<ConsumerRecord<String, String>> rejets =
                    read(launched, "omega.publication.rejet.v1", 1, "Releves.2026-03-11.DEMO.n07.zip");

            ObjectMapper json = new ObjectMapper();
            Map<String, String> found = new java.util.TreeMap<>();
            records.forEach(each -> found.put(header(each, "omega_ligne") + " " + each.key(), each.value()));
            assertEquals(new java.util.TreeMap<>(EXPECTED), found);
            JsonNode rejet = json.readTree(rejets.getFirst().value());
            assertEquals(4, rejet.path("ligne").asInt());
            assertEquals(LINES.get(3), rejet.path("brut").asText());
            JsonNode fault = rejet.path("fautes").path(0);
            assertEquals(
                    "NOMBRE_INVALIDE energie 3",
                    fault.path("code").asText() + " " + fault.path("champ").asText() + " "
                            + fault.path("colonne").asInt());
        } finally {
            Outcome down = launched.run(Duration.ofMinutes(1), Map.of(), "down");
            assertEquals(0, down.code(), down::printed);
        }
    }

    /** Whole at once, as a browser leaves a download. */
    private static void drop(Path folder) throws IOException {
        Path part = folder.resolveSibling("part");
        try (OutputStream out = Files.newOutputStream(part);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("releves-07.txt"));
            zip.write((String.join("\n", LINES) + "\n").getBytes(Charset.forName("ISO-8859-15")));
        }
        Files.move(part, folder.resolve("Releves.2026-03-11.DEMO.n07.zip"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Exactly the records of {@code file} in {@code topic}, once there are {@code count}. */
    private static List<ConsumerRecord<String, String>> read(Launched launched, String topic, int count, String file)
            throws IOException {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", launched.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Awaitility.await(topic).atMost(Duration.ofMinutes(1)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> {
                    if (header(each, "omega_fichier").equals(file)) {
                        found.add(each);
                    }
                });
                return found.size() >= count;
            });
        }
        found.sort(Comparator.comparing(each -> header(each, "omega_ligne")));
        return found;
    }

    private static String header(ConsumerRecord<String, String> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
