package omega.submitter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import omega.event.Topics;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The whole service: what comes in by Kafka and REST is at OMEGA as files, and its answers come back. */
@QuarkusTest
@QuarkusTestResource(AppStack.class)
class SubmissionTest {
    private static String rad(String id, String more) {
        return """
            {"partenaire": "ESA", "idDemande": "%s", "kind": "RAD", "pce": "12345678901234", "dateSouhaitee": "2026-12-01",
             "echeance": "2026-11-24T12:00:00+01:00", "fields": {"motif": "CON"}%s}\
            """.formatted(id, more);
    }

    @Test
    void aRequestByKafkaIsDepositedAndItsCompteRenduSettlesIt() throws IOException {
        App.send(Topics.DEMANDE_MASSE, "k", "{not json".getBytes(UTF_8), Map.of());
        App.send(Topics.DEMANDE_MASSE, "k", rad("K-1", "").getBytes(UTF_8), Map.of());

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

        JsonNode refused = App.await(
                "Refusee",
                Topics.DEMANDE_REJET,
                each -> each.path("source").asText().startsWith("kafka:"));
        assertEquals("JSON_INVALIDE", refused.at("/fautes/0/code").asText());
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

    @Test
    void theSameRequestAgainIsAcknowledgedAndAnotherOfItsIdIsRefused() {
        assertEquals(
                "RECUE",
                App.post(202, rad("R-1", ""), "/demandes").get("resultat").asText());
        assertEquals(
                "CONNUE",
                App.post(200, rad("R-1", ""), "/demandes").get("resultat").asText());
        JsonNode problem = App.post(422, rad("R-1", ", \"priorite\": \"HAUTE\""), "/demandes");
        assertEquals("ID_DEJA_PRIS", problem.at("/fautes/0/code").asText());
        assertTrue(List.of("EN_ATTENTE", "EN_LOT")
                .contains(App.get("/demandes/R-1?partenaire=ESA").get("etat").asText()));
        assertTrue(App.get("/demandes/R-1/plan?partenaire=ESA")
                        .get("explication")
                        .asText()
                        .length()
                > 10);
    }
}
