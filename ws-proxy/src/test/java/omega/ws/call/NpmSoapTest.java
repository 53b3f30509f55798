package omega.ws.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.ws.Authority;
import omega.ws.contract.SoapOperation;
import omega.ws.partner.Partenaire;
import omega.ws.receive.Appel;
import omega.ws.receive.Carried;
import omega.ws.receive.Endpoint;
import omega.ws.receive.Offer;
import omega.ws.reply.Answer;
import omega.ws.reply.Replying;
import omega.ws.translate.Json;
import omega.ws.translate.ToXml;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** A SOAP server that others wrote, npm's {@code soap}, answers our calls. Skipped where there is no npm, or it cannot install the package. */
@EnabledIfSystemProperty(named = "tests.full", matches = "true", disabledReason = "installs a package of npm")
class NpmSoapTest {
    private static final Catalogue PACK = Catalogue.provisional();
    private final Offer offer = new Offer(PACK, Optional.empty(), Map::of);

    @TempDir
    Path home;

    @Test
    void aServerMadeFromTheContractsIsUnderstood() throws Exception {
        Files.createDirectories(home.resolve("npm"));
        Assumptions.assumeTrue(
                start("npm", "install", "--silent", "--no-audit", "--no-fund", "soap@1.13.0")
                                .map(NpmSoapTest::end)
                                .orElse(-1)
                        == 0,
                "npm is not here, or cannot install the package soap");
        for (Map.Entry<String, byte[]> each : PACK.contracts().entrySet()) {
            Path file = home.resolve(each.getKey());
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, each.getValue());
        }
        Authority authority = new Authority("CN=Tests", Clock.systemUTC().instant());
        authority.write(home.resolve("authority.crt"));
        authority.issue(home, "server", "CN=npm", Clock.systemUTC().instant(), "127.0.0.1");
        authority.issue(home, "client", "CN=first", Clock.systemUTC().instant());
        try (InputStream script = Objects.requireNonNull(NpmSoapTest.class.getResourceAsStream("/npm/server.js"))) {
            Files.copy(script, home.resolve("npm/server.js"));
        }
        Process server = start("node", "server.js", home.resolve("soap").toString(), home.toString())
                .orElseThrow();
        try (BufferedReader out = server.inputReader(UTF_8)) {
            String port = out.readLine();
            assertTrue(port != null && port.matches("[0-9]+"), port);
            talk(new Partenaire(
                    "ESA",
                    Optional.of(URI.create("https://127.0.0.1:" + port)),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(new Partenaire.Pieces(
                            home.resolve("client.crt"), home.resolve("client.key"), Optional.empty())),
                    Optional.of(home.resolve("authority.crt"))));
        } finally {
            end(server);
        }
    }

    private void talk(Partenaire partner) {
        Soap soap = new Soap(new Https(Duration.ofSeconds(10), Duration.ofSeconds(30), OmegaClock.real()));
        JsonNode data = json(ask(soap, partner, "RecupererDonneesPCE", "recupererDonneesPCE", pce("12345678901234")));
        assertEquals(
                "{\"pce\":\"12345678901234\",\"etat\":\"ACT\",\"adresse\":{\"numero\":12,\"voie\":\"RUE DES"
                        + " LILAS\",\"codePostal\":\"61000\","
                        + "\"commune\":\"ALENÇON\"},\"compteur\":{\"@telereleve\":true,\"numero\":\"ABC12345678\",\"frequence\":\"MM\"},"
                        + "\"releve\":[{\"date\":\"2026-11-01\",\"index\":[{\"@cadran\":\"BASE\",\"$\":4711}],\"energie\":17,\"volume\":1.500}]}",
                Json.write(data));
        JsonNode fault = json(ask(soap, partner, "RecupererDonneesPCE", "recupererDonneesPCE", pce("12345678900000")));
        assertEquals("FON-012", fault.at("/fault/detail/code").asText(), fault.toString());
        JsonNode wrong = json(ask(soap, partner, "RecupererDonneesPCE", "recupererDonneesPCE", pce("12345678900001")));
        assertEquals("urn:omega:problem:bad-answer", wrong.path("type").asText(), "children in another namespace");
        Answer made = ask(soap, partner, "CreerDemandeCHF", "creerDemandeCHF", """
            {"@idContrat": "C-1", "idDemande": "N-1", "pce": "12345678901234", "dateSouhaitee": "2026-12-01",
             "client": {"@xsi:type": "ClientParticulier", "nom": "Dupont", "prenom": null,
                        "contact": [{"@role": "CLIENT", "nom": "Noël & fils", "telephone_ou_courriel": [{"telephone": "0612345678"}]}]},
             "tarif": "T2", "cja": 12.50, "accordClient": true}\
            """);
        assertEquals("D0000000001", made.numero().orElse(""), made.body());
        assertTrue(json(made).at("/accuse/message/0/$").asText().startsWith("Reçue de Noël & fils, "), made.body());
    }

    private Answer ask(Soap soap, Partenaire partner, String service, String operation, String body) {
        Endpoint endpoint = offer.find(service, operation).orElseThrow();
        SoapOperation contract = ((Carried.BySoap) endpoint.carried()).operation();
        Appel appel = Appel.of(
                "ESA",
                endpoint,
                Json.read(body.getBytes(UTF_8)),
                Optional.empty(),
                Optional.empty(),
                "tests",
                Optional.of("essai"),
                "rest",
                false);
        ToXml.Result xml = ToXml.translate(contract.input(), appel.corps());
        assertEquals(List.of(), xml.misfits());
        return Replying.to(appel, soap.call(partner, endpoint, contract, xml.xml()));
    }

    private static String pce(String pce) {
        return "{\"pce\": \"" + pce + "\", \"accordClient\": true}";
    }

    private static JsonNode json(Answer answer) {
        return Json.read(answer.body().getBytes(UTF_8));
    }

    private Optional<Process> start(String... command) {
        try {
            return Optional.of(new ProcessBuilder(List.of(command))
                    .directory(home.resolve("npm").toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Its exit code, once its input has ended. */
    private static int end(Process process) {
        try {
            process.getOutputStream().close();
            return process.waitFor();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return -1;
        }
    }
}
