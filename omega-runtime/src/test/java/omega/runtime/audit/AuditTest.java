package omega.runtime.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.runtime.audit.Audit.Action;
import omega.sandbox.Database;
import omega.sandbox.TestStack;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three days of lines, sealed; then somebody with every right on the database changes one thing. */
class AuditTest {
    /** A Tuesday, 09:00 in Paris. */
    private static final Instant TUESDAY = Instant.parse("2026-11-24T08:00:00Z");

    @TempDir
    Path home;

    private final Hands hands = new Hands();
    private final OmegaClock clock = OmegaClock.of(hands, Timeline.REAL);
    private final Audit audit = new Audit("publication-fetcher", clock);
    private static Database.Login login;
    private static AgroalDataSource dataSource;
    private static Jdbi jdbi;

    private static final class Hands extends Clock {
        private volatile Instant now = TUESDAY;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return OmegaClock.PARIS;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeAll
    static void open() {
        login = TestStack.freshDatabase();
        dataSource = TestStack.pool(login);
        jdbi = Jdbi.create(dataSource);
    }

    @AfterAll
    static void close() {
        dataSource.close();
    }

    /** The tables only grow, so each test begins without them. */
    @BeforeEach
    void fresh() {
        jdbi.useHandle(handle -> handle.execute("DROP SCHEMA IF EXISTS audit CASCADE"));
        Audit.migrate(dataSource, "test");
    }

    private void line(String instant, String about) {
        hands.now = Instant.parse(instant);
        jdbi.useTransaction(
                handle -> audit.write(handle, Audit.MACHINE, Action.TRANSFERT, "ESA", about, "ARCHIVE", "12 bytes"));
    }

    /** Lines 1 to 3 on Tuesday, none on Wednesday, 4 on Thursday, and one of today, not sealed. */
    private void threeDays() {
        line("2026-11-24T08:00:00Z", "a.zip");
        line("2026-11-24T08:00:00.123456Z", "b.zip");
        line("2026-11-24T22:59:59Z", "c.zip");
        line("2026-11-25T23:00:00Z", "d.zip");
        line("2026-11-27T08:00:00Z", "e.zip");
        seal();
    }

    private void seal() {
        Sealing sealing = new Sealing(dataSource, clock);
        while (sealing.turn()) {}
    }

    private Verification.Result verify() {
        return new Verification(dataSource, clock).run();
    }

    /** As somebody does who owns the tables. */
    private void forge(String... statements) {
        jdbi.useTransaction(handle -> {
            handle.execute("ALTER TABLE audit.ligne DISABLE TRIGGER ALL");
            handle.execute("ALTER TABLE audit.sceau DISABLE TRIGGER ALL");
            for (String each : statements) {
                assertTrue(handle.execute(each) > 0, each);
            }
        });
    }

    @Test
    void daysThatAreOverAreSealedInParisDates() {
        threeDays();
        Verification.Result result = verify();
        assertEquals(List.of(), result.faults());
        assertEquals(3, result.days());
        assertEquals(4, result.lines());
        assertEquals(
                List.of("2026-11-24 3", "2026-11-25 0", "2026-11-26 1"),
                jdbi.withHandle(handle -> handle.createQuery(
                                "SELECT jour || ' ' || cardinality(lignes) FROM audit.sceau ORDER BY jour")
                        .mapTo(String.class)
                        .list()));
    }

    @Test
    void aDayIsSealedOnceItHasBeenOverForAnHour() {
        line("2026-11-24T08:00:00Z", "a.zip");
        hands.now = Instant.parse("2026-11-24T23:59:59Z");
        seal();
        assertEquals(0, verify().days());
        hands.now = Instant.parse("2026-11-25T00:00:00Z");
        seal();
        assertEquals(1, verify().days());
        seal();
        assertEquals(1, verify().days(), "once");
    }

    @Test
    void whatIsRolledBackLeavesNoLine() {
        assertThrows(
                IllegalStateException.class,
                () -> jdbi.useTransaction(handle -> {
                    audit.write(handle, "jean", Action.REJEU, "ESA", "a.zip", "REVISION_2", "why");
                    throw new IllegalStateException("the fact did not come about");
                }));
        assertEquals(0, count());
    }

    private int count() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM audit.ligne")
                .mapTo(Integer.class)
                .one());
    }

    /** A line that is still on its way has its day's seal wait. */
    @Test
    void noSealIsPutWhileALineIsOnItsWay() {
        line("2026-11-24T08:00:00Z", "a.zip");
        hands.now = Instant.parse("2026-11-24T22:59:00Z");
        try (Handle slow = jdbi.open()) {
            slow.begin();
            audit.write(slow, Audit.MACHINE, Action.DEPOT, "ESA", "lot", "DEPOSE", null);
            hands.now = Instant.parse("2026-11-25T08:00:00Z");
            seal();
            assertEquals(0, verify().days());
            slow.commit();
        }
        seal();
        assertEquals(2, verify().lines());
        assertEquals(List.of(), verify().faults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit.ligne SET objet = 'x'",
                "DELETE FROM audit.ligne",
                "TRUNCATE audit.ligne",
                "UPDATE audit.sceau SET empreinte = 'x'",
                "DELETE FROM audit.sceau",
                "TRUNCATE audit.sceau"
            })
    void theTablesOnlyGrow(String statement) {
        threeDays();
        JdbiException refused =
                assertThrows(JdbiException.class, () -> jdbi.useHandle(handle -> handle.execute(statement)));
        assertTrue(String.valueOf(refused.getMessage()).contains("only grows"), refused::toString);
        assertEquals(5, count());
    }

    /** Else the day that is sealed would get another line. */
    @Test
    void aLineThatWaitsForASealIsOfTheDayOnWhichItGoesOn() throws InterruptedException {
        hands.now = Instant.parse("2026-11-24T22:59:59Z");
        try (Handle sealing = jdbi.open()) {
            sealing.begin();
            sealing.execute("SELECT pg_advisory_xact_lock(hashtext('omega.audit'))");
            Thread writer = Thread.ofVirtual()
                    .start(() -> jdbi.useTransaction(
                            handle -> audit.write(handle, Audit.MACHINE, Action.DEPOT, "ESA", "lot", "DEPOSE", null)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> texts("SELECT 'waits' FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                            .equals(List.of("waits")));
            hands.now = Instant.parse("2026-11-25T00:30:00Z");
            sealing.commit();
            writer.join();
        }
        assertEquals(List.of("2026-11-25"), texts("SELECT jour::text FROM audit.ligne"));
    }

    private static List<String> texts(String query) {
        return jdbi.withHandle(
                handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    /** Each column of the second line, to another value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "le = le + interval '1 microsecond'",
                "service = 'request-submitter'",
                "partenaire = 'ESB'",
                "acteur = 'jean'",
                "action = 'DEPOT'",
                "objet = 'b.zip '",
                "resultat = 'DEJA_CONNU'",
                "raison = NULL",
                "raison = ''",
                "objet = 'b.zipA', resultat = 'RCHIVE'"
            })
    void anEditedLineIsNamed(String edit) {
        threeDays();
        forge("UPDATE audit.ligne SET " + edit + " WHERE id = 2");
        List<String> faults = verify().faults();
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.getFirst().startsWith("line 2 of 2026-11-24 was edited: "), faults::toString);
    }

    static Stream<List<Object>> forgeries() {
        return Stream.of(
                List.of(
                        List.of("UPDATE audit.ligne SET jour = '2026-11-26' WHERE id = 2"),
                        List.of("line 2 of 2026-11-24 was edited", "line 2 of 2026-11-26 was added")),
                List.of(
                        List.of("UPDATE audit.ligne SET jour = '2026-11-20' WHERE id = 1"),
                        List.of(
                                "line 1 of 2026-11-24 was edited",
                                "line 1 of 2026-11-20 stands before the first seal")),
                List.of(List.of("DELETE FROM audit.ligne WHERE id = 2"), List.of("line 2 of 2026-11-24 is missing")),
                List.of(List.of("DELETE FROM audit.ligne WHERE id = 4"), List.of("line 4 of 2026-11-26 is missing")),
                List.of(
                        List.of("DELETE FROM audit.ligne WHERE jour = '2026-11-24'"),
                        List.of(
                                "line 1 of 2026-11-24 is missing",
                                "line 2 of 2026-11-24 is missing",
                                "line 3 of 2026-11-24 is missing")),
                List.of(
                        List.of(
                                "UPDATE audit.ligne a SET le = b.le, objet = b.objet FROM audit.ligne b WHERE a.id + b.id = 3 AND a.id < 3 AND b.id < 3"),
                        List.of(
                                "line 1 of 2026-11-24 was moved: it says what line 2 said",
                                "line 2 of 2026-11-24 was moved: it says what line 1 said")),
                List.of(
                        List.of(
                                "INSERT INTO audit.ligne (jour, le, service, partenaire, acteur, action, objet, resultat) "
                                        + "SELECT jour, le, service, partenaire, acteur, action, 'x', resultat FROM audit.ligne WHERE id = 1"),
                        List.of("line 6 of 2026-11-24 was added after the day was sealed")),
                List.of(
                        List.of("UPDATE audit.ligne SET id = DEFAULT WHERE id = 3"),
                        List.of("line 3 of 2026-11-24 is missing", "line 6 of 2026-11-24 was added")),
                List.of(
                        List.of(
                                "UPDATE audit.sceau SET lignes = trim_array(lignes, 1), empreintes = trim_array(empreintes, 1) WHERE jour = '2026-11-24'"),
                        List.of("the seal of 2026-11-24 was edited", "line 3 of 2026-11-24 was added")),
                List.of(
                        List.of("UPDATE audit.sceau SET empreinte = repeat('a', 64) WHERE jour = '2026-11-25'"),
                        List.of("the seal of 2026-11-25 was edited", "the seal of 2026-11-26 does not follow")),
                List.of(
                        List.of("DELETE FROM audit.sceau WHERE jour = '2026-11-25'"),
                        List.of("the seal of 2026-11-25 is missing", "the seal of 2026-11-26 does not follow")),
                List.of(
                        List.of("DELETE FROM audit.sceau WHERE jour = '2026-11-26'"),
                        List.of("2026-11-26 has lines (1) and no seal")),
                List.of(
                        List.of("DELETE FROM audit.sceau WHERE jour > '2026-11-24'"),
                        List.of("2026-11-26 has lines (1) and no seal")),
                List.of(
                        List.of("DELETE FROM audit.sceau"),
                        List.of("2026-11-24 has lines (3) and no seal", "2026-11-26 has lines (1) and no seal")),
                List.of(
                        List.of("DELETE FROM audit.sceau WHERE jour = '2026-11-24'"),
                        List.of(
                                "the seal of 2026-11-25 does not follow",
                                "line 1 of 2026-11-24 stands before the first seal",
                                "line 2 of 2026-11-24 stands before the first seal",
                                "line 3 of 2026-11-24 stands before the first seal")));
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    @SuppressWarnings("unchecked")
    void eachForgeryIsNamed(List<Object> forgery) {
        threeDays();
        forge(((List<String>) forgery.getFirst()).toArray(String[]::new));
        List<String> expected = (List<String>) forgery.getLast();
        List<String> faults = new ArrayList<>(verify().faults());
        assertEquals(expected.size(), faults.size(), faults::toString);
        for (int i = 0; i < expected.size(); i++) {
            assertTrue(faults.get(i).startsWith(expected.get(i)), faults::toString);
        }
    }

    /** Whoever rewrites all seals after a line leaves no trace in the database; the seal that was kept elsewhere tells. */
    @Test
    void aSealThatWasKeptElsewhereTellsOfRewrittenOnes() throws IOException {
        threeDays();
        String last = verify().last();
        String kept = last.substring(last.indexOf(' ') + 1);
        assertEquals(0, run("verify", "--seal", kept));
        forge("UPDATE audit.ligne SET objet = 'x' WHERE id = 2", "DELETE FROM audit.sceau");
        seal();
        assertEquals(0, run("verify"));
        assertEquals(1, run("verify", "--seal", kept));
        assertTrue(told.contains("no day has the seal " + kept), told);
    }

    @Test
    void linesAreExportedForPeopleAndForMachines() throws IOException {
        threeDays();
        hands.now = Instant.parse("2026-11-27T09:00:00Z");
        jdbi.useTransaction(handle ->
                audit.write(handle, Audit.operator(" =cmd() "), Action.REJEU, "ESA", "a;\"b\"", "REVISION_2", null));
        assertEquals(0, run("export", "--from", "2026-11-27", "--to", "2026-11-27"));
        assertEquals(
                List.of(
                        "id;jour;le;service;partenaire;acteur;action;objet;resultat;raison",
                        "5;2026-11-27;2026-11-27T08:00:00Z;publication-fetcher;ESA;service;TRANSFERT;e.zip;ARCHIVE;12 bytes",
                        "6;2026-11-27;2026-11-27T09:00:00Z;publication-fetcher;ESA;'=cmd();REJEU;\"a;\"\"b\"\"\";REVISION_2;"),
                told.lines().toList());
        assertEquals(0, run("export", "--format", "jsonl"));
        assertEquals(6, told.lines().count());
        assertEquals(
                "{\"id\":2,\"jour\":\"2026-11-24\",\"le\":\"2026-11-24T08:00:00.123456Z\",\"service\":\"publication-fetcher\","
                        + "\"partenaire\":\"ESA\",\"acteur\":\"service\",\"action\":\"TRANSFERT\",\"objet\":\"b.zip\","
                        + "\"resultat\":\"ARCHIVE\",\"raison\":\"12 bytes\"}",
                told.lines().toList().get(1));
    }

    @Test
    void wrongUseIsTold() throws IOException {
        assertEquals(2, run("verify", "--from", "2026-11-24"));
        assertEquals(2, run("export", "--from", "yesterday"));
        assertEquals(2, run("export", "--format", "xml"));
        assertEquals(2, run("erase"));
        forge(
                "INSERT INTO audit.ligne (jour, le, service, partenaire, acteur, action, objet, resultat) VALUES ('2026-11-24', now(), '', '', '', '', '', '')");
        jdbi.useHandle(handle -> handle.execute("DROP SCHEMA audit CASCADE"));
        assertEquals(2, run("verify"), "no audit here");
    }

    private String told = "";

    private int run(String... arguments) throws IOException {
        Path timeline = home.resolve("clock");
        OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), hands.now, 1), timeline);
        Path settings = Files.write(
                home.resolve("settings.properties"),
                List.of(
                        "quarkus.datasource.jdbc.url=" + login.jdbcUrl(),
                        "quarkus.datasource.username=" + login.user(),
                        "quarkus.datasource.password=" + login.password(),
                        "omega.clock.file=" + timeline));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", settings.toString()));
        int code = AuditCommand.run(new PrintStream(out, true, StandardCharsets.UTF_8), all.toArray(String[]::new));
        told = out.toString(StandardCharsets.UTF_8);
        assertFalse(told.contains(login.password()));
        return code;
    }
}
