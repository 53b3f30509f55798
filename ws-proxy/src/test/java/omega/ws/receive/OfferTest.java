package omega.ws.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import omega.catalogue.Catalogue;
import omega.ws.Foreign;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pack and a directory of other contracts offer, and what is told of the rest. */
class OfferTest {
    private static final Catalogue PACK = Catalogue.provisional();

    @TempDir
    Path directory;

    private Offer offer() {
        return new Offer(PACK, Optional.of(directory), Map.of("First", "/ailleurs/First"));
    }

    private void drop(String name, String from) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, Foreign.files().get("soap/" + from));
    }

    @Test
    void allServicesOfTheGuideAreOffered() {
        Offer offer = offer();
        assertEquals(19, offer.all().size(), "one operation for each service (guide 1.1)");
        assertEquals(java.util.List.of(), offer.refused());
        assertTrue(
                offer.find("CreerDemandeCHF", "creerDemandeCHF").orElseThrow().isWrite());
        assertFalse(offer.find("SuiviDemande", "suiviDemande").orElseThrow().isWrite());
        assertEquals(
                "/ws/SuiviDemande",
                offer.find("SuiviDemande/suiviDemande").orElseThrow().chemin());
    }

    @Test
    void otherRestContractsAreOfferedWithoutCode() throws IOException {
        Files.writeString(directory.resolve("stock.json"), """
            {"openapi": "3.0.3", "info": {"title": "Stock de compteurs", "version": "1"},
             "servers": [{"url": "https://ailleurs.example/v2"}],
             "paths": {"/compteurs/{id}": {"get": {"operationId": "lire",
               "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
               "responses": {"200": {"description": "un", "content": {"application/json": {"schema": {"type": "object"}}}}}}}}}
            """);
        Files.writeString(directory.resolve("notes.yaml"), "a: b\n");
        Endpoint endpoint = offer().find("Stock-de-compteurs", "lire").orElseThrow();
        assertEquals("/v2", endpoint.chemin(), "its host is never taken (guide 4.2.2)");
        assertFalse(endpoint.isWrite(), "a GET");
        assertEquals(20, offer().all().size());
    }

    @Test
    void otherContractsAreOfferedAsWritesAndSaidToBe() throws IOException {
        for (String each :
                new String[] {"several.wsdl", "abstract.wsdl", "orders.xsd", "schema/borrowed.xsd", "schema/older.xsd"
                }) {
            drop(each, each);
        }
        Offer offer = offer();
        Map<String, Endpoint> foreign = offer.all().stream()
                .filter(each -> each.carried() instanceof Carried.BySoap
                        && PACK.service(each.service()).isEmpty())
                .collect(Collectors.toMap(Endpoint::toString, each -> each));
        assertFalse(foreign.isEmpty());
        foreign.values().forEach(each -> {
            assertTrue(each.isWrite());
            assertTrue(
                    offer.limits().stream()
                            .anyMatch(told -> told.reason().contains("'" + each.operation() + "'")
                                    && told.reason().contains("taken for a write")
                                    && told.line() > 0),
                    each + " is said to be a write");
        });
        assertTrue(foreign.values().stream()
                .filter(each -> each.service().equals("First"))
                .allMatch(each -> each.chemin().equals("/ailleurs/First")));
    }

    /** A WSDL that another imports says all that it says there; alone it would only lack a service. */
    @Test
    void partsOfOtherContractsAreNotToldOf() throws IOException {
        for (String each : Foreign.files().keySet()) {
            if (each.matches("soap/toolkits/(cxf|wcf)/.*")) {
                drop(each.substring("soap/toolkits/".length()), each.substring("soap/".length()));
            }
        }
        Offer offer = offer();
        assertEquals(java.util.List.of(), offer.refused());
        assertTrue(offer.find("CommandesService", "chercher").isPresent());
        assertTrue(offer.find("Compteurs", "Lire").isPresent());
    }

    @Test
    void whatCannotBeCarriedIsToldWithItsPlace() throws IOException {
        drop("rpc.wsdl", "refused/rpc.wsdl");
        drop("broken.wsdl", "refused/broken.wsdl");
        Offer offer = offer();
        assertTrue(offer.refused().stream()
                .anyMatch(
                        each -> each.file().equals("rpc.wsdl") && each.reason().contains("rpc") && each.line() > 1));
        assertTrue(offer.refused().stream().anyMatch(each -> each.file().equals("broken.wsdl")));
    }

    private void dropPack(String name, UnaryOperator<String> change) throws IOException {
        String text = new String(PACK.contracts().get("soap/" + name), UTF_8);
        Files.writeString(directory.resolve(name), change.apply(text));
    }

    private String refusal() {
        return String.valueOf(
                assertThrows(IllegalStateException.class, this::offer).getMessage());
    }

    private static String ofSuivi(String text) {
        return text.replace("urn:omega:provisional:SuiviDemande", "urn:v2").replace("\"SuiviDemande\"", "\"SuiviV2\"");
    }

    @Test
    void twoVersionsOfOneServiceEndTheStart() throws IOException {
        Files.write(directory.resolve("SuiviDemande-2.wsdl"), PACK.contracts().get("soap/SuiviDemande.wsdl"));
        dropPack("commun.xsd", each -> each);
        String refusal = refusal();
        assertTrue(refusal.contains("two versions"), refusal);
        assertTrue(refusal.contains(directory.resolve("SuiviDemande-2.wsdl") + ":"), refusal);
        assertTrue(refusal.contains(" soap/SuiviDemande.wsdl:"), refusal);
    }

    @Test
    void anotherNameOfTheServiceHidesNoVersion() throws IOException {
        dropPack(
                "SuiviDemande.wsdl", each -> each.replace("service name=\"SuiviDemande\"", "service name=\"SuiviV2\""));
        dropPack("commun.xsd", each -> each);
        String refusal = refusal();
        assertTrue(refusal.contains("urn:omega:provisional:SuiviDemande: its services"), refusal);
        assertTrue(refusal.contains(directory.resolve("SuiviDemande.wsdl") + ":"), refusal);
    }

    @Test
    void whatSeveralContractsImportIsOneVersion() throws IOException {
        dropPack("SuiviDemande.wsdl", OfferTest::ofSuivi);
        dropPack(
                "commun.xsd",
                each -> each.replace("xs:", "schema:")
                        .replace("xmlns:xs=", "xmlns:schema=")
                        .replace("<schema:complexType", "\n<schema:complexType"));
        assertTrue(
                offer().find("SuiviV2/suiviDemande").isPresent(),
                () -> offer().refused().toString());
    }

    @Test
    void anotherDefinitionInASharedNamespaceEndsTheStart() throws IOException {
        dropPack("SuiviDemande.wsdl", OfferTest::ofSuivi);
        dropPack("commun.xsd", each -> each.replaceFirst("\\[0-9\\]\\{14\\}", "[0-9]{15}"));
        String refusal = refusal();
        assertTrue(refusal.contains("two versions of the namespace"), refusal);
        assertTrue(refusal.contains(directory.resolve("commun.xsd") + ":"), refusal);
        assertTrue(refusal.contains(" soap/commun.xsd:"), refusal);
    }
}
