package omega.tracker;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import omega.contract.Contracts;
import omega.event.Topics;
import omega.sandbox.test.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tracker as its users see it: what is told on its topics, asked over REST, and told on. */
@QuarkusTest
@QuarkusTestResource(AppStack.class)
class RestTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static boolean told;

    /** Each history is told once, as copy 1, 2, 3 …, with some poison in between. */
    @BeforeEach
    void tell() throws Exception {
        if (told) {
            return;
        }
        told = true;
        Map<String, String> expected = new TreeMap<>();
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            int copy = 1;
            for (History history : History.all()) {
                expected.putAll(history.states(copy));
                for (ConsumerRecord<byte[], byte[]> each : history.records(copy++)) {
                    send(producer, each);
                }
                for (String topic :
                        List.of(Topics.DEMANDE_DEPOT, Topics.APPEL, Topics.publication("SDEM"), Topics.REGARD)) {
                    send(
                            producer,
                            History.record(
                                    topic, "poison", JSON.createArrayNode().add("{"), new RecordHeaders()));
                }
            }
            for (String directory : List.of("compteRendus", "publications")) {
                send(
                        producer,
                        History.record(
                                Topics.REGARD,
                                History.PARTNER,
                                JSON.createObjectNode()
                                        .put("partenaire", History.PARTNER)
                                        .put("repertoire", directory)
                                        .put("jusqua", "2026-11-24T12:30:00Z")
                                        .put("le", "2026-11-24T12:31:00Z"),
                                new RecordHeaders()));
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    Map<String, String> now = new TreeMap<>();
                    List<Map<String, ?>> all =
                            given().get("/demandes?taille=1000").jsonPath().getList("demandes");
                    all.forEach(each -> now.put(
                            (String) each.get("idDemande"),
                            each.get("code") == null
                                    ? (String) each.get("etat")
                                    : each.get("etat") + "(" + each.get("code") + ")"));
                    assertEquals(expected, now);
                });
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", setting("kafka.bootstrap.servers")),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static String setting(String key) {
        return ConfigProvider.getConfig().getValue(key, String.class);
    }

    /** Closing the producer waits until all is there. */
    private static void send(KafkaProducer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> record) {
        var _ = producer.send(
                new ProducerRecord<>(record.topic(), null, null, record.key(), record.value(), record.headers()));
    }

    private static ValidatableResponse get(String path, Object... parameters) {
        return given().get(path, parameters).then().statusCode(200);
    }

    /** Id of a request of the history of that name. */
    private static String id(String name, String history) {
        List<History> all = History.all();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(history)) {
                return History.id(name, i + 1);
            }
        }
        throw new AssertionError("no history " + history);
    }

    @Test
    void aRequestHasItsWholeWayWithTheEvidenceOfEachStep() {
        get("/demandes/{id}", id("D1", "integrated, in progress, done"))
                .body("etat", equalTo("Realisee"))
                .body("numeroSuivi", containsString("SG1"))
                .body(
                        "etapes.etat",
                        contains("Recue", "EnLot", "Deposee", "AccepteeNiveau1", "Integree", "EnCours", "Realisee"))
                .body("etapes[2].origine", containsString(Topics.DEMANDE_DEPOT + "/"))
                .body("etapes[3].origine", containsString("COMPTE_RENDU_"))
                .body("etapes[6].origine", containsString("SDEM_"))
                .body(
                        "preuves.sort",
                        contains(
                                "Received", "Lotted", "LotDeposited", "FileJudged", "Followed", "Followed", "Followed"))
                .body("preuves[3].valeur.resultat", equalTo("ACC"))
                .body("enRetard", equalTo(false));
    }

    @Test
    void voidEvidenceIsShownAndDoesNotCount() {
        get("/demandes/{id}", id("D1", "a replayed SDEM corrects a line"))
                .body("etat", equalTo("EnCours"))
                .body("preuves.findAll { it.perimee }.valeur.etat", contains("REA"));
    }

    @Test
    void requestsAreFoundByWhatIsKnownOfThem() {
        String id = id("D2", "a file accepted in part, with a line for each request");
        JsonPath one = get("/demandes?idDemande={id}", id).extract().jsonPath();
        get("/demandes?pce={pce}", one.getString("demandes[0].pce")).body("demandes.idDemande", contains(id));
        get("/demandes?lot={lot}", one.getLong("demandes[0].lot"))
                .body("total", equalTo(2))
                .body("plus", equalTo(false));
        get("/demandes?lot={lot}&etat=RejeteeNiveau1&kind=CHF", one.getLong("demandes[0].lot"))
                .body("demandes.idDemande", contains(id));
        get("/demandes?numeroSuivi={number}", one.getString("demandes[0].numeroSuivi"))
                .body("demandes.idDemande", hasItem(id));
        get("/demandes?depuis=2026-11-23&jusqua=2026-11-24&taille=1")
                .body("total", greaterThan(30))
                .body("demandes.size()", equalTo(1));
        get("/demandes?depuis=2026-11-29").body("total", equalTo(0));
        int all = get("/demandes").extract().path("total");
        List<String> paged = new ArrayList<>();
        for (int page = 0; page * 7 < all; page++) {
            paged.addAll(get("/demandes?taille=7&page={page}", page).extract().path("demandes.idDemande"));
        }
        assertEquals(all, Set.copyOf(paged).size(), "each once over all pages");
        assertEquals(paged, followed("/demandes?taille=7"), "the same by suite");
        get("/demandes?etat=Integree&kind=CHF&taille=1000")
                .body("demandes.idDemande", equalTo(followed("/demandes?etat=Integree&kind=CHF&taille=2")));
        given().get("/demandes?page=1000&taille=50").then().statusCode(400);
        given().get("/demandes?suite=x").then().statusCode(400);
    }

    private static List<String> followed(String path) {
        List<String> all = new ArrayList<>();
        JsonPath page = get(path).extract().jsonPath();
        all.addAll(page.getList("demandes.idDemande"));
        while (page.getString("suite") != null) {
            page = get(path + "&suite={suite}", page.getString("suite"))
                    .extract()
                    .jsonPath();
            all.addAll(page.getList("demandes.idDemande"));
        }
        return all;
    }

    @Test
    void theDaysSheetBalances() {
        List<History> all = History.all();
        ValidatableResponse sheet = get("/bilan?jour=2026-11-23").body("equilibre", equalTo(true));
        JsonPath line = sheet.extract().jsonPath().setRootPath("lignes[0]");
        assertEquals(
                line.getInt("envoyees"),
                line.getInt("acceptees")
                        + line.getInt("rejetees")
                        + line.getInt("enAttente")
                        + line.getInt("incertaines"));
        assertEquals(0, line.getInt("ecart"));
        assertTrue(line.getInt("envoyees") > all.size() / 2);
        assertEquals(1, line.getInt("incertaines"));
        get("/bilan?jour=2020-01-01").body("lignes.size()", equalTo(0)).body("equilibre", equalTo(true));
    }

    @Test
    void aLotThatNobodyToldTheRequestsOfDoesNotBalance() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            send(producer, History.record(Topics.DEMANDE_DEPOT, "99999", JSON.readTree("""
                                    {"evenement": "LotDepose", "partenaire": "ESA", "lot": 99999, "kind": "RAD", "fichier": "X.zip", "sha256": "00",
                                     "nombre": 3, "jour": "2026-10-05", "preuve": "RENOMME", "le": "2026-10-05T08:00:00Z"}"""), new RecordHeaders()));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> get("/bilan?jour=2026-10-05")
                        .body("equilibre", equalTo(false))
                        .body("lignes[0].ecart", equalTo(3)));
    }

    @Test
    void whatShouldHaveComeIsOverdueOnceOmegaWasLookedAtLater() {
        String waits = id("D1", "deposited, no answer yet");
        String accepted = id("D1", "accepted by level 1 as a whole file; SDEM is expected on Tuesday by noon");
        String later =
                id("D1", "accepted on a Saturday; SDEM is expected on Tuesday, since none comes on Sunday and Monday");
        String answered = id("D1", "integrated, in progress, done");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> get("/retards?taille=1000")
                        .body("demandes.idDemande", hasItems(waits, accepted))
                        .body("demandes.idDemande", not(hasItem(later)))
                        .body("demandes.idDemande", not(hasItem(answered))));
        get("/demandes/{id}", waits).body("enRetard", equalTo(true)).body("etat", equalTo("Deposee"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        get("/alertes").body("genre", hasItems("NIVEAU1_EN_PANNE", "SUIVI_EN_RETARD", "ORPHELINE")));
    }

    @Test
    void linesThatMatchNothingAreShownWithTheReason() {
        get("/orphelines?taille=1000")
                .body("orphelines.raison", hasItems("AMBIGUE", "CONTRADICTOIRE", "INCONNUE", "FICHIER_INCONNU"))
                .body("orphelines.find { it.raison == 'CONTRADICTOIRE' }.valeur.etat", equalTo("REA"));
    }

    @Test
    void everyTransitionIsToldAndTheLatestStateIsTheState() throws java.io.IOException {
        Map<String, String> states = new HashMap<>();
        get("/demandes?taille=1000")
                .extract()
                .jsonPath()
                .<Map<String, String>>getList("demandes")
                .forEach(each -> states.put(each.get("idDemande"), each.get("etat")));
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Objects.requireNonNull(
                        Contracts.of(World.PACK).get("schemas/" + Topics.DEMANDE_SUIVI + ".json")));
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            Map<String, String> told = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> each : read(Topics.DEMANDE_ETAT)) {
                var value = JSON.readTree(each.value());
                String id = value.get("idDemande").asText();
                assertEquals(value.get("partenaire").asText() + "/" + id, text(each.key()));
                told.put(id, value.get("etat").asText());
                assertEquals(Set.of(), schema.validate(text(each.value()), InputFormat.JSON));
            }
            assertEquals(states, told);
        });
        String id = id("D1", "integrated, in progress, done");
        List<String> steps = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : read(Topics.DEMANDE_SUIVI)) {
            assertEquals(Set.of(), schema.validate(text(each.value()), InputFormat.JSON));
            if (text(each.key()).equals(id)
                    && !JSON.readTree(each.value()).get("tardive").asBoolean()) {
                steps.add(JSON.readTree(each.value()).get("etat").asText());
            }
        }
        assertEquals("Realisee", steps.getLast());
        assertEquals(steps.size(), Set.copyOf(steps).size(), "each step once: " + steps);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return Topic.committed(setting("kafka.bootstrap.servers"), topic);
    }

    /** The ids are read from the bytes that came over the wire, beside a hash made here. */
    @Test
    void eachRequestIsATraceThatCanBeFound() throws Exception {
        List<Map<String, ?>> some =
                given().get("/demandes?taille=20").jsonPath().getList("demandes");
        assertEquals(20, some.size());
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            StringBuilder sent = new StringBuilder();
            try (Stream<Path> bodies = Files.list(Path.of(setting("omega.test.traces")))) {
                for (Path body :
                        bodies.filter(each -> each.toString().endsWith(".otlp")).toList()) {
                    sent.append(HexFormat.of().formatHex(Files.readAllBytes(body)));
                }
            }
            for (Map<String, ?> each : some) {
                String name = "test/" + each.get("partenaire") + "/" + each.get("idDemande");
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
                assertTrue(sent.indexOf(HexFormat.of().formatHex(hash, 0, 16)) >= 0, name);
            }
        });
    }

    @Test
    void theExportIsSafeInASpreadsheet() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (String name : List.of("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "plain;\"quoted\"")) {
                send(
                        producer,
                        History.record(
                                Topics.DEMANDE_REJET,
                                name,
                                JSON.createObjectNode()
                                        .put("evenement", "Refusee")
                                        .put("partenaire", "AUTRE")
                                        .put("idDemande", name)
                                        .put("source", "rest")
                                        .put("le", "2026-11-23T08:00:00Z"),
                                new RecordHeaders()));
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> get("/demandes?partenaire=AUTRE").body("total", equalTo(6)));
        String csv = text(get("/export?partenaire=AUTRE").extract().asByteArray());
        assertEquals(7, csv.lines().count());
        for (String cell : List.of("'=1+1", "'+1", "'-1", "'@SUM(A1)", "'\tx", "\"plain;\"\"quoted\"\"\"")) {
            assertTrue(csv.contains("\r\nAUTRE;" + cell + ";"), () -> cell + " in " + csv);
        }
        given().queryParam("partenaire", "AUTRE")
                .get("/demandes/{id}", "@SUM(A1)")
                .then()
                .statusCode(200)
                .body("etat", equalTo("Refusee"));
    }

    @Test
    void aBadQuestionIsToldWhatIsWrongWithIt() {
        given().get("/demandes/NOBODY")
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("detail", containsString("NOBODY"));
        given().get("/demandes?etat=Perdue").then().statusCode(400).body("detail", containsString("AccepteeNiveau1"));
        given().get("/demandes?depuis=hier").then().statusCode(400).body("detail", containsString("depuis"));
        given().get("/demandes?taille=0").then().statusCode(400);
        given().get("/bilan?jour=23/11/2026").then().statusCode(400).body("detail", containsString("jour"));
    }

    @Test
    void aReconstructionChangesNothingThatIsRight() {
        List<Object> before =
                get("/demandes?taille=1000&partenaire=ESA").extract().path("demandes");
        given().post("/reconstruction?operateur=jeanne")
                .then()
                .statusCode(200)
                .body("corrigees", equalTo(0))
                .body("demandes", greaterThan(30));
        assertEquals(
                before, get("/demandes?taille=1000&partenaire=ESA").extract().path("demandes"));
    }

    @Test
    void itSaysHowItIsAndWhatItOffers() {
        get("/q/health/ready").body("status", equalTo("UP"));
        get("/q/metrics").body(containsString("omega_suivi_preuves_total"));
        String api = get("/q/openapi").extract().asString();
        for (String path :
                List.of("/demandes", "/bilan", "/orphelines", "/retards", "/export", "/alertes", "/reconstruction")) {
            assertTrue(api.contains(path + ":"), path);
        }
    }
}
