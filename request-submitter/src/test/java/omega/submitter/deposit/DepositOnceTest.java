package omega.submitter.deposit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import omega.channel.ChannelException;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.channel.connect.Connection;
import omega.submitter.Stand;
import omega.submitter.hear.Release;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.partner.Contrat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens at whichever call of a deposit, OMEGA receives every request once: the process dies, stands still while another takes over and wakes up late, the
 * connection breaks, a reply is lost; OMEGA picks files up at once, now and then, or late.
 */
class DepositOnceTest {
    private static final boolean FULL = Boolean.getBoolean("tests.full");
    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");

    @TempDir
    static Path home;

    private static Stand stand;
    private static int runs;

    @BeforeAll
    static void start() throws SQLException {
        stand = new Stand(MONDAY);
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    /** What goes wrong. */
    private enum Mishap {
        /** The process dies at the call. */
        KILL,
        /** It stands still there, another takes over, and it goes on afterwards. */
        ZOMBIE,
        /** The connection breaks before a folder's call reaches the server, or before its reply comes back. */
        CUT
    }

    /** When OMEGA takes files away. */
    private enum PickUp {
        AT_ONCE,
        EACH_TURN,
        LATE
    }

    /** A safeguard taken out, to see that the test notices. */
    private enum Without {
        NOTHING,
        /** The unfinished file is not moved away, though it is said to be. */
        RETIRING,
        /** An uncertain lot is sent again by itself. */
        WAITING
    }

    /** Which names OMEGA takes, and what is known of it. */
    private enum Taking {
        /** Final ones only, and that is known. */
        FINAL_KNOWN,
        /** Final ones only, which nobody knows. */
        FINAL,
        /** Temporary ones, too, which nobody knows. */
        ANY,
        /** Temporary ones, too, though it is said to take final ones only: a safeguard taken out. */
        ANY_DENIED
    }

    /** What a run came to. */
    private record Result(int doubled, int lost, int uncertain, List<String> litter) {}

    /** One run: mishaps at call numbers, the first in the first process, and so on. */
    private static final class Run {
        private final Random random;
        private final PickUp pickUp;
        private final Without without;
        private final Omega omega;
        private final Contrat contrat;
        private final List<String> calls = new ArrayList<>();
        private final List<Zombie> zombies = new ArrayList<>();
        private int uncertain;

        Run(long seed, PickUp pickUp, Without without) {
            this(seed, pickUp, without, Taking.FINAL_KNOWN);
        }

        Run(long seed, PickUp pickUp, Without without, Taking taking) {
            this.random = new Random(seed);
            this.pickUp = pickUp;
            this.without = without;
            Path root = home.resolve("run-" + runs++);
            this.omega = new Omega(root, taking == Taking.ANY || taking == Taking.ANY_DENIED);
            this.contrat = Stand.contrat(
                    root,
                    1_000_000_000,
                    0,
                    "{nom}.{lot}-{epoch}.tmp",
                    taking == Taking.FINAL_KNOWN || taking == Taking.ANY_DENIED);
        }

        /** A process under way that stands still. */
        private record Zombie(Thread thread, CountDownLatch wake) {}

        private RemoteFolder open(RemoteFolder real, Steps.Step step) {
            RemoteFolder folder = without == Without.RETIRING ? new NotRetiring(real) : real;
            return new Steps.Folder(folder, step);
        }

        Result play(Mishap mishap, int... at) throws Exception {
            stand.hand.set(MONDAY);
            Stand.Node first = stand.process(contrat);
            List<String> ids = stand.accept(first, 3, MONDAY.plus(Duration.ofMinutes(20)));
            for (int call : at) {
                turn(mishap, call);
                between();
            }
            for (int i = 0; i < 12 && !settled(first); i++) {
                turn(Mishap.KILL, Integer.MAX_VALUE);
                between();
                if (i == 3) {
                    wakeAll();
                }
                if (without == Without.WAITING) {
                    for (Lot lot : first.ledger.in(Stand.PARTNER, LotState.Incertain.class)) {
                        first.ledger.advance(lot, ((LotState.Incertain) lot.etat()).released());
                    }
                }
            }
            wakeAll();
            omega.pickUp();
            omega.answer(first.settlement, stand.clock.instant());
            releaseWhatIsUncertain(first);
            sendAgainWhatIsRefused(first);
            omega.pickUp();
            omega.answer(first.settlement, stand.clock.instant());
            return judge(first, ids);
        }

        private void between() {
            stand.hand.advance(Duration.ofMinutes(6));
            if (pickUp == PickUp.EACH_TURN || random.nextInt(3) == 0) {
                omega.pickUp();
            }
        }

        private boolean settled(Stand.Node process) {
            return process.ledger.in(Stand.PARTNER, LotState.Prepare.class).isEmpty()
                    && process.ledger.in(Stand.PARTNER, LotState.Envoi.class).isEmpty()
                    && pending(process) == 0;
        }

        private static long pending(Stand.Node process) {
            return process.ledger
                    .jdbi()
                    .withHandle(handle -> handle.createQuery(
                                    "SELECT count(*) FROM submitter.demande WHERE etat = 'EN_ATTENTE'")
                            .mapTo(Long.class)
                            .one());
        }

        /** One process plans, writes and deposits, until the mishap at its call number {@code at}. */
        private void turn(Mishap mishap, int at) throws InterruptedException {
            CountDownLatch still = new CountDownLatch(1);
            CountDownLatch wake = new CountDownLatch(1);
            Steps.Step step = new Steps.Step() {
                private int call;

                private boolean isDue(String name) {
                    calls.add(name);
                    if (pickUp == PickUp.AT_ONCE && name.equals("after rename")) {
                        omega.pickUp();
                    }
                    return call++ == at;
                }

                @Override
                public void at(String name) {
                    if (isDue(name)) {
                        happen(name);
                    }
                }

                private void happen(String name) {
                    // a process that stands still in a transaction loses it to the database: that is a kill
                    if (mishap == Mishap.ZOMBIE && !name.equals("before commit")) {
                        still.countDown();
                        await(wake);
                    } else {
                        throw new Steps.Killed(name);
                    }
                }

                @Override
                public void remote(String name) throws ChannelException {
                    if (!isDue(name)) {
                        return;
                    }
                    if (mishap == Mishap.CUT) {
                        throw new ChannelException(ChannelException.Kind.TIMED_OUT, "cut " + name);
                    }
                    happen(name);
                }
            };
            Thread process = Thread.ofPlatform().start(() -> {
                try {
                    process(step);
                } catch (Steps.Killed e) {
                    // nothing is cleaned up
                } finally {
                    still.countDown();
                }
            });
            await(still);
            zombies.add(new Zombie(process, wake));
            if (mishap != Mishap.ZOMBIE) {
                process.join();
            }
        }

        private void process(Steps.Step step) {
            Stand.Node mine = stand.process(contrat, Steps.around(stand.dataSource(), step));
            try {
                mine.preparation().turn();
                mine.deposits(
                                Comptage.LES_DEUX,
                                (partner, before) -> open(Connection.open(partner, Timeouts.USUAL, before), step))
                        .turn();
            } catch (ChannelException e) {
                throw new AssertionError(e);
            } catch (RuntimeException e) {
                // a process's loop starts over
            }
        }

        private void wakeAll() throws InterruptedException {
            for (Zombie each : zombies) {
                each.wake().countDown();
                each.thread().join();
            }
            zombies.clear();
        }

        /** As an operator does: once no compte-rendu can come any more. */
        private void releaseWhatIsUncertain(Stand.Node process) throws Exception {
            stand.hand.advance(Duration.ofMinutes(30));
            for (Lot lot : process.ledger.in(Stand.PARTNER, LotState.Incertain.class)) {
                uncertain++;
                try {
                    process.release.release(lot, "op", "too early");
                    throw new AssertionError("released before a look");
                } catch (Release.Refused e) {
                    process.settlement.regard(Stand.PARTNER, stand.clock.instant());
                }
                process.release.release(lot, "op", "OMEGA never had it");
            }
            for (int i = 0; i < 5 && !settled(process); i++) {
                turn(Mishap.KILL, Integer.MAX_VALUE);
                stand.hand.advance(Duration.ofMinutes(6));
            }
            process.ledger.jdbi().useHandle(handle -> handle.execute("DELETE FROM submitter.regard"));
        }

        /** What came in part is refused, and nothing of it was taken. */
        private void sendAgainWhatIsRefused(Stand.Node process) throws Exception {
            for (Lot lot : process.ledger.in(Stand.PARTNER, LotState.Refuse.class)) {
                process.renvoi.sendAgain(lot, "op", "OMEGA took a part of the file");
            }
            for (int i = 0; i < 30 && !settled(process); i++) { // what has missed its deadline is smoothed over the day
                turn(Mishap.KILL, Integer.MAX_VALUE);
                stand.hand.advance(Duration.ofHours(1));
                omega.pickUp();
            }
        }

        private Result judge(Stand.Node process, List<String> ids) {
            Map<String, Integer> received = new HashMap<>();
            omega.demandes().forEach(id -> received.merge(id, 1, Integer::sum));
            int doubled =
                    (int) received.values().stream().filter(count -> count > 1).count();
            int lost =
                    (int) ids.stream().filter(id -> !received.containsKey(id)).count();
            if (without == Without.NOTHING) {
                assertTrue(settled(process), "all lots are settled");
                for (Class<? extends LotState> open :
                        List.of(LotState.Depose.class, LotState.Incertain.class, LotState.Refuse.class)) {
                    assertEquals(List.of(), process.ledger.in(Stand.PARTNER, open));
                }
            }
            process.ledger
                    .jdbi()
                    .useHandle(handle -> handle.execute(
                            "TRUNCATE submitter.lot, submitter.demande, submitter.quota, submitter.evenement CASCADE"));
            return new Result(doubled, lost, uncertain, omega.litter());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing came within a minute");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says that it has moved the unfinished file away, and has not. */
    private static final class NotRetiring extends Passing {
        NotRetiring(RemoteFolder real) {
            super(real);
        }

        @Override
        public void rename(String from, String to) throws ChannelException {
            if (!to.endsWith(".tmp")) {
                super.rename(from, to);
            }
        }

        @Override
        public void delete(String path) {
            // nor deleted
        }
    }

    /** The calls of a deposit to which nothing happens. */
    private static List<String> calls() throws Exception {
        Run run = new Run(0, PickUp.LATE, Without.NOTHING);
        assertEquals(new Result(0, 0, 0, List.of()), run.play(Mishap.KILL, Integer.MAX_VALUE));
        return run.calls;
    }

    @Test
    void everyCallMayBeTheLast() throws Exception {
        List<String> calls = calls();
        System.out.println(calls.size() + " step boundaries of a deposit: " + calls);
        assertTrue(calls.size() >= 17, calls.toString());
        assertTrue(calls.containsAll(List.of(
                "before commit",
                "after commit",
                "before write",
                "in the middle of a write",
                "before rename",
                "after rename")));
        Map<Mishap, Integer> played = new EnumMap<>(Mishap.class);
        Map<String, Integer> uncertain = new TreeMap<>();
        for (Mishap mishap : Mishap.values()) {
            for (int call = 0; call < calls.size(); call++) {
                PickUp pickUp = PickUp.values()[call % 3];
                Result result = new Run(call, pickUp, Without.NOTHING).play(mishap, call);
                String what = mishap + " at " + call + " (" + calls.get(call) + "), picked up " + pickUp;
                assertEquals(0, result.doubled(), "doubled: " + what);
                assertEquals(0, result.lost(), "lost: " + what);
                played.merge(mishap, 1, Integer::sum);
                if (result.uncertain() > 0) {
                    uncertain.merge(calls.get(call), 1, Integer::sum);
                }
            }
        }
        System.out.println("played " + played + ", left to an operator " + uncertain);
        assertEquals(Map.of(), uncertain, "what OMEGA has answered for is not uncertain, nor what was never renamed");
    }

    /**
     * Whoever does not know whether OMEGA takes temporary names sends nothing twice: where the file is gone from under its name, the compte-rendu tells, or an
     * operator. Where OMEGA leaves such names alone after all, that is only so before the first byte is written.
     */
    @Test
    void itIsOnceWhateverNamesOmegaTakes() throws Exception {
        List<String> calls = calls();
        Map<String, Integer> uncertain = new TreeMap<>();
        Mishap[] mishaps = Mishap.values();
        for (Taking taking : List.of(Taking.FINAL, Taking.ANY)) {
            for (int i = 0; i < mishaps.length; i++) {
                Mishap mishap = mishaps[i];
                for (int call = FULL ? 0 : i; call < calls.size(); call += FULL ? 1 : mishaps.length) {
                    PickUp pickUp = PickUp.values()[call % 3];
                    Result result = new Run(call, pickUp, Without.NOTHING, taking).play(mishap, call);
                    String what =
                            mishap + " at " + call + " (" + calls.get(call) + "), " + taking + " names, " + pickUp;
                    assertEquals(0, result.doubled(), "doubled: " + what);
                    assertEquals(0, result.lost(), "lost: " + what);
                    if (result.uncertain() > 0) {
                        uncertain.merge(taking + " " + calls.get(call), 1, Integer::sum);
                    }
                }
            }
        }
        System.out.println(calls.size() + " boundaries, each with " + (FULL ? "all mishaps" : "one mishap")
                + ", OMEGA taking final names or any, which nobody knows: 0 doubled," + " 0 lost, left to an operator "
                + uncertain);
    }

    @Test
    void seededMishapsOneAfterTheOther() throws Exception {
        int calls = calls().size();
        int repeats = FULL ? 1_000 : 25;
        int uncertain = 0;
        Map<String, Integer> hit = new TreeMap<>();
        for (long seed = 1; seed <= repeats; seed++) {
            Random random = new Random(seed * 0x9E3779B97F4A7C15L);
            Mishap mishap = Mishap.values()[random.nextInt(3)];
            PickUp pickUp = PickUp.values()[random.nextInt(3)];
            int[] at = random.ints(1 + random.nextInt(3), 0, calls + 6).toArray();
            Taking taking = Taking.values()[random.nextInt(3)];
            Result result = new Run(seed, pickUp, Without.NOTHING, taking).play(mishap, at);
            hit.merge(mishap + ", " + taking, 1, Integer::sum);
            String what = "seed " + seed + ": " + mishap + " at " + java.util.Arrays.toString(at) + ", " + pickUp + ", "
                    + taking;
            assertEquals(0, result.doubled(), "doubled: " + what);
            assertEquals(0, result.lost(), "lost: " + what);
            uncertain += result.uncertain();
        }
        System.out.println(repeats + " seeded runs from seed 1 on, " + hit + ": 0 doubled, 0 lost, " + uncertain
                + " left to an operator");
    }

    /** With a safeguard taken out, the same runs find doubles. */
    @Test
    void withoutASafeguardItIsNoticed() throws Exception {
        List<String> calls = calls();
        int beforeRename = calls.indexOf("before rename");
        assertTrue(new Run(1, PickUp.EACH_TURN, Without.RETIRING)
                        .play(Mishap.ZOMBIE, beforeRename)
                        .doubled()
                > 0);
        int engaging = calls.subList(0, beforeRename).lastIndexOf("before commit");
        assertTrue(new Run(1, PickUp.EACH_TURN, Without.NOTHING, Taking.ANY_DENIED)
                        .play(Mishap.KILL, engaging)
                        .doubled()
                > 0);
        int afterRename = calls.indexOf("after rename");
        assertTrue(new Run(1, PickUp.AT_ONCE, Without.WAITING)
                        .play(Mishap.KILL, afterRename)
                        .doubled()
                > 0);
    }
}
