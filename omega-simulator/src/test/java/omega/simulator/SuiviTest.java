package omega.simulator;

import static omega.simulator.Supplier.changes;
import static omega.simulator.Supplier.chf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import omega.simulator.books.Standing;
import omega.simulator.play.Reglages;
import omega.simulator.play.ReglagesDemandes;
import omega.simulator.play.ReglagesDemandes.ApresLimite;
import omega.simulator.play.ReglagesDemandes.CompteRendu;
import omega.simulator.play.ReglagesDemandes.DemandesInventees;
import omega.simulator.play.ReglagesDemandes.JourDuQuota;
import omega.simulator.play.ReglagesDemandes.NomsEnDouble;
import omega.simulator.play.ReglagesDemandes.NumeroSuivi;
import omega.simulator.play.ReglagesDemandes.Ramassage;
import omega.simulator.play.ReglagesDemandes.Sdem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Level 2 and what SDEM tells of it (§3.2.3), read back as a supplier gets it. */
class SuiviTest {
    private static final int REQUESTS = 300;

    @TempDir
    Path home;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(home, "2026-11-24T12:00:00Z"); // a Tuesday, 13:00 in Paris; its SDEM has gone
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void set(Sdem sdem, DemandesInventees invented, double lost) {
        scene.set(
                new Reglages(Reglages.Telechargement.FIN_DE_LECTURE, false, false, Map.of("SDEM", "1"), Map.of(), 0, 0)
                        .with(new ReglagesDemandes(
                                Ramassage.NOMS_DEFINITIFS,
                                Duration.ofMinutes(1),
                                NomsEnDouble.REFUSES,
                                Map.of(),
                                JourDuQuota.TRAITEMENT,
                                ApresLimite.JOUR_DE_TRAITEMENT,
                                CompteRendu.NORMAL,
                                Duration.ofMinutes(2),
                                Duration.ofMinutes(10),
                                NumeroSuivi.PAR_FICHIER,
                                sdem,
                                invented,
                                0.05,
                                lost,
                                false)));
    }

    private void deposit(String nom, byte[] bytes) throws IOException {
        try (Supplier supplier = new Supplier(scene)) {
            supplier.deposit(nom, bytes);
        }
    }

    /** Changes of supplier of any points, wished for tomorrow. */
    private static byte[] many(String nom) throws IOException {
        String[] lines = new String[REQUESTS];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = "CHF;D-%d;9%013d;25/11/2026;T2;;;;PAR;Client;O".formatted(i, i);
        }
        return changes(nom, lines);
    }

    /** The detail lines of the last SDEM, version 1: idDemande, suivi, nature, pce, etat, dateEtat, motif, libelle. */
    private List<List<String>> lines(Standing sdem) throws IOException {
        List<List<String>> all = scene.lines(sdem.publication());
        return all.subList(1, all.size() - 1);
    }

    private List<Standing> sdem() {
        return scene.out("SDEM");
    }

    @Test
    void eachRequestIsToldOnceAStateUntilItsEnd() throws IOException {
        set(Sdem.DELTA, DemandesInventees.SANS_DEPOT, 0);
        deposit(chf(1), many(chf(1)));
        for (String morning : List.of("25", "26", "27", "28", "29", "30")) {
            scene.at("2026-11-" + morning + "T11:30:00Z");
        }
        scene.at("2026-12-02T11:30:00Z");
        // Wednesday to Saturday, then Tuesday and Wednesday: none on Sunday and Monday
        assertEquals(6, sdem().size());
        Map<String, List<String>> told = new TreeMap<>();
        List<List<String>> first = lines(sdem().getFirst());
        for (Standing each : sdem()) {
            for (List<String> line : lines(each)) {
                assertEquals("CHF", line.get(2));
                assertEquals("SG2026000001", line.get(1));
                told.computeIfAbsent(line.getFirst(), _ -> new ArrayList<>()).add(line.get(4));
            }
        }
        assertEquals(REQUESTS, told.size());
        assertTrue(first.stream().allMatch(line -> Set.of("REC", "INT", "NRE").contains(line.get(4))), first::toString);
        assertEquals(2 * REQUESTS, first.size());
        Map<List<String>, Integer> ways = new HashMap<>();
        told.values().forEach(way -> ways.merge(way, 1, Integer::sum));
        assertEquals(
                Set.of(
                        List.of("REC", "NRE"),
                        List.of("REC", "INT", "PLA", "ANN"),
                        List.of("REC", "INT", "PLA", "ENC", "NRA"),
                        List.of("REC", "INT", "PLA", "ENC", "REA")),
                ways.keySet());
        int refused = ways.getOrDefault(List.of("REC", "NRE"), 0);
        assertTrue(refused >= 5 && refused <= 30, () -> refused + " of 300 at a rate of 0.05");
        assertTrue(ways.getOrDefault(List.of("REC", "INT", "PLA", "ENC", "REA"), 0) > 220, ways::toString);
        first.stream()
                .filter(line -> line.get(4).equals("NRE"))
                .forEach(line -> assertTrue(Set.of("M03", "M04", "M08").contains(line.get(6)), line::toString));
    }

    @Test
    void cumulativeTellsAllAgainAndARestartChangesNothing() throws IOException {
        set(Sdem.CUMULATIF, DemandesInventees.SANS_DEPOT, 0);
        deposit(chf(1), many(chf(1)));
        scene.at("2026-11-25T11:30:00Z");
        scene.restart();
        scene.at("2026-11-26T11:30:00Z");
        List<List<String>> before = lines(sdem().get(0));
        List<List<String>> after = lines(sdem().get(1));
        assertTrue(after.containsAll(before));
        assertTrue(after.size() > before.size() + REQUESTS / 2, () -> after.size() + " after " + before.size());
    }

    @Test
    void inventedRequestsComeBesidesAsTheSwitchSays() throws IOException {
        scene.at("2026-11-25T11:30:00Z");
        assertFalse(lines(sdem().getFirst()).isEmpty(), "nobody deposited: invented ones");
        deposit(chf(1), changes(chf(1), Supplier.change("D-1")));
        set(Sdem.DELTA, DemandesInventees.SANS_DEPOT, 0);
        scene.at("2026-11-26T11:30:00Z");
        assertEquals(Set.of("D-1"), ids(sdem().get(1)));
        set(Sdem.DELTA, DemandesInventees.TOUJOURS, 0);
        scene.at("2026-11-27T11:30:00Z");
        assertTrue(ids(sdem().get(2)).size() > 1);
        set(Sdem.DELTA, DemandesInventees.JAMAIS, 0);
        scene.at("2026-11-28T11:30:00Z");
        assertTrue(Set.of("D-1").containsAll(ids(sdem().get(3))));
    }

    private Set<String> ids(Standing sdem) throws IOException {
        return Set.copyOf(lines(sdem).stream().map(List::getFirst).distinct().toList());
    }

    /** Version 2 by its layout: DEM, suivi, idDemande, canal, nature, pce, etat, dateEtat, dateEffet, motif, libelle. */
    @Test
    void theLatestLayoutTellsChannelAndDateOfEffect() throws IOException {
        scene.set(Reglages.DEFAUT);
        deposit(chf(1), many(chf(1)));
        scene.at("2026-11-26T11:30:00Z");
        List<String> plan = lines(sdem().getLast()).stream()
                .filter(line -> line.get(6).equals("PLA"))
                .findFirst()
                .orElseThrow();
        assertEquals(List.of("DEM", "SG2026000001"), plan.subList(0, 2));
        assertEquals(List.of("FTP", "CHF"), plan.subList(3, 5));
        assertTrue(plan.get(7).matches("2026-11-25T(09|1[01]):\\d\\d:\\d\\d\\+01:00"), plan::toString);
        assertTrue(Set.of("2026-11-26", "2026-11-27", "2026-11-28").contains(plan.get(8)), plan::toString);
        assertEquals(List.of("", "Planifiée"), plan.subList(9, 11));
    }

    @Test
    void whatABrokenSdemToldIsToldAgain() throws IOException {
        scene.set(new Reglages(
                Reglages.Telechargement.FIN_DE_LECTURE,
                false,
                false,
                Map.of("SDEM", "1"),
                Map.of("SDEM", List.of("PIED_FAUX")),
                0,
                0));
        deposit(chf(1), changes(chf(1), Supplier.change("D-1")));
        scene.at("2026-11-25T11:30:00Z");
        scene.at("2026-11-26T11:30:00Z");
        assertEquals("REC", lines(sdem().get(0)).getFirst().get(4));
        assertEquals("REC", lines(sdem().get(1)).getFirst().get(4));
        scene.at("2026-11-27T11:30:00Z");
        assertTrue(lines(sdem().get(2)).stream().noneMatch(line -> line.get(4).equals("REC")));
    }

    @Test
    void whatIsLostIsNeverHeardOf() throws IOException {
        set(Sdem.CUMULATIF, DemandesInventees.SANS_DEPOT, 1);
        deposit(chf(1), many(chf(1)));
        scene.at("2026-11-26T11:30:00Z");
        assertEquals(List.of(), lines(sdem().getLast()));
    }

    /** Of a RAD the point must be the supplier's own; its layout is pce first, US-ASCII, dates in eight digits. */
    @Test
    void thePointMustBeTheSuppliersAndTheDateMustNotHavePassed() throws IOException {
        set(Sdem.DELTA, DemandesInventees.SANS_DEPOT, 0);
        List<String> mine = scene.omega.parcours().points("DEMO", 200);
        String his = scene.omega.parcours().points("AUTRE", 1).getFirst();
        assertTrue(mine.getLast().startsWith("GI"), mine::getLast);
        String nom = "DEM_RAD_DEMO_20261124130000_00001.zip";
        String text = "ENT;RAD;1;DEMO;GRDF;20261124130000;1\n"
                + "RAD;" + mine.getFirst() + ";R-MINE;20261130;CON\n"
                + "RAD;" + mine.getLast() + ";R-GI;20261130;CON\n"
                + "RAD;" + his + ";R-HIS;20261130;CON\n"
                + "RAD;21999999999999;R-NONE;20261130;CON\n"
                + "RAD;" + mine.getFirst() + ";R-PAST;20261123;CON\n"
                + "FIN;5\n";
        deposit(nom, Supplier.zip(Supplier.member(nom), text.getBytes(Supplier.LATIN)));
        scene.at("2026-11-25T11:30:00Z");
        Map<String, String> end = new TreeMap<>();
        for (List<String> line : lines(sdem().getFirst())) {
            end.put(line.getFirst(), line.get(4) + line.get(6));
        }
        assertEquals("NREM02", end.get("R-HIS"));
        assertEquals("NREM01", end.get("R-NONE"));
        assertEquals("NREM03", end.get("R-PAST"));
        assertTrue(Set.of("INT", "NREM04", "NREM08", "NREM03").contains(end.getOrDefault("R-MINE", "")), end::toString);
        assertTrue(Set.of("INT", "NREM04", "NREM08", "NREM03").contains(end.getOrDefault("R-GI", "")), end::toString);
    }
}
