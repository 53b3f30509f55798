package omega.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** A pack is told all its faults, each with file, key and reason; what it overrides, it overrides entry by entry. */
class PackReaderTest {

    @Test
    void theBuiltInPackIsSound() {
        assertEquals(List.of(), Packs.faults(Map.of()));
        assertEquals(Pack.Status.PROVISIONAL, Catalogue.provisional().pack().status());
    }

    /** {@code before} is replaced by {@code after} in the built-in file; a star is the whole file. */
    @ParameterizedTest(name = "{0} {3}: {5}")
    @CsvFileSource(resources = "/catalogue/faults.csv", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void aFaultIsToldWithItsPlaceAndReason(
            String file, String before, @Nullable String after, @Nullable String key, String reason, String why) {
        String changed = before.equals("*") ? text(after) : replaced(Packs.text(file), text(before), text(after));
        List<PackFault> faults = Packs.faults(Map.of(file, changed));
        assertTrue(
                faults.stream()
                        .anyMatch(fault -> fault.file().equals(file)
                                && fault.key().equals(text(key))
                                && fault.reason().contains(reason)),
                () -> why + ", but told: " + faults);
    }

    private static String text(@Nullable String cell) {
        return Objects.requireNonNullElse(cell, "").replace("\\n", "\n");
    }

    private static String replaced(String text, String before, String after) {
        assertTrue(text.contains(before), () -> "no '" + before + "' in " + text);
        int at = text.indexOf(before);
        return text.substring(0, at) + after + text.substring(at + before.length());
    }

    @Test
    void everyFaultIsToldAtOnce() {
        Map<String, String> files = new HashMap<>();
        files.put("pack.yaml", "id: x\nstatus: draft\n");
        files.put("codes/tarif.csv", "code,label\n");
        files.put("flux/REMM.yaml", Packs.text("flux/REMM.yaml").replace("type: gas-day", "type: gasday"));
        files.put("flux/NEUF.yaml", "flux: NEUF\n");
        List<PackFault> faults = Packs.faults(files);
        for (String file : files.keySet()) {
            assertTrue(faults.stream().anyMatch(fault -> fault.file().equals(file)), () -> file + ": " + faults);
        }
        assertEquals(
                4,
                faults.stream()
                        .filter(fault -> fault.file().equals("flux/REMM.yaml")
                                && fault.key().endsWith(".type"))
                        .count(),
                "each of its four gas days");
        PackException e = assertThrows(PackException.class, () -> Packs.with(files));
        assertTrue(Objects.requireNonNull(e.getMessage()).contains("pack.yaml: omegaVersion: is missing"));
        assertEquals(faults, e.faults());
    }

    @Test
    void aCodeThatItsCharsetCannotWriteIsTold() {
        List<PackFault> faults =
                Packs.faults(Map.of("codes/zet.csv", Packs.text("codes/zet.csv") + "É;Avec accent;;;test\n"));
        assertTrue(
                faults.contains(new PackFault(
                        "flux/COK1.yaml", "layouts[0].charset", "'É' of 'coefficient' cannot be written in it")),
                faults::toString);
    }

    @Test
    void twoFluxMayNotClaimTheSameName() {
        String remm = Packs.text("flux/REMM.yaml");
        List<PackFault> faults =
                Packs.faults(Map.of("flux/REMM.yaml", remm.replace("archive: \"REMM_", "archive: \"RE1M_")));
        assertTrue(
                faults.stream()
                        .anyMatch(fault -> fault.file().equals("flux/REMM.yaml")
                                && fault.key().equals("archive")
                                && fault.reason().contains("fit flux/RE1M.yaml too")),
                faults::toString);
        assertTrue(faults.stream().anyMatch(fault -> fault.file().equals("flux/RE1M.yaml")), "nor the other one");
        assertFalse(
                Packs.faults(Map.of("flux/REMM.yaml", remm.replace("archive: \"REMM_", "archive: \"{*}")))
                        .isEmpty(),
                "nor all of them");
        assertEquals(
                List.of(),
                Packs.faults(Map.of(
                        "flux/REMM.yaml", remm.replace("archive: \"REMM_", "archive: \"{flux}_"),
                        "flux/RE1M.yaml",
                                Packs.text("flux/RE1M.yaml").replace("archive: \"RE1M_", "archive: \"{flux}_"))),
                "{flux} is each one's own");
    }

    /** Kafka knows no plus, and the gateway has topics of its own beside those of the flux. */
    @Test
    void twoFluxMayNotShareATopic() {
        String ajp1 = Packs.text("flux/AJ+1.yaml");
        List<PackFault> faults = Packs.faults(Map.of(
                "flux/AJplus1.yaml",
                ajp1.replace("AJ+1", "AJplus1"),
                "flux/fichier.yaml",
                ajp1.replace("AJ+1", "fichier")));
        assertEquals(
                List.of(
                        new PackFault(
                                "flux/AJplus1.yaml",
                                "flux",
                                "its topic omega.publication.AJplus1.v1 is that of flux/AJ+1.yaml too"),
                        new PackFault(
                                "flux/fichier.yaml",
                                "flux",
                                "its topic omega.publication.fichier.v1 is that of the gateway itself too")),
                faults.stream().filter(fault -> fault.key().equals("flux")).toList());
    }

    @Test
    void severalVersionsNeedAHeaderThatTellsThem() {
        String standard = Packs.text("envelopes/standard.yaml");
        List<PackFault> faults = Packs.faults(Map.of(
                "envelopes/standard.yaml",
                standard.replace(
                        "name: version, type: text, length: 4, required: true",
                        "name: version, type: text, length: 4")));
        assertTrue(
                faults.contains(
                        new PackFault(
                                "flux/REMM.yaml",
                                "layouts",
                                "are several, but the header of envelope 'standard' has no required field 'version' to choose one by")),
                faults::toString);
        assertTrue(faults.stream().noneMatch(fault -> fault.file().equals("flux/COK1.yaml")), "it has one");
    }

    @Test
    void aDirectoryNamedLikeAFileIsTold(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("flux/REMM.yaml"));
        assertEquals(List.of(new PackFault("flux/REMM.yaml/", "", "is a directory")), Catalogue.check(folder));
    }

    @Test
    void anEnvelopeThatAsksForMoreThanARequestKnowsIsTold() {
        String lignes = Packs.text("envelopes/lignes.yaml");
        List<PackFault> faults = Packs.faults(Map.of(
                "envelopes/lignes.yaml",
                lignes.replace(
                        "name: reference, type: text, length: 30", "name: reference, type: text, required: true")));
        assertEquals(
                List.of(new PackFault(
                        "demandes/PPH.yaml",
                        "envelope",
                        "'lignes' has 'reference' of type text in its header, for which no request has a value")),
                faults);
    }

    @Test
    void aDirectoryOverridesEntryByEntry(@TempDir Path folder) throws IOException {
        Catalogue builtIn = Catalogue.provisional();
        put(folder, "pack.yaml", Packs.text("pack.yaml").replace("id: provisional", "id: client"));
        put(
                folder,
                "envelopes/tuyau.yaml",
                Packs.text("envelopes/standard.yaml").replace("delimiter: \";\"", "delimiter: \"|\""));
        put(
                folder,
                "flux/REMM.yaml",
                Packs.text("flux/REMM.yaml")
                        .replace("envelope: standard", "envelope: tuyau")
                        .replace("REMM_{partenaire}", "RELEVES-{partenaire}"));
        put(folder, "flux/NEUF.yaml", Packs.text("flux/COK1.yaml").replace("COK1", "NEUF"));
        put(folder, "demandes/CHF.yaml", Packs.text("demandes/CHF.yaml").replace("max: 5000", "max: 50"));
        put(folder, "samples/REMM/ok/v1.csv", "samples are no part of a pack that is loaded");

        Catalogue catalogue = Catalogue.load(Optional.of(folder));

        assertEquals(List.of(), Catalogue.check(folder));
        assertEquals("client", catalogue.pack().id());
        assertEquals(
                '|', flux(catalogue, "REMM").layouts().getFirst().envelope().delimiter());
        assertEquals(
                ';', flux(catalogue, "RE1M").layouts().getFirst().envelope().delimiter());
        assertEquals(Optional.of(flux(catalogue, "REMM")), catalogue.fluxOf("RELEVES-DEMO_20261123120509_00042.zip"));
        assertEquals(Optional.empty(), catalogue.fluxOf("REMM_DEMO_20261123120509_00042.zip"));
        assertTrue(catalogue.flux().containsKey("NEUF"), "a new file adds an entry");
        assertEquals(50, demande(catalogue, "CHF").max());
        assertEquals(demande(builtIn, "CHT"), demande(catalogue, "CHT"));
        assertNotEquals(
                demande(builtIn, "CHF").layout().fingerprint(),
                demande(catalogue, "CHF").layout().fingerprint());
        assertEquals(flux(builtIn, "SDEM"), flux(catalogue, "SDEM"), "what is not overridden stays");
        assertEquals(builtIn.calendar(), catalogue.calendar());
        assertNotEquals(builtIn.fingerprint(), catalogue.fingerprint());
        assertNotEquals(fingerprint(builtIn, "REMM"), fingerprint(catalogue, "REMM"));
        assertEquals(fingerprint(builtIn, "SDEM"), fingerprint(catalogue, "SDEM"));
    }

    @Test
    void aFingerprintFollowsAllThatDecidesHowALineReads() {
        Catalogue builtIn = Catalogue.provisional();
        Catalogue otherCodes = Packs.with(Map.of("codes/zet.csv", Packs.text("codes/zet.csv") + "ZETX;Autre;;;test\n"));
        assertNotEquals(fingerprint(builtIn, "COK1"), fingerprint(otherCodes, "COK1"), "its code list");
        assertEquals(fingerprint(builtIn, "REMM"), fingerprint(otherCodes, "REMM"), "but not another's");
        Catalogue otherEnvelope =
                Packs.with(Map.of("envelopes/sobre.yaml", Packs.text("envelopes/sobre.yaml") + "# changed\n"));
        assertNotEquals(fingerprint(builtIn, "COK2"), fingerprint(otherEnvelope, "COK2"), "its envelope");
        assertEquals(fingerprint(builtIn, "COK1"), fingerprint(otherEnvelope, "COK1"));
    }

    @Test
    void aDirectoryThatIsNoneIsTold(@TempDir Path folder) {
        Path none = folder.resolve("none");
        assertEquals(List.of(new PackFault(none.toString(), "", "is no directory")), Catalogue.check(none));
    }

    @Test
    void aFileThatNoEncodingFitsIsTold(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("codes"));
        Files.write(
                folder.resolve("codes/zet.csv"),
                "code;label;validFrom;validTo;source\nZETA;été;;;x\n".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(Catalogue.check(folder).contains(new PackFault("codes/zet.csv", "", "is not in UTF-8")));
    }

    private static void put(Path folder, String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.writeString(file, text);
    }

    private static Flux flux(Catalogue catalogue, String code) {
        return Objects.requireNonNull(catalogue.flux().get(code), code);
    }

    private static DemandeKind demande(Catalogue catalogue, String code) {
        return Objects.requireNonNull(catalogue.demandes().get(code), code);
    }

    private static String fingerprint(Catalogue catalogue, String code) {
        return flux(catalogue, code).layouts().getFirst().fingerprint();
    }
}
