package omega.bench.publications;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import omega.bench.kernel.Rows;
import omega.event.Topics;

/** The main job: an archive on OMEGA's server becomes committed records. */
public final class Publications implements Benchmark {
    static final String PARTNER = "BENCH";
    private static final String RATE = "records/s";
    private static final String CPU = "CPU s a million rows";
    private static final String OMEGA = "omega: ZIP on SFTP → committed records";
    private static final String NAIVE = "naive loop: plain CSV → records";
    private static final String CAMEL = "Apache Camel: split, one by one";
    private static final String CAMEL_GROUPED = "Apache Camel: split, groups of 5,000";
    /** Camel takes so long that a part of the rows must do. */
    private static final int CAMEL_ROWS = 50_000;

    @Override
    public String name() {
        return "publications";
    }

    @Override
    public String about(Scale scale) {
        return """
                %,d rows of ten fields from an archive on an SFTP server to committed records in Kafka: collector and one parser, each a process \
                of its own with `-Xmx%s`, every check on, CloudEvents headers, exactly once.
                Beside it a naive loop (one thread, plain CSV to JSON strings: no archive, no check, no transaction, no header) and Apache Camel's \
                splitter over the first %,d rows; both without headers, types and transactions too. One broker, the same topic settings.
                """.formatted(scale.rows(), Gateway.HEAP, Math.min(scale.rows(), CAMEL_ROWS));
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        needs(scale);
        try (Stage stage = new Stage(scale.home());
                Gateway gateway = new Gateway(stage, scale.root());
                Rival naive = new Rival(stage.log("naive"), stage.brokers, "naive");
                Rival camel = new Rival(stage.log("camel"), stage.brokers, "camel");
                Rival grouped = new Rival(stage.log("camel-grouped"), stage.brokers, "camel-grouped")) {
            gateway.parsers(1);
            Path plain = stage.home.resolve("rows.csv");
            Path few = stage.home.resolve("few.csv");
            Path archive = stage.home.resolve("rows.zip");
            int part = Math.min(scale.rows(), CAMEL_ROWS);
            Rows.plain(plain, scale.rows());
            Rows.plain(few, part);
            Rows.archive(archive, name(1, "csv"), scale.rows());
            for (String topic : List.of("naive", "camel", "camel-grouped")) {
                stage.topic(topic);
            }
            AtomicInteger sequence = new AtomicInteger();
            Measured measured = Measured.interleaved(
                    scale.rounds(),
                    List.of(
                            new Contender(OMEGA, () -> {
                                int number = sequence.incrementAndGet();
                                Gateway.Taken taken =
                                        gateway.collect(archive, name(number, "zip"), number, scale.rows());
                                return figures(
                                        stage,
                                        Topics.publication(Rows.FLUX),
                                        scale.rows(),
                                        taken.seconds(),
                                        taken.cpuSeconds());
                            }),
                            rival(NAIVE, stage, naive, plain, "naive", scale.rows()),
                            rival(CAMEL, stage, camel, few, "camel", part),
                            rival(CAMEL_GROUPED, stage, grouped, few, "camel-grouped", part)));
            return new Outcome(
                    measured,
                    List.of(
                            new Goal.Ratio("records/s over the naive loop's", RATE, OMEGA, NAIVE, Bound.atLeast(0.65)),
                            new Goal.Ratio("CPU a row over the naive loop's", CPU, OMEGA, NAIVE, Bound.atMost(1.4)),
                            new Goal.Ratio(
                                    "records/s over Camel's, one by one", RATE, OMEGA, CAMEL, Bound.atLeast(90))),
                    List.of(
                            "Peak memory (RSS): " + gateway.peaks() + ".",
                            "After each turn a separate `read_committed` consumer counted the records, and all were there.",
                            "Timed from the first open of the archive on the server to the commit of the last record; CPU is user and system time of all "
                                    + "processes of the contender over its turn, the broker's and the server's excluded.",
                            "All processes stay for all rounds, so that each has compiled what it runs; Camel "
                                    + camelVersion()
                                    + ", its producer untuned where it goes one by one, tuned like ours where it groups."));
        }
    }

    static void needs(Scale scale) throws Skipped {
        if (!Files.exists(scale.root().resolve("publication-fetcher/target/quarkus-app/quarkus-run.jar"))) {
            throw new Skipped("publication-fetcher is not built; ./omega bench builds it");
        }
    }

    static String name(int sequence, String ending) {
        return "REMM_%s_20261123120500_%05d.%s".formatted(PARTNER, sequence, ending);
    }

    private static String camelVersion() {
        String version = org.apache.camel.CamelContext.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    private static Contender rival(String name, Stage stage, Rival rival, Path file, String topic, int rows) {
        return new Contender(name, () -> {
            Rival.Taken taken = rival.send(file, topic);
            return figures(stage, topic, rows, taken.seconds(), taken.cpuSeconds());
        });
    }

    private static Map<String, Double> figures(Stage stage, String topic, int rows, double seconds, double cpuSeconds)
            throws Exception {
        long counted = stage.count(topic);
        if (counted != rows) {
            throw new IllegalStateException(topic + " holds " + counted + " records, not " + rows);
        }
        stage.empty(topic);
        return new java.util.TreeMap<>(Map.of(RATE, rows / seconds, CPU, cpuSeconds / rows * 1e6));
    }
}
