package omega.sandbox;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./omega watch}. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Prints records as they arrive in Kafka (committed ones only), one a line, until Ctrl-C:"
                    + " topic, partition and offset, key, value. Topics that appear later are picked up.",
            ""
        })
final class Watch implements Callable<Integer> {
    private static final Duration LOOK_AROUND = Duration.ofSeconds(2);

    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..*",
            description = "Topics, or flux (REMM). Default: every publication and what is told of files, rejects and"
                    + " alerts.")
    private List<String> wanted = List.of();

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "5",
            description = "Begin N records back in each partition (default: ${DEFAULT-VALUE}).")
    private long last;

    @Option(names = "--from-beginning", description = "Begin with the oldest record.")
    private boolean fromBeginning;

    @Option(names = "--count", paramLabel = "N", description = "End after N records.")
    private long count = Long.MAX_VALUE;

    @Option(names = "--headers", description = "Print each record's headers too.")
    private boolean headers;

    @Override
    public Integer call() {
        Home home = Home.fromLauncher();
        Ports ports = Ports.read(home.run().resolve("ports.properties"));
        if (new Launcher(home).process().isEmpty() || ports.byName().isEmpty()) {
            System.err.println("Nothing is up. Start with: ./omega up");
            return 1;
        }
        follow("127.0.0.1:" + ports.of("kafka"), System.out);
        return 0;
    }

    void follow(String bootstrapServers, PrintStream out) {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            Set<TopicPartition> known = new HashSet<>();
            boolean told = false;
            long looked = 0;
            long printed = 0;
            while (printed < count) {
                if (looked == 0 || System.nanoTime() - looked > LOOK_AROUND.toNanos()) {
                    begin(consumer, known, matching(consumer.listTopics()));
                    looked = System.nanoTime();
                }
                if (known.isEmpty()) {
                    if (!told) {
                        System.err.println("No such topic yet; waiting.");
                        told = true;
                    }
                    Waiting.until(() -> false, LOOK_AROUND);
                    continue;
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(250))) {
                    if (printed++ < count) {
                        print(record, out);
                    }
                }
            }
        }
    }

    /** Adds the partitions that are new to those that are followed, each from where it is to begin. */
    private void begin(
            KafkaConsumer<String, byte[]> consumer, Set<TopicPartition> known, Collection<TopicPartition> now) {
        Set<TopicPartition> added =
                now.stream().filter(each -> !known.contains(each)).collect(Collectors.toSet());
        if (added.isEmpty()) {
            return;
        }
        boolean first = known.isEmpty();
        known.addAll(added);
        consumer.assign(known);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(added);
        consumer.endOffsets(added).forEach((partition, end) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            consumer.seek(partition, fromBeginning || !first ? beginning : Math.max(beginning, end - last));
        });
    }

    private List<TopicPartition> matching(Map<String, List<PartitionInfo>> topics) {
        return topics.entrySet().stream()
                .filter(topic -> isWanted(topic.getKey()))
                .flatMap(topic -> topic.getValue().stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    /** A flux is a word of its topic's name, in which {@code +} cannot stand. */
    private boolean isWanted(String topic) {
        if (wanted.isEmpty()) {
            return topic.startsWith("omega.") && !topic.contains(".bloc.") && !topic.contains(".decoupage.");
        }
        Set<String> words = Set.of(topic.toLowerCase(Locale.ROOT).split("\\.", -1));
        return wanted.stream().anyMatch(name -> topic.equals(name) || words.contains(word(name)));
    }

    private static String word(String flux) {
        return flux.toLowerCase(Locale.ROOT).replace("+", "");
    }

    private void print(ConsumerRecord<String, byte[]> record, PrintStream out) {
        out.println(record.topic() + "-" + record.partition() + "@" + record.offset() + "  " + record.key() + "  "
                + text(record.value()));
        if (headers) {
            record.headers().forEach(header -> out.println("    " + header.key() + ": " + text(header.value())));
        }
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "null" : new String(bytes, StandardCharsets.UTF_8);
    }
}
