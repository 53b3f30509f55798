package omega.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import omega.simulator.books.Publication;
import omega.simulator.books.Publication.Attendu;
import omega.simulator.books.Publication.Effet;
import omega.simulator.play.Reglages;
import omega.simulator.play.Reglages.Telechargement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each fault is really in the bytes, and the books tell what should come of it. */
class FaultsTest {
    @TempDir
    Path home;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(home, "2026-11-24T12:00:00Z");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private Publication quarantined(String fault, String motif) {
        Publication publication = scene.publish("REMM", fault);
        assertEquals(new Attendu(Effet.QUARANTAINE, motif, 0), publication.attendu());
        assertEquals(List.of(fault), publication.fautes());
        return publication;
    }

    private static List<ZipEntry> entries(Path archive) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            return new ArrayList<>(Collections.list(zip.entries()));
        }
    }

    private List<List<String>> lines(String fault, String motif) throws IOException {
        return scene.lines(quarantined(fault, motif));
    }

    @Test
    void truncated() {
        Path archive = scene.file(quarantined("ZIP_TRONQUE", "ARCHIVE_ILLISIBLE"));
        assertTrue(archive.toFile().length() > 1000);
        assertThrows(ZipException.class, () -> entries(archive));
    }

    @Test
    void twoEntries() throws IOException {
        assertEquals(
                2,
                entries(scene.file(quarantined("DEUX_ENTREES", "ARCHIVE_PLUSIEURS_ENTREES")))
                        .size());
    }

    @Test
    void aPathInTheEntrysName() throws IOException {
        List<ZipEntry> entries = entries(scene.file(quarantined("CHEMIN", "ARCHIVE_CHEMIN")));
        assertEquals(1, entries.size());
        assertTrue(entries.getFirst().getName().startsWith("../"));
    }

    @Test
    void bomb() throws IOException {
        Path archive = scene.file(quarantined("BOMBE", "ARCHIVE_BOMBE"));
        long bytes = 0;
        try (ZipFile zip = new ZipFile(archive.toFile());
                InputStream in = zip.getInputStream(zip.entries().nextElement())) {
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = in.read(buffer)) > 0; ) {
                bytes += read;
            }
        }
        assertTrue(bytes > 60_000_000, () -> "too small");
        assertTrue(
                bytes / Files.size(archive) > Scene.PACK.transports().limits().ratio());
    }

    @Test
    void emptyArchive() throws IOException {
        assertEquals(0, Files.size(scene.file(quarantined("ARCHIVE_VIDE", "FICHIER_VIDE"))));
    }

    @Test
    void emptyMember() throws IOException {
        assertEquals(0, Scene.member(scene.file(quarantined("FICHIER_VIDE", "FICHIER_VIDE"))).length);
    }

    @Test
    void headers() throws IOException {
        assertEquals("REL", lines("ENTETE_ABSENT", "ENTETE_ABSENT").getFirst().getFirst());
        assertEquals(
                List.of("ENT", "REMM", "2", "GRDF", "AUTRE"),
                lines("ENTETE_AUTRE_PARTENAIRE", "ENTETE_ETRANGER").getFirst().subList(0, 5));
        assertEquals(
                "COK1", lines("ENTETE_AUTRE_FLUX", "ENTETE_ETRANGER").getFirst().get(1));
        assertEquals(
                "99", lines("VERSION_INCONNUE", "VERSION_INCONNUE").getFirst().get(2));
    }

    @Test
    void footers() throws IOException {
        List<List<String>> wrong = lines("PIED_FAUX", "PIED_INCOHERENT");
        assertEquals(List.of("FIN", Integer.toString(wrong.size() - 1)), wrong.getLast());
        assertNotEquals("FIN", lines("PIED_ABSENT", "PIED_ABSENT").getLast().getFirst());
    }

    @Test
    void undecodable() throws IOException {
        byte[] bytes = Scene.member(scene.file(quarantined("OCTETS_INDECODABLES", "OCTETS_INDECODABLES")));
        for (Charset charset :
                List.of(StandardCharsets.US_ASCII, Charset.forName("windows-1252"), StandardCharsets.UTF_8)) {
            assertThrows(CharacterCodingException.class, () -> Scene.decode(bytes, charset));
        }
    }

    @Test
    void misfit() throws IOException {
        List<List<String>> lines = lines("MISE_EN_PAGE", "MISE_EN_PAGE");
        assertTrue(lines.stream().filter(line -> line.getFirst().equals("REL")).allMatch(line -> line.size() == 8));
    }

    @Test
    void aNameOutsideThePattern() throws IOException {
        Publication publication = quarantined("NOM_HORS_MODELE", "NOM_HORS_MODELE");
        assertTrue(Scene.PACK.fluxOf(publication.nom()).isEmpty());
        assertEquals("REMM", scene.lines(publication).getFirst().get(1));
    }

    @Test
    void aFluxThatThePackLacks() throws IOException {
        Publication publication = quarantined("FLUX_INCONNU", "FLUX_INCONNU");
        assertTrue(publication.nom().startsWith("XYZ9_DEMO_"));
        assertTrue(Scene.PACK.fluxOf(publication.nom()).isEmpty());
        assertEquals("XYZ9", scene.lines(publication).getFirst().get(1));
    }

    @Test
    void theSameNameWithOtherBytes() {
        assertThrows(IllegalStateException.class, () -> scene.publish("REMM", "NOM_DEJA_VU"));
        Publication first = scene.publish("REMM");
        scene.omega.downloadedByPortal("DEMO", List.of(first.nom()));
        Publication second = quarantined("NOM_DEJA_VU", "NOM_DEJA_VU");
        assertEquals(first.nom(), second.nom());
        assertNotEquals(first.sha256(), second.sha256());
        assertEquals(second.taille(), scene.file(second).toFile().length());
        assertTrue(!scene.standing(first).present() && scene.standing(second).present());
    }

    @ParameterizedTest
    @CsvSource({"LIGNE_COURTE", "LIGNE_LONGUE", "DATE_FAUSSE", "CODE_INCONNU", "CHAMP_VIDE", "NOMBRE_FAUX"})
    void badLines(String fault) throws IOException {
        // REMM 1 has one kind of line, so each bad line is one rejet
        scene.set(new Reglages(Telechargement.PORTAIL, false, false, Map.of("REMM", "1"), Map.of(), 0, 0));
        Publication publication = scene.publish("REMM", fault + ":3");
        assertEquals(new Attendu(Effet.COMPLETE, null, 3), publication.attendu());
        assertEquals(List.of(fault + ":3"), publication.fautes());
        List<List<String>> lines = scene.lines(publication);
        long bad = lines.subList(1, lines.size() - 1).stream()
                .filter(line -> isBad(fault, line))
                .count();
        assertEquals(3, bad);
    }

    /** REL;pce;pitd;dateReleve;debut;fin;raison;qualite;index;index;volume;coefficient;energie;statut. */
    private static boolean isBad(String fault, List<String> line) {
        return switch (fault) {
            case "LIGNE_COURTE" -> line.size() == 13;
            case "LIGNE_LONGUE" -> line.size() == 15;
            case "DATE_FAUSSE" -> line.get(5).equals("99/99/9999");
            case "CODE_INCONNU" -> line.contains("~");
            case "CHAMP_VIDE" -> line.get(12).isEmpty();
            case "NOMBRE_FAUX" -> line.get(12).equals("x");
            default -> throw new IllegalArgumentException(fault);
        };
    }

    @Test
    void manyFaultsSpreadOverTheFile() throws IOException {
        Publication publication = scene.publish(
                "REMM",
                "LIGNE_COURTE:2",
                "LIGNE_LONGUE:2",
                "DATE_FAUSSE:2",
                "CODE_INCONNU:2",
                "CHAMP_VIDE:2",
                "NOMBRE_FAUX:2");
        assertEquals(
                List.of(
                        "LIGNE_COURTE:2",
                        "LIGNE_LONGUE:2",
                        "DATE_FAUSSE:2",
                        "CODE_INCONNU:2",
                        "CHAMP_VIDE:2",
                        "NOMBRE_FAUX:2"),
                publication.fautes());
        List<List<String>> lines = scene.lines(publication);
        long late = lines.subList(lines.size() / 2, lines.size()).stream()
                .filter(line -> line.contains("~") || line.contains("x"))
                .count();
        assertTrue(late > 0, "all in the first half");
    }

    @Test
    void aBadParentTakesItsChildrenAlong() throws IOException {
        Publication publication = scene.publish("TJDC", "CODE_INCONNU:20", "NOMBRE_FAUX:20");
        List<List<String>> lines = scene.lines(publication);
        long rejected = 0;
        boolean parent = false;
        for (List<String> line : lines.subList(1, lines.size() - 1)) {
            boolean bad = line.contains("~") || line.contains("x");
            if (line.getFirst().equals("JOU")) {
                parent = bad;
            }
            rejected += bad || parent ? 1 : 0;
        }
        assertTrue(rejected > 0);
        assertEquals(rejected, publication.attendu().rejets());
    }

    @Test
    void theNextPlannedPublicationTakesTheFaultOfTheSwitchOnce() {
        scene.set(new Reglages(
                Telechargement.PORTAIL,
                false,
                false,
                Map.of(),
                Map.of("REMM", List.of("PIED_FAUX"), "COK1", List.of("FLUX_INCONNU")),
                0,
                0));
        scene.at("2026-11-26T18:00:00Z");
        List<Effet> effects =
                scene
                        .omega
                        .books()
                        .publications(each -> each.publication().flux().equals("REMM"))
                        .stream()
                        .map(each -> each.publication().attendu().effet())
                        .toList();
        assertTrue(effects.size() >= 2, effects::toString);
        assertEquals(1, Collections.frequency(effects, Effet.QUARANTAINE));
        assertEquals(Effet.QUARANTAINE, effects.getFirst());
        long unknown = scene.omega
                .books()
                .publications(each -> each.publication().flux().equals("XYZ9"))
                .size();
        assertEquals(1, unknown, "one more, beside the planned one of whichever partner came first");
        assertTrue(scene.out("COK1").stream()
                .allMatch(each -> each.publication().attendu().effet() == Effet.COMPLETE));
        assertEquals(Map.of(), scene.omega.books().reglages().prochainesFautes());
    }

    @Test
    void ratesAreDrawnFromTheSeed() {
        scene.set(new Reglages(Telechargement.FIN_DE_LECTURE, false, false, Map.of(), Map.of(), 0.5, 0.02));
        scene.at("2026-11-27T18:00:00Z");
        long all = scene.omega.books().publications(_ -> true).size();
        long bad = scene.omega
                .books()
                .publications(each -> each.publication().attendu().effet() == Effet.QUARANTAINE)
                .size();
        assertTrue(bad > all / 6 && bad < all * 2 / 3, () -> bad + " of " + all);
        long rejected = scene.omega.books().bilan(_ -> true).stream()
                .mapToLong(each -> each.rejetsAttendus())
                .sum();
        long lines = scene.omega.books().bilan(_ -> true).stream()
                .mapToLong(each -> each.lignes())
                .sum();
        assertTrue(rejected > 0 && rejected < lines / 3, () -> rejected + " of " + lines);
    }

    @Test
    void twoFaultsOfTheWholeFileAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> scene.publish("REMM", "BOMBE", "PIED_FAUX"));
        assertThrows(IllegalArgumentException.class, () -> scene.publish("REMM", "PAS_UNE_FAUTE"));
    }
}
