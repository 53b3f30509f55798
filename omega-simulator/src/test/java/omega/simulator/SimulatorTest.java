package omega.simulator;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.wsdl.Definition;
import javax.wsdl.factory.WSDLFactory;
import javax.xml.validation.SchemaFactory;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The process as somebody meets it who starts it with nothing configured but a home. */
@QuarkusTest
@TestProfile(SimulatorTest.Alone.class)
class SimulatorTest {
    private static final int SOAP = free();
    private static final int REST = free();

    private final Omega omega;

    SimulatorTest(Omega omega) {
        this.omega = omega;
    }

    /** A home of its own and free ports. */
    public static class Alone implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "omega.simulator.home",
                    "target/simulator-" + ProcessHandle.current().pid(),
                    "omega.simulator.sftp.port",
                    "0",
                    "omega.simulator.ftps.port",
                    "0",
                    "omega.simulator.ws.port",
                    String.valueOf(SOAP),
                    "omega.simulator.rest.port",
                    String.valueOf(REST),
                    "quarkus.http.test-port",
                    "0");
        }
    }

    @Test
    void publishesOnDemandAndTellsWhatShouldComeOfIt() {
        String nom = given().queryParam("partenaire", "DEMO")
                .queryParam("flux", "REMM")
                .queryParam("jour", "2026-11-20")
                .queryParam("fautes", "CHAMP_VIDE:2")
                .post("/omega/publications")
                .then()
                .statusCode(200)
                .body("jour", is("2026-11-20"))
                .body("attendu.effet", is("COMPLETE"))
                .body("attendu.motif", nullValue())
                .body("fautes", contains("CHAMP_VIDE:2"))
                .body("prevue", is(false))
                .extract()
                .path("nom");
        given().queryParam("flux", "REMM")
                .queryParam("depuis", "2020-01-01T00:00:00Z")
                .get("/omega/publications")
                .then()
                .statusCode(200)
                .body("nom", hasItem(nom))
                .body("[0].telechargements", equalTo(List.of()))
                .body("[0].retrait", nullValue());
        given().contentType(ContentType.JSON)
                .body(Map.of("partenaire", "DEMO", "noms", List.of(nom)))
                .post("/omega/portail/telechargements")
                .then()
                .statusCode(200)
                .body("marques", is(1));
        given().get("/omega/bilan")
                .then()
                .body("find { it.flux == 'REMM' }.telechargees", is(1))
                .body("find { it.flux == 'REMM' }.rejetsAttendus", greaterThan(1));
    }

    @Test
    void whatIsAskedWronglyIsAProblem() {
        for (Map<String, String> wrong : List.of(
                Map.<String, String>of(),
                Map.of("partenaire", "DEMO", "flux", "NULLE"),
                Map.of("partenaire", "NUL", "flux", "REMM"),
                Map.of("partenaire", "DEMO", "flux", "REMM", "jour", "hier"),
                Map.of("partenaire", "DEMO", "flux", "REMM", "fautes", "BOF"))) {
            given().queryParams(wrong)
                    .post("/omega/publications")
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("status", is(400));
        }
        given().queryParams(Map.of("partenaire", "DEMO", "flux", "SDEM", "fautes", "NOM_DEJA_VU"))
                .post("/omega/publications")
                .then()
                .statusCode(409);
    }

    @Test
    void switchesAreOneDocument() {
        given().contentType(ContentType.JSON)
                .body("{\"refuserConnexionsRapprochees\": true, \"prochainesFautes\": {\"COK1\": [\"BOMBE\"]}}")
                .put("/omega/reglages")
                .then()
                .statusCode(200)
                .body("telechargement", is("FIN_DE_LECTURE"))
                .body("refuserConnexionsRapprochees", is(true));
        given().get("/omega/reglages").then().body("prochainesFautes.COK1", contains("BOMBE"));
        given().contentType(ContentType.JSON)
                .body("{\"versions\": {\"REMM\": \"77\"}}")
                .put("/omega/reglages")
                .then()
                .statusCode(400)
                .body("detail", containsString("77"));
        given().contentType(ContentType.JSON)
                .body("{}")
                .put("/omega/reglages")
                .then()
                .statusCode(200);
    }

    @Test
    void aSwitchThatIsNoneIsToldWithItsPlace() {
        Map<String, String> wrong = Map.of(
                "{\"ws\": {\"heures\": \"JAMAIS\"}}", "/ws/heures: ",
                "{\"ws\": {\"lenteur\": \"longtemps\"}}", "/ws/lenteur: ",
                "{\"ws\": {\"pannes\": {\"*\": [\"ORAGE\"]}}}", "'ORAGE' is none of [FAUTE_TECHNIQUE, ",
                "{\"ws\": {\"tauxReponsesPerdues\": 2}}", "tauxReponsesPerdues must be within 0..1",
                "{\"wss\": {}}", "/wss: ",
                "null", "no document",
                "{\"ws\": {", "/ws: Unexpected end-of-input");
        wrong.forEach((document, told) -> given().contentType(ContentType.JSON)
                .body(document)
                .put("/omega/reglages")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("detail", containsString(told)));
    }

    @Test
    void aStrangersClientFindsTheContractsAndWhatTheyImport() throws Exception {
        List<String> names =
                given().get("/omega/contrats").then().statusCode(200).extract().path("$");
        assertEquals(18, names.stream().filter(each -> each.endsWith(".wsdl")).count());
        String base = "http://localhost:" + RestAssured.port + "/omega/contrats/";
        for (String name : names) {
            given().get("/omega/contrats/" + name).then().statusCode(200);
            if (name.endsWith(".wsdl")) {
                Definition read = WSDLFactory.newInstance().newWSDLReader().readWSDL(base + name);
                assertEquals(1, read.getServices().size(), name);
            }
        }
        SchemaFactory.newDefaultInstance()
                .newSchema(URI.create(base + "soap/commun.xsd").toURL());
        given().get("/omega/contrats/soap/nulle.wsdl").then().statusCode(404);
        given().get("/omega/contrats/../../etc/hostname").then().statusCode(404);
    }

    @Test
    void whatIsDepositedStandsInTheBooks() throws Exception {
        given().contentType(ContentType.JSON)
                .body(
                        "{\"demandes\": {\"delaiRamassage\": \"PT0S\", \"apresLimite\": \"AUSSITOT\", \"quotas\": {\"DEMO\": 3}}}")
                .put("/omega/reglages")
                .then()
                .statusCode(200)
                .body("demandes.delaiRamassage", is("PT0S"))
                .body("demandes.sdem", is("DELTA"))
                .body("demandes.tauxNonRecevables", is(0.05f));
        given().queryParams(Map.of("partenaire", "DEMO", "nombre", 2))
                .post("/omega/portail/demandes")
                .then()
                .statusCode(200)
                .body("portail", is(2))
                .body("limite", is(3));
        given().queryParams(Map.of("partenaire", "DEMO", "nombre", 2))
                .post("/omega/portail/demandes")
                .then()
                .statusCode(409);
        given().post("/omega/portail/demandes").then().statusCode(400);
        String nom = Supplier.chf(1);
        byte[] bytes = Supplier.changes(nom, Supplier.change("D-1"));
        Path keys = Path.of("target", "simulator-" + ProcessHandle.current().pid(), "cles");
        try (SSHClient ssh = new SSHClient(new DefaultConfig())) {
            ssh.addHostKeyVerifier(
                    new OpenSSHKnownHosts(keys.resolve("known_hosts").toFile()));
            ssh.connect("127.0.0.1", omega.sftpPort());
            ssh.authPublickey("DEMO", ssh.loadKeys(keys.resolve("DEMO").toString()));
            try (SFTPClient sftp = ssh.newSFTPClient();
                    RemoteFile file = sftp.open("/demandes/" + nom, EnumSet.of(OpenMode.CREAT, OpenMode.WRITE))) {
                file.write(0, bytes, 0, bytes.length);
            }
        }
        Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .untilAsserted(() -> given().get("/omega/depots").then().body("size()", is(1)));
        String id = given().queryParams(Map.of("partenaire", "DEMO", "nom", nom))
                .get("/omega/depots")
                .then()
                .body("[0].nom", is(nom))
                .body("[0].taille", is(bytes.length))
                .body("[0].receptions.memeNom", is(1))
                .body("[0].niveau1.resultat", is("ACC"))
                .body("[0].compteRendu", nullValue())
                .body("[0].lignes[0].idDemande", is("D-1"))
                .body("[0].lignes[0].prise", is(1))
                .body("[0].lignes[0].etat", is("REC"))
                .extract()
                .path("[0].id");
        byte[] kept = given().get("/omega/depots/" + id + "/octets")
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        assertArrayEquals(bytes, kept);
        given().get("/omega/depots/" + id).then().statusCode(200).body("id", is(id));
        given().get("/omega/depots/DEMO.999999").then().statusCode(404);
        given().get("/omega/quotas").then().body("[0].total", is(3)).body("[0].fichiers", is(1));
        given().get("/omega/depots/bilan")
                .then()
                .body("[0].partenaire", is("DEMO"))
                .body("[0].fichiers", is(1))
                .body("[0].acceptees", is(1))
                .body("[0].prisesEnDouble", is(0))
                .body("[0].etats.REC", is(1));
        given().get("/omega/arrivees").then().body("size()", is(0));
        given().get("/omega/pannes").then().body("size()", is(0));
        given().queryParams(Map.of("partenaire", "DEMO", "nombre", 3))
                .get("/omega/pce")
                .then()
                .body("size()", is(3));
        given().contentType(ContentType.JSON)
                .body("{}")
                .put("/omega/reglages")
                .then()
                .statusCode(200);
    }

    /** Below the ports that systems give to outgoing connections, so that none takes it before the simulator does. */
    private static int free() {
        while (true) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(10_240, 32_768))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void whatIsCalledStandsInTheBooks() throws IOException {
        given().contentType(ContentType.JSON)
                .body("{\"ws\": {\"heures\": \"OUVERT\", \"pannes\": {\"CreerDemandeCHF\": [\"REPONSE_PERDUE\"]}}}")
                .put("/omega/reglages")
                .then()
                .statusCode(200)
                .body("ws.heures", is("OUVERT"))
                .body("ws.doublons", is("ACCEPTES"))
                .body("ws.dureeJeton", is("PT1H"));
        given().contentType(ContentType.JSON)
                .body("{\"ws\": {\"pannes\": {\"CreerDemande\": [\"COUPURE\"]}}}")
                .put("/omega/reglages")
                .then()
                .statusCode(400)
                .body("detail", containsString("CreerDemande"));
        Path tls = Path.of("target", "simulator-" + ProcessHandle.current().pid(), "cles");
        Curl curl = Curl.trusting(tls).with("-H", "Content-Type: text/xml");
        String pce = omega.registers().first("DEMO", 1).getFirst();
        String envelope = WebScene.envelope(WebScene.chf("P-1", pce).replace("2026-12-15", "2999-01-01"));
        String url = "https://127.0.0.1:" + SOAP + "/ws/CreerDemandeCHF";
        assertEquals(52, curl.as(tls, "DEMO").post(url, envelope).exit());
        assertEquals(200, curl.as(tls, "DEMO").post(url, envelope).status());
        assertEquals(0, curl.post(url, envelope).status());
        assertEquals(
                401,
                curl.get("https://127.0.0.1:" + REST + "/pce/adresse?codePostal=61000&voie=rue")
                        .status());
        given().queryParam("idDemande", "P-1")
                .get("/omega/ws/appels")
                .then()
                .body("issue", contains("COUPEE", "REPONSE"))
                .body("partenaire", contains("DEMO", "DEMO"))
                .body("[0].statut", is(0))
                .body("[0].panne", is("REPONSE_PERDUE"))
                .body("[0].numeroDemande", is("D0000000001"));
        given().queryParam("partenaire", "DEMO")
                .get("/omega/ws/demandes")
                .then()
                .body("idDemande", contains("P-1", "P-1"))
                .body("[0].prise", is(2))
                .body("[0].etat", is("REC"))
                .body("[0].pce", is(pce));
        given().get("/omega/ws/bilan")
                .then()
                .body("[0].appels", is(2))
                .body("[0].coupes", is(1))
                .body("[0].demandes", is(2))
                .body("[0].prisesEnDouble", is(1))
                .body("[0].issues.REPONSE", is(1))
                .body("[0].etats.REC", is(2));
        given().post("/omega/ws/jetons/revocation").then().body("jetons", is(0));
        Curl.Answer told = Curl.trusting(tls)
                .with("--user", "DEMO:" + Files.readString(tls.resolve("DEMO.secret")))
                .with("-d", "grant_type=client_credentials")
                .get("https://127.0.0.1:" + REST + "/oauth/token");
        assertEquals(200, told.status(), told.body());
        String token = told.body().split("\"access_token\":\"", 2)[1].split("\"", 2)[0];
        Curl bearer = Curl.trusting(tls).with("-H", "Authorization: Bearer " + token);
        String search = "https://127.0.0.1:" + REST + "/pce/adresse?voie=rue&codePostal=";
        assertEquals(200, bearer.get(search + "61000").status());
        Curl.Answer wrong = bearer.get(search + "61");
        assertTrue(wrong.status() == 400 && wrong.has("\"paramètres : codePostal vaut 61\""), wrong.body());
        given().post("/omega/ws/jetons/revocation").then().body("jetons", is(1));
        assertEquals(401, bearer.get(search + "61000").status());
        given().contentType(ContentType.JSON)
                .body("{}")
                .put("/omega/reglages")
                .then()
                .statusCode(200);
    }

    @Test
    void tellsTheTimeAndWhatComesNext() {
        given().get("/omega/horloge").then().body("vitesse", is(1.0f)).body("mention", containsString("provisional"));
        given().queryParam("nombre", 5)
                .get("/omega/prochaines")
                .then()
                .body("size()", is(5))
                .body("nature", hasItem("PUBLICATION"));
        given().get("/omega/connexions").then().body("nombre", lessThan(2)).body("rapprochees", is(0));
    }

    @Test
    void documentsItselfAndIsHealthy() {
        given().get("/q/openapi").then().statusCode(200).body(containsString("/omega/prochaines"));
        given().get("/q/health/ready").then().statusCode(200);
    }
}
