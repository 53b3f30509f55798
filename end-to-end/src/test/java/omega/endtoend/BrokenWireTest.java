package omega.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import omega.channel.Timeouts;
import omega.sandbox.Wire;
import omega.sandbox.Wire.Fault;
import omega.sandbox.Wire.Strike;
import omega.simulator.books.Publication;
import omega.simulator.play.ReglagesDemandes.Ramassage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The services' own sessions with the simulated OMEGA over a network that breaks at many byte offsets of control and data connections: no
 * partial file is archived as a whole one, no request is deposited twice or lost, a hang is noticed, and the next slot goes on.
 */
@Timeout(3600)
@Execution(ExecutionMode.CONCURRENT) // each with doors, wire and database of its own; they mostly wait
class BrokenWireTest {
    private static final boolean FULL = Boolean.getBoolean("tests.full");
    private static final int OFFSETS = FULL ? 200 : 5; // lines, ways and faults have no common divisor: each meets each
    private static final Duration STALL = Duration.ofSeconds(4);
    private static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(5), STALL);
    /** The usual 45 s become 4 s: what must be noticed within 60 s must be so within 5.4 s; the rest is what the machine takes. */
    private static final Duration NOTICED = Duration.ofSeconds(25);

    private static final List<Fault> FAULTS = List.of(Fault.CUT, Fault.RESET, Fault.STALL, Fault.THROTTLE, Fault.DELAY);
    private static final int SIZE = 250_003;

    @TempDir
    Path home;

    private final SplittableRandom random = new SplittableRandom(20261124);
    private Hours hours;
    private Doors doors;

    @BeforeEach
    void open() throws IOException {
        hours = new Hours(home.resolve("clock"), Instant.parse("2026-11-24T08:00:00Z"));
        doors = new Doors(home, hours.clock());
    }

    @AfterEach
    void close() throws IOException {
        doors.close();
    }

    /** One unbroken session tells how many bytes go where; then faults at seeded offsets, each line and way as often. */
    private List<Strike> strikes(Map<Wire.Line, Map<Wire.Way, Long>> usual) {
        List<Strike> streams = new ArrayList<>();
        usual.forEach((line, ways) -> ways.forEach((way, bytes) -> {
            if (bytes > 0) {
                streams.add(new Strike(Fault.CUT, line, way, bytes));
            }
        }));
        List<Strike> strikes = new ArrayList<>();
        for (int i = 0; i < OFFSETS; i++) {
            Strike stream = streams.get(i % streams.size());
            Fault fault = FAULTS.get(i % FAULTS.size());
            strikes.add(new Strike(fault, stream.line(), stream.way(), random.nextLong(stream.offset())));
        }
        return strikes;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static String hash(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp", "ftps"})
    void publicationsAreCollected(String canal) throws Exception {
        List<Publication> out = new ArrayList<>();
        for (String flux : List.of("REMM", "COK1", "FICHIER_LISTE")) {
            out.add(doors.omega().publish("DEMO", flux, hours.clock().today(), List.of()));
        }
        try (Collector collector = new Collector(home.resolve("fetcher"), doors.partner(canal), hours, SHORT)) {
            assertNull(collector.turn());
            assertEquals(
                    out.stream().map(Publication::sha256).collect(Collectors.toSet()), Set.copyOf(collector.known()));
        }
        for (Publication each : out) {
            assertEquals(
                    1,
                    doors.omega()
                            .books()
                            .publication(each.id())
                            .orElseThrow()
                            .telechargements()
                            .size());
        }
        assertEquals(1, doors.omega().books().connexions().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp", "ftps"})
    void noPartialFileIsArchived(String canal) throws Exception {
        Map<Fault, Integer> hit = new EnumMap<>(Fault.class);
        Set<String> whole = new HashSet<>();
        try (Collector collector = new Collector(home.resolve("fetcher"), doors.partner(canal), hours, SHORT)) {
            whole.add(putOut(0));
            assertNull(collector.turn());
            List<Strike> strikes = strikes(doors.wire().heal());
            for (int i = 0; i < strikes.size(); i++) {
                Strike strike = strikes.get(i);
                String next = putOut(i + 1);
                doors.wire().strike(strike);
                long start = System.nanoTime();
                String trouble = collector.turn();
                String what = canal + " " + strike + ": " + trouble;
                assertTrue(since(start).compareTo(NOTICED) < 0, () -> what + " after " + since(start));
                if (doors.wire().isStruck()) {
                    hit.merge(strike.fault(), 1, Integer::sum);
                    if (strike.fault().passes()) {
                        assertNull(trouble, what);
                    }
                }
                if (trouble != null) {
                    assertTrue(trouble.contains("DEMO") && trouble.contains(Wire.HOST), what);
                }
                assertWhole(collector, whole, next);
                doors.wire().heal();
                assertNull(trouble == null ? null : collector.turn(), what);
                whole.add(next);
                assertEquals(whole, Set.copyOf(collector.known()), what);
                assertWhole(collector, whole, next);
            }
        }
        System.out.println(canal + ", collected at " + OFFSETS + " offsets, hit " + hit + ", " + whole.size()
                + " files whole, 0 partial");
        assertTrue(hit.values().stream().mapToInt(Integer::intValue).sum() >= OFFSETS * 8 / 10, hit.toString());
        assertEquals(Set.copyOf(FAULTS), hit.keySet());
    }

    /** With the time-outs of every day. */
    @ParameterizedTest
    @ValueSource(strings = {"sftp", "ftps"})
    void aHangIsNoticedWithinAMinute(String canal) throws Exception {
        assumeTrue(FULL, "only with -Dtests.full=true");
        putOut(0);
        try (Collector collector =
                new Collector(home.resolve("fetcher"), doors.partner(canal), hours, Timeouts.USUAL)) {
            doors.wire().strike(Fault.STALL, canal.equals("sftp") ? 100_000 : 4_000);
            long start = System.nanoTime();
            String trouble = collector.turn();
            assertTrue(since(start).compareTo(Duration.ofSeconds(60)) < 0, () -> trouble + " after " + since(start));
            assertTrue(String.valueOf(trouble).contains("nothing moved for 45 s"), trouble);
            doors.wire().heal();
            assertNull(collector.turn());
            assertEquals(1, collector.known().size());
        }
    }

    /** Puts a file out; its hash. */
    private String putOut(int number) throws Exception {
        byte[] bytes = new byte[SIZE];
        random.nextBytes(bytes);
        Path beside = Files.write(home.resolve("beside"), bytes);
        Files.move(beside, doors.publications().resolve("REMM_DEMO_20261124%06d_00001.zip".formatted(number)));
        return hash(bytes);
    }

    /** What stands in the archive are files as they were put out, and nothing else. */
    private static void assertWhole(Collector collector, Set<String> before, String next) throws Exception {
        for (Path file : collector.archived()) {
            String name = String.valueOf(file.getFileName()).replace(".zip", "");
            assertTrue(before.contains(name) || name.equals(next), name);
            if (name.equals(next)) {
                assertEquals(name, hash(Files.readAllBytes(file)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp", "ftps"})
    void noRequestIsDepositedTwice(String canal) throws Exception {
        doors.takeAtOnce(Ramassage.NOMS_DEFINITIFS);
        Map<Fault, Integer> hit = new EnumMap<>(Fault.class);
        List<String> all = new ArrayList<>();
        int uncertain = 0;
        try (Depositor depositor = new Depositor(doors.partner(canal), hours, SHORT)) {
            all.addAll(depositor.accept(30));
            depositor.turn();
            assertTrue(depositor.isQuiet());
            List<Strike> strikes = strikes(doors.wire().heal());
            for (Strike strike : strikes) {
                all.addAll(depositor.accept(30));
                doors.wire().strike(strike);
                long start = System.nanoTime();
                depositor.turn();
                assertTrue(since(start).compareTo(NOTICED) < 0, () -> canal + " " + strike + " after " + since(start));
                if (doors.wire().isStruck()) {
                    hit.merge(strike.fault(), 1, Integer::sum);
                }
                doors.wire().heal();
                for (int i = 0; i < 60 && !depositor.isQuiet(); i++) {
                    depositor.turn();
                }
                uncertain += depositor.settle(doors.taken());
                for (int i = 0; i < 60 && !depositor.isQuiet(); i++) {
                    depositor.turn();
                }
                assertTrue(depositor.isQuiet(), canal + " " + strike + ": " + depositor.standing());
            }
        }
        Map<String, Integer> received = doors.received();
        all.forEach(id -> assertEquals(1, received.get(id), id));
        assertEquals(all.size(), received.size());
        System.out.println(canal + ", deposited at " + OFFSETS + " offsets, hit " + hit + ", " + all.size()
                + " requests once each, " + uncertain + " lots left to an operator");
        assertTrue(hit.values().stream().mapToInt(Integer::intValue).sum() >= OFFSETS * 8 / 10, hit.toString());
    }
}
