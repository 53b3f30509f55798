package omega.simulator;

import static omega.simulator.WebScene.NS;
import static omega.simulator.WebScene.TLS;
import static omega.simulator.WebScene.body;
import static omega.simulator.WebScene.chf;
import static omega.simulator.WebScene.creation;
import static omega.simulator.WebScene.curl;
import static omega.simulator.WebScene.envelope;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omega.simulator.books.Appel;
import omega.simulator.books.Appel.Issue;
import omega.simulator.books.Standing;
import omega.simulator.books.Unitaire;
import omega.simulator.play.ReglagesWs.Heures;
import omega.simulator.serve.Authority;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SOAP as curl meets it, with envelopes written by hand. */
class SoapTest {
    /** A Tuesday, 11:00 in Paris: open for writes (§4.1). */
    private static final String OPEN = "2026-11-24T10:00:00Z";

    @TempDir
    Path home;

    private WebScene web;

    @BeforeEach
    void open() {
        web = new WebScene(home, OPEN);
        web.scene.set(WebScene.certain());
    }

    @AfterEach
    void close() {
        web.close();
    }

    private List<Appel> calls() {
        return web.scene.omega.books().appels(_ -> true);
    }

    private static String suivi(String choice) {
        return body("SuiviDemande", "suiviDemande", "", choice);
    }

    private Curl.Answer find(String id) {
        return web.call("SuiviDemande", suivi("<t:idDemande>" + id + "</t:idDemande>"));
    }

    /** References of free slots for a point. */
    private List<String> slots(String pce, int count) {
        Curl.Answer answer = web.call(
                "ProposerCreneauxHoraires",
                body(
                        "ProposerCreneauxHoraires",
                        "proposerCreneauxHoraires",
                        "",
                        "<t:pce>" + pce + "</t:pce><t:nature>MES</t:nature><t:du>2026-11-25</t:du><t:nombre>" + count
                                + "</t:nombre>"));
        assertEquals(200, answer.status(), answer.body());
        return List.of(answer.body().split("reference=\"", -1)).stream()
                .skip(1)
                .map(each -> each.substring(0, each.indexOf('"')))
                .toList();
    }

    private static String visit(String slot) {
        return "<t:rendezVous><c:referenceCreneau>" + slot
                + "</c:referenceCreneau><c:contact role=\"CLIENT\"><c:nom>Noël</c:nom>"
                + "<c:courriel>noel@example.org</c:courriel></c:contact></t:rendezVous>";
    }

    @Test
    void everyServiceOfTheGuideAnswers() {
        List<String> slots = slots(web.pce(0), 10);
        Map<String, String> bodies = new LinkedHashMap<>();
        String index = "<t:index cadran=\"BASE\">4711</t:index>";
        bodies.put("CreerDemandeCHF", chf("U-1", web.pce(1)));
        bodies.put(
                "CreerDemandeCHDT",
                creation("CreerDemandeCHDT", "U-2", web.pce(2), "<t:tarif>T3</t:tarif><t:car>17000</t:car>"));
        bodies.put(
                "CreerDemandeCoup",
                creation(
                        "CreerDemandeCoup",
                        "U-3",
                        web.pce(0),
                        "<t:motif>IMP</t:motif><t:montantDu>812.5</t:montantDu><t:avis"
                                + " rang=\"1\"><t:envoye>2026-10-01</t:envoye><t:moyen>COURRIER</t:moyen></t:avis><t:avis"
                                + " rang=\"2\"><t:envoye>2026-11-01</t:envoye><t:moyen>TELEPHONE</t:moyen></t:avis>"));
        bodies.put(
                "CreerDemandeMES",
                creation(
                        "CreerDemandeMES",
                        "U-4",
                        web.pce(3),
                        "<t:client xsi:type=\"c:ClientEntreprise\"><c:contact role=\"GARDIEN\"><c:nom>Noël</c:nom>"
                                + "<c:telephone>+33612345678</c:telephone></c:contact><c:raisonSociale>Société</c:raisonSociale>"
                                + "<c:siret>12345678901234</c:siret></t:client><t:tarif>T1</t:tarif>"
                                + "<t:numeroCompteur>ABC12345678</t:numeroCompteur>"));
        bodies.put(
                "CreerDemandeMHS",
                creation(
                        "CreerDemandeMHS",
                        "U-5",
                        web.pce(0),
                        "<t:motif>DEPART</t:motif>" + index + visit(slots.get(0))));
        bodies.put(
                "CreerDemandeRetb",
                creation(
                        "CreerDemandeRetb",
                        "U-6",
                        web.pce(0),
                        "<t:demandeCoupure>D0000000003</t:demandeCoupure><t:montantRegle xsi:nil=\"true\"/>"
                                + "<t:regleLe>2026-11-20+01:00</t:regleLe>" + visit(slots.get(1))));
        bodies.put(
                "CreerDemandeTIDX",
                creation(
                        "CreerDemandeTIDX",
                        "U-7",
                        web.pce(7),
                        index
                                + "<t:releveLe>2026-11-23T10:00:00</t:releveLe><t:photo"
                                + " type=\"image/png\">iVBORw0K</t:photo>"));
        bodies.put(
                "CreerDIT",
                creation(
                        "CreerDIT",
                        "U-8",
                        web.pce(0),
                        "<t:intervention>DEBIT</t:intervention><t:debit>16.000</t:debit><t:consigneSecurite"
                                + " niveau=\"2\"><t:texte>chien</t:texte></t:consigneSecurite><t:etage>3</t:etage>"
                                + visit(slots.get(2))));
        bodies.put(
                "CreerDemandeRADDPM",
                creation(
                        "CreerDemandeRADDPM",
                        "U-9",
                        web.pce(9),
                        "<t:publicationMensuelle><t:jour>5</t:jour><t:aPartirDe>2027-01</t:aPartirDe></t:publicationMensuelle>"));
        bodies.put(
                "CreerDemandePPH",
                creation(
                        "CreerDemandePPH",
                        "U-10",
                        web.pce(10),
                        "<accordClient>true</accordClient><dateAccord>2026-11-01T08:00:00Z</dateAccord>"));
        bodies.put(
                "CreerDemandeTJDC",
                creation(
                        "CreerDemandeTJDC",
                        "U-11",
                        web.pce(11),
                        "<dateFin xsi:nil=\"true\"/><accordClient>true</accordClient>"));
        bodies.put(
                "ResilierDemandeTJDC",
                creation("ResilierDemandeTJDC", "U-12", web.pce(11), "<demandeTjdc>D0000000011</demandeTjdc>"));
        bodies.put(
                "ModifierDemandeRdv",
                body(
                        "ModifierDemandeRdv",
                        "modifierDemandeRdv",
                        "",
                        visit(slots.get(3))
                                + "<t:numeroDemande>D0000000005</t:numeroDemande><t:idDemande>U-5</t:idDemande>"));
        bodies.put(
                "AnnulerDemandeUnitaire",
                body(
                        "AnnulerDemandeUnitaire",
                        "annulerDemandeUnitaire",
                        "",
                        "<t:idDemande>A-1</t:idDemande><t:numeroDemande>D0000000008</t:numeroDemande><t:motif>M07</t:motif>"));
        bodies.put(
                "RechercherPCEAdresse",
                body(
                        "RechercherPCEAdresse",
                        "rechercherPCEAdresse",
                        "",
                        "<t:adresse><c:voie>" + web.point(1).voie() + "</c:voie><c:codePostal>"
                                + web.point(1).codePostal() + "</c:codePostal><c:commune>"
                                + web.point(1).commune() + "</c:commune></t:adresse><t:maximum>100</t:maximum>"));
        bodies.put(
                "RecupererDonneesPCE",
                body(
                        "RecupererDonneesPCE",
                        "recupererDonneesPCE",
                        "",
                        "<t:pce>" + web.pce(1) + "</t:pce><t:accordClient>true</t:accordClient>"));
        bodies.put("SuiviDemande", suivi("<t:numeroDemande>D0000000008</t:numeroDemande>"));
        Map<String, Curl.Answer> answers = new LinkedHashMap<>();
        bodies.forEach((service, body) -> {
            Curl.Answer answer = web.call(service, body);
            assertEquals(200, answer.status(), () -> service + ": " + answer.body());
            answers.put(service, answer);
        });

        assertEquals(18, 1 + bodies.size());
        assertEquals("D0000000001", told(answers, "CreerDemandeCHF").text("numeroDemande"));
        assertEquals("REC", told(answers, "CreerDemandeCHF").text("etat"));
        assertEquals("U-1", told(answers, "CreerDemandeCHF").text("idDemande"));
        assertEquals(
                "2026-11-24T11:00:00+01:00", told(answers, "CreerDemandeCHF").text("dateReception"));
        assertEquals("R0000000005", told(answers, "CreerDemandeMHS").text("numeroRendezVous"));
        assertTrue(told(answers, "CreerDemandePPH").has("<accuse"), "unqualified in this service");
        assertEquals("ANN", told(answers, "AnnulerDemandeUnitaire").text("etat"));
        assertEquals("A-1", told(answers, "AnnulerDemandeUnitaire").text("idDemande"));
        assertEquals("ANN", told(answers, "SuiviDemande").text("etat"));
        assertTrue(told(answers, "RechercherPCEAdresse").has(web.pce(1)));
        assertEquals(
                web.point(1).codePostal(), told(answers, "RecupererDonneesPCE").text("codePostal"));
        assertEquals("DPM", web.requests("U-9").getFirst().nature());
        assertEquals("TJDC", web.requests("U-12").getFirst().nature());
        assertEquals(slots.get(3), visit(web.requests("U-5").getFirst()).creneau());
        assertEquals(18, calls().size());
        assertTrue(
                calls().stream().allMatch(each -> each.issue() == Issue.REPONSE && "DEMO".equals(each.partenaire())));
    }

    private static Curl.Answer told(Map<String, Curl.Answer> answers, String service) {
        return Objects.requireNonNull(answers.get(service), service);
    }

    private static Unitaire.RendezVous visit(Unitaire request) {
        return Objects.requireNonNull(request.rendezVous());
    }

    @Test
    void nobodyComesInWithoutAKnownCertificate() {
        Curl.Answer none = curl().post(web.url("SuiviDemande"), envelope(suivi("<t:idDemande>U</t:idDemande>")));
        assertNotEquals(0, none.exit());
        assertEquals(0, none.status());
        Curl.Answer forged = curl().as(TLS.resolve("faux"), "FOURNISSEUR")
                .post(web.url("SuiviDemande"), envelope(suivi("<t:idDemande>U</t:idDemande>")));
        assertNotEquals(0, forged.exit());
        assertEquals(0, forged.status());
        Curl.Answer stranger = curl().as(TLS, "PERSONNE")
                .post(web.url("SuiviDemande"), envelope(suivi("<t:idDemande>U</t:idDemande>")));
        assertEquals(403, stranger.status());
        Curl.Answer old = curl().as(TLS, "FOURNISSEUR")
                .with("--tls-max", "1.1")
                .post(web.url("SuiviDemande"), envelope(suivi("<t:idDemande>U</t:idDemande>")));
        assertEquals(0, old.status());
        assertEquals(List.of(), calls());
        for (String version : List.of("1.2", "1.3")) {
            Curl.Answer renewed = curl().as(TLS.resolve("neuf"), "FOURNISSEUR")
                    .with("--tlsv" + version, "--tls-max", version)
                    .post(web.url("SuiviDemande"), envelope(suivi("<t:idDemande>U</t:idDemande>")));
            assertEquals(200, renewed.status(), "the subject stays the same when a certificate is renewed (§1.4.1)");
        }
    }

    @Test
    void aRenewedCertificateComesInAndTheBooksTellWhich(@TempDir Path keys) throws IOException {
        for (String own : List.of("autorite.pem", "autorite.key")) {
            Files.copy(TLS.resolve(own), keys.resolve(own));
        }
        Authority authority = new Authority(keys, Instant.now());
        authority.issue("FOURNISSEUR");
        Curl shown = curl().as(keys, "FOURNISSEUR");
        String body = envelope(suivi("<t:idDemande>U</t:idDemande>"));
        assertEquals(200, shown.post(web.url("SuiviDemande"), body).status());
        String serial = authority.renew("FOURNISSEUR").getSerialNumber().toString(16);
        assertEquals(200, shown.post(web.url("SuiviDemande"), body).status(), "its key fits it");
        assertNotEquals(serial, calls().getFirst().certificat());
        assertEquals(serial, calls().getLast().certificat());
        assertThrows(IllegalStateException.class, () -> authority.renew("AUTRE"), "none was made here");
    }

    @Test
    void eachPartnerSeesHisOwnRequestsOnly() {
        assertEquals(200, web.call("CreerDemandeCHF", chf("U-1", web.pce(1))).status());
        Curl.Answer other = curl().as(TLS, "AUTRE")
                .post(web.url("SuiviDemande"), envelope(suivi("<t:idDemande>U-1</t:idDemande>")));
        assertEquals(200, other.status());
        assertTrue(!other.has("U-1") && other.has("pages"), other.body());
        Curl.Answer calledOff = curl().as(TLS, "AUTRE")
                .post(
                        web.url("AnnulerDemandeUnitaire"),
                        envelope(
                                body(
                                        "AnnulerDemandeUnitaire",
                                        "annulerDemandeUnitaire",
                                        "",
                                        "<t:idDemande>U-1</t:idDemande><t:numeroDemande>D0000000001</t:numeroDemande><t:motif>M07</t:motif>")));
        assertEquals(500, calledOff.status());
        assertEquals("FON-030", calledOff.text("code"));
    }

    @Test
    void aMessageWithAHeaderIsRejected() {
        String sound = envelope(chf("U-1", web.pce(1)));
        for (String header : List.of(
                "<e:Header/>",
                "<e:Header></e:Header>",
                "<e:Header><a:To xmlns:a=\"http://www.w3.org/2005/08/addressing\">x</a:To></e:Header>",
                "<e:Header><s:Security xmlns:s=\"urn:s\" e:mustUnderstand=\"1\"/></e:Header>")) {
            Curl.Answer answer = curl().as(TLS, "FOURNISSEUR")
                    .post(web.url("CreerDemandeCHF"), sound.replace("<e:Body>", header + "<e:Body>"));
            assertEquals(500, answer.status(), header);
            assertTrue(answer.has("Fault") && answer.has("TEC-002"), answer.body());
        }
        assertEquals(List.of(), web.requests("U-1"));
        assertEquals(
                List.of("TEC-002"), calls().stream().map(Appel::code).distinct().toList());
    }

    @Test
    void aHeaderIsFoundWhereverItStands() {
        String sound = envelope(chf("U-1", web.pce(1)));
        String header = "<e:Header><a:To xmlns:a='http://www.w3.org/2005/08/addressing'>x</a:To></e:Header>";
        for (String place : List.of("<e:Body>", "</e:Envelope>")) {
            Curl.Answer answer = curl().as(TLS, "FOURNISSEUR")
                    .post(web.url("CreerDemandeCHF"), sound.replace(place, header + place));
            assertEquals(500, answer.status(), place);
            assertTrue(answer.has("<faultcode>soap:Client</faultcode>") && answer.has("TEC-002"), answer.body());
            assertTrue(!answer.has("<detail"), "SOAP 1.1 §4.4: a detail is about the Body");
        }
        assertEquals(List.of(), web.requests("U-1"));
    }

    @Test
    void aMessageThatIsNotWholeIsRejectedAndNothingIsDone() {
        String sound = envelope(chf("U-1", web.pce(1)));
        String body = chf("U-1", web.pce(1));
        Map<String, String> broken = new LinkedHashMap<>();
        for (int cut : List.of(1, 5, 13, 14, 20, 22, 40)) {
            broken.put("cut by " + cut, sound.substring(0, sound.length() - cut));
        }
        broken.put("something after it", sound + "<x/>");
        broken.put("an element after the Body", sound.replace("</e:Body>", "</e:Body><x/>"));
        broken.put("two Bodies", sound.replace("</e:Body>", "</e:Body><e:Body>" + body + "</e:Body>"));
        broken.put("two requests", sound.replace("</e:Body>", body + "</e:Body>"));
        broken.put("no request", envelope(""));
        broken.put("no Body", sound.replaceAll("<e:Body>.*</e:Body>", ""));
        broken.put("text beside the request", sound.replace("<e:Body>", "<e:Body>x"));
        broken.put("an entity that nothing declares", sound.replace("K1", "&nbsp;"));
        broken.put("a character that XML has not", sound.replace("K1", "&#1;"));
        broken.put("a prefix that nothing declares", sound.replace("<e:Body>", "<f:x/><e:Body>"));
        broken.put("no XML", "bonjour");
        broken.put("nothing", "");
        broken.forEach((how, message) -> {
            Curl.Answer answer = curl().as(TLS, "FOURNISSEUR").post(web.url("CreerDemandeCHF"), message);
            assertEquals(500, answer.status(), how);
            assertTrue(answer.has("<faultcode>soap:Client</faultcode>"), how + ": " + answer.body());
            assertTrue(answer.has("erreurTechnique"), how + ": " + answer.body());
            assertEquals("TEC-001", answer.text("code"), how);
            assertTrue(!answer.has("ParseError"), answer.body());
        });
        assertEquals(List.of(), web.requests("U-1"));
        assertEquals(
                List.of("TEC-001"), calls().stream().map(Appel::code).distinct().toList());
    }

    @Test
    void anEnvelopeMayBeWrittenAsXmlMayBe() {
        String sound = suivi("<t:idDemande>U</t:idDemande>");
        String plain = envelope(sound);
        for (String message : List.of(
                "\uFEFF" + plain,
                plain.replace('"', '\''),
                plain.replace("e:", "une.autre-:").replace("xmlns:e=", "xmlns:une.autre-="),
                plain.replaceAll("<(/?)e:", "<$1").replace("xmlns:e=", "xmlns="),
                plain.replace(">U<", "><![CDATA[U]]><"),
                plain.replace(">U<", ">&#x55;<!-- ici --><"),
                plain.replace("<e:Body>", "<!-- avant --><e:Body>\n\t<?un pi?>"),
                plain.replace(
                        "<t:suiviDemande ", "<t:suiviDemande xsi:schemaLocation=\"urn:x file:///nulle/part.xsd\" "))) {
            Curl.Answer answer = curl().as(TLS, "FOURNISSEUR").post(web.url("SuiviDemande"), message);
            assertEquals(200, answer.status(), () -> message + "\n" + answer.body());
            assertEquals("0", answer.text("pages"));
        }
    }

    @Test
    void whatTheSchemaForbidsIsToldWithItsPlace() {
        String wrong = chf("U 1", web.pce(1)).replace("<t:tarif>T2</t:tarif>", "<t:tarif>T9</t:tarif>");
        Curl.Answer answer = web.call("CreerDemandeCHF", wrong);
        assertEquals(500, answer.status());
        assertTrue(answer.has("<faultcode>soap:Client</faultcode>"), answer.body());
        assertEquals("FON-001", answer.text("code"));
        assertTrue(answer.has("chemin>/idDemande<") && answer.has("chemin>/tarif<"), answer.body());
        assertEquals(List.of(), web.requests("U 1"));
        Curl.Answer abstracted =
                web.call("CreerDemandeCHF", chf("U-1", web.pce(1)).replace(" xsi:type=\"c:ClientParticulier\"", ""));
        assertEquals("FON-001", abstracted.text("code"));
        Curl.Answer other = web.call("CreerDemandeCHF", suivi("<t:idDemande>U</t:idDemande>"));
        assertEquals("TEC-004", other.text("code"));
        Curl.Answer response = web.call("CreerDemandeCHF", body("CreerDemandeCHF", "creerDemandeCHFResponse", "", ""));
        assertEquals("TEC-004", response.text("code"));
    }

    @Test
    void whatIsNoSoapIsNotRead() {
        String url = web.url("CreerDemandeCHF");
        String sound = envelope(chf("U-1", web.pce(1)));
        assertEquals(405, curl().as(TLS, "FOURNISSEUR").get(url + "?wsdl").status());
        assertEquals(404, web.call("CreerDemandeMCF", "<x/>").status());
        assertEquals(
                415,
                Curl.trusting(TLS)
                        .as(TLS, "FOURNISSEUR")
                        .with("-H", "Content-Type: application/soap+xml")
                        .post(url, sound)
                        .status());
        byte[] latin = sound.replace("UTF-8", "ISO-8859-1").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(400, curl().as(TLS, "FOURNISSEUR").post(url, latin).status());
        assertEquals(
                400,
                curl().as(TLS, "FOURNISSEUR")
                        .post(url, sound.replace("UTF-8", "UTF-16"))
                        .status());
        String bomb = sound.replace("?>", "?><!DOCTYPE e [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>")
                .replace("K1", "&x;");
        assertEquals(400, curl().as(TLS, "FOURNISSEUR").post(url, bomb).status());
        Curl.Answer cut = curl().as(TLS, "FOURNISSEUR").post(url, sound.substring(0, sound.length() - 20));
        assertTrue(cut.status() == 500 && cut.has("Fault"), cut.body());
        Curl.Answer large = curl().as(TLS, "FOURNISSEUR").post(url, new byte[5 << 20]);
        assertTrue(large.status() == 413 || large.exit() != 0, "refused, or cut while it came");
        assertEquals(List.of(), web.requests("U-1"));
    }

    @Test
    void writesKeepTheHoursAndLookUpsGoOn() {
        Map<String, String> closed = Map.of(
                "2026-11-24T06:59:00Z", "a Tuesday, 07:59",
                "2026-11-24T20:31:00Z", "a Tuesday, 21:31",
                "2026-11-25T18:01:00Z", "a Wednesday, 19:01",
                "2026-11-21T15:30:00Z", "the third Saturday, 16:30");
        closed.forEach((instant, why) -> {
            web.scene.hands.to(instant);
            Curl.Answer answer = web.call("CreerDemandeCHF", chf("U-1", web.pce(1)));
            assertEquals(500, answer.status(), why);
            assertEquals("TEC-003", answer.text("code"), why);
            assertTrue(answer.has("soap:Server"), why);
        });
        assertEquals(List.of(), web.requests("U-1"));
        web.scene.hands.to("2026-11-24T22:00:00Z");
        assertEquals(200, find("U-1").status(), "look-ups all day and night on a Tuesday");
        for (String maintenance : List.of("2026-11-25T18:30:00Z", "2026-11-23T19:30:00Z", "2026-11-21T15:30:00Z")) {
            web.scene.hands.to(maintenance);
            assertEquals("TEC-003", find("U-1").text("code"), maintenance);
        }
        web.hours(Heures.OUVERT);
        assertEquals(200, web.call("CreerDemandeCHF", chf("U-1", web.pce(1))).status(), "by the switch");
        web.scene.hands.to(OPEN);
        web.hours(Heures.FERME);
        assertEquals("TEC-003", find("U-1").text("code"), "by the switch");
    }

    @Test
    void aLostAnswerLeavesTheRequestThere() {
        web.play("CreerDemandeCHF", "REPONSE_PERDUE", "REPONSE_TRONQUEE", "HTTP_APRES:504", "COUPURE", "HTTP:503");
        Curl.Answer lost = web.call("CreerDemandeCHF", chf("U-1", web.pce(1)));
        assertEquals(52, lost.exit(), "an empty reply, in curl's words");
        assertEquals(1, web.requests("U-1").size());
        Curl.Answer half = web.call("CreerDemandeCHF", chf("U-2", web.pce(2)));
        assertNotEquals(0, half.exit());
        assertTrue(half.has("<soap:Envelope") && !half.has("</soap:Envelope>"), half.body());
        assertEquals(1, web.requests("U-2").size());
        assertEquals(504, web.call("CreerDemandeCHF", chf("U-3", web.pce(3))).status());
        assertEquals(1, web.requests("U-3").size());
        assertEquals(52, web.call("CreerDemandeCHF", chf("U-4", web.pce(4))).exit());
        assertEquals(503, web.call("CreerDemandeCHF", chf("U-5", web.pce(5))).status());
        assertEquals(List.of(), web.requests("U-4"));
        assertEquals(List.of(), web.requests("U-5"));
        assertEquals(
                List.of(Issue.COUPEE, Issue.COUPEE, Issue.ERREUR_HTTP, Issue.COUPEE, Issue.ERREUR_HTTP),
                calls().stream().map(Appel::issue).toList());
        Curl.Answer found = find("U-1");
        assertEquals("D0000000001", found.text("numeroDemande"));
        assertEquals(200, web.call("CreerDemandeCHF", chf("U-6", web.pce(6))).status(), "each fault once");
        web.lose(1);
        assertEquals(52, web.call("CreerDemandeCHF", chf("U-7", web.pce(7))).exit());
        assertEquals(1, web.requests("U-7").size());
        assertEquals(200, find("U-7").status(), "only writes get lost");
    }

    @Test
    void otherFaultsComeAsAskedFor() {
        web.play(
                "*",
                "FAUTE_TECHNIQUE",
                "FAUTE_FONCTIONNELLE:M04",
                "CORPS_ERREUR:HTML",
                "CORPS_ERREUR:FAUTE",
                "CORPS_ERREUR:VIDE",
                "REPONSE_INVALIDE",
                "REPONSE_ENORME:3000000",
                "LENTEUR:PT1S");
        assertEquals("TEC-099", find("U").text("code"));
        Curl.Answer functional = find("U");
        assertEquals("M04", functional.text("motif"));
        assertTrue(functional.has("erreurFonctionnelle"));
        Curl.Answer page = find("U");
        assertTrue(page.status() == 200 && page.has("<html>"));
        Curl.Answer fault = find("U");
        assertTrue(fault.status() == 200 && fault.has("Fault"));
        Curl.Answer nothing = find("U");
        assertTrue(nothing.status() == 200 && nothing.body().isEmpty());
        assertTrue(find("U").has("inattendu"));
        assertTrue(find("U").body().length() > 3_000_000);
        long start = System.nanoTime();
        assertEquals(200, find("U").status());
        assertTrue(System.nanoTime() - start >= Duration.ofSeconds(1).toNanos());
        assertEquals(
                List.of(
                        Issue.FAUTE,
                        Issue.FAUTE,
                        Issue.CORPS_ERREUR,
                        Issue.CORPS_ERREUR,
                        Issue.CORPS_ERREUR,
                        Issue.REPONSE,
                        Issue.REPONSE,
                        Issue.REPONSE),
                calls().stream().map(Appel::issue).toList());
    }

    @Test
    void oneReferenceTwiceIsADoubleThatTheBooksShow() {
        assertEquals(200, web.call("CreerDemandeCHF", chf("U-1", web.pce(1))).status());
        assertEquals(200, web.call("CreerDemandeCHF", chf("U-1", web.pce(1))).status());
        assertEquals(2, web.requests("U-1").size());
        assertEquals(2, web.scene.omega.books().taken("DEMO", "U-1"));
        Curl.Answer both = find("U-1");
        assertTrue(both.has("D0000000001") && both.has("D0000000002"), both.body());
        web.refuseDoubles();
        Curl.Answer third = web.call("CreerDemandeCHF", chf("U-1", web.pce(1)));
        assertEquals("FON-013", third.text("code"));
        assertEquals("M04", third.text("motif"));
        assertEquals(2, web.requests("U-1").size());
    }

    @Test
    void anotherPartnersPointOrADayThatIsPastIsRefused() {
        String anothers = web.scene.omega.registers().first("AUTRE", 1).getFirst();
        String own = "<t:tarif>T3</t:tarif>";
        assertEquals(
                "M02",
                web.call("CreerDemandeCHDT", creation("CreerDemandeCHDT", "U-1", anothers, own))
                        .text("motif"));
        assertEquals(
                "M01",
                web.call("CreerDemandeCHDT", creation("CreerDemandeCHDT", "U-2", "29999999999999", own))
                        .text("motif"));
        assertEquals(200, web.call("CreerDemandeCHF", chf("U-3", anothers)).status(), "a CHF asks for others' points");
        assertEquals(
                "M03",
                web.call("CreerDemandeCHF", chf("U-4", web.pce(4)).replace("2026-12-15", "2026-11-23"))
                        .text("motif"));
        assertEquals(
                "FON-030",
                web.call(
                                "ResilierDemandeTJDC",
                                creation(
                                        "ResilierDemandeTJDC",
                                        "U-5",
                                        web.pce(5),
                                        "<demandeTjdc>D0000000001</demandeTjdc>"))
                        .text("code"));
    }

    @Test
    void aSlotIsTakenOnceAndFreeAgainWhenItsRequestIsCalledOff() {
        String pce = web.pce(0);
        List<String> slots = slots(pce, 20);
        assertEquals(20, slots.stream().distinct().count());
        String own = "<t:motif>DEPART</t:motif>";
        assertEquals(
                200,
                web.call("CreerDemandeMHS", creation("CreerDemandeMHS", "U-1", pce, own + visit(slots.get(0))))
                        .status());
        assertTrue(!slots(pce, 20).contains(slots.get(0)));
        assertEquals(
                "FON-020",
                web.call("CreerDemandeMHS", creation("CreerDemandeMHS", "U-2", pce, own + visit(slots.get(0))))
                        .text("code"));
        assertEquals(
                "FON-020",
                web.call("CreerDemandeMHS", creation("CreerDemandeMHS", "U-3", web.pce(3), own + visit(slots.get(1))))
                        .text("code"),
                "a slot is for one point");
        assertEquals(
                200,
                web.call(
                                "AnnulerDemandeUnitaire",
                                body(
                                        "AnnulerDemandeUnitaire",
                                        "annulerDemandeUnitaire",
                                        "",
                                        "<t:idDemande>U-1</t:idDemande><t:numeroDemande>D0000000001</t:numeroDemande><t:motif>M07</t:motif>"))
                        .status());
        assertTrue(slots(pce, 20).contains(slots.get(0)));
        Curl.Answer again = web.call(
                "AnnulerDemandeUnitaire",
                body(
                        "AnnulerDemandeUnitaire",
                        "annulerDemandeUnitaire",
                        "",
                        "<t:idDemande>U-1</t:idDemande><t:numeroDemande>D0000000001</t:numeroDemande><t:motif>M07</t:motif>"));
        assertEquals("FON-031", again.text("code"));
    }

    @Test
    void aRequestGoesItsWayAndSdemTellsOfIt() throws Exception {
        assertEquals(200, web.call("CreerDemandeCHF", chf("U-1", web.pce(1))).status());
        String pce = web.pce(0);
        List<String> slots = slots(pce, 1);
        web.call(
                "CreerDemandeMHS",
                creation("CreerDemandeMHS", "U-2", pce, "<t:motif>AUTRE</t:motif>" + visit(slots.get(0))));
        web.scene.at("2026-11-25T10:00:00Z");
        Unitaire integrated = web.requests("U-1").getFirst();
        assertNotNull(integrated.integration());
        assertEquals("INT", find("U-1").text("etat").replace("PLA", "INT"));
        web.scene.publish("SDEM");
        List<List<String>> lines = new ArrayList<>();
        for (Standing sdem : web.scene.out("SDEM")) {
            lines.addAll(web.scene.lines(sdem.publication()));
        }
        assertTrue(
                lines.stream().anyMatch(line -> line.contains("U-1") && line.contains("CHF") && line.contains("INT")),
                () -> lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("D0000000002") && line.contains("MHS")));
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.contains("U-1") && line.contains("INT"))
                        .count(),
                "each step once");
        assertTrue(lines.stream().noneMatch(line -> line.contains("D-2026")), "no invented ones besides");
        Unitaire.RendezVous visit = visit(web.requests("U-2").getFirst());
        web.scene.hands.to(visit.fin().toString());
        String end = find("U-2").text("etat");
        assertTrue(List.of("REA", "NRA", "ANN").contains(end), end);
        web.restart();
        assertEquals(end, find("U-2").text("etat"), "the books say the same after a restart");
        assertEquals(4 + 2, calls().size());
    }

    @Test
    void answersOfAllPointsAreAsTheirContractHasThem() {
        for (int i = 0; i < 40; i++) {
            Curl.Answer data = web.call(
                    "RecupererDonneesPCE",
                    body(
                            "RecupererDonneesPCE",
                            "recupererDonneesPCE",
                            "",
                            "<t:pce>" + web.pce(i * 7) + "</t:pce><t:accordClient>true</t:accordClient>"));
            assertEquals(200, data.status(), data.body());
            assertTrue(data.has(">" + web.point(i * 7).compteur() + "<"), data.body());
        }
        Curl.Answer part = web.call(
                "RecupererDonneesPCE",
                body(
                        "RecupererDonneesPCE",
                        "recupererDonneesPCE",
                        "",
                        "<t:pce>" + web.pce(1)
                                + "</t:pce><t:accordClient>true</t:accordClient><t:rubrique>COMPTEUR</t:rubrique>"));
        assertTrue(part.has("telereleve") && !part.has("tarif") && !part.has("releve>"), part.body());
        assertTrue(part.has(NS + "RecupererDonneesPCE"));
    }
}
