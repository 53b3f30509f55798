package omega.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.channel.slot.Purpose;
import omega.channel.slot.Rule;
import omega.channel.slot.Slots;
import omega.channel.slot.Want;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.sandbox.Database;
import omega.simulator.books.Fact;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/**
 * The connection rule as OMEGA's books see it (§3.2.1): four replicas of each service over one database, half of them by SFTP and half by
 * FTPS, on a clock that jumps from slot to slot, while replicas die, stall and are started anew and logins are refused.
 */
@Timeout(1800)
class ConnectionRuleTest {
    private static final boolean FULL = Boolean.getBoolean("tests.full");
    private static final Instant BEGIN = Instant.parse(FULL ? "2026-11-24T05:00:00Z" : "2026-11-24T17:10:00Z");
    private static final Instant END = Instant.parse(FULL ? "2026-11-25T05:00:00Z" : "2026-11-24T17:55:00Z");
    private static final int REPLICAS = 4;
    private static final Duration BEAT = Duration.ofMillis(60);
    private static final Timeouts TIMEOUTS = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5));

    @TempDir
    Path home;

    private final Map<String, Integer> events = new ConcurrentHashMap<>();
    private final Random random = new Random(7);
    private volatile boolean over;

    /** Who connects, and what for. */
    private enum Service {
        COLLECT(Purpose.PUBLICATION),
        SUBMIT(Purpose.DEPOSIT),
        HEAR(Purpose.ANSWER);

        private final Purpose purpose;

        Service(Purpose purpose) {
            this.purpose = purpose;
        }

        private Want want() {
            return new Want(Doors.PARTENAIRE, name(), purpose, null);
        }
    }

    /** What becomes of a replica that got a slot. */
    private enum Fate {
        WORKS,
        DIES_WITH_ITS_CLAIM,
        STALLS,
        IS_REFUSED,
        DIES_CONNECTED
    }

    private final List<Fate> fates = new ArrayList<>();

    /** Each as often as the others, in a seeded order. */
    private synchronized Fate fate() {
        if (fates.isEmpty()) {
            fates.addAll(List.of(Fate.values()));
            fates.add(Fate.WORKS);
            Collections.shuffle(fates, random);
        }
        return fates.removeLast();
    }

    private record Row(Service service, Instant connected) {
        boolean isNearTheCutOff() {
            LocalTime paris = connected.atZone(OmegaClock.PARIS).toLocalTime();
            return !paris.isBefore(LocalTime.of(18, 35)) && paris.isBefore(LocalTime.of(18, 50));
        }
    }

    @Test
    void neverTwoControlConnectionsWithinFiveMinutes() throws Exception {
        Day day = play(Rule.GUIDE, END);
        System.out.println("from " + BEGIN + " to " + END + ": " + day.slots().size() + " slots, "
                + day.books().size() + " control connections, " + new TreeMap<>(events));
        assertTrue(day.books().size() >= (FULL ? 150 : 3), () -> day.books().toString());
        assertFiveMinutesApart(day.books());
        assertDepositsFirstNearTheCutOff(day.slots());
        assertEachServiceHasOneOfThree(day.slots());
        if (FULL) { // a short run on a slow machine need not meet each
            assertTrue(
                    events.keySet()
                            .containsAll(Set.of(
                                    "connected", "died with a claim", "void", "LOGIN_REFUSED", "died connected")),
                    events::toString);
            assertEquals(
                    2,
                    day.books().stream().map(Fact.Connexion::canal).distinct().count());
        }
    }

    /** With a rule that is too short the same run finds connections that are too close. */
    @Test
    void aShorterGapIsNoticed() throws Exception {
        assumeTrue(FULL, "only with -Dtests.full=true");
        Rule guide = Rule.GUIDE;
        Rule hasty = new Rule(Duration.ofSeconds(200), guide.margin(), guide.cutOff(), guide.near(), guide.heartbeat());
        Day day = play(hasty, BEGIN.plus(Duration.ofMinutes(30)));
        assertThrows(AssertionFailedError.class, () -> assertFiveMinutesApart(day.books()));
    }

    /** What OMEGA's books and the database say. */
    private record Day(List<Fact.Connexion> books, List<Row> slots) {}

    private Day play(Rule rule, Instant end) throws Exception {
        Path timeline = home.resolve("clock");
        Instant now = Clock.systemUTC().instant();
        OmegaClock.publish(Timeline.starting(now, BEGIN, 1), timeline);
        Database.Login login = Base.fresh();
        try (AgroalDataSource own = Base.pool(login, 2);
                Doors doors = new Doors(home, OmegaClock.following(timeline));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Slots.migrate(own);
            Slots slots = new Slots(own, OmegaClock.following(timeline), rule);
            for (Service service : Service.values()) { // all wait before anyone claims: the rule is for who waits
                slots.want(service.want());
            }
            List<Future<?>> running = new ArrayList<>();
            for (Service service : Service.values()) {
                for (int number = 0; number < REPLICAS; number++) {
                    Replica replica = new Replica(service, number, login, timeline, doors, rule);
                    running.add(threads.submit(replica::live));
                }
            }
            try {
                letTimePass(slots, timeline, end, running);
            } finally {
                over = true;
            }
            for (Future<?> each : running) {
                each.get();
            }
            return new Day(doors.omega().books().connexions(), rows(own));
        }
    }

    /** Lets time jump to just before each slot, and past each claim that does not connect. */
    private static void letTimePass(Slots slots, Path timeline, Instant end, List<Future<?>> running) {
        OmegaClock clock = OmegaClock.following(timeline);
        while (clock.instant().isBefore(end)) {
            assertTrue(running.stream().noneMatch(Future::isDone), "a replica gave up");
            Instant next = slots.prochaine(Doors.PARTENAIRE);
            if (next.isAfter(clock.instant().plusSeconds(2))) {
                jump(timeline, next.minusMillis(300));
            } else if (!within(
                    Duration.ofMillis(500),
                    () -> slots.prochaine(Doors.PARTENAIRE).isAfter(next))) {
                jump(timeline, clock.instant().plusSeconds(6));
            }
        }
    }

    private static void jump(Path timeline, Instant to) {
        Timeline old = OmegaClock.read(timeline);
        Timeline short_ = new Timeline(List.of(old.pieces().getLast()));
        Instant when = Clock.systemUTC().instant().plus(OmegaClock.NOTICE);
        Instant least = short_.at(when);
        OmegaClock.publish(short_.jump(when, to.isBefore(least) ? least : to, 1), timeline);
        within(Duration.ofSeconds(5), () -> !Clock.systemUTC().instant().isBefore(when));
    }

    private static boolean within(Duration time, BooleanSupplier condition) {
        long deadline = System.nanoTime() + time.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return true;
    }

    private void happened(String what) {
        events.merge(what, 1, Integer::sum);
    }

    /** One process of a service, started anew whenever it dies. */
    private final class Replica {
        private final Service service;
        private final String canal;
        private final Database.Login login;
        private final Path timeline;
        private final Doors doors;
        private final Rule rule;

        Replica(Service service, int number, Database.Login login, Path timeline, Doors doors, Rule rule) {
            this.service = service;
            this.canal = number % 2 == 0 ? "sftp" : "ftps";
            this.login = login;
            this.timeline = timeline;
            this.doors = doors;
            this.rule = rule;
        }

        Void live() throws IOException {
            while (!over) {
                OmegaClock clock = OmegaClock.following(timeline);
                try (AgroalDataSource database = Base.pool(login, 1)) {
                    Slots slots = new Slots(database, clock, rule);
                    boolean alive = true;
                    while (alive && !over) {
                        slots.want(service.want());
                        Optional<omega.channel.slot.Slot> claimed = slots.claim(Doors.PARTENAIRE, service.name());
                        alive = claimed.isEmpty() || use(claimed.get(), clock);
                        LockSupport.parkNanos(BEAT.toNanos());
                    }
                }
            }
            return null;
        }

        /** Whether it goes on living. */
        private boolean use(omega.channel.slot.Slot slot, OmegaClock clock) throws IOException {
            Fate fate = fate();
            switch (fate) {
                case DIES_WITH_ITS_CLAIM -> {
                    happened("died with a claim");
                    return false;
                }
                case STALLS -> {
                    Instant late = clock.instant().plusSeconds(6);
                    within(Duration.ofSeconds(8), () -> clock.instant().isAfter(late));
                }
                case IS_REFUSED -> doors.play(List.of("CONNEXION_REFUSEE:1"));
                case DIES_CONNECTED, WORKS -> {}
            }
            try (RemoteFolder folder = Connection.open(doors.partner(canal), TIMEOUTS, slot)) {
                happened("connected");
                folder.list("/publications");
                if (fate == Fate.DIES_CONNECTED) {
                    happened("died connected");
                    return false;
                }
                slot.succeeded();
            } catch (ChannelException e) {
                happened(e.kind() == Kind.SLOT_LOST ? "void" : e.kind().toString());
                slot.failed(String.valueOf(e.getMessage()));
            }
            slot.close();
            return true;
        }
    }

    private static List<Row> rows(AgroalDataSource database) {
        return Jdbi.create(database)
                .withHandle(handle -> handle.createQuery(
                                "SELECT service, connected_at FROM channel.connexion ORDER BY epoch")
                        .map((row, _) -> new Row(
                                Service.valueOf(row.getString("service")),
                                row.getObject("connected_at", OffsetDateTime.class)
                                        .toInstant()))
                        .list());
    }

    private static void assertFiveMinutesApart(List<Fact.Connexion> books) {
        List<Instant> accepts = books.stream()
                .map(Fact.Connexion::instant)
                .sorted(Comparator.naturalOrder())
                .toList();
        for (int i = 1; i < accepts.size(); i++) {
            Duration gap = Duration.between(accepts.get(i - 1), accepts.get(i));
            assertTrue(
                    gap.toSeconds() >= 300, accepts.get(i - 1) + " and " + accepts.get(i) + " are " + gap + " apart");
        }
        assertTrue(books.stream().noneMatch(Fact.Connexion::rapprochee), books::toString);
    }

    private static void assertDepositsFirstNearTheCutOff(List<Row> slots) {
        List<Row> near = slots.stream().filter(Row::isNearTheCutOff).toList();
        assertTrue(near.size() >= 1, slots::toString);
        assertTrue(near.stream().allMatch(row -> row.service() == Service.SUBMIT), near::toString);
    }

    private static void assertEachServiceHasOneOfThree(List<Row> slots) {
        int looked = 0;
        for (int i = 2; i < slots.size(); i++) {
            List<Row> three = slots.subList(i - 2, i + 1);
            if (three.stream().noneMatch(Row::isNearTheCutOff)
                    && Duration.between(
                                            three.getFirst().connected(),
                                            three.getLast().connected())
                                    .toMinutes()
                            < 30) {
                looked++;
                Set<Service> served = new HashSet<>();
                three.forEach(row -> served.add(row.service()));
                assertEquals(Set.of(Service.values()), served, three::toString);
            }
        }
        assertTrue(looked >= 1, slots::toString);
    }
}
