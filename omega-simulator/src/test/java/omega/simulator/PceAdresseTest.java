package omega.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import omega.simulator.books.Appel;
import omega.simulator.books.Appel.Issue;
import omega.simulator.play.ReglagesWs;
import omega.simulator.publish.Registers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The token server and the REST service behind it, as curl meets them. */
class PceAdresseTest {
    private static final String SECRET = "un secret: avec & deux points";

    @TempDir
    Path home;

    private WebScene web;

    @BeforeEach
    void open() {
        web = new WebScene(home, "2026-11-24T10:00:00Z");
    }

    @AfterEach
    void close() {
        web.close();
    }

    private static Curl curl() {
        return Curl.trusting(WebScene.TLS);
    }

    private Curl.Answer ask(String... form) {
        Curl curl = curl();
        for (String each : form) {
            curl = curl.with("--data-urlencode", each);
        }
        return curl.get(web.rest("/oauth/token"));
    }

    private String token() throws IOException {
        Curl.Answer answer = ask("grant_type=client_credentials", "client_id=client-demo", "client_secret=" + SECRET);
        assertEquals(200, answer.status(), answer.body());
        return json(answer).path("access_token").asText();
    }

    private static JsonNode json(Curl.Answer answer) throws IOException {
        return JsonMapper.builder().build().readTree(answer.body());
    }

    private Curl.Answer search(String token, String... query) {
        Curl curl = curl().with("-G", "-H", "Authorization: Bearer " + token);
        for (String each : query) {
            curl = curl.with("--data-urlencode", each);
        }
        return curl.get(web.rest("/pce/adresse"));
    }

    @Test
    void aTokenIsForClientsThatAreKnown() throws IOException {
        JsonNode given = json(ask(
                "grant_type=client_credentials",
                "client_id=client-demo",
                "client_secret=" + SECRET,
                "scope=pce.adresse"));
        assertEquals("Bearer", given.path("token_type").asText());
        assertEquals(3600, given.path("expires_in").asInt());
        assertEquals("pce.adresse", given.path("scope").asText());
        // RFC 6749 §2.3.1: both are form-encoded before they go into the header
        Curl.Answer basic = curl().with("-u", "client-demo:un+secret%3A+avec+%26+deux+points")
                .post(web.rest("/oauth/token"), "grant_type=client_credentials");
        assertEquals(200, basic.status(), basic.body());
        Curl.Answer wrong = ask("grant_type=client_credentials", "client_id=client-demo", "client_secret=x");
        assertEquals(401, wrong.status());
        assertEquals("invalid_client", json(wrong).path("error").asText());
        assertEquals(
                401,
                ask("grant_type=client_credentials", "client_id=AUTRE", "client_secret=")
                        .status());
        assertEquals(
                "unsupported_grant_type",
                json(ask("grant_type=password", "client_id=client-demo", "client_secret=" + SECRET))
                        .path("error")
                        .asText());
        assertEquals(
                "invalid_scope",
                json(ask(
                                "grant_type=client_credentials",
                                "client_id=client-demo",
                                "client_secret=" + SECRET,
                                "scope=tout"))
                        .path("error")
                        .asText());
        assertEquals(405, curl().get(web.rest("/oauth/token")).status());
        assertEquals(
                List.of(Issue.REPONSE, Issue.REPONSE),
                web.scene.omega.books().appels(each -> each.service().equals(ReglagesWs.JETON)).stream()
                        .map(Appel::issue)
                        .limit(2)
                        .toList());
    }

    @Test
    void pointsAreFoundByTheirAddress() throws IOException {
        Registers.Point point = web.point(5);
        String token = token();
        JsonNode found = json(search(
                token,
                "codePostal=" + point.codePostal(),
                "commune=" + point.commune().toUpperCase(Locale.ROOT),
                "voie=" + point.voie(),
                "numero=" + point.rue()));
        assertEquals(point.numero(), found.path("pces").path(0).path("pce").asText());
        assertEquals(
                point.voie(),
                found.path("pces").path(0).path("adresse").path("voie").asText());
        assertEquals("ACT", found.path("pces").path(0).path("etat").asText());
        JsonNode one = json(search(token, "codePostal=" + point.codePostal(), "voie=RUE", "maximum=1"));
        assertEquals(1, one.path("pces").size());
        assertTrue(one.path("incomplet").asBoolean());
        assertEquals(
                0,
                json(search(token, "codePostal=" + point.codePostal(), "voie=rue", "etat=COU", "etat=HS"))
                        .path("pces")
                        .size());
        for (String[] wrong : new String[][] {
            {"voie=rue"},
            {"codePostal=6100", "voie=rue"},
            {"codePostal=61000", "voie=r"},
            {"codePostal=61000", "voie=rue", "maximum=101"},
            {"codePostal=61000", "voie=rue", "etat=X"}
        }) {
            Curl.Answer answer = search(token, wrong);
            assertEquals(400, answer.status(), answer.body());
            assertEquals("FON-001", json(answer).path("code").asText());
        }
        assertEquals("DEMO", web.scene.omega.books().appels(_ -> true).getLast().partenaire());
    }

    @Test
    void aTokenEndsByTimeOrByRevocation() throws IOException {
        Curl.Answer none = curl().get(web.rest("/pce/adresse?codePostal=61000&voie=rue"));
        assertEquals(401, none.status());
        assertEquals("TEC-010", json(none).path("code").asText());
        String token = token();
        assertEquals(200, search(token, "codePostal=61000", "voie=rue").status());
        assertEquals(1, web.revoke());
        assertEquals(401, search(token, "codePostal=61000", "voie=rue").status());
        web.tokensLast(Duration.ofSeconds(2));
        String brief = token();
        assertEquals(200, search(brief, "codePostal=61000", "voie=rue").status());
        // the scene's hands are the real clock, too
        web.scene.hands.on(Duration.ofSeconds(3));
        assertEquals(401, search(brief, "codePostal=61000", "voie=rue").status());
    }

    @Test
    void itKeepsTheHoursAndHasFaultsOfItsOwn() throws IOException {
        String token = token();
        web.scene.hands.to("2026-11-25T18:30:00Z");
        String later = token();
        Curl.Answer closed = search(later, "codePostal=61000", "voie=rue");
        assertEquals(500, closed.status());
        assertEquals("TEC-003", json(closed).path("code").asText());
        web.scene.hands.to("2026-11-25T10:00:00Z");
        web.play("pce adresse", "HTTP:429", "COUPURE", "CORPS_ERREUR:HTML", "FAUTE_TECHNIQUE");
        String now = token();
        assertEquals(429, search(now, "codePostal=61000", "voie=rue").status());
        assertEquals(52, search(now, "codePostal=61000", "voie=rue").exit());
        assertTrue(search(now, "codePostal=61000", "voie=rue").has("<html>"));
        assertEquals(
                "TEC-099",
                json(search(now, "codePostal=61000", "voie=rue")).path("code").asText());
        assertEquals(200, search(now, "codePostal=61000", "voie=rue").status());
        assertEquals(401, search(token + "x", "codePostal=61000", "voie=rue").status());
        web.play(ReglagesWs.JETON, "HTTP:503");
        assertEquals(
                503,
                ask("grant_type=client_credentials", "client_id=client-demo", "client_secret=" + SECRET)
                        .status());
        assertEquals(
                200,
                ask("grant_type=client_credentials", "client_id=client-demo", "client_secret=" + SECRET)
                        .status());
    }
}
