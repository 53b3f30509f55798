package omega.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import omega.tracker.decide.Chronicle;
import omega.tracker.hear.Heard;
import omega.tracker.keep.Keeping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the database does piece by piece comes to what everything at once comes to. */
class KeepingTest {
    private Stand stand;

    @BeforeEach
    void open() throws SQLException {
        stand = new Stand();
    }

    @AfterEach
    void close() {
        stand.close();
    }

    /** Copies of all histories, each in an order of its own, mixed, in batches of any size, some told again later. */
    @Test
    void anyOrderInAnyBatchesComesToTheSame() {
        int copies = Boolean.getBoolean("tests.full") ? 1_000 : 12;
        long seed = 7;
        Random random = new Random(seed);
        List<Heard> stream = mixed(copies, random);
        int events = stream.size();
        while (!stream.isEmpty()) {
            List<Heard> batch = stream.subList(0, Math.min(stream.size(), 1 + random.nextInt(events / 20)));
            stand.keeping.keep(batch);
            batch.clear();
        }
        Map<String, String> expected = new TreeMap<>();
        List<String> orphans = new ArrayList<>();
        for (int copy = 1; copy <= copies; copy++) {
            int number = 1;
            for (History history : History.all()) {
                expected.putAll(history.states(copy * 100 + number++));
                orphans.addAll(history.orphans());
            }
        }
        assertEquals(expected, stand.states(), "seed " + seed);
        assertEquals(
                orphans.stream().sorted().toList(),
                stand.texts(
                        "SELECT orpheline FROM tracker.preuve WHERE orpheline IS NOT NULL AND NOT perimee ORDER BY 1"));
        deadlinesAreThoseOfTheWhole(copies);
        eachStateThatIsToldLastIsWhereItStands(expected);
        System.out.printf(
                "%d orders of %d histories, %d events, seed %d%n",
                copies * History.all().size(), History.all().size(), events, seed);

        List<Map<String, Object>> before = stand.requests();
        stand.keeping.jdbi().useHandle(handle -> handle.execute("DELETE FROM tracker.annonce"));
        Keeping.Reconstruction again = stand.keeping.rebuild("op");
        assertEquals(0, again.corrigees());
        assertEquals(before, stand.requests());
        assertEquals(List.of("0"), stand.texts("SELECT count(*)::text FROM tracker.annonce"));

        stand.keeping.jdbi().useHandle(handle -> {
            handle.execute("DELETE FROM tracker.demande WHERE hashtext(id) % 2 = 0");
            handle.execute("UPDATE tracker.demande SET etat = 'Realisee', lot = NULL");
            handle.execute(
                    "UPDATE tracker.preuve SET demande = NULL, voie = NULL, orpheline = 'INCONNUE' WHERE sort = 'Followed'");
            handle.execute("UPDATE tracker.preuve SET perimee = false");
        });
        stand.keeping.rebuild("op");
        assertEquals(before, stand.requests());
    }

    private static List<Heard> mixed(int copies, Random random) {
        List<List<Heard>> all = new ArrayList<>();
        for (int copy = 1; copy <= copies; copy++) {
            int number = 1;
            for (History history : History.all()) {
                all.add(new ArrayList<>(
                        HistoriesTest.disordered(HistoriesTest.heard(history, copy * 100 + number++), random)));
            }
        }
        List<Heard> stream = new ArrayList<>();
        while (!all.isEmpty()) {
            Collections.shuffle(all.subList(0, Math.min(all.size(), 50)), random);
            List<Heard> one = all.getFirst();
            stream.add(one.removeFirst());
            if (one.isEmpty()) {
                all.removeFirst();
            }
        }
        return stream;
    }

    private void deadlinesAreThoseOfTheWhole(int copies) {
        Map<String, OffsetDateTime> expected = new TreeMap<>();
        for (int copy = 1; copy <= copies; copy++) {
            int number = 1;
            for (History history : History.all()) {
                World world = new World();
                world.hear(HistoriesTest.heard(history, copy * 100 + number++));
                for (Chronicle each : world.dossiers().values()) {
                    if (each.attente() != null) {
                        expected.put(
                                each.idDemande(), Keeping.utc(each.attente().echoit()));
                    }
                }
            }
        }
        Map<String, OffsetDateTime> kept = new TreeMap<>();
        stand.keeping
                .read(handle -> handle.createQuery("SELECT id, echoit FROM tracker.demande WHERE attend IS NOT NULL")
                        .map((row, _) -> Map.entry(row.getString(1), row.getObject(2, OffsetDateTime.class)))
                        .list())
                .forEach(each -> kept.put(each.getKey(), each.getValue()));
        assertTrue(expected.size() > 3);
        assertEquals(expected, kept);
    }

    private void eachStateThatIsToldLastIsWhereItStands(Map<String, String> states) {
        Map<String, String> told = new HashMap<>();
        stand.texts(
                        "SELECT demande || ' ' || etat || coalesce('(' || (valeur ->> 'code') || ')', '') FROM tracker.annonce WHERE derniere ORDER BY id")
                .forEach(each -> told.put(each.split(" ", 2)[0], each.split(" ", 2)[1]));
        assertEquals(states, new TreeMap<>(told));
    }
}
