package omega.ws;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import omega.event.Topics;
import org.junit.jupiter.api.Test;

/** {@code pce adresse} behind a token server, both written by hand (guide 4.2.3). */
@QuarkusTest
@QuarkusTestResource(AppStack.class)
class RestTest {
    private static final Map<String, String> LOOK = Map.of("X-Omega-Appelant", "tests", "X-Omega-Motif", "essai");

    private static Response search(String commune) {
        return post("{\"codePostal\": \"61000\", \"voie\": \"rue\", \"commune\": \"" + commune + "\"}");
    }

    private static Response post(String body) {
        return App.post("/ws/pce-adresse/rechercherPce", body, LOOK);
    }

    private static Path home() {
        return Path.of(App.setting("omega.test.home"));
    }

    private static int tokens() throws IOException {
        return Integer.parseInt(Files.readString(home().resolve("tokens")));
    }

    @Test
    void pointsAreFoundAndDigitsKept() throws IOException {
        Response found = post("""
            {"codePostal": "61000", "voie": "rue de l'été & co", "commune": "Alençon", "numero": 12, "etat": ["ACT", "COU"], "maximum": 5}\
            """);
        assertEquals(200, found.statusCode(), found.asString());
        assertEquals("12345678901234", App.json(found).at("/pces/0/pce").asText());
        assertTrue(found.asString().contains("48.4300"), found.asString());
        assertEquals(
                "codePostal=61000&commune=Alen%C3%A7on&voie=rue%20de%20l%27%C3%A9t%C3%A9%20%26%20co&numero=12&etat=ACT&etat=COU&maximum=5",
                Files.readString(home().resolve("query")));
    }

    @Test
    void everyFaultIsToldBeforeTheCall() {
        JsonNode problem = App.json(post("""
            {"codePostal": "6100", "commune": "", "numero": 0, "etat": ["ACT", "X"], "maximum": "5", "autre": 1}\
            """));
        assertEquals("urn:omega:problem:misfit", problem.path("type").asText());
        Map<String, String> faults = new java.util.TreeMap<>();
        problem.path("faults")
                .forEach(each ->
                        faults.put(each.path("path").asText(), each.path("kind").asText()));
        assertEquals(
                Map.of(
                        "/codePostal", "PATTERN",
                        "/commune", "LENGTH",
                        "/numero", "RANGE",
                        "/etat/1", "ENUMERATION",
                        "/maximum", "TYPE",
                        "/autre", "UNKNOWN",
                        "/voie", "MISSING"),
                faults);
        assertEquals(
                400,
                App.post("/ws/pce-adresse/rechercherPce", "{\"codePostal\": \"61000\", \"voie\": \"rue\"}", Map.of())
                        .statusCode(),
                "a look-up says who asks and why (guide 4.2.1)");
    }

    @Test
    void whateverIsNoAnswerIsAProblem() {
        assertEquals("502 failed", told(search("ERREUR")));
        assertEquals(
                "TEC-099", App.json(search("ERREUR")).at("/fault/detail/code").asText());
        assertEquals("504 unanswered", told(search("HTML")));
        assertEquals("502 bad-answer", told(search("FAUX")));
        assertEquals("502 bad-answer", told(search("VIDE")));
        assertEquals("504 unanswered", told(search("ENORME")));
        if (Boolean.getBoolean("tests.full")) {
            assertEquals("504 unanswered", told(search("LENT")));
        }
        assertEquals("422 refused", told(search("REFUS")));
        assertEquals(
                "FON-001", App.json(search("REFUS")).at("/fault/detail/code").asText());
        assertEquals("422 refused", told(search("INTERDIT")));
        assertEquals("429 capped", told(search("TROP")));
        assertEquals("7", search("TROP").header("Retry-After"));
        assertEquals("502 failed", told(search("PANNE")));
        assertEquals(200, search("Alencon").statusCode());
    }

    private static String told(Response response) {
        return response.statusCode() + " "
                + App.json(response).path("type").asText().replace("urn:omega:problem:", "");
    }

    @Test
    void allWaitForOneTokenAndNoneIsFailedByARevocation() throws Exception {
        assertEquals(200, search("Alencon").statusCode());
        int before = tokens();
        Files.writeString(home().resolve("revoked"), "");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> calls = IntStream.range(0, Boolean.getBoolean("tests.full") ? 1_000 : 200)
                    .mapToObj(_ -> callers.submit(() -> search("Alencon").statusCode()))
                    .toList();
            for (Future<Integer> each : calls) {
                assertEquals(200, each.get());
            }
        }
        assertEquals(before + 1, tokens());
    }

    /** A token that lives shortly is kept as others are, and replaced ahead of its end. */
    @Test
    void aShortLivedTokenIsKeptForMostOfItsLife() throws IOException {
        try {
            Files.writeString(home().resolve("lifetime"), "20");
            Files.writeString(home().resolve("revoked"), "");
            assertEquals(200, search("Alencon").statusCode());
            int before = tokens();
            assertEquals(200, search("Alencon").statusCode());
            assertEquals(before, tokens(), "the second call used the first one's token");
            Files.writeString(home().resolve("lifetime"), "1");
            Files.writeString(home().resolve("revoked"), "");
            assertEquals(200, search("Alencon").statusCode());
            int short1 = tokens();
            org.awaitility.Awaitility.await().until(() -> {
                assertEquals(200, search("Alencon").statusCode());
                return tokens() > short1;
            });
        } finally {
            Files.writeString(home().resolve("lifetime"), "3600");
            Files.writeString(home().resolve("revoked"), "");
        }
    }

    @Test
    void kafkaAsksByTheGuidesNameAndIsAnswered() {
        App.send(Topics.DEMANDE_UNITAIRE, "P-1", """
            {"idDemande": "P-1", "service": "pce adresse", "operation": "rechercherPce", "appelant": "tests", "motif": "essai",
             "corps": {"codePostal": "61000", "voie": "rue"}}\
            """);
        JsonNode answer = App.await(
                Topics.REPONSE_UNITAIRE, each -> each.path("idDemande").asText().equals("P-1"));
        assertEquals("12345678901234", answer.at("/reponse/pces/0/pce").asText(), answer.toString());
        assertEquals(
                200,
                App.post("/ws/pce adresse/rechercherPce", "{\"codePostal\": \"61000\", \"voie\": \"rue\"}", LOOK)
                        .statusCode());
    }

    /** What the server refuses before the proxy is asked is as the document says too. */
    @Test
    void whatTheServerRefusesIsDescribed() throws Exception {
        JsonNode document = App.get("/openapi");
        Response other =
                given().contentType("text/plain").body("{}").headers(LOOK).post("/ws/pce-adresse/rechercherPce");
        assertEquals(415, other.statusCode());
        JsonNode described = document.at("/paths/~1ws~1pce-adresse~1rechercherPce/post/responses");
        assertEquals(
                other.contentType().replaceFirst(";.*", ""),
                described.at("/415/content").fieldNames().next());
        assertEquals(
                Set.of(),
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(document.at("/components/schemas/omega.HttpProblem"))
                        .validate(App.json(other)));
        assertTrue(described.has("413"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest large = HttpRequest.newBuilder(
                            URI.create(App.setting("test.url") + "/ws/pce-adresse/rechercherPce"))
                    .header("Content-Type", "application/json")
                    .version(HttpClient.Version.HTTP_1_1)
                    .expectContinue(true)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[9 << 20]))
                    .build();
            HttpResponse<String> refused = client.send(large, HttpResponse.BodyHandlers.ofString());
            assertEquals(413, refused.statusCode());
            assertEquals("", refused.body());
        }
    }
}
