package omega.bench.publications;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The yardstick: one thread that copies the fields of a plain CSV file into JSON strings and sends them, with the product's own producer
 * settings; no archive, no check, no type, no transaction, no header.
 */
final class NaiveLoop {
    private static final int KEY = 14;

    private NaiveLoop() {}

    /** Sends all rows; how many they were. */
    static long run(String brokers, Path file, String topic) throws IOException {
        long sent = 0;
        byte[] out = new byte[4096];
        byte[] buffer = new byte[1 << 20];
        byte[][] names = {};
        try (KafkaProducer<byte[], byte[]> producer = producer(brokers);
                InputStream in = Files.newInputStream(file)) {
            int held = 0;
            for (int read = 0; read >= 0; ) {
                read = in.read(buffer, held, buffer.length - held);
                held += Math.max(read, 0);
                int start = 0;
                for (int i = 0; i < held; i++) {
                    if (buffer[i] != '\n') {
                        continue;
                    }
                    if (names.length == 0) {
                        names = names(new String(buffer, start, i - start, StandardCharsets.US_ASCII));
                    } else {
                        int length = json(buffer, start, i, names, out);
                        var _ = producer.send(new ProducerRecord<>(
                                topic, Arrays.copyOfRange(buffer, start, start + KEY), Arrays.copyOf(out, length)));
                        sent++;
                    }
                    start = i + 1;
                }
                System.arraycopy(buffer, start, buffer, 0, held - start);
                held -= start;
            }
        }
        return sent;
    }

    private static byte[][] names(String header) {
        String[] all = header.split(";", -1);
        byte[][] names = new byte[all.length][];
        for (int i = 0; i < all.length; i++) {
            names[i] = ((i == 0 ? "{\"" : ",\"") + all[i] + "\":\"").getBytes(StandardCharsets.US_ASCII);
        }
        return names;
    }

    private static int json(byte[] line, int from, int to, byte[][] names, byte[] out) {
        int at = 0;
        int column = 0;
        int field = from;
        for (int i = from; i <= to; i++) {
            if (i == to || line[i] == ';') {
                byte[] name = names[column++];
                System.arraycopy(name, 0, out, at, name.length);
                at += name.length;
                System.arraycopy(line, field, out, at, i - field);
                at += i - field;
                out[at++] = '"';
                field = i + 1;
            }
        }
        out[at++] = '}';
        return at;
    }

    private static KafkaProducer<byte[], byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "acks",
                        "all",
                        "enable.idempotence",
                        "true",
                        "compression.type",
                        "lz4",
                        "batch.size",
                        128 * 1024,
                        "linger.ms",
                        10),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }
}
