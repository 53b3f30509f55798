package omega.submitter.accept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omega.submitter.Stand;
import omega.submitter.check.Demande;
import omega.submitter.check.DemandeFault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests are accepted once for ever, and nothing that comes in stops the others. */
class AcceptanceTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");

    @TempDir
    static Path root;

    private static Stand stand;
    private static Stand.Node node;

    @BeforeAll
    static void start() throws SQLException {
        stand = new Stand(MONDAY);
        node = stand.process(Stand.contrat(root, 1_000, 0, "aucun"));
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    private static Entree lue(Demande demande) {
        return new Entree.Lue(null, demande, List.of(), "rest");
    }

    private static Demande rad(String id, @Nullable String priorite, String motif) {
        return new Demande(id, "RAD", "12345678901234", "2026-12-01", null, priorite, Map.of("motif", motif));
    }

    private static Outcome accept(Entree entry) {
        return node.acceptance.accept(List.of(entry)).getFirst();
    }

    private static List<String> codes(Outcome outcome) {
        return assertInstanceOf(Outcome.Refusee.class, outcome).fautes().stream()
                .map(each -> each.field() + " " + each.code())
                .toList();
    }

    @Test
    void onceForEver() {
        assertEquals(new Outcome.Recue(), accept(lue(rad("A-1", null, "CON"))));
        assertEquals(new Outcome.Connue(), accept(lue(rad("A-1", "NORMALE", "CON"))), "no priority is NORMALE");
        assertEquals(List.of("idDemande ID_DEJA_PRIS"), codes(accept(lue(rad("A-1", "HAUTE", "CON")))));
        assertEquals(List.of("idDemande ID_DEJA_PRIS"), codes(accept(lue(rad("A-1", null, "FAC")))));

        node.ledger.jdbi().useHandle(handle -> handle.execute("UPDATE submitter.demande SET contenu = NULL"));
        assertEquals(new Outcome.Connue(), accept(lue(rad("A-1", null, "CON"))), "after the purge too");

        stand.hand.set(Instant.parse("2027-06-01T09:00:00Z"));
        assertEquals(new Outcome.Connue(), accept(lue(rad("A-1", null, "CON"))), "and when its date is long past");
        assertEquals(List.of("dateSouhaitee DATE_PASSEE"), codes(accept(lue(rad("A-1b", null, "CON")))));
        stand.hand.set(MONDAY);
    }

    @Test
    void twinsOfOneBatchAreTwinsToo() {
        List<Outcome> outcomes = node.acceptance.accept(
                List.of(lue(rad("B-1", null, "CON")), lue(rad("B-1", null, "CON")), lue(rad("B-1", null, "FAC"))));
        assertEquals(new Outcome.Recue(), outcomes.get(0));
        assertEquals(new Outcome.Connue(), outcomes.get(1));
        assertEquals(List.of("idDemande ID_DEJA_PRIS"), codes(outcomes.get(2)));
    }

    @Test
    void everyFaultIsToldAtOnceAndTheGoodOnesGoOn() {
        List<Outcome> outcomes = node.acceptance.accept(List.of(
                lue(rad("C-1", null, "CON")),
                lue(new Demande(
                        "C-2;x", "RAD", "123", "2020-01-01", "soon", "VITE", Map.of("motif", "???", "nom", "x"))),
                lue(rad("C-3", null, "CON"))));
        assertEquals(new Outcome.Recue(), outcomes.get(0));
        assertEquals(new Outcome.Recue(), outcomes.get(2));
        List<String> codes = codes(outcomes.get(1));
        assertTrue(
                codes.containsAll(List.of(
                        "echeance DATE_INVALIDE",
                        "priorite PRIORITE_INCONNUE",
                        "dateSouhaitee DATE_PASSEE",
                        "pce MASQUE",
                        "motif CODE_INCONNU",
                        "idDemande DELIMITEUR",
                        "nom CHAMP_INCONNU")),
                codes.toString());
    }

    /** What a database or a topic cannot hold does not stop what comes with it. */
    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\0b", "\ud800", "x\u2028y", "\t", "", " "})
    void strangeIdsAreRefused(String id) {
        List<Outcome> outcomes = node.acceptance.accept(List.of(
                lue(rad(id, null, "CON")),
                lue(rad("D-" + id.length() + id.hashCode(), "\0", "\0")),
                new Entree.Lue("\0" + id, rad("D", null, "CON"), List.of(), "rest"),
                lue(rad("E-" + id.length() + id.hashCode(), null, "CON"))));
        assertInstanceOf(Outcome.Refusee.class, id.equals(" ") ? new Outcome.Refusee(List.of()) : outcomes.get(0));
        assertInstanceOf(Outcome.Refusee.class, outcomes.get(1));
        assertEquals(List.of("partenaire PARTENAIRE_INCONNU"), codes(outcomes.get(2)));
        assertEquals(new Outcome.Recue(), outcomes.get(3));
    }

    /** Four processes that are given the same requests, and others of the same ids, in any order: each id belongs to one. */
    @Test
    void processesThatAcceptTheSameAtOnceAgree() throws Exception {
        List<Entree> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(lue(rad("F-" + i, null, i % 2 == 0 ? "CON" : "FAC")));
            all.add(lue(rad("F-" + i, null, "TAR")));
        }
        List<Callable<List<Outcome>>> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<Entree> mine = new ArrayList<>(all);
            Collections.shuffle(mine, new Random(i));
            Stand.Node own = stand.process(node.contrat);
            processes.add(() -> {
                List<Outcome> outcomes = new ArrayList<>();
                for (int from = 0; from < mine.size(); from += 100) {
                    outcomes.addAll(own.acceptance.accept(mine.subList(from, from + 100)));
                }
                return outcomes;
            });
        }
        int accepted = 0;
        int known = 0;
        int refused = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<List<Outcome>> each : threads.invokeAll(processes)) {
                for (Outcome outcome : each.get()) {
                    switch (outcome) {
                        case Outcome.Recue _ -> accepted++;
                        case Outcome.Connue _ -> known++;
                        case Outcome.Refusee _ -> refused++;
                    }
                }
            }
        }
        assertEquals(500, accepted);
        assertEquals(1_500, known);
        assertEquals(2_000, refused);
    }

    @Test
    void manyThousandsInSeconds() {
        int batches = Boolean.getBoolean("tests.full") ? 100 : 20;
        Instant begun = Instant.ofEpochMilli(java.time.Clock.systemUTC().millis());
        for (int batch = 0; batch < batches; batch++) {
            List<Entree> entries = new ArrayList<>();
            for (int i = 0; i < Acceptance.BATCH; i++) {
                entries.add(lue(rad("G-" + batch + "-" + i, null, "CON")));
            }
            for (Outcome each : node.acceptance.accept(entries)) {
                assertEquals(new Outcome.Recue(), each);
            }
        }
        Duration took = Duration.between(
                begun, Instant.ofEpochMilli(java.time.Clock.systemUTC().millis()));
        System.out.println(batches + ",000 requests accepted in " + took.toMillis() + " ms");
    }

    @Test
    void theHashTellsContentsApartAndNothingElse() {
        Demande one = new Demande("1", "RAD", "12", "2026-12-01", "2026-11-24T10:00:00+01:00", "", Map.of("a", "bc"));
        assertEquals(
                Empreinte.of(one),
                Empreinte.of(new Demande(
                        "other", "RAD", "12", "2026-12-01", "2026-11-24T09:00:00Z", null, Map.of("a", "bc", "z", ""))));
        assertNotEquals(
                Empreinte.of(one),
                Empreinte.of(new Demande(
                        "1", "RAD", "12", "2026-12-01", "2026-11-24T10:00:00+01:00", null, Map.of("ab", "c"))));
        // by hand: sha256sum of
        // "4:kind3:RAD3:pce2:1213:dateSouhaitee10:2026-12-018:echeance20:2026-11-24T09:00:00Z8:priorite7:NORMALE8:fields.a2:bc"
        assertEquals("466b0605f2030cc003bf8b705d820cdc42e424913e22e7963d8e743038ea4cf2", Empreinte.of(one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "\"x\"",
                "{",
                "{} {}",
                "{\"idDemande\":\"a\",\"idDemande\":\"b\"}",
                "\ufeff{}",
                "{\"fields\":[1]}",
                "{\"kind\":{\"a\":1}}",
                "{'a':1}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                "{\"inconnu\":1}"
            })
    void whatIsNoRequestIsRefused(String json) {
        Entree entry = JsonEntree.one(json.getBytes(StandardCharsets.UTF_8), null, "kafka:t/0/1");
        assertInstanceOf(Outcome.Refusee.class, accept(entry));
        assertEquals("kafka:t/0/1", entry.source());
    }

    @Test
    void tenMegabytesAreRefusedUnread() {
        Entree.Illisible entry =
                assertInstanceOf(Entree.Illisible.class, JsonEntree.one(new byte[10 << 20], null, "kafka:t/0/1"));
        assertEquals(DemandeFault.Code.TROP_GRAND, entry.faute().code());
        assertInstanceOf(Entree.Illisible.class, JsonEntree.one(null, null, "kafka:t/0/2"));
    }

    @Test
    void numbersAndBooleansAreTakenAsTheyAreWritten() {
        Entree.Lue lue = assertInstanceOf(
                Entree.Lue.class,
                JsonEntree.one(
                        "{\"idDemande\": 7, \"fields\": {\"cja\": 12.50, \"accord\": true, \"grand\": 1e999999999, \"rien\": null}}"
                                .getBytes(StandardCharsets.UTF_8),
                        null,
                        "rest"));
        assertEquals("7", lue.demande().idDemande());
        assertEquals("12.50", lue.demande().fields().get("cja"));
        assertEquals("true", lue.demande().fields().get("accord"));
        assertTrue(String.valueOf(lue.demande().fields().get("grand")).length() < 20);
        assertEquals(3, lue.demande().fields().size());
    }
}
