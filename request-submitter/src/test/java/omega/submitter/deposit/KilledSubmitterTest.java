package omega.submitter.deposit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.event.Headers;
import omega.event.Topics;
import omega.sandbox.Database;
import omega.sandbox.TestStack;
import omega.sandbox.test.SftpPeer;
import omega.submitter.Stand;
import omega.submitter.accept.Entree;
import omega.submitter.accept.Outcome;
import omega.submitter.check.Demande;
import omega.submitter.ledger.LotState;
import omega.submitter.partner.Contrat;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The submitter as a process of its own, over real SFTP, PostgreSQL and Kafka, is killed with {@code kill -9} at a call of a deposit, or stopped there and woken up once
 * another has taken over; others that know only what database and server hold go on. By the server's books every request arrives once, and everything is announced.
 */
class KilledSubmitterTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");
    private static final int REQUESTS = 3;
    private static final int PROCESSES = 10;
    /** Beyond a slot of the connection rule. */
    private static final Duration BETWEEN = Duration.ofMinutes(6);
    /** A process that is to stand still within a transaction loses it after two and a half seconds, as the service does after a minute. */
    private static final String IDLE = "options=-c%20idle_in_transaction_session_timeout=2500";

    @TempDir
    static Path home;

    private static Stand first;
    private static SftpPeer sftp;
    private static Contrat contrat;
    private static final Map<String, Integer> ARRIVED = new ConcurrentHashMap<>();
    private static final Set<String> TOLD = new HashSet<>();
    private static volatile Consumer<String> renamed = name -> {};
    private static int runs;

    @BeforeAll
    static void start() throws Exception {
        first = new Stand(MONDAY);
        sftp = new SftpPeer(home.resolve("sftp"), new SftpEventListener() {
            @Override
            public void moved(
                    ServerSession session,
                    Path source,
                    Path target,
                    Collection<CopyOption> options,
                    @Nullable Throwable thrown) {
                if (thrown == null) {
                    renamed.accept(String.valueOf(target.getFileName()));
                }
            }
        });
        contrat = OneTurn.contrat(sftp.port(), sftp.keyFile(), sftp.knownHosts());
        // numbers that no other test's events bear
        first.process(contrat).ledger.jdbi().useHandle(handle -> {
            handle.execute("ALTER TABLE submitter.lot ALTER COLUMN id RESTART WITH 7000000");
            handle.execute("ALTER TABLE submitter.evenement ALTER COLUMN id RESTART WITH 7000000");
        });
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            for (String topic : List.of(Topics.DEMANDE_DEPOT, Topics.DEMANDE_REJET)) {
                try {
                    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                            .all()
                            .get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        sftp.close();
        first.close();
    }

    private static String servers() {
        return TestStack.bootstrapServers();
    }

    private enum Mishap {
        KILLED,
        STOPPED
    }

    /** When OMEGA takes files away: in the very rename, or now and then. */
    private enum PickUp {
        AT_ONCE,
        LATER
    }

    /** What a process has said. */
    private record Said(List<String> steps, boolean holds) {}

    /** A child and the end of its output. */
    private record Running(Process process, BufferedReader out, Path log) {
        /** Reads until it holds or ends. */
        Said listen() throws IOException {
            List<String> steps = new ArrayList<>();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.equals("hold")) {
                    return new Said(steps, true);
                }
                if (line.startsWith("step ")) {
                    steps.add(line.split(" ", 3)[2]);
                } else {
                    Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
            }
            return new Said(steps, false);
        }

        void signal(String name) throws IOException, InterruptedException {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertEquals(0, code);
        }

        void await() throws InterruptedException {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it does not end");
            }
        }
    }

    /** One deposit from acceptance to its end at OMEGA. */
    private static final class Run implements AutoCloseable {
        private final Path dir;
        private final Path clock;
        private final PickUp pickUp;
        private final Omega omega;
        private final Stand stand;
        private final Stand.Node node;
        private final List<Running> stopped = new ArrayList<>();
        private Instant now = MONDAY;
        private int processes;

        Run(PickUp pickUp) throws Exception {
            this.dir = Files.createDirectory(home.resolve("run-" + runs++));
            this.clock = dir.resolve("clock");
            this.pickUp = pickUp;
            this.omega = new Omega(home.resolve("sftp/root"));
            OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), now, 1), clock);
            this.stand = Stand.over(first.login(), OmegaClock.following(clock));
            this.node = stand.process(contrat);
        }

        private void arrived(String name) {
            if (name.endsWith(".zip")) {
                ARRIVED.merge(name, 1, Integer::sum);
                if (pickUp == PickUp.AT_ONCE) {
                    omega.pickUp();
                }
            }
        }

        private List<String> accept() {
            ARRIVED.clear();
            renamed = this::arrived;
            List<String> ids = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> "K-" + runs + "-" + i)
                    .toList();
            String echeance = now.plus(Duration.ofMinutes(20)).toString();
            List<Entree> entries = new ArrayList<>();
            for (String id : ids) {
                Demande rad = Stand.rad(id);
                entries.add(new Entree.Lue(
                        Stand.PARTNER,
                        new Demande(id, rad.kind(), rad.pce(), rad.dateSouhaitee(), echeance, null, rad.fields()),
                        List.of(),
                        "rest"));
            }
            node.acceptance.accept(entries).forEach(each -> assertTrue(each instanceof Outcome.Recue, each::toString));
            return ids;
        }

        private static Database.Login losingTransactions() {
            Database.Login login = first.login();
            String url = login.jdbcUrl();
            return new Database.Login(url + (url.contains("?") ? "&" : "?") + IDLE, login.user(), login.password());
        }

        private Running launch(int hold, Database.Login login) throws IOException {
            Path log = dir.resolve("process-" + processes++ + ".log");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx160m",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    OneTurn.class.getName()));
            command.addAll(OneTurn.arguments(login, servers(), sftp, clock, hold));
            Process process =
                    new ProcessBuilder(command).redirectError(log.toFile()).start();
            return new Running(process, process.inputReader(StandardCharsets.UTF_8), log);
        }

        /** A fresh start that lives to its end, in this JVM, which is told nothing by it; what it did. */
        private List<String> whole() throws Exception {
            List<String> steps = new ArrayList<>();
            OneTurn.turn(first.login(), servers(), OmegaClock.following(clock), contrat, steps::add);
            return steps;
        }

        /** A process to which something happens at call number {@code at}; the name of that call, or that it had fewer. */
        private String mishap(Mishap mishap, int at) throws Exception {
            Running running = launch(
                    at,
                    switch (mishap) {
                        case KILLED -> first.login();
                        case STOPPED -> losingTransactions();
                    });
            Said said = running.listen();
            if (!said.holds()) {
                running.await();
                return "no call";
            }
            switch (mishap) {
                case KILLED -> {
                    running.process().destroyForcibly();
                    running.await();
                    assertEquals(128 + 9, running.process().exitValue(), "killed by signal 9");
                }
                case STOPPED -> {
                    running.signal("STOP");
                    stopped.add(running);
                }
            }
            return said.steps().getLast();
        }

        private void later(Duration by) {
            now = now.plus(by);
            OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), now, 1), clock);
            omega.pickUp();
        }

        private boolean isSettled() {
            return node.ledger
                    .jdbi()
                    .withHandle(handle ->
                            handle.createQuery("""
                            SELECT NOT EXISTS (SELECT 1 FROM submitter.demande WHERE etat = 'EN_ATTENTE')
                               AND NOT EXISTS (SELECT 1 FROM submitter.lot WHERE etat IN ('Prepare', 'Envoi'))
                               AND NOT EXISTS (SELECT 1 FROM submitter.evenement WHERE NOT envoye)""").mapTo(Boolean.class).one());
        }

        private List<String> left() {
            return node.ledger
                    .jdbi()
                    .withHandle(handle ->
                            handle.createQuery("""
                            SELECT 'lot ' || id || ' ' || contenu FROM submitter.lot
                            UNION ALL SELECT 'request ' || id_demande || ' ' || etat FROM submitter.demande
                            UNION ALL SELECT 'event ' || id || ' ' || type FROM submitter.evenement WHERE NOT envoye""").mapTo(String.class).list());
        }

        /** Fresh starts until nothing is left to do. */
        private void finish() throws Exception {
            for (int i = 0; i < PROCESSES && !isSettled(); i++) {
                if (i == 1) { // the first meets what those that stand still hold
                    lose();
                }
                later(i < 3 ? BETWEEN : Duration.ofHours(1)); // what has missed its deadline is smoothed over the day
                whole();
            }
            assertTrue(isSettled(), () -> "after " + PROCESSES + " starts something is still to be done: " + left());
        }

        /** The database ends the transactions of those that stand still. */
        private void lose() {
            Awaitility.await("transactions of those that stand still")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> node.ledger
                            .jdbi()
                            .withHandle(handle ->
                                    handle.createQuery("""
                                    SELECT NOT EXISTS (SELECT FROM pg_stat_activity
                                        WHERE datname = current_database() AND state LIKE 'idle in transaction%')""").mapTo(Boolean.class).one()));
        }

        /** Those that stand still go on, long after others have done their work. */
        private void wake() throws Exception {
            for (Running each : stopped) {
                each.signal("CONT");
                each.process().getOutputStream().write('\n');
                each.process().getOutputStream().flush();
                each.listen();
                each.await(); // how it ends is its own affair
            }
            stopped.clear();
        }

        /** How many lots were uncertain on the way; asserts all the rest. */
        int judge(List<String> ids, String what) throws Exception {
            finish();
            wake();
            finish();
            later(BETWEEN);
            int uncertain =
                    node.ledger.in(Stand.PARTNER, LotState.Incertain.class).size();
            remember();
            omega.answer(node.settlement, stand.clock.instant());
            Map<String, Integer> received = new HashMap<>();
            omega.demandes().forEach(id -> received.merge(id, 1, Integer::sum));
            Map<String, Integer> once = new HashMap<>();
            ids.forEach(id -> once.put(id, 1));
            assertEquals(once, received, "requests by the server's books: " + what);
            ARRIVED.forEach((name, count) -> assertEquals(1, count, name + ": " + what));
            assertEquals(List.of(), omega.litter(), "left on the server: " + what);
            for (Class<? extends LotState> open :
                    List.of(LotState.Depose.class, LotState.Incertain.class, LotState.Refuse.class)) {
                assertEquals(List.of(), node.ledger.in(Stand.PARTNER, open), what);
            }
            int booked =
                    stand.used().values().stream().mapToInt(Integer::intValue).sum();
            assertEquals(REQUESTS, booked, "booked of the quota: " + what);
            return uncertain;
        }

        private void remember() {
            TOLD.addAll(node.ledger
                    .jdbi()
                    .withHandle(handle -> handle.createQuery("SELECT 'submitter-' || id FROM submitter.evenement")
                            .mapTo(String.class)
                            .list()));
        }

        @Override
        public void close() {
            stopped.forEach(each -> each.process().destroyForcibly());
            node.ledger
                    .jdbi()
                    .useHandle(handle -> handle.execute("TRUNCATE submitter.lot, submitter.demande, submitter.quota,"
                            + " submitter.evenement, submitter.regard, channel.partenaire, channel.want,"
                            + " channel.connexion CASCADE"));
            stand.close();
        }
    }

    /** What a process calls when nothing happens to it. */
    private static List<String> calls(PickUp pickUp) throws Exception {
        try (Run run = new Run(pickUp)) {
            List<String> ids = run.accept();
            List<String> calls = run.whole();
            assertEquals(0, run.judge(ids, "nothing happened"));
            System.out.println(calls.size() + " step boundaries of a submitter: " + calls);
            for (String each : List.of(
                    "before commit",
                    "after commit",
                    "before connect",
                    "before write",
                    "in the middle of a write",
                    "before rename",
                    "after rename",
                    "before send",
                    "after sends")) {
                assertTrue(calls.contains(each), () -> each + " is among " + calls);
            }
            return calls;
        }
    }

    private static String play(PickUp pickUp, Mishap mishap, Map<String, Integer> uncertain, int... at)
            throws Exception {
        try (Run run = new Run(pickUp)) {
            List<String> ids = run.accept();
            List<String> hit = new ArrayList<>();
            for (int call : at) {
                hit.add(run.mishap(mishap, call));
                run.later(BETWEEN);
            }
            String what = mishap + " at " + hit + ", picked up " + pickUp;
            System.out.println(what);
            if (run.judge(ids, what) > 0) {
                uncertain.merge(what, 1, Integer::sum);
            }
            return hit.getFirst();
        }
    }

    /** The two boundaries at which most is at stake; all of them, and many at random, in the full suite. */
    @Test
    void killedOrStoppedAtSomeBoundaryEveryRequestArrivesOnce() throws Exception {
        List<String> calls = calls(PickUp.LATER);
        Map<String, Integer> uncertain = new TreeMap<>();
        assertEquals("after rename", play(PickUp.AT_ONCE, Mishap.KILLED, uncertain, calls.indexOf("after rename")));
        assertEquals("before rename", play(PickUp.LATER, Mishap.STOPPED, uncertain, calls.indexOf("before rename")));
        assertEquals(
                Set.of("KILLED at [after rename], picked up AT_ONCE"),
                uncertain.keySet(),
                "renamed, taken away and not noted: only the compte-rendu can tell, and it did");
        everythingWasAnnounced();
    }

    @Test
    @EnabledIfSystemProperty(named = "tests.full", matches = "true")
    void killedOrStoppedAtEveryBoundary() throws Exception {
        Map<String, Integer> uncertain = new TreeMap<>();
        Map<String, Integer> played = new TreeMap<>();
        for (PickUp pickUp : PickUp.values()) {
            List<String> calls = calls(pickUp);
            for (Mishap mishap : Mishap.values()) {
                for (int at = 0; at < calls.size(); at++) {
                    assertEquals(calls.get(at), play(pickUp, mishap, uncertain, at));
                    played.merge(mishap + ", picked up " + pickUp, 1, Integer::sum);
                }
            }
        }
        System.out.println("played " + played + ": 0 doubled, 0 lost; uncertain until the compte-rendu: " + uncertain);
        everythingWasAnnounced();
    }

    @Test
    @EnabledIfSystemProperty(named = "tests.full", matches = "true")
    void killedAgainAndAgain() throws Exception {
        int calls = calls(PickUp.AT_ONCE).size();
        Map<String, Integer> uncertain = new TreeMap<>();
        int repeats = 30;
        for (long seed = 1; seed <= repeats; seed++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L);
            int[] at = random.ints(2 + random.nextInt(3), 0, calls).toArray();
            play(PickUp.values()[random.nextInt(2)], Mishap.values()[random.nextInt(2)], uncertain, at);
        }
        System.out.println(repeats + " seeded runs of 2 to 4 mishaps: 0 doubled, 0 lost; uncertain until the"
                + " compte-rendu: " + uncertain);
        everythingWasAnnounced();
    }

    /** Every event of every run is in Kafka, at least once. */
    private static void everythingWasAnnounced() {
        Set<String> missing = new HashSet<>(TOLD);
        assertNotEquals(Set.of(), missing);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> all = Stream.of(Topics.DEMANDE_DEPOT, Topics.DEMANDE_REJET)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Awaitility.await("all events in Kafka")
                    .atMost(Duration.ofSeconds(30))
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .until(() -> {
                        consumer.poll(Duration.ofMillis(100))
                                .forEach(each -> missing.remove(new String(
                                        each.headers().lastHeader(Headers.ID).value(), StandardCharsets.UTF_8)));
                        return missing.isEmpty();
                    });
        }
    }
}
