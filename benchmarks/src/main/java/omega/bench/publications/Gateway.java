package omega.bench.publications;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import omega.bench.kernel.Rows;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.event.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** publication-fetcher as it is deployed, a collector and parsers in processes of their own, and an ear on what they tell of each file. */
final class Gateway implements AutoCloseable {
    static final String HEAP = "128m";
    /** On this clock the five minutes between connections (§3.2.1) pass in a second. */
    private static final int SPEED = 300;

    private static final String COLLECTOR = "collector";
    private static final Duration MOST = Duration.ofMinutes(15);
    private final Stage stage;
    private final Path fetcher;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private final Map<String, Life> lives = new ConcurrentHashMap<>();
    private final KafkaConsumer<byte[], byte[]> ear;
    private final ObjectMapper json = new ObjectMapper();

    /** What is known of one file; by {@link System#nanoTime}. */
    static final class Life {
        long published;
        final List<Long> blocks = new ArrayList<>();
        boolean cut;
        boolean complete;
        String trouble = "";
    }

    /** Starts the collector only. */
    Gateway(Stage stage, Path root) throws IOException, InterruptedException {
        this.stage = stage;
        this.fetcher = root.resolve("publication-fetcher/target/quarkus-app/quarkus-run.jar");
        OmegaClock.publish(
                Timeline.starting(OmegaClock.real().realInstant(), Instant.parse("2026-11-24T08:00:00Z"), SPEED),
                stage.home.resolve("clock"));
        Rows.pack(stage.home.resolve("pack"));
        start(COLLECTOR, "collect");
        this.ear = stage.consumer();
        List<TopicPartition> all = ear.partitionsFor(Topics.FICHIER).stream()
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
        ear.assign(all);
        ear.seekToEnd(all);
        all.forEach(ear::position);
    }

    /** Starts parsers, processes of one thread each, and returns once they are ready. */
    void parsers(int count) throws IOException, InterruptedException {
        for (int i = 1; i <= count; i++) {
            start("parser-" + i, "parse");
        }
    }

    void stopParsers() {
        for (String name : List.copyOf(children.keySet())) {
            if (!name.equals(COLLECTOR)) {
                Objects.requireNonNull(children.remove(name)).close();
            }
        }
    }

    Duration parsersCpu() {
        return children.entrySet().stream()
                .filter(each -> !each.getKey().equals(COLLECTOR))
                .map(each -> each.getValue().cpu())
                .reduce(Duration.ZERO, Duration::plus);
    }

    private void start(String name, String role) throws IOException, InterruptedException {
        int port = Stage.freePort();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("kafka.bootstrap.servers", stage.brokers);
        settings.put("quarkus.datasource.jdbc.url", stage.login.jdbcUrl());
        settings.put("quarkus.datasource.username", stage.login.user());
        settings.put("omega.clock.file", stage.home.resolve("clock").toString());
        settings.put("omega.catalogue", stage.home.resolve("pack").toString());
        settings.put("omega.fetcher.home", stage.home.resolve("fetcher").toString());
        settings.put("omega.fetcher.roles", role);
        settings.put("omega.fetcher.parsers", "1");
        settings.put("omega.fetcher.period", "PT5M");
        settings.put("omega.instance", name);
        settings.putAll(stage.sftp.partner(Publications.PARTNER));
        settings.put("omega.partenaires." + Publications.PARTNER + ".flux", Rows.FLUX);
        List<String> arguments = new ArrayList<>();
        settings.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        arguments.addAll(List.of("-jar", fetcher.toString()));
        Child child = Child.java(
                stage.log(name), HEAP, Map.of("QUARKUS_DATASOURCE_PASSWORD", stage.login.password()), false, arguments);
        children.put(name, child);
        URI ready = URI.create("http://127.0.0.1:" + port + "/q/health/ready");
        try (HttpClient http = HttpClient.newHttpClient()) {
            Stage.await(name, Duration.ofMinutes(2), () -> {
                child.check(stage.log(name));
                HttpRequest ask = HttpRequest.newBuilder(ready)
                        .timeout(Duration.ofSeconds(5))
                        .build();
                return http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200 ? true : null;
            });
        }
    }

    /** What it took, from the opening of the archive on the SFTP server to the commit of the last record. */
    record Taken(double seconds, double cpuSeconds, Life life) {}

    /** Puts an archive out under a new name and waits until all its rows are committed and counted. */
    Taken collect(Path archive, String name, int sequence, long rows) throws Exception {
        Duration before = cpu();
        Life life = putOut(archive, name, sequence);
        long opened = stage.openings.of(name).get(2, TimeUnit.MINUTES);
        complete(name, life, rows);
        return new Taken(
                (life.blocks.getLast() - opened) / 1e9, cpu().minus(before).toNanos() / 1e9, life);
    }

    /** Puts an archive out and waits until its blocks are in Kafka. */
    Life cut(Path archive, String name, int sequence) throws Exception {
        Life life = putOut(archive, name, sequence);
        await("the cutting of " + name, life, () -> life.cut);
        return life;
    }

    void complete(String name, Life life, long rows) throws Exception {
        await("the collection of " + name, life, () -> life.complete && life.published == rows);
        Files.delete(stage.sftp.root().resolve("publications").resolve(name));
    }

    private void await(String what, Life life, BooleanSupplier done) throws InterruptedException {
        Stage.await(what, MOST, () -> {
            children.forEach((child, process) -> process.check(stage.log(child)));
            listen();
            if (!life.trouble.isEmpty()) {
                throw new IllegalStateException(life.trouble);
            }
            return done.getAsBoolean() ? life : null;
        });
    }

    /** The same rows in other bytes each time, or they would be known: the archive's comment is the number. */
    private Life putOut(Path archive, String name, int sequence) throws IOException {
        Life life = new Life();
        lives.put(name, life);
        Path next = stage.home.resolve("next.zip");
        Files.copy(archive, next, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
            byte[] comment = Rows.comment(sequence).getBytes(StandardCharsets.US_ASCII);
            channel.write(ByteBuffer.wrap(comment), channel.size() - comment.length);
        }
        Files.move(next, stage.sftp.root().resolve("publications").resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return life;
    }

    private void listen() throws IOException {
        for (ConsumerRecord<byte[], byte[]> each : ear.poll(Duration.ofMillis(20))) {
            JsonNode event = json.readTree(each.value());
            Life life = lives.get(event.path("nom").asText());
            if (life != null) {
                switch (event.path("etat").asText()) {
                    case "BlocPublie" -> {
                        life.published += event.path("publiees").asLong();
                        life.blocks.add(System.nanoTime());
                    }
                    case "Decoupee" -> life.cut = true;
                    case "Complete" -> life.complete = true;
                    case "EnQuarantaine" -> life.trouble = event.toString();
                    default -> {
                        // a step on its way
                    }
                }
            }
        }
    }

    /** User and system time of all its processes. */
    Duration cpu() {
        return children.values().stream().map(Child::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** Peak memory of each process. */
    String peaks() {
        List<String> all = new ArrayList<>();
        children.forEach((name, child) -> all.add(name + " " + child.peak()));
        return String.join(", ", all);
    }

    @Override
    public void close() {
        ear.close();
        new ArrayList<>(children.values()).reversed().forEach(Child::close);
    }
}
