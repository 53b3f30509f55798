package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class WatchTest {

    @Test
    void committedRecordsOfAFluxArePrintedOneALine() throws Exception {
        String bootstrapServers = TestStack.bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "watch"),
                        new StringSerializer(),
                        new StringSerializer())) {
            admin.createTopics(List.of(
                            new NewTopic("omega.publication.remm.v1", 1, (short) 1),
                            new NewTopic("omega.publication.cok1.v1", 1, (short) 1)))
                    .all()
                    .get();
            producer.initTransactions();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>("omega.publication.remm.v1", "GI123456", "{\"a\":\"é\"}"));
            var _ = producer.send(new ProducerRecord<>("omega.publication.cok1.v1", "x", "other"));
            producer.commitTransaction();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>("omega.publication.remm.v1", "x", "aborted"));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            var _ = producer.send(new ProducerRecord<>("omega.publication.remm.v1", null, "{}"));
            producer.commitTransaction();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Watch watch = new Watch();
        new CommandLine(watch).parseArgs("REMM", "--from-beginning", "--count=2");

        watch.follow(bootstrapServers, new PrintStream(out, true, StandardCharsets.UTF_8));

        assertEquals("""
                omega.publication.remm.v1-0@0  GI123456  {"a":"é"}
                omega.publication.remm.v1-0@4  null  {}
                """, out.toString(StandardCharsets.UTF_8));
    }
}
