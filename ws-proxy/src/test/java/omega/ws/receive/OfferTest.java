package omega.ws.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
        assertEquals(List.of(), offer.refused());
        assertTrue(
                offer.find("CreerDemandeCHF", "creerDemandeCHF").orElseThrow().isWrite());
        assertFalse(offer.find("SuiviDemande", "suiviDemande").orElseThrow().isWrite());
        assertEquals(
                "/ws/SuiviDemande",
                offer.find("SuiviDemande/suiviDemande").orElseThrow().chemin());
    }

    /** What the pack shows, where it fits; what a pack adds of its own is told where it does not. */
    @Test
    void examplesThatDoNotFitAreToldAndNotShown(@TempDir Path pack) throws IOException {
        Offer own = new Offer(PACK, Optional.empty(), Map.of());
        own.all().forEach(each -> assertTrue(each.exemple().isPresent(), each::toString));
        example(pack, "SuiviDemande/suiviDemande", "{'demande': {'idDemande': ''}}");
        example(pack, "ModifierDemandeRdv/modifierDemandeRdv", "{'demande': {}}");
        example(pack, "CreerDIT/creer", "{'demande': {}}");
        example(
                pack,
                "RechercherPCEAdresse/rechercherPCEAdresse",
                "{'demande': {'adresse': {'voie': 'v', 'codePostal': '61000', 'commune': 'c'}}, 'reponse': {}}");
        Path other = Files.createDirectories(pack.resolve("soap"));
        Files.writeString(
                other.resolve("CreerDemandeCHDT.wsdl"),
                new String(PACK.contracts().get("soap/CreerDemandeCHDT.wsdl"), UTF_8)
                        .replace("name=\"tarif\"", "name=\"autreTarif\""));

        Offer offer = new Offer(Catalogue.load(Optional.of(pack)), Optional.empty(), Map.of());

        assertEquals(
                List.of(
                        "exemples/CreerDIT/creer.json: is not shown: no such operation is offered",
                        "exemples/ModifierDemandeRdv/modifierDemandeRdv.json: is not shown: demande/idDemande is missing",
                        "exemples/RechercherPCEAdresse/rechercherPCEAdresse.json: is not shown: reponse/incomplet is missing",
                        "exemples/SuiviDemande/suiviDemande.json: is not shown: demande/idDemande does not fit"),
                offer.limits().stream()
                        .map(each -> each.toString().replaceFirst(" \\[.*", ""))
                        .sorted()
                        .toList());
        assertEquals(
                List.of(
                        "CreerDemandeCHDT/creerDemandeCHDT",
                        "ModifierDemandeRdv/modifierDemandeRdv",
                        "SuiviDemande/suiviDemande"),
                offer.all().stream()
                        .filter(each -> each.exemple().isEmpty())
                        .map(Endpoint::toString)
                        .sorted()
                        .toList());
    }

    private static void example(Path pack, String name, String json) throws IOException {
        Path file = pack.resolve("exemples/" + name + ".json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, json.replace('\'', '"'));
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
        assertEquals(List.of(), offer.refused());
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
                "SuiviDemande.wsdl",
                each -> each.replace("service name=\"SuiviDemande\"", "service name=\"SuiviV2\"")
                        .replace("maxOccurs=\"100\"", "maxOccurs=\"200\""));
        dropPack("commun.xsd", each -> each);
        String refusal = refusal();
        assertTrue(refusal.contains("urn:omega:provisional:SuiviDemande"), refusal);
        assertTrue(refusal.contains(directory.resolve("SuiviDemande.wsdl") + ":"), refusal);
    }

    /** As tools name what nobody named: two services of one namespace that contradict each other in nothing. */
    @Test
    void servicesMayShareANamespace() throws IOException {
        for (String name : List.of("Un", "Deux")) {
            Files.writeString(directory.resolve(name + ".wsdl"), """
                <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/"
                    xmlns:t="http://tempuri.org/" targetNamespace="http://tempuri.org/">
                  <types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://tempuri.org/">
                    <xs:element name="NOM" type="xs:string"/></xs:schema></types>
                  <message name="m"><part name="p" element="t:NOM"/></message>
                  <portType name="PNOM"><operation name="op"><input message="t:m"/><output message="t:m"/></operation></portType>
                  <binding name="BNOM" type="t:PNOM"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/>
                    <operation name="op"><s:operation soapAction=""/><input><s:body use="literal"/></input><output><s:body use="literal"/></output></operation>
                  </binding>
                  <service name="NOM"><port name="p" binding="t:BNOM"><s:address location="http://x"/></port></service>
                </definitions>
                """.replace("NOM", name));
        }
        Offer offer = offer();
        assertTrue(offer.find("Un/op").isPresent(), () -> offer.refused().toString());
        assertTrue(offer.find("Deux/op").isPresent(), () -> offer.refused().toString());
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

    /** Contracts are taken by any spelling of their end, what they import by any end; what nobody asks for is named. */
    @Test
    void filesAreTakenByWhatTheySay() throws IOException {
        Files.writeString(directory.resolve("types.xml"), """
            <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:majuscule"><xs:element name="e" type="xs:string"/></xs:schema>
            """);
        // on one line, as some tools write it
        Files.writeString(directory.resolve("X.WSDL"), """
                <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
                xmlns:t="urn:majuscule" targetNamespace="urn:majuscule"><types><xs:schema targetNamespace="urn:autre"><xs:import
                namespace="urn:majuscule" schemaLocation="types.xml"/><xs:element name="f" type="xs:int"/></xs:schema><xs:schema targetNamespace="urn:encore"><xs:element
                name="g" type="xs:date"/></xs:schema></types><message name="m"><part name="p" element="t:e"/></message><message name="n"><part name="p" xmlns:a="urn:encore"
                element="a:g"/></message><portType name="P"><operation name="op"><input message="t:m"/><output message="t:n"/></operation></portType><binding
                name="B" type="t:P"><s:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="op"><s:operation soapAction=""/><input><s:body
                use="literal"/></input><output><s:body use="literal"/></output></operation></binding><service name="Majuscule"><port name="P" binding="t:B"><s:address
                location="http://x"/></port></service></definitions>
                """.replace('\n', ' '));
        Files.createDirectories(directory.resolve("..2026_11_23"));
        Files.copy(directory.resolve("X.WSDL"), directory.resolve("..2026_11_23/X.WSDL"));
        Files.writeString(directory.resolve("LISEZMOI.txt"), "rien");
        Files.writeString(directory.resolve("seul.xsd"), "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>");
        Offer offer = offer();
        assertTrue(offer.find("Majuscule/op").isPresent(), () -> offer.refused().toString());
        assertEquals(
                List.of("LISEZMOI.txt", "seul.xsd"),
                offer.refused().stream()
                        .filter(each -> each.reason().startsWith("is ignored"))
                        .map(each -> directory.relativize(Path.of(each.file())).toString())
                        .toList());
        assertEquals(2, offer.refused().size(), () -> offer.refused().toString());
    }
}
