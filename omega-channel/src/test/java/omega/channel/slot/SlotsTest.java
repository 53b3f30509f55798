package omega.channel.slot;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.sandbox.TestStack;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The connection rule on a real PostgreSQL. */
@Timeout(120)
class SlotsTest {
    private static final Instant MORNING = Instant.parse("2026-11-23T09:00:00Z");

    private static AgroalDataSource database;

    @TempDir
    Path home;

    @BeforeAll
    static void open() {
        database = TestStack.pool(TestStack.freshDatabase());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void fresh() {
        Jdbi.create(database).useHandle(handle -> handle.execute("DROP SCHEMA IF EXISTS channel CASCADE"));
        Slots.migrate(database);
    }

    /** 300 virtual seconds pass in 1.2 real ones; the margin is then one real second, 250 virtual ones. */
    private static OmegaClock fast() {
        return OmegaClock.of(Clock.systemUTC(), Timeline.starting(Instant.now(Clock.systemUTC()), MORNING, 250));
    }

    private Slots slots(OmegaClock clock) {
        return new Slots(database, clock, Rule.GUIDE);
    }

    /** A clock that is put on by hand, so that no test has to be quicker than its machine. */
    private final class Hands {
        private final Path file = home.resolve("hands");
        private Timeline timeline;
        final OmegaClock clock;

        Hands(double speed) {
            timeline = Timeline.starting(Instant.now(Clock.systemUTC()), MORNING, speed);
            OmegaClock.publish(timeline, file);
            clock = OmegaClock.following(file);
        }

        void on(Duration time) {
            Instant real = Instant.now(Clock.systemUTC());
            Instant then = timeline.at(real).plus(time);
            timeline = timeline.jump(real, then, timeline.speedAt(real));
            OmegaClock.publish(timeline, file);
            await().atMost(Duration.ofSeconds(60)).until(() -> !clock.instant().isBefore(then));
        }
    }

    @Test
    void grantsOneSlotAndThenNoneUntilTheGapHasPassed() throws IOException {
        Hands hands = new Hands(2);
        Slots slots = slots(hands.clock);
        assertEquals(Instant.EPOCH, slots.prochaine("ESA"));
        slots.want(publications("collect"));

        Instant before = hands.clock.instant();
        try (Slot slot = slots.claim("ESA", "collect").orElseThrow()) {
            Duration allowed = slot.connecting();
            slot.succeeded();
            assertEquals(Duration.ofMillis(2500), allowed, "half the margin, in real time");
        }
        Instant next = slots.prochaine("ESA");
        assertFalse(next.isBefore(before.plusSeconds(310)), "300 s and the margin from the connect");
        assertFalse(next.isAfter(hands.clock.instant().plusSeconds(310)));
        hands.on(Duration.between(hands.clock.instant(), next).minusSeconds(60));
        slots.want(publications("collect"));
        assertEquals(Optional.empty(), slots.claim("ESA", "collect"));
        hands.on(Duration.ofSeconds(60));
        slots.want(publications("collect"));
        assertTrue(slots.claim("ESA", "collect").isPresent());
        assertEquals(List.of("collect REUSSIE null"), connections());
    }

    @Test
    void claimsNothingThatNobodyWants() {
        Slots slots = slots(fast());

        assertEquals(Optional.empty(), slots.claim("ESA", "collect"));
        slots.want(publications("collect"));
        slots.withdraw("ESA", "collect", Purpose.PUBLICATION);
        assertEquals(Optional.empty(), slots.claim("ESA", "collect"));
    }

    @Test
    void partnersDoNotWaitForEachOther() throws IOException {
        Slots slots = slots(OmegaClock.real());
        slots.want(publications("collect"));
        slots.want(new Want("ESB", "collect", Purpose.PUBLICATION, null));

        slots.claim("ESA", "collect").orElseThrow().connecting();
        slots.claim("ESB", "collect").orElseThrow().connecting();

        assertEquals(List.of("collect EN_COURS null", "collect EN_COURS null"), connections());
    }

    @Test
    void aFailedConnectionCounts() throws IOException {
        Slots slots = slots(OmegaClock.real());
        slots.want(publications("collect"));
        try (Slot slot = slots.claim("ESA", "collect").orElseThrow()) {
            slot.connecting();
            slot.failed("login refused");
        }

        slots.want(publications("collect"));
        assertEquals(Optional.empty(), slots.claim("ESA", "collect"));
        assertEquals(List.of("collect ECHOUEE login refused"), connections());
    }

    @Test
    void aSlotGivenBackIsFreeAtOnce() {
        Slots slots = slots(OmegaClock.real());
        slots.want(publications("collect"));

        Slot first = slots.claim("ESA", "collect").orElseThrow();
        assertEquals(Optional.empty(), slots.claim("ESA", "collect"));
        first.close();
        assertEquals(
                first.epoch() + 1, slots.claim("ESA", "collect").orElseThrow().epoch());
        assertEquals(List.of(), connections());
    }

    @Test
    void aHolderThatStallsBeforeItsConnectIsFenced() throws IOException {
        Hands hands = new Hands(1);
        Slots slots = slots(hands.clock);
        slots.want(publications("collect"));
        Slot stalled = slots.claim("ESA", "collect").orElseThrow();
        assertEquals(Optional.empty(), slots.claim("ESA", "collect"), "it is taken");

        hands.on(Duration.ofSeconds(11));
        Slot next = slots.claim("ESA", "collect").orElseThrow();
        ChannelException late = assertThrows(ChannelException.class, stalled::connecting);
        stalled.close();
        next.connecting();

        assertEquals(Kind.SLOT_LOST, late.kind());
        assertEquals(List.of("collect EN_COURS null"), connections());
    }

    @Test
    void aClaimOlderThanHalfTheMarginIsVoidEvenIfNobodyElseCame() {
        Hands hands = new Hands(1);
        Slots slots = slots(hands.clock);
        slots.want(publications("collect"));
        Slot slot = slots.claim("ESA", "collect").orElseThrow();

        hands.on(Duration.ofSeconds(60));

        assertEquals(
                Kind.SLOT_LOST,
                assertThrows(ChannelException.class, slot::connecting).kind());
    }

    @Test
    void neverConnectsAcrossAJumpOfTheClock() throws IOException {
        Path timeline = home.resolve("timeline");
        Timeline start = Timeline.starting(Instant.now(Clock.systemUTC()), MORNING, 1);
        // Every process knows of the jump; it takes effect while the connect could still be under way.
        Instant soon = Instant.now(Clock.systemUTC()).plusSeconds(4);
        OmegaClock.publish(start.jump(soon, MORNING.plusSeconds(36_000), 1), timeline);
        Slots slots = slots(OmegaClock.following(timeline));
        slots.want(publications("collect"));
        Slot slot = slots.claim("ESA", "collect").orElseThrow();

        ChannelException refused = assertThrows(ChannelException.class, slot::connecting);

        assertEquals(Kind.SLOT_LOST, refused.kind());
    }

    @Test
    void aServiceThatDiedHoldsNobodyUpForLong() {
        OmegaClock clock = OmegaClock.real();
        Rule impatient = new Rule(
                Rule.GUIDE.gap(), Rule.GUIDE.margin(), Rule.GUIDE.cutOff(), Rule.GUIDE.near(), Duration.ofSeconds(2));
        Slots slots = new Slots(database, clock, impatient);
        slots.want(new Want("ESA", "died", Purpose.ANSWER, null));
        slots.want(publications("collect"));
        assertEquals(Optional.empty(), slots.claim("ESA", "collect"));

        await().atMost(30, SECONDS).pollInterval(Duration.ofMillis(20)).until(() -> {
            slots.want(publications("collect"));
            return slots.claim("ESA", "collect").isPresent();
        });
    }

    @Test
    void passingOverIsCountedUntilItsTurnComes() throws IOException {
        Hands hands = new Hands(1);
        Slots slots = slots(hands.clock);
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            slots.want(new Want("ESA", "track", Purpose.ANSWER, null));
            slots.want(publications("collect"));
            for (String service : List.of("track", "collect")) {
                Optional<Slot> claimed = slots.claim("ESA", service);
                if (claimed.isPresent()) {
                    claimed.get().connecting();
                    order.add(service);
                }
            }
            hands.on(Duration.ofSeconds(311));
        }

        assertEquals(List.of("track", "track", "collect"), order);
    }

    @Test
    void ofEightClaimantsAtOnceOneConnects() throws Exception {
        Slots slots = slots(OmegaClock.real());
        for (int round = 0; round < 50; round++) {
            String partner = "P" + round;
            slots.want(new Want(partner, "collect", Purpose.PUBLICATION, null));
            CyclicBarrier together = new CyclicBarrier(8);
            List<Future<Integer>> racing = new ArrayList<>();
            try (ExecutorService claimants = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    racing.add(claimants.submit(() -> {
                        together.await();
                        Optional<Slot> claimed = slots(OmegaClock.real()).claim(partner, "collect");
                        together.await();
                        if (claimed.isEmpty()) {
                            return 0;
                        }
                        claimed.get().connecting();
                        return 1;
                    }));
                }
            }
            int connected = 0;
            for (Future<Integer> claimant : racing) {
                connected += claimant.get();
            }
            assertEquals(1, connected, "connects in round " + round);
        }
    }

    /** The rule as OMEGA sees it: at the socket, from many processes' worth of claimants; end-to-end's ConnectionRuleTest plays it in every build. */
    @Test
    @EnabledIfSystemProperty(named = "tests.full", matches = "true")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void neverTwoConnectionsWithinFiveMinutesAtTheSocket() throws Exception {
        int connects = 40;
        OmegaClock clock = fast();
        List<Instant> accepted = new CopyOnWriteArrayList<>();
        AtomicInteger lost = new AtomicInteger();
        try (ServerSocket omega = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ExecutorService claimants = Executors.newVirtualThreadPerTaskExecutor()) {
            Thread.ofVirtual().start(() -> accept(omega, () -> accepted.add(clock.instant())));
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int seed = i;
                running.add(claimants.submit(() -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    Slots slots = slots(clock);
                    String service = "s" + seed % 3;
                    while (accepted.size() < connects) {
                        slots.want(publications(service));
                        Optional<Slot> claimed = slots.claim("ESA", service);
                        if (claimed.isEmpty()) {
                            continue;
                        }
                        switch (random.nextInt(4)) {
                            case 0 -> {} // dies with its claim
                            case 1 -> connect(omega, dawdling(clock, claimed.get()), lost);
                            default -> connect(omega, claimed.get(), lost);
                        }
                    }
                    return true;
                }));
            }
            for (Future<?> claimant : running) {
                claimant.get();
            }
            claimants.shutdownNow();
        }
        for (int i = 1; i < accepted.size(); i++) {
            Duration gap = Duration.between(accepted.get(i - 1), accepted.get(i));
            assertTrue(gap.toSeconds() >= 300, "connections " + (i - 1) + " and " + i + " are " + gap + " apart");
        }
        assertTrue(accepted.size() >= connects && lost.get() > 0, accepted.size() + " connects, " + lost + " lost");
    }

    private static void accept(ServerSocket omega, Runnable accepted) {
        try {
            while (true) {
                Socket socket = omega.accept();
                accepted.run();
                socket.close();
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    /** Waits until half the margin is over, in real time 500 ms, before it goes on. */
    private static Slot dawdling(OmegaClock clock, Slot slot) {
        Instant late = clock.instant().plus(clock.margin(Rule.GUIDE.margin()));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> clock.instant().isAfter(late));
        return slot;
    }

    private static void connect(ServerSocket omega, Slot slot, AtomicInteger lost) throws IOException {
        try (slot;
                Socket socket = new Socket()) {
            int allowed = Math.toIntExact(slot.connecting().toMillis());
            socket.connect(new InetSocketAddress(omega.getInetAddress(), omega.getLocalPort()), allowed);
            slot.succeeded();
        } catch (ChannelException e) {
            assertEquals(Kind.SLOT_LOST, e.kind());
            lost.incrementAndGet();
        }
    }

    private static Want publications(String service) {
        return new Want("ESA", service, Purpose.PUBLICATION, null);
    }

    private List<String> connections() {
        return Jdbi.create(database)
                .withHandle(handle -> handle.createQuery(
                                "SELECT service || ' ' || outcome || ' ' || coalesce(reason, 'null') FROM channel.connexion ORDER BY connected_at")
                        .mapTo(String.class)
                        .list());
    }
}
