package omega.bench.tracker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import omega.bench.Stopwatch;
import omega.catalogue.Catalogue;
import omega.sandbox.Database;
import omega.tracker.hear.Heard;
import omega.tracker.hear.Reading;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.postgresql.PGConnection;

/** What is heard of requests, into PostgreSQL; and all of it derived anew. */
public final class Keep implements Benchmark {
    /** As many as the tracker takes at once. */
    private static final int BATCH = 20_000;

    private static final String A_MINUTE = "events a minute";
    private static final String KEEP = "omega: records → evidence, states, steps to tell";
    private static final String REBUILD = "omega: reconstruction of it all";
    private static final String INDEXED = "a bare COPY of the same evidence, with its indexes";
    private static final String BARE = "a bare COPY of the same evidence, no index";

    @Override
    public String name() {
        return "tracker";
    }

    private static int requests(Scale scale) {
        return Math.max(1, scale.requests() / 4);
    }

    @Override
    public String about(Scale scale) {
        return """
            Two days of %,d requests, some four events each, from records of the topics to PostgreSQL: read, matched, folded, kept with every step to tell.
            Beside it a bare COPY of the rows of evidence that they became, which neither matches nor folds nor keeps where a request stands.
            """.formatted(requests(scale));
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        Catalogue catalogue = Catalogue.provisional();
        Path home = scale.home().resolve("tracker");
        Scale.delete(home);
        Files.createDirectories(scale.home());
        Path dump = scale.home().resolve("evidence.copy");
        try (Database database = Database.start(home, 0, Store.SETTINGS)) {
            Round round = new Round(database, catalogue, new Days(requests(scale)), dump);
            Measured measured;
            try (round) {
                measured = Measured.interleaved(
                        scale.rounds(),
                        List.of(
                                new Contender(KEEP, round::keep),
                                new Contender(REBUILD, round::rebuild),
                                new Contender(INDEXED, () -> round.copy("INCLUDING INDEXES")),
                                new Contender(BARE, () -> round.copy(""))));
            }
            return new Outcome(
                    measured,
                    List.of(
                            new Goal.Absolute("events a minute kept", A_MINUTE, KEEP, Bound.atLeast(1e6)),
                            new Goal.Absolute("events a minute reconstructed", A_MINUTE, REBUILD, Bound.atLeast(1e6))),
                    List.of(
                            "Kept at " + measured.ratio(A_MINUTE, KEEP, INDEXED)
                                    + " of a bare COPY with the same indexes, " + measured.ratio(A_MINUTE, KEEP, BARE)
                                    + " of one without.",
                            "Batches of %,d, the next one read while one is kept; each round begins with an empty database. PostgreSQL on the same machine with %s. CPU seconds are of the tracker's JVM alone, PostgreSQL's are not counted."
                                    .formatted(BATCH, String.join(", ", Store.SETTINGS)),
                            "Records are made before the clock runs; Kafka's own delivery and telling the steps to"
                                    + " Kafka are not in it."));
        } finally {
            Files.deleteIfExists(dump);
            Scale.delete(home);
        }
    }

    /** The database of the round, which its contenders use one after the other. */
    private static final class Round implements AutoCloseable {
        private final Database database;
        private final Catalogue catalogue;
        private final Days days;
        private final Path dump;
        private int number;
        private Store store;
        private long events;

        Round(Database database, Catalogue catalogue, Days days, Path dump) throws SQLException {
            this.database = database;
            this.catalogue = catalogue;
            this.days = days;
            this.dump = dump;
            this.store = new Store(database, "round0", catalogue);
        }

        Map<String, Double> keep() throws SQLException, InterruptedException, ExecutionException {
            store.close();
            number++;
            store = new Store(database, "round" + number, catalogue);
            Reading reading = new Reading(catalogue);
            Map<String, Double> sum = new LinkedHashMap<>();
            events = 0;
            int number = 0;
            Future<List<Heard>> read = CompletableFuture.completedFuture(List.of());
            List<ConsumerRecord<byte[], byte[]>> batch;
            try (ExecutorService reader = Executors.newSingleThreadExecutor()) {
                do {
                    batch = days.batch(number, BATCH);
                    number++;
                    List<ConsumerRecord<byte[], byte[]>> next = batch;
                    Stopwatch watch = new Stopwatch();
                    List<Heard> heard = read.get();
                    read = reader.submit(() -> reading.read(next));
                    events += store.keeping.keep(heard);
                    read.get();
                    watch.figures().forEach((column, value) -> sum.merge(column, value, Double::sum));
                } while (!batch.isEmpty());
            }
            long realised = store.number("SELECT count(*) FROM tracker.demande WHERE etat = 'Realisee'");
            if (realised != days.requests()) {
                throw new IllegalStateException(realised + " requests are done, not " + days.requests());
            }
            return perMinute(sum);
        }

        Map<String, Double> rebuild() {
            Stopwatch watch = new Stopwatch();
            var done = store.keeping.rebuild("bench");
            Map<String, Double> figures = watch.figures();
            if (done.corrigees() != 0) {
                throw new IllegalStateException("what was right was changed: " + done);
            }
            return perMinute(figures);
        }

        Map<String, Double> copy(String including) throws SQLException, IOException {
            try (var connection = store.dataSource.getConnection();
                    var statement = connection.createStatement()) {
                var copy = connection.unwrap(PGConnection.class).getCopyAPI();
                try (OutputStream out = Files.newOutputStream(dump)) {
                    long _ = copy.copyOut("COPY tracker.preuve TO STDOUT", out);
                }
                statement.execute("DROP TABLE IF EXISTS public.bare");
                statement.execute("CREATE TABLE public.bare (LIKE tracker.preuve " + including + ")");
                Stopwatch watch = new Stopwatch();
                try (InputStream in = Files.newInputStream(dump)) {
                    long _ = copy.copyIn("COPY public.bare FROM STDIN", in, 1 << 18);
                }
                return perMinute(watch.figures());
            }
        }

        private Map<String, Double> perMinute(Map<String, Double> figures) {
            Map<String, Double> all = new LinkedHashMap<>();
            all.put(A_MINUTE, events / figures.getOrDefault(Stopwatch.SECONDS, Double.NaN) * 60);
            all.putAll(figures);
            return all;
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
