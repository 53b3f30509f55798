package omega.submitter;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import omega.clock.OmegaClock;
import omega.event.Topics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole service: what comes in by Kafka and REST is at OMEGA as files, and its answers come back. */
@QuarkusTest
@QuarkusTestResource(AppStack.class)
class SubmissionTest {
    private final String due = OmegaClock.following(clock())
            .instant()
            .plus(Duration.ofHours(2))
            .truncatedTo(ChronoUnit.SECONDS)
            .toString();

    private static Path clock() {
        return Path.of(App.setting("omega.clock.file"));
    }

    @BeforeAll
    static void begin() {
        AppStack.hasten(clock());
    }

    private String rad(String id, String more) {
        return """
            {"partenaire": "ESA", "idDemande": "%s", "kind": "RAD", "pce": "12345678901234", "dateSouhaitee": "2026-12-01",
             "echeance": "%s", "fields": {"motif": "CON"}%s}\
            """.formatted(id, due, more);
    }

    @Test
    void aRequestByKafkaIsDepositedAndItsCompteRenduSettlesIt() throws IOException {
        App.takeLarge(Topics.DEMANDE_MASSE);
        App.send(Topics.DEMANDE_MASSE, "k", "{not json".getBytes(UTF_8), Map.of());
        App.send(Topics.DEMANDE_MASSE, "k", new byte[10 << 20], Map.of());
        App.send(Topics.DEMANDE_MASSE, "k", "[".repeat(100_000).getBytes(UTF_8), Map.of());
        App.send(Topics.DEMANDE_MASSE, "k", rad("K-\\u0000", "").getBytes(UTF_8), Map.of());
        String soon = OmegaClock.following(clock())
                .instant()
                .plus(Duration.ofHours(1))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        App.send(Topics.DEMANDE_MASSE, "k", rad("K-1", "").replace(due, soon).getBytes(UTF_8), Map.of());

        JsonNode recue = App.await("Recue", Topics.DEMANDE_DEPOT, event("Recue", "K-1"));
        assertTrue(recue.get("source").asText().startsWith("kafka:omega.demande.masse.v1/"), recue.toString());
        JsonNode in = App.await("EnLot", Topics.DEMANDE_DEPOT, event("EnLot", "K-1"));
        assertEquals(2, in.get("ligne").asInt());
        assertEquals("2026-11-24", in.get("jour").asText());
        long lot = in.get("lot").asLong();
        JsonNode deposited = App.await("LotDepose", Topics.DEMANDE_DEPOT, lot("LotDepose", lot));
        assertEquals("RENOMME", deposited.get("preuve").asText());

        String file = in.get("fichier").asText();
        List<String> lines = member(App.demandes().resolve(file));
        assertTrue(lines.get(0).startsWith("ENT;RAD;1;ESA;GRDF;20261124"), lines.get(0));
        assertEquals("RAD;12345678901234;K-1;20261201;CON", lines.get(1));
        assertEquals("FIN;1", lines.get(2));
        try (Stream<Path> all = Files.list(App.demandes())) {
            assertTrue(all.noneMatch(each -> each.toString().endsWith(".tmp")));
        }

        App.send(
                Topics.publication("COMPTE_RENDU"),
                file,
                ("{\"enregistrement\":\"fichier\",\"nomFichier\":\"" + file
                                + "\",\"resultat\":\"ACC\",\"numeroSuiviGlobal\":\"S-77\"}")
                        .getBytes(UTF_8),
                Map.of("ce_source", "/omega/sandbox/ESA/COMPTE_RENDU"));
        JsonNode state = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> App.get("/lots/{lot}", lot).at("/lot/etat"),
                        each -> each.path("etat").asText().equals("Accepte"));
        assertEquals("S-77", state.get("numeroSuivi").asText());
        List<String> attempts = App.audit("(lot " + lot + ",");
        assertEquals(1, attempts.size(), attempts::toString);
        assertTrue(
                attempts.getFirst().startsWith("request-submitter service DEPOT DEPOSE " + file), attempts::toString);

        assertEquals(
                List.of("CARACTERE_INTERDIT", "JSON_INVALIDE", "JSON_INVALIDE", "TROP_GRAND"),
                App.read(Topics.DEMANDE_REJET).stream()
                        .filter(each -> each.path("source").asText().startsWith("kafka:"))
                        .map(each -> each.at("/fautes/0/code").asText())
                        .sorted()
                        .toList());
    }

    private static java.util.function.Predicate<JsonNode> event(String word, String id) {
        return each -> each.path("evenement").asText().equals(word)
                && each.path("idDemande").asText().equals(id);
    }

    private static java.util.function.Predicate<JsonNode> lot(String word, long lot) {
        return each ->
                each.path("evenement").asText().equals(word) && each.path("lot").asLong() == lot;
    }

    private static List<String> member(Path archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(archive)))) {
            zip.getNextEntry();
            return new String(zip.readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    /** Due so late that no slow machine misses it, and early enough to make a connection. */
    private String patient(String id, String more) {
        return rad(id, more)
                .replace(due, Instant.parse(due).plus(Duration.ofHours(2)).toString());
    }

    @Test
    void theSameRequestAgainIsAcknowledgedAndAnotherOfItsIdIsRefused() {
        assertEquals(
                "RECUE",
                App.post(202, patient("R-1", ""), "/demandes").get("resultat").asText());
        assertEquals(
                "CONNUE",
                App.post(200, patient("R-1", ""), "/demandes").get("resultat").asText());
        JsonNode problem = App.post(422, patient("R-1", ", \"priorite\": \"HAUTE\""), "/demandes");
        assertEquals("ID_DEJA_PRIS", problem.at("/fautes/0/code").asText());
        assertTrue(List.of("EN_ATTENTE", "EN_LOT")
                .contains(App.get("/demandes/R-1?partenaire=ESA").get("etat").asText()));
        assertTrue(App.get("/demandes/R-1/plan?partenaire=ESA")
                        .get("explication")
                        .asText()
                        .length()
                > 10);
    }

    @Test
    void aCsvOfWhichOneLineIsBad() {
        int lines = Boolean.getBoolean("tests.full") ? 100_000 : 2_000;
        StringBuilder csv = new StringBuilder("\ufeffidDemande;kind;pce;dateSouhaitee;motif\r\n");
        for (int i = 2; i <= lines + 1; i++) {
            csv.append("F-")
                    .append(i)
                    .append(";RAD;")
                    .append(i == 1_234 ? "123" : "12345678901234")
                    .append(";2026-12-01;CON\r\n");
        }
        byte[] body = csv.toString().getBytes(UTF_8);
        long begun = System.nanoTime();
        JsonNode report =
                App.post(200, "text/csv", body, "/demandes/fichier?partenaire=ESA&nom=d.csv&operateur=mme.martin");
        System.out.printf("a CSV of %d lines: %.1f s%n", lines, (System.nanoTime() - begun) / 1e9);
        assertEquals(lines, report.get("lues").asInt());
        assertEquals(lines - 1, report.get("recues").asInt());
        assertEquals(1, report.get("refusees").asInt());
        assertEquals(1_234, report.at("/lignes/0/place").asInt());
        assertEquals("MASQUE", report.at("/lignes/0/fautes/0/code").asText());
        assertEquals(
                lines - 1,
                App.post(200, "text/csv", body, "/demandes/fichier?partenaire=ESA")
                        .get("connues")
                        .asInt());

        List<String> handedIn = App.audit("d.csv, lines ");
        assertEquals((lines + 999) / 1_000, handedIn.size(), handedIn::toString);
        assertEquals(
                List.of(
                        "request-submitter mme.martin REMISE RECUES 1000 d.csv, lines 2 to 1001",
                        "request-submitter mme.martin REMISE RECUES 999, REFUSEES 1 d.csv, lines 1002 to 2001"),
                handedIn.subList(0, 2));
        assertEquals(
                "request-submitter anonyme REMISE CONNUES 1000 -, lines 2 to 1001",
                App.audit("-, lines 2 to ").getFirst(),
                "nobody said who it was");

        JsonNode told = App.await(
                "Refusee",
                Topics.DEMANDE_REJET,
                each -> each.path("source").asText().equals("fichier:d.csv:1234"));
        assertEquals("F-1234", told.get("idDemande").asText());
        assertTrue(App.post(400, "text/csv", "a;b\n".getBytes(UTF_8), "/demandes/fichier")
                .has("detail"));
    }

    /** What is wrong with credentials is told and does not count. */
    @Test
    void itsHealthTellsOfCredentials() {
        JsonPath health = given().get("/q/health/ready").jsonPath();
        List<String> told = health.getString("checks.find { it.name == 'request-submitter' }.data.credentials")
                .lines()
                .toList();
        assertEquals("UP", health.getString("status"));
        assertEquals(1, told.size(), told::toString);
        assertTrue(
                told.getFirst().startsWith("TIR ")
                        && told.getFirst().contains(" DROITS ")
                        && told.getFirst().contains("known_hosts.tir"),
                told::toString);
    }

    @Test
    void whatTheQuotaHasNoRoomForIsToldAndPlannedForALaterDay() {
        StringBuilder array = new StringBuilder("[");
        for (int i = 0; i < 8; i++) {
            array.append(i == 0 ? "" : ",").append(rad("T-" + i, "").replace("ESA", "TIR"));
        }
        JsonNode report = App.post(200, array.append("]").toString(), "/demandes");
        assertEquals(8, report.get("recues").asInt(), report.toString());

        JsonNode alert = App.await(
                "alert",
                Topics.ALERTE,
                each -> each.path("genre").asText().equals("QUOTA_INSUFFISANT")
                        && each.path("partenaire").asText().equals("TIR"));
        assertEquals("Levee", alert.get("etat").asText());
        JsonNode last = App.get("/demandes/T-7/plan?partenaire=TIR");
        assertEquals("QUOTA", last.get("attente").asText(), last.toString());
        assertEquals("2026-11-25", last.get("jour").asText());
        assertEquals(
                3,
                App.get("/plan?partenaire=TIR&jour=2026-11-25").get("prevues").asInt());

        JsonNode declared = App.post(
                200, "{\"utilise\": 2, \"operateur\": \"jeanne\"}", "/quota/2026-11-25/portail?partenaire=TIR");
        assertEquals(2, declared.get("portailDeclare").asInt());
        assertEquals(3, declared.get("reste").asInt());
        assertEquals(List.of("request-submitter jeanne PORTAIL 2 demandes 2026-11-25"), App.audit("2026-11-25"));
        assertTrue(
                App.post(400, "{}", "/quota/2026-11-25/portail?partenaire=TIR").has("detail"));
    }

    /** ESA's limit is 1000 of which 100 are the portal's; TIR's is 5. */
    @Test
    void quotaAndConnectionsAreMeasured() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertEquals(900, App.metric("omega_quota_plafond", "ESA"));
            assertEquals(5, App.metric("omega_quota_plafond", "TIR"));
            assertTrue(App.metric("omega_quota_utilise", "TIR") <= 5);
            assertTrue(App.metric("omega_slot_connexions", "ESA") >= 1);
        });
    }

    @Test
    void whatIsAskedWronglyIsToldAsAProblem() {
        for (String body : List.of("{", "", "[1,", "nul")) {
            assertEquals(400, App.post(400, body, "/demandes").get("status").asInt());
        }
        assertEquals(422, App.post(422, "{}", "/demandes").get("status").asInt());
        JsonNode partner = App.post(422, rad("P-1", "").replace("ESA", "NOBODY"), "/demandes");
        assertEquals("PARTENAIRE_INCONNU", partner.at("/fautes/0/code").asText());
        assertTrue(App.post(404, "{\"operateur\": \"a\", \"raison\": \"b\"}", "/lots/99999/liberation")
                .has("detail"));
        assertTrue(App.post(413, "[" + " ".repeat(6 << 20) + "]", "/demandes")
                .get("detail")
                .asText()
                .contains("fichier"));
    }
}
