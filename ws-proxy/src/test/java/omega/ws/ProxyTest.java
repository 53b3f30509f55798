package omega.ws;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import omega.event.Topics;
import omega.sandbox.test.Topic;
import omega.ws.keep.Journal;
import omega.ws.translate.Json;
import org.junit.jupiter.api.Test;

/** The whole service against a SOAP server that is not CXF, with a real broker and database. */
@QuarkusTest
@QuarkusTestResource(AppStack.class)
class ProxyTest {
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> LOOK = Map.of("X-Omega-Appelant", "tests", "X-Omega-Motif", "essai");

    @Inject
    Journal journal;

    @Test
    void aWriteIsCarriedOutOnceAndTold() {
        Response response = App.chf("A-1", NONE);
        assertEquals(200, response.statusCode(), response.asString());
        JsonNode accuse = App.json(response).path("accuse");
        assertEquals("A-1", accuse.path("idDemande").asText());
        assertTrue(accuse.path("numeroDemande").asText().matches("D[0-9]{10}"));
        assertEquals("Reçue", accuse.at("/message/0/$").asText());
        assertEquals("M01", accuse.at("/message/0/@code").asText());

        List<String> received = App.received("CreerDemandeCHF", "A-1");
        assertEquals(1, received.size());
        String[] parts = received.getFirst().split("\n", 5);
        assertEquals("\"urn:omega:provisional:CreerDemandeCHF/creerDemandeCHF\"", parts[1]);
        assertTrue(parts[2].toLowerCase(java.util.Locale.ROOT).matches("text/xml; ?charset=utf-8"), parts[2]);
        assertTrue(parts[3].matches("CN=(first|second)"), parts[3]);
        assertFalse(parts[4].contains("Header"), parts[4]);
        assertTrue(parts[4].contains("12.50"), "digits are kept: " + parts[4]);

        JsonNode event =
                App.await(Topics.APPEL, each -> each.path("idDemande").asText().equals("A-1"));
        assertEquals("ACCEPTEE", event.path("resultat").asText());
        assertEquals("CHF", event.path("kind").asText());
        assertEquals("12345678901234", event.path("pce").asText());
        assertEquals(
                accuse.path("numeroDemande").asText(), event.path("numeroSuivi").asText());
    }

    @Test
    void everyFaultIsToldBeforeTheCall() {
        String bad = App.chf("B-1")
                .replace("12345678901234", "123")
                .replace("\"T2\"", "\"T9\"")
                .replace("12.50", "12.505")
                .replace("\"accordClient\": true", "\"accordClient\": \"oui\", \"inconnu\": 1");
        Response response = App.post("/ws/CreerDemandeCHF/creerDemandeCHF", bad, NONE);
        assertEquals(422, response.statusCode());
        assertTrue(response.contentType().startsWith("application/problem+json"));
        Map<String, String> faults = StreamSupport.stream(
                        App.json(response).path("faults").spliterator(), false)
                .collect(Collectors.toMap(
                        each -> each.path("path").asText(),
                        each -> each.path("kind").asText()));
        assertEquals(
                Map.of(
                        "/pce", "PATTERN",
                        "/tarif", "ENUMERATION",
                        "/cja", "DIGITS",
                        "/accordClient", "TYPE",
                        "/inconnu", "UNKNOWN"),
                faults);
        assertEquals(List.of(), App.received("CreerDemandeCHF", "B-1"));
    }

    @Test
    void refusalsAreProblems() {
        Response declared = App.chf("REFUS-1", NONE);
        assertEquals(422, declared.statusCode());
        assertEquals("FON-012", App.json(declared).at("/fault/detail/code").asText());
        assertEquals(
                "urn:omega:problem:refused", App.json(declared).path("type").asText());
        assertEquals(422, App.chf("CLIENT-1", NONE).statusCode());
        Response second = App.chf("AUTRES-1", NONE);
        assertEquals("FON-012", App.json(second).at("/fault/detail/code").asText(), "the contract's is not the first");
        // what OMEGA says of itself is no refusal: by this code nothing was done, by the other that is not known
        Response closed = App.chf("FERME-1", NONE);
        assertEquals("502 PREPARE", closed.statusCode() + " " + state(closed));
        assertEquals(
                "504 INCERTAINE",
                App.chf("PANNEDITE-1", NONE).statusCode() + " " + state(App.chf("PANNEDITE-1", NONE)));
        assertEquals(1, App.received("CreerDemandeCHF", "PANNEDITE-1").size());
        Response unread = App.chf("ILLISIBLE-1", NONE);
        assertEquals("502 PREPARE", unread.statusCode() + " " + state(unread), "what OMEGA cannot read it does not do");
        assertEquals(
                "OMEGA failed: TEC-001 : illisible",
                App.json(unread).path("detail").asText());
        Response capped = App.chf("TROP-1", NONE);
        assertEquals("429 7 PREPARE", capped.statusCode() + " " + capped.header("Retry-After") + " " + state(capped));
        Response forbidden = App.chf("INTERDIT-1", NONE);
        assertEquals(502, forbidden.statusCode());
        assertEquals("PREPARE", state(forbidden));
        JsonNode told =
                App.await(Topics.APPEL, each -> each.path("idDemande").asText().equals("INTERDIT-1"));
        assertEquals(
                "EN_ATTENTE OMEGA was not reached",
                told.path("resultat").asText() + " " + told.path("probleme").asText());
        assertTrue(refusedByOmega("REFUS-1"));
    }

    private static String state(Response response) {
        return App.get(response.header("Location").replaceFirst("^https?://[^/]*", ""))
                .path("etat")
                .asText();
    }

    @Test
    void oneKeyIsOneCall() {
        Map<String, String> key = Map.of("Idempotency-Key", "cle-1");
        Response first = App.chf("K-1", key);
        Response again = App.chf("K-1", key);
        assertEquals(200, first.statusCode());
        assertEquals(200, again.statusCode());
        assertEquals(first.asString(), again.asString());
        assertEquals(first.asString(), App.chf("K-1", NONE).asString(), "without a key, its reference tells");
        assertEquals(422, App.chf("K-2", key).statusCode(), "the key was used for another body");
        Response taken = App.post(
                "/ws/CreerDemandeCHF/creerDemandeCHF",
                App.chf("K-1").replace("T2", "T3"),
                Map.of("Idempotency-Key", "cle-2"));
        assertEquals(409, taken.statusCode(), "one reference, two requests");
        assertEquals(1, App.received("CreerDemandeCHF", "K-1").size());
        assertEquals(0, App.received("CreerDemandeCHF", "K-2").size());
    }

    @Test
    void aHundredCallersWithOneKeyMakeOneCall() throws Exception {
        List<Integer> statuses = all(
                100, () -> App.chf("C-1", Map.of("Idempotency-Key", "cle-c")).statusCode());
        assertTrue(Set.of(200, 409).containsAll(statuses), statuses.toString());
        assertTrue(statuses.contains(200));
        assertEquals(1, App.received("CreerDemandeCHF", "C-1").size());
    }

    @Test
    void aLostAnswerIsLookedUpAndNothingIsSentAgain() {
        Response lost = App.chf("PERDU-1", NONE);
        assertEquals(504, lost.statusCode(), lost.asString());
        assertEquals("urn:omega:problem:uncertain", App.json(lost).path("type").asText());
        String place = lost.header("Location").replaceFirst("^https?://[^/]*", "");
        JsonNode found = App.await(place, "ACCEPTEE");
        assertTrue(found.path("numeroDemande").asText().matches("D[0-9]{10}"));
        assertEquals("INT", found.at("/reponse/etat").asText());
        Response again = App.chf("PERDU-1", NONE);
        assertEquals(202, again.statusCode());
        assertEquals("ACCEPTEE", App.json(again).path("etat").asText());
        assertEquals(1, App.received("CreerDemandeCHF", "PERDU-1").size());
        App.await(
                Topics.APPEL,
                each -> each.path("idDemande").asText().equals("PERDU-1")
                        && each.path("resultat").asText().equals("INCERTAINE"));
        App.await(
                Topics.APPEL,
                each -> each.path("idDemande").asText().equals("PERDU-1")
                        && each.path("resultat").asText().equals("ACCEPTEE"));
    }

    /** A front door that says 503 may have lost what stood behind it. */
    @Test
    void whatWasUnavailableMayHaveBeenDone() {
        Response lost = App.chf("INDISPO-1", NONE);
        assertEquals("urn:omega:problem:uncertain", App.json(lost).path("type").asText());
        assertEquals(
                "OMEGA answered HTTP 503 (text/html) without a SOAP answer: its root is html",
                App.json(lost).path("detail").asText());
        assertNull(lost.header("Retry-After"), "a write is not sent again");
        App.send(Topics.DEMANDE_UNITAIRE, "INDISPO-2", """
            {"service": "CreerDemandeCHF", "operation": "creerDemandeCHF", "corps": %s}\
            """.formatted(App.chf("INDISPO-2")));
        App.await(lost.header("Location").replaceFirst("^https?://[^/]*", ""), "ACCEPTEE");
        App.await(
                Topics.APPEL,
                each -> each.path("idDemande").asText().equals("INDISPO-2")
                        && each.path("resultat").asText().equals("ACCEPTEE"));
        assertEquals(1, App.received("CreerDemandeCHF", "INDISPO-1").size());
        assertEquals(1, App.received("CreerDemandeCHF", "INDISPO-2").size());
    }

    /** OMEGA shows a request under the same reference that is another. */
    @Test
    void anotherRequestUnderTheSameReferenceSettlesNothing() {
        String place = App.chf("PERDU-AUTRE-1", NONE).header("Location").replaceFirst("^https?://[^/]*", "");
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> App.received("SuiviDemande", "PERDU-AUTRE-1").size() >= 2);
        assertEquals("INCERTAINE", App.get(place).path("etat").asText());
    }

    @Test
    void whoMayWaitIsNotTurnedAwayByAnAttemptThatFailed() {
        Map<String, String> waits = Map.of("Prefer", "respond-async");
        Response unreached = move("INTERDIT-2", waits);
        assertEquals(202, unreached.statusCode(), unreached.asString());
        assertEquals("EN_ATTENTE", App.json(unreached).path("etat").asText());
        assertEquals(502, move("INTERDIT-3", NONE).statusCode());
        try {
            App.jump(Instant.parse("2026-11-24T21:00:00Z"));
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(60))
                    .until(() -> move("INTERDIT-3", NONE).statusCode() == 503);
            Response later = move("INTERDIT-3", waits);
            assertEquals(202, later.statusCode(), later.asString());
            assertEquals("EN_ATTENTE", App.json(later).path("etat").asText());
        } finally {
            App.jump(AppStack.ORIGIN);
        }
    }

    /** Of services of their own, so that what fails there by intent holds back no other test's calls. */
    private static Response annul(String id, Map<String, String> headers) {
        return App.post(
                "/ws/AnnulerDemandeUnitaire/annulerDemandeUnitaire",
                "{\"idDemande\": \"" + id + "\", \"numeroDemande\": \"D0000000001\", \"motif\": \"M07\"}",
                headers);
    }

    private static Response move(String id, Map<String, String> headers) {
        return App.post("/ws/ModifierDemandeRdv/modifierDemandeRdv", """
            {"idDemande": "%s", "numeroDemande": "D0000000001", "rendezVous": {"referenceCreneau": "C0008",
             "contact": {"@role": "CLIENT", "nom": "Noël", "telephone_ou_courriel": [{"telephone": "0612345678"}]}}}\
            """.formatted(id), headers);
    }

    @Test
    void aListIsAskedForInWordsThatThereAre() {
        for (String asked : List.of("etat=NOPE", "page=-1", "page=x", "taille=0", "taille=1001", "idDemande=%00")) {
            Response answer = given().urlEncodingEnabled(false).get("/demandes?" + asked);
            assertEquals("400 application/problem+json", answer.statusCode() + " " + answer.contentType(), asked);
        }
        assertTrue(given().get("/demandes?etat=NOPE").asString().contains("ABANDONNEE"), "the states are told");
        assertEquals(200, given().get("/demandes?etat=INCERTAINE&page=9").statusCode());
    }

    @Test
    void aProcessThatEndedDuringACallLeavesItUncertain() {
        Response sent = App.chf("MORT-1", NONE);
        String place = sent.header("Location").replaceFirst("^https?://[^/]*", "");
        // as the row stands when the process ends before it can note the answer
        journal.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                    UPDATE ws.demande SET etat = 'ENVOI', statut = NULL, reponse = NULL, numero_demande = NULL,
                        envoi_limite = now() - interval '1 second' WHERE id = :id\
                    """)
                        .bind("id", Long.parseLong(place.substring(place.lastIndexOf('/') + 1)))
                        .execute());
        JsonNode found = App.await(place, "ACCEPTEE");
        assertEquals("INT", found.at("/reponse/etat").asText(), "looked up, not sent again");
        assertEquals(1, App.received("CreerDemandeCHF", "MORT-1").size());
        App.await(
                Topics.APPEL,
                each -> each.path("idDemande").asText().equals("MORT-1")
                        && each.path("resultat").asText().equals("INCERTAINE"));
    }

    @Test
    void whatOmegaDoesNotShowIsLeftToAnOperator() {
        Response lost = App.chf("PERDU-JAMAIS-1", Map.of("X-Omega-Appelant", "tests-ecriture"));
        String place = lost.header("Location").replaceFirst("^https?://[^/]*", "");
        App.await(
                Topics.ALERTE,
                each -> each.path("genre").asText().equals("APPEL_INCERTAIN")
                        && each.path("message").asText().contains(place + "/decision"));
        given().contentType("application/json")
                .body("{\"operateur\": \"nn\"}")
                .post(place + "/decision")
                .then()
                .statusCode(400);
        assertEquals("INCERTAINE", App.get(place).path("etat").asText());
        JsonNode decided = App.json(given().contentType("application/json")
                .body("{\"operateur\": \"nn\", \"raison\": \"GRDF n'en a pas trace\", \"presente\": false}")
                .post(place + "/decision")
                .then()
                .statusCode(200)
                .extract()
                .response());
        assertEquals("ABANDONNEE", decided.path("etat").asText());
        assertEquals("nn", decided.at("/decision/operateur").asText());
        assertFalse(refusedByOmega("PERDU-JAMAIS-1"), "it never judged it");
        assertEquals(
                List.of("APPEL tests-ecriture INCERTAINE 504", "DECISION nn ABANDONNEE"),
                journal.jdbi()
                        .withHandle(handle -> handle.createQuery("""
                            SELECT action || ' ' || acteur || ' ' || CASE action WHEN 'APPEL' THEN substr(resultat, 1, 14) ELSE resultat END
                            FROM audit.ligne
                            WHERE (objet LIKE '%PERDU-JAMAIS-1' OR objet = :place) AND acteur <> 'ws-proxy' ORDER BY id\
                            """)
                                .bind("place", place)
                                .mapTo(String.class)
                                .list()));
        assertEquals(1, App.received("CreerDemandeCHF", "PERDU-JAMAIS-1").size());
    }

    @Test
    void whateverIsNoAnswerLeavesAWriteUncertain() {
        for (String id : List.of("ERREUR-1", "FAUX-1", "DTD-1", "ENORME-1", "LENT-1", "PANNE-1")) {
            Response response = annul(id, NONE);
            assertEquals(504, response.statusCode(), id + response.asString());
            assertEquals(
                    "urn:omega:problem:uncertain",
                    App.json(response).path("type").asText(),
                    id);
        }
    }

    @Test
    void aLookUpSaysWhoAsksAndWhy() {
        String body = "{\"idDemande\": \"A-9\"}";
        assertEquals(400, App.post("/ws/SuiviDemande/suiviDemande", body, NONE).statusCode());
        Response found = App.post("/ws/SuiviDemande/suiviDemande", body, LOOK);
        assertEquals(200, found.statusCode(), found.asString());
        assertEquals(1, App.json(found).path("pages").asInt());
        assertFalse(App.json(found).has("demande"));
        assertEquals(404, App.post("/ws/SuiviDemande/autre", body, LOOK).statusCode());
        Response away = App.post("/ws/SuiviDemande/suiviDemande", "{\"idDemande\": \"INDISPO-9\"}", LOOK);
        assertEquals("504 7", away.statusCode() + " " + away.header("Retry-After"), "as OMEGA asks");
        assertEquals(400, App.post("/ws/SuiviDemande/suiviDemande", "{", LOOK).statusCode());
    }

    @Test
    void kafkaAsksAndIsAnswered() {
        App.send(Topics.DEMANDE_UNITAIRE, "Q-1", """
            {"idDemande": "Q-1", "service": "CreerDemandeCHF", "operation": "creerDemandeCHF", "corps": %s}\
            """.formatted(App.chf("Q-1")));
        App.send(Topics.DEMANDE_UNITAIRE, "Q-2", """
            {"idDemande": "Q-2", "service": "CreerDemandeCHF", "operation": "creerDemandeCHF", "corps": {"pce": "1"}}\
            """);
        App.send(Topics.DEMANDE_UNITAIRE, "Q-3", "{\"service\": ");
        String look = "{\"service\": \"%s\", \"operation\": \"suiviDemande\", %s \"corps\": {\"idDemande\": \"Q\"}}";
        App.send(Topics.DEMANDE_UNITAIRE, "Q-4", look.formatted("Autre", "\"partenaire\": \"AUTRE\","));
        App.send(Topics.DEMANDE_UNITAIRE, "Q-5", look.formatted("SuiviDemande", "\"partenaire\": \"AUTRE\","));
        App.send(Topics.DEMANDE_UNITAIRE, "Q-6", look.formatted("SuiviDemande", "\"motif\": \"essai\","));
        JsonNode answer = answered("Q-1");
        assertEquals("ACCEPTEE", answer.path("etat").asText());
        assertEquals("REC", answer.at("/reponse/accuse/etat").asText());
        assertEquals(
                "urn:omega:problem:misfit", answered("Q-2").at("/probleme/type").asText());
        assertEquals(
                "urn:omega:problem:unreadable",
                answered("Q-3").at("/probleme/type").asText());
        assertEquals(
                List.of("urn:omega:problem:unknown 404", "urn:omega:problem:who 400", "urn:omega:problem:who 400"),
                Stream.of("Q-4", "Q-5", "Q-6")
                        .map(ProxyTest::answered)
                        .map(each -> each.at("/probleme/type").asText() + " "
                                + each.path("statut").asText())
                        .toList());
        assertEquals(1, App.received("CreerDemandeCHF", "Q-1").size());
        assertFalse(refusedByOmega("Q-2"), "OMEGA was not called");
    }

    @Test
    void noMessageStopsTheTopic() {
        String ask = "{\"service\": \"CreerDemandeCHF\", \"operation\": \"creerDemandeCHF\", %s \"corps\": %s}";
        App.send(Topics.DEMANDE_UNITAIRE, "N-1", ask.formatted("", "{\"pce\": \"1\\u0000\"}"));
        App.send(Topics.DEMANDE_UNITAIRE, "N-2", ask.formatted("\"cle\": \"a\\u0000\",", App.chf("N-2")));
        App.send(Topics.DEMANDE_UNITAIRE, new byte[] {0, 0, 0, 0, 0, 0, 1, 7}, "{\"service\": ");
        String endless = new java.util.Random(7)
                .ints(5_000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        App.send(Topics.DEMANDE_UNITAIRE, "N-4", ask.formatted("\"cle\": \"" + endless + "\",", App.chf("N-4")));
        App.send(Topics.DEMANDE_UNITAIRE, endless, ask.formatted("", "{\"pce\": \"1\"}"));
        App.send(Topics.DEMANDE_UNITAIRE, "N-6", ask.formatted("", App.chf("N-6")));
        assertEquals("ACCEPTEE", answered("N-6").path("etat").asText());
        assertEquals("REFUSEE", answered("N-1").path("etat").asText());
        assertEquals("REFUSEE", answered("N-4").path("etat").asText());
        assertEquals(0, App.received("CreerDemandeCHF", "N-2").size());
        assertEquals(
                400,
                App.post(
                                "/ws/RecupererDonneesPCE/recupererDonneesPCE",
                                "{\"pce\": \"1\\u0000\", \"accordClient\": true}",
                                LOOK)
                        .statusCode());
    }

    /** The answer is longer than Kafka takes; where it is to be read is told, and what follows is answered. */
    @Test
    void anAnswerThatIsTooLongForARecordIsLeftWhereItIsShown() {
        App.send(Topics.DEMANDE_UNITAIRE, "GROS-1", """
            {"service": "CreerDemandeCHF", "operation": "creerDemandeCHF", "corps": %s}\
            """.formatted(App.chf("GROS-1")));
        JsonNode answer = answered("GROS-1");
        assertEquals("ACCEPTEE", answer.path("etat").asText());
        assertFalse(answer.has("reponse"));
        JsonNode shown = App.get(answer.path("lieu").asText());
        assertEquals(3_001, shown.at("/reponse/accuse/message").size());
    }

    /** One timeline, several calls: what is asked for under the id of a creation is no second creation. */
    @Test
    void aLookUpByKafkaUnderTheIdOfACreationIsMadeEachTime() {
        App.send(Topics.DEMANDE_UNITAIRE, "L-1", """
            {"service": "CreerDemandeCHF", "operation": "creerDemandeCHF", "corps": %s}\
            """.formatted(App.chf("L-1")));
        assertEquals("ACCEPTEE", answered("L-1").path("etat").asText());
        for (int i = 0; i < 2; i++) {
            App.send(Topics.DEMANDE_UNITAIRE, "L-1", """
                {"service": "SuiviDemande", "operation": "suiviDemande", "appelant": "tests", "motif": "essai",
                 "corps": {"idDemande": "L-1"}}\
                """);
        }
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> App.received("SuiviDemande", "L-1").size() == 2);
        assertEquals(
                "INT",
                App.await(
                                Topics.REPONSE_UNITAIRE,
                                each -> each.path("idDemande").asText().equals("L-1")
                                        && each.path("operation").asText().equals("suiviDemande"))
                        .at("/reponse/demande/0/etat")
                        .asText());
    }

    private static boolean refusedByOmega(String id) {
        JsonNode event = App.await(
                Topics.APPEL,
                each -> each.path("idDemande").asText().equals(id)
                        && each.path("resultat").asText().equals("REFUSEE"));
        assertTrue(event.path("parOmega").isBoolean(), event.toString());
        return event.path("parOmega").asBoolean();
    }

    private static JsonNode answered(String id) {
        return App.await(
                Topics.REPONSE_UNITAIRE, each -> each.path("idDemande").asText().equals(id));
    }

    @Test
    void writesWaitForTheOpening() {
        try {
            App.jump(Instant.parse("2026-11-24T21:00:00Z")); // Tuesday 22:00: closed since 21:30 (guide 4.1)
            Response closed = org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(60))
                    .until(() -> App.chf("H-1", NONE), each -> each.statusCode() == 503);
            assertEquals(
                    "urn:omega:problem:closed", App.json(closed).path("type").asText());
            int wait = Integer.parseInt(closed.header("Retry-After"));
            assertTrue(wait > 9 * 3600 + 3500 && wait <= 10 * 3600, "opens at 08:00, in ten hours: " + wait);
            Response waits = App.chf("H-2", Map.of("Prefer", "respond-async"));
            assertEquals(202, waits.statusCode());
            String place = waits.header("Location").replaceFirst("^https?://[^/]*", "");
            assertEquals("EN_ATTENTE", App.get(place).path("etat").asText());
            assertEquals(
                    200,
                    App.post("/ws/SuiviDemande/suiviDemande", "{\"idDemande\": \"H-9\"}", LOOK)
                            .statusCode(),
                    "reads are open");
            assertEquals(0, App.received("CreerDemandeCHF", "H-2").size());
            App.jump(Instant.parse("2026-11-25T07:00:01Z"));
            JsonNode done = App.await(place, "ACCEPTEE");
            assertEquals("REC", done.at("/reponse/accuse/etat").asText());
            assertEquals(1, App.received("CreerDemandeCHF", "H-2").size());
        } finally {
            App.jump(AppStack.ORIGIN);
        }
    }

    /** What came by Kafka waits too, be it a write or a look-up, and nothing is sent before the first second of the opening. */
    @Test
    void whatCameByKafkaWaitsForTheOpening() {
        try {
            App.jump(Instant.parse(
                    "2026-11-23T19:30:00Z")); // Monday 20:30: look-ups are closed until 22:00, writes until 08:00
            org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(60))
                    .until(() -> App.post("/ws/SuiviDemande/suiviDemande", "{\"idDemande\": \"H-8\"}", LOOK)
                                    .statusCode()
                            == 503);
            App.send(Topics.DEMANDE_UNITAIRE, "H-3", """
                {"service": "CreerDemandeCHF", "operation": "creerDemandeCHF", "corps": %s}\
                """.formatted(App.chf("H-3")));
            App.send(Topics.DEMANDE_UNITAIRE, "H-4", """
                {"service": "SuiviDemande", "operation": "suiviDemande", "appelant": "tests", "motif": "essai",
                 "corps": {"idDemande": "H-4"}}\
                """);
            App.await(
                    Topics.APPEL,
                    each -> each.path("resultat").asText().equals("EN_ATTENTE")
                            && each.path("idDemande").asText().equals("H-3"));
            JsonNode look = org.awaitility.Awaitility.await()
                    .atMost(java.time.Duration.ofSeconds(60))
                    .until(() -> App.get("/demandes?idDemande=H-4").path(0), each -> each.has("id"));
            assertEquals(
                    "EN_ATTENTE 2026-11-23T21:00:00Z",
                    look.path("etat").asText() + " " + look.path("pasAvant").asText());
            App.jump(Instant.parse("2026-11-23T20:59:58Z"));
            opened(App.await("/demandes/" + look.path("id").asText(), "ACCEPTEE"), "2026-11-23T21:00:00Z");
            JsonNode write = App.get("/demandes?idDemande=H-3").path(0);
            assertEquals(
                    "EN_ATTENTE 2026-11-24T07:00:00Z",
                    write.path("etat").asText() + " " + write.path("pasAvant").asText());
            assertEquals(0, App.received("CreerDemandeCHF", "H-3").size());
            App.jump(Instant.parse("2026-11-24T06:59:58Z"));
            opened(App.await("/demandes/" + write.path("id").asText(), "ACCEPTEE"), "2026-11-24T07:00:00Z");
            assertEquals(1, App.received("CreerDemandeCHF", "H-3").size());
        } finally {
            App.jump(AppStack.ORIGIN);
        }
    }

    private static void opened(JsonNode done, String opening) {
        assertEquals(1, done.path("tentatives").asInt());
        Instant ended = Instant.parse(done.path("modifiee").asText());
        assertFalse(ended.isBefore(Instant.parse(opening)), done.toString());
    }

    /** Whoever asked is a line, also where nothing was called; an event is only where something changed. */
    @Test
    void whateverIsAskedForIsALine() {
        Map<String, String> who = Map.of("X-Omega-Appelant", "tests-audit");
        assertEquals(
                400,
                App.post("/ws/SuiviDemande/suiviDemande", "{\"idDemande\": \"J-1\"}", who)
                        .statusCode());
        assertEquals(
                400, App.post("/ws/CreerDemandeCHF/creerDemandeCHF", "{", who).statusCode());
        assertEquals(
                400,
                App.post(
                                "/ws/CreerDemandeCHF/creerDemandeCHF",
                                App.chf("J-2"),
                                Map.of("X-Omega-Appelant", "tests-audit", "X-Omega-Partenaire", "AUTRE"))
                        .statusCode());
        assertEquals(200, App.chf("J-3", who).statusCode());
        assertEquals(200, App.chf("J-3", who).statusCode());
        App.send(Topics.DEMANDE_UNITAIRE, "J-4", """
            {"service": "SuiviDemande", "operation": "suiviDemande", "appelant": "tests-audit", "corps": {"idDemande": "J-4"}}\
            """);
        answered("J-4");
        for (int i = 0; i < 2; i++) {
            App.send(Topics.DEMANDE_UNITAIRE, "J-5", """
                {"service": "CreerDemandeCHF", "operation": "creerDemandeCHF", "appelant": "tests-audit", "corps": %s}\
                """.formatted(App.chf("J-5")));
        }
        List<String> wanted = List.of(
                "- CreerDemandeCHF/creerDemandeCHF REFUSEE 400",
                "ESA CreerDemandeCHF/creerDemandeCHF J-3 ACCEPTEE 200",
                "ESA CreerDemandeCHF/creerDemandeCHF J-3 REPETEE ACCEPTEE 200",
                "ESA CreerDemandeCHF/creerDemandeCHF J-5 EN_ATTENTE",
                "ESA CreerDemandeCHF/creerDemandeCHF J-5 ACCEPTEE 200",
                "ESA CreerDemandeCHF/creerDemandeCHF J-5 REPETEE EN_ATTENTE 202|ESA CreerDemandeCHF/creerDemandeCHF J-5 REPETEE ACCEPTEE 200|"
                        + "ESA CreerDemandeCHF/creerDemandeCHF J-5 REPETEE NON_ENVOYEE 409",
                "ESA CreerDemandeCHF/creerDemandeCHF REFUSEE 400",
                "ESA SuiviDemande/suiviDemande REFUSEE 400",
                "- J-4 REFUSEE a look-up must name appelant and motif");
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .untilAsserted(() -> {
                    List<String> lines = journal.jdbi()
                            .withHandle(handle ->
                                    handle.createQuery("""
                                SELECT partenaire || ' ' || objet || ' ' || resultat FROM audit.ligne
                                WHERE acteur = 'tests-audit' AND action = 'APPEL'\
                                """).mapTo(String.class).list());
                    assertEquals(wanted.size(), lines.size(), lines.toString());
                    for (String each : wanted) {
                        assertTrue(
                                lines.stream()
                                        .anyMatch(line -> Arrays.stream(each.split("\\|", -1))
                                                .anyMatch(line::startsWith)),
                                each + " in " + lines);
                    }
                });
        assertEquals(
                List.of("ACCEPTEE"),
                Topic.committed(App.setting("kafka.bootstrap.servers"), Topics.APPEL).stream()
                        .map(each -> Json.read(each.value()))
                        .filter(each -> each.path("idDemande").asText().equals("J-3"))
                        .map(each -> each.path("resultat").asText())
                        .toList());
    }

    @Test
    void whatEndedLongAgoIsForgottenButNotMadeAgain() {
        Response made = App.chf("P-1", NONE);
        String place = made.header("Location").replaceFirst("^https?://[^/]*", "");
        journal.jdbi()
                .useHandle(handle -> handle.createUpdate(
                                "UPDATE ws.demande SET modifiee = now() - interval '1000 days' WHERE id = :id")
                        .bind("id", Long.parseLong(place.substring(place.lastIndexOf('/') + 1)))
                        .execute());
        journal.forget(AppStack.ORIGIN.minusSeconds(86_400L * 90), 100);
        JsonNode kept = App.get(place);
        assertEquals("ACCEPTEE", kept.path("etat").asText());
        assertFalse(kept.has("reponse"), kept.toString());
        assertEquals("[]", given().get(place + "/suites").asString());
        Response again = App.chf("P-1", NONE);
        assertEquals(202, again.statusCode(), again.asString());
        assertEquals(
                App.json(made).at("/accuse/numeroDemande").asText(),
                App.json(again).path("numeroDemande").asText());
        assertEquals(1, App.received("CreerDemandeCHF", "P-1").size());
    }

    /** From slots to a creation, to other slots, to one of them, to its cancellation: each address and body as the answer before gave it, and what only a caller knows. */
    @Test
    void anAppointmentIsFollowedFromAnswerToAnswer() {
        JsonNode slots = guided(
                "/ws/ProposerCreneauxHoraires/proposerCreneauxHoraires",
                "{\"pce\": \"12345678901234\", \"nature\": \"MHS\", \"du\": \"2026-12-01\"}");
        assertEquals("C0008", slots.at("/reponse/creneau/0/@reference").asText(), slots.toString());
        assertEquals(
                List.of("CreerDemandeMHS/creerDemandeMHS", "CreerDemandeMHS/creerDemandeMHS"),
                operations(slots.path("suites")));
        JsonNode created = follow(suite(slots, "CreerDemandeMHS/creerDemandeMHS", "C0009"), """
            {"@idContrat": "C-1", "idDemande": "S-1", "dateSouhaitee": "2026-12-01", "motif": "DEPART",
             "rendezVous": {"contact": {"@role": "CLIENT", "nom": "Noël", "telephone_ou_courriel": [{"telephone": "0612345678"}]}}}\
            """);
        assertTrue(App.received("CreerDemandeMHS", "S-1").getFirst().contains(">C0009<"));
        String number = created.at("/reponse/accuse/numeroDemande").asText();
        String following = "/demandes/"
                + App.json(given().get("/demandes?idDemande=S-1")).at("/0/id").asLong() + "/suites";
        assertEquals(created.path("suites"), App.get(following));
        assertEquals(
                List.of(
                        "ProposerCreneauxHoraires/proposerCreneauxHoraires",
                        "AnnulerDemandeUnitaire/annulerDemandeUnitaire"),
                operations(created.path("suites")));

        JsonNode proposing = suite(created, "ProposerCreneauxHoraires/proposerCreneauxHoraires", "");
        JsonNode others = follow(proposing, "{}");
        assertEquals(
                List.of("ModifierDemandeRdv/modifierDemandeRdv", "ModifierDemandeRdv/modifierDemandeRdv"),
                operations(others.path("suites")));
        JsonNode moved =
                follow(suite(others, "ModifierDemandeRdv/modifierDemandeRdv", "C0008"), "{\"idDemande\": \"S-2\"}");
        String move = App.received("ModifierDemandeRdv", "S-2").getFirst();
        assertTrue(move.contains(number) && move.contains(">C0008<") && move.contains(">Noël<"), move);

        follow(
                suite(moved, "AnnulerDemandeUnitaire/annulerDemandeUnitaire", ""),
                "{\"idDemande\": \"S-3\", \"motif\": \"M07\"}");
        assertTrue(App.received("AnnulerDemandeUnitaire", "S-3").getFirst().contains(number));
        assertEquals(List.of(), operations(App.get(following)));
        assertEquals(List.of(), operations(follow(proposing, "{}").path("suites")));
    }

    /** A proposal made for another's request, or for none that was accepted, leads nowhere. */
    @Test
    void aProposalForNoRequestOfOursOffersNothing() {
        for (String pour : List.of("999999999", "x")) {
            JsonNode slots = guided(
                    "/ws/ProposerCreneauxHoraires/proposerCreneauxHoraires?pour=" + pour,
                    "{\"pce\": \"12345678901234\", \"nature\": \"MHS\", \"du\": \"2026-12-01\"}");
            assertEquals(2, slots.at("/reponse/creneau").size());
            assertEquals(List.of(), operations(slots.path("suites")), pour);
        }
    }

    /** Posts to the suite's address its body, with what is given besides. */
    private static JsonNode follow(JsonNode suite, String besides) {
        ObjectNode body = suite.path("corps").deepCopy();
        try {
            new ObjectMapper().readerForUpdating(body).readValue(besides);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return guided(suite.path("href").asText(), body.toString());
    }

    private static List<String> operations(JsonNode suites) {
        return suites.valueStream().map(each -> each.path("operation").asText()).toList();
    }

    private static JsonNode guided(String path, String body) {
        Response answer = App.post(
                path,
                body,
                Map.of(
                        "X-Omega-Appelant",
                        "tests",
                        "X-Omega-Motif",
                        "essai",
                        "Accept",
                        "application/vnd.omega.suites+json"));
        assertEquals(200, answer.statusCode(), answer.asString());
        return App.json(answer);
    }

    private static JsonNode suite(JsonNode answer, String operation, String choice) {
        return StreamSupport.stream(answer.path("suites").spliterator(), false)
                .filter(each -> each.path("operation").asText().equals(operation)
                        && each.at("/choix/@reference").asText("").equals(choice))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer.toString()));
    }

    private static <T> List<T> all(int count, Callable<T> call) throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> calls = IntStream.range(0, count)
                    .mapToObj(_ -> callers.submit(call))
                    .toList();
            List<T> results = new java.util.ArrayList<>();
            for (Future<T> each : calls) {
                results.add(each.get());
            }
            return results;
        }
    }

    /** The issuer of the tests' certificate is missing in its file. */
    @Test
    void whatIsToDoAboutTheCertificateIsToldAndAlerted() {
        String told = given().get("/q/health/ready").jsonPath().getString("checks.data.credentials");
        assertTrue(told.contains("ESA ATTENTION CHAINE"), told);
        JsonNode alert =
                App.await(Topics.ALERTE, each -> each.path("genre").asText().equals("CERTIFICAT"));
        assertTrue(alert.toString().contains("add the issuers"), alert.toString());
    }
}
