package omega.fetcher;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import omega.event.Headers;
import omega.event.Topics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Collection over SFTP, import, and what operators ask. */
@QuarkusTest
@WithTestResource(AppStack.class)
class RestTest {

    @Test
    void publicationsOfAnSftpServerArriveInSessionsThatKeepTheirDistance() throws Exception {
        // Given
        String first = Publications.remmName("ESA", 1);
        String second = Publications.remmName("ESA", 2);

        // When
        App.publish(first, Publications.zip(Publications.remm("ESA", 1, 2, 3)));
        JsonNode one = App.await(first, "Complete");
        App.publish(second, Publications.zip(Publications.remm("ESA", 4, 5)));
        App.await(second, "Complete");

        // Then
        assertEquals(3, one.at("/etat/publiees").asLong());
        assertEquals(
                5,
                App.read(Topics.publication("REMM")).stream()
                        .filter(each -> Stand.header(each, Headers.SOURCE).equals("/omega/sandbox/ESA/REMM"))
                        .count());
        assertEquals("2027-03-04T07:30:00Z", one.path("expire").asText(), "100 days, at the same local time");
        JsonNode life = App.get("/fichiers/{id}", one.path("id").asLong());
        assertEquals(
                "[Decouverte, Archivee, Controlee, Decoupee, Complete]",
                life.path("vie").findValuesAsText("type").toString());
    }

    @Test
    void anImportStreamsAndTheSameBytesAreKnown() {
        // Given
        String name = Publications.cok1Name("PORTAIL", 901);
        byte[] zip = Publications.zip(Publications.cok1("PORTAIL", 901, 50));

        // When
        long id = imported(name, zip).statusCode(200).extract().jsonPath().getLong("fichier.id");
        JsonNode complete = App.await(name, "Complete");
        long again = imported(name, zip).statusCode(200).extract().jsonPath().getLong("fichier.id");

        // Then
        assertEquals(id, again);
        assertEquals(1, App.files(name).size());
        assertEquals(50, complete.at("/etat/publiees").asLong());
    }

    private static ValidatableResponse imported(String name, byte[] zip) {
        return given().contentType("application/octet-stream")
                .queryParam("nom", name)
                .queryParam("partenaire", "PORTAIL")
                .body(zip)
                .post("/fichiers")
                .then();
    }

    @Test
    void filtersCombineAndPagesFollow() {
        // Given
        for (int i = 0; i < 5; i++) {
            String name = Publications.cok1Name("PORTAIL", 910 + i);
            imported(name, Publications.zip(Publications.cok1("PORTAIL", 910 + i, 2)))
                    .statusCode(200);
            App.await(name, "Complete");
        }
        String query = "/fichiers?partenaire=PORTAIL&flux=COK1&etat=Complete&nom=portail_91&depuis=2026-11-24&taille=2";

        // When
        JsonNode first = App.get(query + "&page=0");
        JsonNode last = App.get(query + "&page=2");

        // Then
        assertEquals(5, first.path("total").asLong());
        assertEquals(2, first.path("fichiers").size());
        assertEquals(1, last.path("fichiers").size());
        assertEquals(
                Publications.cok1Name("PORTAIL", 914),
                first.at("/fichiers/0/nom").asText());
        assertEquals(
                Publications.cok1Name("PORTAIL", 910),
                last.at("/fichiers/0/nom").asText());
        assertEquals(0, App.get(query + "&jusqua=2026-11-24").path("total").asLong());
        assertEquals(
                0,
                App.get(query.replace("flux=COK1", "flux=REMM")).path("total").asLong());
        assertEquals(0, App.get(query.replace("PORTAIL&", "ESA&")).path("total").asLong());
    }

    @Test
    void wrongQuestionsAreProblems() {
        problem(given().get("/fichiers?depuis=hier").then(), 400).body("detail", containsString("depuis"));
        problem(given().get("/fichiers?page=-1").then(), 400);
        problem(given().get("/fichiers?page=abc").then(), 400).body("detail", containsString("page"));
        problem(given().get("/quarantaine?page=abc").then(), 400).body("detail", containsString("page"));
        problem(given().get("/fichiers/abc").then(), 400).body("detail", containsString("id"));
        problem(given().get("/fichiers/99999999999999999999/archive").then(), 400);
        problem(given().get("/fichiers?etat=Complet").then(), 400).body("detail", containsString("EnQuarantaine"));
        problem(given().queryParam("flux", "A\0").get("/fichiers").then(), 400).body("detail", containsString("flux"));
        for (String forged : List.of("a\nb.zip", "a\0b.zip", "a\rb.zip", "..", " ")) {
            problem(imported(forged, new byte[1]), 400).body("detail", containsString("nom"));
        }
        problem(given().get("/fichiers?taille=1001").then(), 400);
        problem(given().get("/quarantaine?taille=0").then(), 400);
        problem(given().get("/fichiers/999999999").then(), 404).body("detail", containsString("999999999"));
        problem(given().get("/fichiers/999999999/archive").then(), 404);
        problem(imported("a/b.zip", new byte[1]), 400).body("detail", containsString("nom"));
        problem(
                        given().contentType("application/octet-stream")
                                .body(new byte[1])
                                .post("/fichiers?nom=a.zip&partenaire=PERSONNE")
                                .then(),
                        400)
                .body("detail", containsString("PORTAIL"));
        String name = Publications.cok1Name("PORTAIL", 920);
        long id = imported(name, Publications.zip(Publications.cok1("PORTAIL", 920, 2)))
                .extract()
                .jsonPath()
                .getLong("fichier.id");
        App.await(name, "Complete");
        problem(
                        given().contentType("application/json")
                                .body("{}")
                                .post("/fichiers/{id}/rejeu", id)
                                .then(),
                        400)
                .body("detail", containsString("motif"));
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("title", notNullValue());
    }

    @Test
    void aReplayTellsWhyAndPublishesTheNextRevision() {
        // Given
        String name = Publications.cok1Name("PORTAIL", 930);
        imported(name, Publications.zip(Publications.cok1("PORTAIL", 930, 3)));
        long id = App.await(name, "Complete").path("id").asLong();

        // When
        given().contentType("application/json")
                .body(Map.of("motif", "a test"))
                .post("/fichiers/{id}/rejeu", id)
                .then()
                .statusCode(200)
                .body("fichier.revision", equalTo(2));
        App.await(name, "Complete");

        // Then
        JsonNode whole = App.get("/fichiers/{id}", id);
        assertEquals(2, whole.at("/fichier/revision").asInt());
        assertTrue(whole.path("vie").findValuesAsText("type").contains("Remplacee"));
        assertTrue(whole.path("vie").toString().contains("a test"));
        assertEquals(
                6,
                App.read(Topics.publication("COK1")).stream()
                        .filter(each -> Stand.header(each, Headers.FICHIER).equals(name))
                        .count());
    }

    @Test
    void theBalanceSheetConservesLines() {
        imported(Publications.cok1Name("PORTAIL", 940), Publications.zip(Publications.cok1("PORTAIL", 940, 3)));
        App.await(Publications.cok1Name("PORTAIL", 940), "Complete");
        JsonNode sheet = App.get("/bilan");
        assertTrue(sheet.size() > 0);
        sheet.forEach(line -> assertEquals(
                line.path("lues").asLong(),
                line.path("publiees").asLong() + line.path("rejetees").asLong(),
                line::toString));
    }

    @Test
    void aHostThatShowsAnotherKeyIsToldAtOnce() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> App.get("/alertes").toString().contains("CONNEXION/LEURRE"));
        App.get("/alertes").forEach(alert -> {
            if (alert.path("cle").asText().equals("CONNEXION/LEURRE")) {
                assertEquals("URGENT", alert.path("gravite").asText());
                assertTrue(alert.path("message").asText().contains("key"), alert::toString);
            }
        });
        given().get("/q/health/ready")
                .then()
                .body(
                        "checks.find { it.name == 'publication-fetcher' }.data.troubles",
                        containsString("collect LEURRE: "));
    }

    @Test
    void whoDidWhatIsKept() throws IOException {
        // Given
        String name = Publications.cok1Name("PORTAIL", 960);
        byte[] bytes = Publications.zip(Publications.cok1("PORTAIL", 960, 3));
        String fetched = Publications.cok1Name("ESA", 961);
        App.publish(fetched, Publications.zip(Publications.cok1("ESA", 961, 3)));

        // When
        given().contentType("application/octet-stream")
                .body(bytes)
                .post("/fichiers?partenaire=PORTAIL&operateur=jeanne&nom={nom}", name)
                .then()
                .statusCode(200);
        long id = App.await(name, "Complete").path("id").asLong();
        imported(name, bytes);
        given().contentType("application/json")
                .body(Map.of("motif", "a mended pack", "operateur", "jean"))
                .post("/fichiers/{id}/rejeu", id)
                .then()
                .statusCode(200);
        App.await(fetched, "Archivee", "Controlee", "Decoupee", "Complete");

        // Then
        List<String> lines = App.audit(name);
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("publication-fetcher jeanne IMPORT ARCHIVE " + name), lines::toString);
        assertTrue(lines.get(1).startsWith("publication-fetcher anonyme IMPORT DEJA_CONNU " + name), lines::toString);
        String key =
                App.get("/fichiers/{id}", id).at("/fichier/sha256").asText().substring(0, 16);
        assertTrue(
                App.audit(key).stream()
                        .anyMatch(line -> line.startsWith("publication-fetcher jean REJEU REVISION_2 ")
                                && line.endsWith("a mended pack")),
                () -> App.audit(key).toString());
        List<String> transfers = App.audit(fetched);
        assertEquals(1, transfers.size(), transfers::toString);
        assertTrue(
                transfers.getFirst().startsWith("publication-fetcher service TRANSFERT ARCHIVE OMEGA:/publications/"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<String> connections = App.audit("slot ");
            assertTrue(
                    connections.stream().anyMatch(line -> line.contains(" CONNEXION REUSSIE ")), connections::toString);
            assertTrue(
                    connections.stream().anyMatch(line -> line.contains(" CONNEXION ECHOUEE ") && line.contains("key")),
                    connections::toString);
        });
    }

    /** Readiness is not lost by it. */
    @Test
    void aKeyThatOthersMayReadIsToldByHealthAndAlert() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(
                        "checks.find { it.name == 'publication-fetcher' }.data.credentials",
                        allOf(
                                startsWith("LEURRE ATTENTION DROITS "),
                                containsString("open-key"),
                                containsString("chmod 600"),
                                not(containsString("ESA"))));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> App.get("/alertes")
                        .toString()
                        .contains("publication-fetcher/LEURRE/certificat/DROITS/ATTENTION/"));
    }

    /** Metrics that alerts and dashboards ask for, and that come from the JVM, Quarkus and Kafka's client, whose names a new version may change. */
    private static Set<String> askedForOfOthers() throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("../deploy/helm/omega-gateway/files"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Pattern.compile("\\b(?:kafka|jvm|process|http)_[a-z_]+")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(each -> names.add(each.group()));
            }
        }
        assertTrue(names.size() >= 8, names::toString);
        return names;
    }

    @Test
    void itDescribesItselfAndItsHealth() throws IOException {
        given().get("/q/openapi").then().statusCode(200).body(containsString("/fichiers/{id}/rejeu"));
        given().get("/catalogue").then().statusCode(200).body("flux.flux", hasItems("REMM", "LPCE", "FICHIER_LISTE"));
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'publication-fetcher' }.data.layoutsLacking", equalTo(""));
        String name = Publications.cok1Name("PORTAIL", 950);
        imported(name, Publications.zip(Publications.cok1("PORTAIL", 950, 7)));
        App.await(name, "Complete");
        String metrics =
                given().get("/q/metrics").then().statusCode(200).extract().asString();
        for (String each : new String[] {
            "omega_parse_lignes_total{flux=\"COK1\",sort=\"publiee\"",
            "omega_parse_octets_total{flux=\"COK1\"",
            "omega_collect_age_ratio{partenaire=\"ESA\"",
            "omega_collect_attendus{partenaire=\"PORTAIL\"",
            "omega_collect_dernier_seconds{partenaire=\"PORTAIL\"",
            "omega_parse_layouts_manquants",
            "kafka_consumer_fetch_manager_records_lag"
        }) {
            assertTrue(metrics.contains(each), () -> each + " is missing");
        }
        for (String each : askedForOfOthers()) {
            assertTrue(metrics.contains("\n" + each), () -> each + ", which alerts or dashboards ask for, is missing");
        }
        // TJDC never comes here: what its first file will add must be seen as added
        for (String each : new String[] {
            "omega_parse_lignes_total\\{flux=\"TJDC\",sort=\"publiee\".*\\} 0\\.0",
            "omega_parse_lignes_total\\{flux=\"TJDC\",sort=\"rejetee\".*\\} 0\\.0",
            "omega_parse_blocs_total\\{flux=\"TJDC\".*\\} 0\\.0",
            "omega_collect_fichiers_total\\{flux=\"TJDC\",partenaire=\"ESA\".*\\} 0\\.0"
        }) {
            assertTrue(Pattern.compile(each).matcher(metrics).find(), () -> each + " is missing");
        }
        given().get("/bilan").then().body("lues.sum()", greaterThan(0));
        assertTrue(Path.of(App.setting("omega.fetcher.home"))
                .resolve("archive")
                .toFile()
                .isDirectory());
    }
}
