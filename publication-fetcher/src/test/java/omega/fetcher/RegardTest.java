package omega.fetcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import omega.event.Headers;
import omega.event.Topics;
import omega.fetcher.ledger.Ledger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Comptes-rendus come from a directory of their own, and it is told how far they are known. */
@QuarkusTest
@WithTestResource(AppStack.class)
class RegardTest {
    private static final String COMPTE_RENDU = Publications.header("COMPTE_RENDU", "1", "ESA") + """
            FIC;DM_ESA_CHF_00012.zip;LOT-00012;20261123094500;PAR;SG2026000802;2;1;1;;
            LIG;2;ESA-301;ACC;;;
            LIG;3;ESA-302;REF;L02;dateEffet;
            FIN;3
            """;

    @Test
    void aCompteRenduComesFromItsDirectoryAndIsInItsTopicBeforeItIsTold() throws Exception {
        // Given
        String name = "CR_ESA_20261123101500_00003.zip";

        // When
        App.answer(name, Publications.zip("CR_ESA_20261123101500_00003.csv", Publications.bytes(COMPTE_RENDU)));
        JsonNode file = App.await(name, "Complete", "EnQuarantaine");

        // Then
        assertEquals("Complete", file.at("/etat/etat").asText(), file::toString);
        Instant complete = Instant.parse(file.path("change").asText());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> toldSince(complete, "compteRendus") && toldSince(complete, "publications"));
        List<String> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> each : App.read("omega.publication.COMPTE_RENDU.v1")) {
            if (Stand.header(each, Headers.FICHIER).equals(name)) {
                JsonNode value = Ledger.JSON.readTree(each.value());
                records.add(new String(each.key(), StandardCharsets.UTF_8) + " "
                        + value.path("enregistrement").asText() + " "
                        + value.path("idDemande")
                                .asText(value.path("numeroSuiviGlobal").asText()) + " "
                        + value.path("resultat").asText());
            }
        }
        assertEquals(
                List.of(
                        "DM_ESA_CHF_00012.zip fichier SG2026000802 PAR",
                        "DM_ESA_CHF_00012.zip ligne ESA-301 ACC",
                        "DM_ESA_CHF_00012.zip ligne ESA-302 REF"),
                records);
    }

    /** Whether ESA, whose OMEGA is the SFTP server, has been told of since; what is told of a directory grows. */
    private static boolean toldSince(Instant instant, String directory) throws IOException {
        boolean told = false;
        Instant before = Instant.EPOCH;
        for (ConsumerRecord<byte[], byte[]> each : App.read(Topics.REGARD)) {
            JsonNode value = Ledger.JSON.readTree(each.value());
            String partner = value.path("partenaire").asText();
            assertEquals(partner, new String(each.key(), StandardCharsets.UTF_8));
            if (partner.equals("ESA") && value.path("repertoire").asText().equals(directory)) {
                Instant until = Instant.parse(value.path("jusqua").asText());
                assertTrue(until.isAfter(before), () -> "told backwards: " + value);
                before = until;
                told |= !Instant.parse(value.path("le").asText()).isBefore(instant);
            }
        }
        return told;
    }
}
