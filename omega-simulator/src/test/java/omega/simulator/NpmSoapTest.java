package omega.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The services as npm's {@code soap} calls them, from the WSDL alone. Skipped where there is no npm, or it cannot install the package. */
@EnabledIfSystemProperty(named = "tests.full", matches = "true", disabledReason = "installs a package of npm")
class NpmSoapTest {
    private static final String SCRIPT = """
            const soap = require('soap'), fs = require('fs');
            const [contracts, tls, base, pce] = process.argv.slice(2);
            const security = new soap.ClientSSLSecurity(tls + '/FOURNISSEUR.key', tls + '/FOURNISSEUR.pem', tls + '/autorite.pem');
            async function client(service) {
              const made = await soap.createClientAsync(contracts + '/' + service + '.wsdl', { endpoint: base + service });
              made.setSecurity(security);
              return made;
            }
            (async () => {
              const out = {};
              const slots = await (await client('ProposerCreneauxHoraires')).proposerCreneauxHorairesAsync(
                { pce, nature: 'MHS', du: '2026-11-25', nombre: 3 });
              out.slots = slots[0].creneau.map(each => each.attributes.reference);
              const found = await (await client('SuiviDemande')).suiviDemandeAsync({ idDemande: 'INCONNUE' });
              out.pages = found[0].pages;
              const data = await (await client('RecupererDonneesPCE')).recupererDonneesPCEAsync({ pce, accordClient: true });
              out.tarif = data[0].contrat.tarif;
              out.cadran = data[0].releve[0].index[0].attributes.cadran;
              const off = await client('AnnulerDemandeUnitaire');
              try {
                await off.annulerDemandeUnitaireAsync({ idDemande: 'A', numeroDemande: 'D9999999999', motif: 'M07' });
              } catch (fault) {
                out.code = fault.root.Envelope.Body.Fault.detail.erreurFonctionnelle.code;
              }
              try {
                await off.annulerDemandeUnitaireAsync({ idDemande: 'A', numeroDemande: 'D', motif: 'M07' });
              } catch (fault) {
                out.champ = fault.root.Envelope.Body.Fault.detail.erreurFonctionnelle.champ;
              }
              off.addSoapHeader('<x:Security xmlns:x="urn:x"/>');
              try {
                await off.annulerDemandeUnitaireAsync({ idDemande: 'A', numeroDemande: 'D9999999999', motif: 'M07' });
              } catch (fault) {
                out.header = fault.root.Envelope.Body.Fault.faultstring;
              }
              process.stdout.write(JSON.stringify(out));
            })().catch(e => { console.error(e); process.exit(1); });
            """;

    @TempDir
    Path home;

    @Test
    void aClientMadeFromTheContractsIsUnderstood() throws Exception {
        Path modules = Files.createDirectories(home.resolve("npm"));
        Assumptions.assumeTrue(
                run(modules, "npm", "install", "--silent", "--no-audit", "--no-fund", "soap@1.13.0")
                                .code()
                        == 0,
                "npm is not here, or cannot install the package soap");
        Files.writeString(modules.resolve("client.js"), SCRIPT);
        try (WebScene web = new WebScene(home.resolve("omega"), "2026-11-24T10:00:00Z")) {
            Done done = run(
                    modules,
                    "node",
                    "client.js",
                    web.scene.home.resolve("contrats").resolve("soap").toString(),
                    WebScene.TLS.toString(),
                    web.url(""),
                    web.pce(1));
            assertEquals(0, done.code(), done.output());
            JsonNode out = JsonMapper.builder().build().readTree(done.output());
            assertEquals(3, out.path("slots").size(), done.output());
            assertEquals(0, out.path("pages").asInt(-1), done.output());
            assertEquals(web.point(1).tarif(), out.path("tarif").asText());
            assertEquals("BASE", out.path("cadran").asText());
            assertEquals("FON-030", out.path("code").asText());
            assertTrue(out.path("champ").toString().contains("/numeroDemande"), done.output());
            assertTrue(out.path("header").asText().startsWith("TEC-002"), done.output());
        }
    }

    private record Done(int code, String output) {}

    private static Done run(Path directory, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Done(process.waitFor(), output);
        } catch (IOException e) {
            return new Done(-1, String.valueOf(e.getMessage()));
        }
    }
}
