package omega.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import omega.tracker.decide.Chronicle;
import omega.tracker.decide.Deadline;
import omega.tracker.hear.Heard;
import omega.tracker.hear.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories written by hand end in states written by hand, in whatever order they are told. */
class HistoriesTest {
    private static final Reading READING = new Reading(World.PACK);

    static Stream<History> histories() {
        return History.all().stream();
    }

    static List<Heard> heard(History history, int copy) {
        List<Heard> heard = history.records(copy).stream().map(READING::read).toList();
        assertTrue(
                heard.stream().allMatch(each -> each instanceof Heard.Fact || each instanceof Heard.Replayed),
                heard::toString);
        return heard;
    }

    @Test
    void thereAreEnough() {
        assertTrue(History.all().size() >= 30);
    }

    @ParameterizedTest
    @MethodSource("histories")
    void aHistoryEndsAsWritten(History history) {
        World world = new World();
        world.hear(heard(history, 1));
        Map<String, Chronicle> dossiers = world.dossiers();
        assertEquals(history.states(1), World.states(dossiers));
        assertEquals(history.orphans(), world.orphans());
        history.waits().forEach((id, wait) -> {
            String[] parts = wait.split(" ", 2);
            assertEquals(
                    new Deadline(Deadline.Quoi.valueOf(parts[0]), History.time(parts[1])),
                    Objects.requireNonNull(dossiers.get(History.id(id, 1))).attente(),
                    id);
        });
    }

    /** Each order: shuffled, some told twice, one told last of all. */
    @Test
    void theOrderDoesNotMatter() {
        int orders = Boolean.getBoolean("tests.full") ? 1_000_000 : 20_000;
        long seed = 20261123;
        Random random = new Random(seed);
        List<History> all = History.all();
        List<List<Heard>> told = all.stream().map(history -> heard(history, 1)).toList();
        List<Map<String, Chronicle>> inOrder = told.stream()
                .map(heard -> {
                    World world = new World();
                    world.hear(heard);
                    return world.dossiers();
                })
                .toList();
        long events = 0;
        for (int i = 0; i < orders; i++) {
            int which = i % all.size();
            List<Heard> order = disordered(told.get(which), random);
            events += order.size();
            World world = new World();
            world.hear(order);
            int number = i;
            assertEquals(
                    inOrder.get(which),
                    world.dossiers(),
                    () -> all.get(which) + ", order " + number + " of seed " + seed);
        }
        System.out.printf(
                "%d orders, %d events, seed %d: the same requests, steps and deadlines%n", orders, events, seed);
    }

    /** Without what makes the order unimportant, the same orders tell. */
    @Test
    void aWorldThatGoesByTheOrderIsFoundOut() {
        Random random = new Random(20261123);
        long other = 0;
        for (History history : History.all()) {
            for (int i = 0; i < 50; i++) {
                World world = new World(true);
                world.hear(disordered(heard(history, 1), random));
                other += World.states(world.dossiers()).equals(history.states(1)) ? 0 : 1;
            }
        }
        assertTrue(other > 0);
    }

    static List<Heard> disordered(List<Heard> heard, Random random) {
        List<Heard> order = new ArrayList<>(heard);
        for (Heard each : heard) {
            if (random.nextInt(4) == 0) {
                order.add(each);
            }
        }
        Collections.shuffle(order, random);
        order.add(order.removeFirst());
        return order;
    }
}
