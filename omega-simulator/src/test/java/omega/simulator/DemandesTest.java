package omega.simulator;

import static omega.simulator.Supplier.change;
import static omega.simulator.Supplier.changes;
import static omega.simulator.Supplier.chf;
import static omega.simulator.Supplier.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import net.schmizz.sshj.sftp.SFTPException;
import omega.catalogue.Catalogue;
import omega.simulator.books.Consommation;
import omega.simulator.books.Dossier;
import omega.simulator.books.Jugement;
import omega.simulator.books.Jugement.Ligne;
import omega.simulator.books.Receptions;
import omega.simulator.play.Reglages;
import omega.simulator.play.ReglagesDemandes;
import omega.simulator.play.ReglagesDemandes.ApresLimite;
import omega.simulator.play.ReglagesDemandes.CompteRendu;
import omega.simulator.play.ReglagesDemandes.JourDuQuota;
import omega.simulator.play.ReglagesDemandes.NomsEnDouble;
import omega.simulator.play.ReglagesDemandes.NumeroSuivi;
import omega.simulator.play.ReglagesDemandes.Ramassage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Level 1 (§3.2.3) as a supplier meets it, over SFTP. It is 13:00 in Paris on a Monday. */
class DemandesTest {
    /** Takes what is written as soon as it is closed, whatever its name, and answers at once. */
    private static final ReglagesDemandes EVERY_NAME_AT_ONCE = new ReglagesDemandes(
            Ramassage.TOUS_LES_NOMS,
            Duration.ZERO,
            NomsEnDouble.REFUSES,
            Map.of(),
            JourDuQuota.DEPOT,
            ApresLimite.AUSSITOT,
            CompteRendu.NORMAL,
            Duration.ZERO,
            Duration.ZERO,
            NumeroSuivi.PAR_FICHIER,
            ReglagesDemandes.Sdem.DELTA,
            ReglagesDemandes.DemandesInventees.JAMAIS,
            0.0,
            0.0,
            true);

    private static final String NOON = "2026-11-23T12:00:00Z";

    @TempDir
    Path home;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(home, NOON);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private List<Dossier> dossiers() {
        return scene.omega.books().dossiers(_ -> true);
    }

    private Jugement judged(int index) {
        return Objects.requireNonNull(dossiers().get(index).jugement());
    }

    /** Lets OMEGA take what lies there, and answer. */
    private void pass(String duration) {
        scene.hands.on(Duration.parse(duration));
        scene.omega.advance();
    }

    private void deposit(String nom, byte[] bytes) throws IOException {
        try (Supplier supplier = new Supplier(scene)) {
            supplier.deposit(nom, bytes);
        }
    }

    private List<List<String>> answer(Dossier dossier) throws IOException {
        return Scene.lines(
                home.resolve("espaces/DEMO/comptes-rendus").resolve(Objects.requireNonNull(dossier.compteRendu())),
                Supplier.LATIN);
    }

    @Test
    void aSoundFileIsAcceptedAndAnsweredWithinMinutes() throws IOException {
        byte[] bytes = changes(chf(7), change("D-1"), change("D-2"));
        try (Supplier supplier = new Supplier(scene)) {
            supplier.deposit(chf(7), bytes);
            assertEquals(bytes.length, supplier.sftp.stat("/demandes/" + chf(7)).getSize());
            assertEquals(List.of(chf(7)), supplier.names("/demandes"));
            pass("PT59S");
            assertEquals(List.of(), dossiers());
            pass("PT1S");
            assertEquals(List.of(), supplier.names("/demandes"));
            assertEquals(Jugement.ACCEPTE, judged(0).resultat());
            assertEquals(List.of(), supplier.names("/comptes-rendus"));
            pass("PT10M");
            assertEquals(
                    List.of(Objects.requireNonNull(dossiers().getFirst().compteRendu())),
                    supplier.names("/comptes-rendus"));
        }
        Dossier dossier = dossiers().getFirst();
        assertEquals(Instant.parse(NOON), dossier.depot().instant());
        assertEquals(bytes.length, dossier.depot().taille());
        assertArrayEquals(bytes, Files.readAllBytes(scene.omega.octets(dossier.depot())));
        List<List<String>> lines = answer(dossier);
        assertEquals(
                List.of("ENT", "COMPTE_RENDU", "1", "GRDF", "DEMO"),
                lines.getFirst().subList(0, 5));
        assertEquals(
                List.of(
                        List.of("FIC", chf(7), "", "20261123130000", "ACC", "SG2026000001", "2", "2", "0", "", ""),
                        List.of("LIG", "2", "D-1", "ACC", "", "", ""),
                        List.of("LIG", "3", "D-2", "ACC", "", "", ""),
                        List.of("FIN", "3")),
                lines.subList(1, 5));
    }

    private record Judged(
            String line,
            String resultat,
            @Nullable String motif,
            @Nullable String champ) {}

    /** Each line by hand against demandes/CHF.yaml, and what level 1 must say of it. */
    private static List<Judged> badLines() {
        String good = "CHF;X;21434567890123;15/12/2026;T2;P012;12000;12,5;PAR;Noël;O";
        return List.of(
                new Judged(good, "ACC", null, null),
                new Judged(good.replace(";P012;12000;12,5;", ";;;;"), "ACC", null, null),
                new Judged(good.replace("21434567890123", "GI012345"), "ACC", null, null),
                new Judged(good.replace("12,5", "-1234567,89"), "ACC", null, null),
                new Judged(good.replace("12,5", "1234567890,1"), "REF", "L02", "cja"),
                new Judged(good.replace("12,5", "12,555"), "REF", "L02", "cja"),
                new Judged(good.replace("12,5", "12.5"), "REF", "L02", "cja"),
                new Judged(good.replace("12,5", "12,"), "REF", "L02", "cja"),
                new Judged(good.replace("12000", "1234567890"), "REF", "L02", "car"),
                new Judged(good.replace("12000", "+1"), "REF", "L02", "car"),
                new Judged(good.replace("21434567890123", "2143456789012"), "REF", "L02", "pce"),
                new Judged(good.replace("21434567890123", ""), "REF", "L01", "pce"),
                new Judged(good.replace("15/12/2026", "2026-12-15"), "REF", "L02", "dateSouhaitee"),
                new Judged(good.replace("15/12/2026", "31/11/2026"), "REF", "L02", "dateSouhaitee"),
                new Judged(good.replace(";T2;", ";T9;"), "REF", "L03", "tarif"),
                new Judged(good.replace(";O", ";Oui"), "REF", "L02", "accordClient"),
                new Judged(good.replace("Noël", ""), "REF", "L01", "nomClient"),
                new Judged(good.replace("Noël", "N".repeat(61)), "REF", "L02", "nomClient"),
                new Judged(good.replace("Noël", "No\u0002l"), "REF", "L02", null),
                new Judged(good.replace("Noël", "No;l"), "REF", "L04", null),
                new Judged(good + ";", "REF", "L04", null),
                new Judged(good.replace("CHF;", "CHT;"), "REF", "L02", null),
                new Judged("", "REF", "L04", null));
    }

    @Test
    void everyLineHasItsResult() throws IOException {
        List<Judged> cases = badLines();
        String[] lines = new String[cases.size()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = cases.get(i).line().replaceFirst(";X;", ";D-" + i + ";");
        }
        deposit(chf(1), changes(chf(1), lines));
        pass("PT11M");
        assertEquals(Jugement.PARTIEL, judged(0).resultat());
        for (int i = 0; i < lines.length; i++) {
            Judged expected = cases.get(i);
            Ligne ligne = judged(0).lignes().get(i);
            String about = lines[i];
            assertEquals(i + 2, ligne.numero(), about);
            assertEquals(expected.resultat(), ligne.resultat(), about);
            assertEquals(expected.motif(), ligne.motif(), about);
            assertEquals(expected.champ(), ligne.champ(), about);
        }
        List<String> file = answer(dossiers().getFirst()).get(1);
        assertEquals(List.of("PAR", "SG2026000001", "23", "4", "19"), file.subList(4, 9));
    }

    /** A file, and the reason for which it must be refused. */
    private static final class Refused {
        final String motif;
        final String nom;
        final byte[] bytes;

        Refused(String motif, String nom, byte[] bytes) {
            this.motif = motif;
            this.nom = nom;
            this.bytes = bytes;
        }
    }

    /** Whole files by hand, and the reason for which level 1 must refuse them. */
    private static List<Refused> badFiles() throws IOException {
        String good = text(change("D-1"));
        String nom = chf(1);
        String csv = Supplier.member(nom);
        byte[] zip = changes(nom, change("D-1"));
        byte[] crc = zip.clone();
        crc[zip.length - 22 - 46 - csv.length() + 16] ^= 1; // in the one entry of the central directory
        return List.of(
                new Refused("F01", "DEM_ZZZ_DEMO_20261123120000_00001.zip", zip),
                new Refused("F01", "DEM_CHF_AUTRE_20261123120000_00001.zip", zip),
                new Refused("F01", "DEM_CHF_DEMO_20261123120000_1.zip", zip),
                new Refused("F02", nom, good.getBytes(Supplier.LATIN)),
                new Refused("F02", nom, new byte[0]),
                new Refused("F02", nom, Arrays.copyOf(zip, zip.length - 10)),
                new Refused("F02", nom, crc),
                new Refused("F02", nom, Supplier.zip("autre.csv", good.getBytes(Supplier.LATIN))),
                new Refused("F02", nom, Supplier.zip("../" + csv, good.getBytes(Supplier.LATIN))),
                new Refused(
                        "F07",
                        "DEM_MCF_DEMO_20261123120000_00001.zip",
                        Supplier.zip(
                                "DEM_MCF_DEMO_20261123120000_00001.csv",
                                "ENT;MCF;1;DEMO;GRDF;20261123120000;1\né".getBytes(Supplier.LATIN))),
                new Refused("F03", nom, Supplier.zip(csv, new byte[0])),
                new Refused("F03", nom, bytes(csv, good.replace("ENT;", "EMT;"))),
                new Refused("F03", nom, bytes(csv, good.replace("ENT;CHF;", "ENT;CHT;"))),
                new Refused("F03", nom, bytes(csv, good.replace("CHF;1;DEMO", "CHF;2;DEMO"))),
                new Refused("F03", nom, bytes(csv, good.replace("DEMO;GRDF", "AUTRE;GRDF"))),
                new Refused("F03", nom, bytes(csv, good.replace("DEMO;GRDF", "DEMO;ENEDIS"))),
                new Refused("F03", nom, bytes(csv, good.replace("20261123120000;7", "20261323120000;7"))),
                new Refused("F03", nom, bytes(csv, good.replace("20261123120000;7", "20261123120000"))),
                new Refused("F03", nom, Supplier.zip(csv, ("\ufeff" + good).getBytes(StandardCharsets.UTF_8))),
                new Refused("F04", nom, bytes(csv, good.replace("FIN;1", "FIN;2"))),
                new Refused("F04", nom, bytes(csv, good.replace("FIN;1\n", ""))),
                new Refused("F04", nom, bytes(csv, good.replace("FIN;1", "FIN;un"))),
                new Refused("F04", nom, bytes(csv, "ENT;CHF;1;DEMO;GRDF;20261123120000;7\n")),
                new Refused("F04", nom, bytes(csv, good + "\n")));
    }

    private static byte[] bytes(String member, String text) throws IOException {
        return Supplier.zip(member, text.getBytes(Supplier.LATIN));
    }

    @Test
    void everyUnsoundFileIsRefusedAsAWhole() throws IOException {
        scene.set(with(NomsEnDouble.ACCEPTES, Map.of(), CompteRendu.NORMAL, NumeroSuivi.PAR_FICHIER));
        List<Refused> cases = badFiles();
        try (Supplier supplier = new Supplier(scene)) {
            for (Refused each : cases) {
                supplier.deposit(each.nom, each.bytes);
                pass("PT1M");
            }
        }
        pass("PT10M");
        for (int i = 0; i < cases.size(); i++) {
            assertEquals(Jugement.REFUSE, judged(i).resultat());
            assertEquals(
                    cases.get(i).motif, judged(i).motif(), i + ": " + judged(i).libelle());
            List<String> file = answer(dossiers().get(i)).get(1);
            assertEquals("REF", file.get(4));
            assertEquals("", file.get(5), "no numéro de suivi");
            assertEquals(cases.get(i).motif, file.get(9));
        }
        assertEquals(
                0,
                scene.omega
                        .books()
                        .consommation("DEMO", LocalDate.parse("2026-11-23"))
                        .total());
    }

    private static Reglages with(
            NomsEnDouble doubles, Map<String, Long> quotas, CompteRendu mode, NumeroSuivi numbers) {
        return Reglages.DEFAUT.with(new ReglagesDemandes(
                Ramassage.NOMS_DEFINITIFS,
                Duration.ofMinutes(1),
                doubles,
                quotas,
                JourDuQuota.TRAITEMENT,
                ApresLimite.JOUR_DE_TRAITEMENT,
                mode,
                Duration.ofMinutes(2),
                Duration.ofMinutes(10),
                numbers,
                ReglagesDemandes.Sdem.DELTA,
                ReglagesDemandes.DemandesInventees.SANS_DEPOT,
                0.05,
                0.0,
                false));
    }

    @Test
    void theQuotaOfTheDayIsFilesAndPortalTogether() throws IOException {
        scene.set(with(NomsEnDouble.REFUSES, Map.of("DEMO", 5L), CompteRendu.NORMAL, NumeroSuivi.PAR_FICHIER));
        scene.omega.requestedOnPortal("DEMO", 2);
        deposit(chf(1), changes(chf(1), change("D-1"), change("D-2")));
        pass("PT2M");
        deposit(chf(2), changes(chf(2), change("D-3"), change("D-4")));
        pass("PT2M");
        deposit(chf(3), changes(chf(3), change("D-5")));
        pass("PT2M");
        assertEquals(Jugement.ACCEPTE, judged(0).resultat());
        assertEquals("F06", judged(1).motif());
        assertEquals(Jugement.ACCEPTE, judged(2).resultat());
        LocalDate today = LocalDate.parse("2026-11-23");
        assertEquals(new Consommation("DEMO", today, 3, 2), scene.omega.books().consommation("DEMO", today));
        assertThrows(IllegalStateException.class, () -> scene.omega.requestedOnPortal("DEMO", 1));
        scene.restart();
        assertEquals(new Consommation("DEMO", today, 3, 2), scene.omega.books().consommation("DEMO", today));
    }

    private static Reglages counting(JourDuQuota counts) {
        ReglagesDemandes usual = ReglagesDemandes.DEFAUT;
        return Reglages.DEFAUT.with(new ReglagesDemandes(
                usual.ramassage(),
                usual.delaiRamassage(),
                usual.nomsEnDouble(),
                usual.quotas(),
                counts,
                usual.apresLimite(),
                usual.compteRendu(),
                usual.delaiCompteRendu(),
                usual.delaiCompteRenduMax(),
                usual.numeroSuivi(),
                usual.sdem(),
                usual.demandesInventees(),
                usual.tauxNonRecevables(),
                usual.tauxSansSuite(),
                usual.pceLibres()));
    }

    /** Processing is the next open day's in any case; which day's quota it takes is the switch. */
    @ParameterizedTest
    @CsvSource({"TRAITEMENT, 2026-11-30, 1, 1", "DEPOT, 2026-11-28, 2, 0"})
    void whatComesAfterTenToSevenIsTheNextOpenDays(JourDuQuota counts, LocalDate second, int saturday, int monday)
            throws IOException {
        scene.set(counting(counts));
        scene.at("2026-11-28T17:50:00Z"); // Saturday, 18:50 sharp
        deposit(chf(1), changes(chf(1), change("D-1")));
        scene.at("2026-11-28T17:50:01Z");
        deposit(chf(2), changes(chf(2), change("D-2")));
        scene.at("2026-11-30T06:59:59Z");
        assertEquals(1, dossiers().size());
        assertEquals(LocalDate.parse("2026-11-28"), judged(0).jourQuota());
        scene.at("2026-11-30T07:00:00Z"); // Monday, at the opening
        assertEquals(LocalDate.parse("2026-11-30"), dossiers().get(1).depot().jourTraitement());
        assertEquals(second, judged(1).jourQuota());
        for (var each : Map.of(LocalDate.parse("2026-11-28"), saturday, LocalDate.parse("2026-11-30"), monday)
                .entrySet()) {
            assertEquals(
                    new Consommation("DEMO", each.getKey(), each.getValue(), 0),
                    scene.omega.books().consommation("DEMO", each.getKey()));
        }
        assertEquals(
                Instant.parse("2026-11-28T17:50:01Z"), dossiers().get(1).depot().instant());
    }

    @Test
    void aNameAReferenceAndBytesAreKnownAgain() throws IOException {
        byte[] bytes = changes(chf(1), change("D-1"));
        deposit(chf(1), bytes);
        pass("PT2M");
        deposit(chf(1), bytes);
        pass("PT2M");
        deposit(chf(2), bytes);
        pass("PT2M");
        assertEquals("F05", judged(1).motif());
        assertEquals(Jugement.REFUSE, judged(2).resultat());
        assertEquals("L05", judged(2).lignes().getFirst().motif());
        assertEquals(
                new Receptions(2, 2, 3),
                scene.omega.books().receptions(dossiers().getFirst().depot()));
        assertEquals(2, scene.omega.books().received("DEMO", "D-1"));
        assertEquals(1, scene.omega.books().taken("DEMO", "D-1"));
        scene.restart();
        assertEquals(
                new Receptions(2, 2, 3),
                scene.omega.books().receptions(dossiers().getFirst().depot()));
    }

    @Test
    void aReferenceTwiceInAFileIsRefusedTheSecondTime() throws IOException {
        deposit(chf(1), changes(chf(1), change("D-1"), change("D-1")));
        pass("PT2M");
        assertEquals(
                List.of("ACC", "REF"),
                judged(0).lignes().stream().map(Ligne::resultat).toList());
    }

    @Test
    void oneNumberALineWhereThatIsTheSwitch() throws IOException {
        scene.set(with(NomsEnDouble.REFUSES, Map.of(), CompteRendu.NORMAL, NumeroSuivi.PAR_LIGNE));
        deposit(chf(1), changes(chf(1), change("D-1"), change("D-2").replace(";T2;", ";T9;"), change("D-3")));
        pass("PT11M");
        List<List<String>> lines = answer(dossiers().getFirst());
        assertEquals("2", lines.getFirst().get(2));
        assertEquals("", lines.get(1).get(5));
        assertEquals(List.of("LIG", "2", "D-1", "ACC", "", "", "", "SG2026000001"), lines.get(2));
        assertEquals(List.of("LIG", "3", "D-2", "REF", "L03", "tarif", "", ""), lines.get(3));
        assertEquals(List.of("LIG", "4", "D-3", "ACC", "", "", "", "SG2026000002"), lines.get(4));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void theAnswerMayBeLateOrNeverCome(CompteRendu mode, boolean before, boolean after, boolean judged)
            throws IOException {
        scene.set(with(NomsEnDouble.REFUSES, Map.of(), mode, NumeroSuivi.PAR_FICHIER));
        deposit(chf(1), changes(chf(1), change("D-1")));
        pass("PT1H59M");
        assertEquals(judged, !dossiers().isEmpty());
        assertEquals(before, judged && dossiers().getFirst().compteRendu() != null);
        pass("PT3H");
        assertEquals(after, judged && dossiers().getFirst().compteRendu() != null);
        scene.set(Reglages.DEFAUT);
        pass("PT0S");
        assertNotNull(judged(0));
        pass("PT10M");
        assertEquals(mode != CompteRendu.JAMAIS, dossiers().getFirst().compteRendu() != null);
    }

    static Stream<Arguments> modes() {
        return Stream.of(
                Arguments.of(CompteRendu.NORMAL, true, true, true),
                Arguments.of(CompteRendu.TARDIF, false, true, true),
                Arguments.of(CompteRendu.JAMAIS, false, false, true),
                Arguments.of(CompteRendu.PANNE, false, false, false));
    }

    @Test
    void temporaryNamesAreLeftAloneUnlessTheSwitchSaysOtherwise() throws IOException {
        try (Supplier supplier = new Supplier(scene)) {
            supplier.write("/demandes/" + chf(1) + ".tmp", changes(chf(1), change("D-1")));
            supplier.write("/demandes/." + chf(2), changes(chf(2), change("D-2")));
            pass("PT1H");
            assertEquals(2, supplier.names("/demandes").size());
            assertEquals(List.of(), dossiers());
            scene.set(Reglages.DEFAUT.with(EVERY_NAME_AT_ONCE));
            pass("PT0S");
            assertEquals(List.of(), supplier.names("/demandes"));
            assertThrows(
                    SFTPException.class,
                    () -> supplier.sftp.rename("/demandes/" + chf(1) + ".tmp", "/demandes/" + chf(1)));
        }
        assertEquals(
                List.of("F01", "F01"),
                List.of(
                        Objects.requireNonNull(judged(0).motif()),
                        Objects.requireNonNull(judged(1).motif())));
    }

    @Test
    void aPackWhoseCompteRenduTellsNoLinesAndHasOneNameADayStopsNothing(@TempDir Path pack) throws IOException {
        Files.createDirectories(pack.resolve("flux"));
        Files.writeString(pack.resolve("flux/COMPTE_RENDU.yaml"), """
                flux: COMPTE_RENDU
                libelle: Compte-rendu
                section: "3.2.3"
                archive: "CR_{partenaire}_{date:yyyyMMdd}.zip"
                member: "CR_{partenaire}_{date:yyyyMMdd}.csv"
                semantics: event
                ordered: false
                layouts:
                  - version: "9"
                    envelope: standard
                    charset: [windows-1252]
                    decimal: ","
                    records:
                      - name: fichier
                        key: nomFichier
                        fields:
                          - { name: resultat, type: text, codes: resultat_integration, required: true }
                          - { name: nomFichier, type: text, length: 120, required: true }
                """);
        Files.writeString(pack.resolve("suivi.yaml"), """
                compteRendu:
                  flux: COMPTE_RENDU
                  fichier: { enregistrement: fichier, nom: nomFichier, resultat: resultat }
                  resultats: { ACC: acceptee, REF: refusee, PAR: partielle }
                sdem:
                  flux: SDEM
                  enregistrement: demande
                  reference: idDemande
                  etat: etat
                  date: dateEtat
                  correlation: [reference]
                  etats: { REC: AccepteeNiveau1, INT: Integree, NRE: NonRecevable, PLA: EnCours, ENC: EnCours, REA: Realisee, NRA: Annulee, ANN: Annulee }
                """);
        scene.close();
        scene = new Scene(home, NOON, 2000, 1, Catalogue.load(Optional.of(pack)));
        deposit(chf(1), changes(chf(1), change("D-1")));
        pass("PT11M");
        deposit(chf(2), changes(chf(2), change("D-2")));
        pass("PT11M");
        assertEquals(List.of("ACC", chf(1)), answer(dossiers().getFirst()).get(1));
        assertNull(dossiers().get(1).compteRendu());
        int before = scene.out("REMM").size();
        pass("PT26H"); // past the next day's window
        assertTrue(scene.out("REMM").size() > before);
    }

    /** Four sessions deposit while OMEGA takes, judges and answers. */
    @Test
    void manySessionsAtOnceAreEachServedOnce() throws Exception {
        scene.set(Reglages.DEFAUT.with(new ReglagesDemandes(
                Ramassage.NOMS_DEFINITIFS,
                Duration.ZERO,
                NomsEnDouble.REFUSES,
                Map.of(),
                JourDuQuota.TRAITEMENT,
                ApresLimite.AUSSITOT,
                CompteRendu.NORMAL,
                Duration.ZERO,
                Duration.ZERO,
                NumeroSuivi.PAR_LIGNE,
                ReglagesDemandes.Sdem.DELTA,
                ReglagesDemandes.DemandesInventees.JAMAIS,
                0.0,
                0.0,
                true)));
        AtomicBoolean depositing = new AtomicBoolean(true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> sessions = new ArrayList<>();
            for (int session = 0; session < 4; session++) {
                int first = 1 + 20 * session;
                Supplier open = new Supplier(scene);
                sessions.add(threads.submit(() -> {
                    try (Supplier supplier = open) {
                        for (int i = first; i < first + 20; i++) {
                            supplier.deposit(chf(i), changes(chf(i), change("D-" + i), change("E-" + i)));
                        }
                    }
                    return null;
                }));
            }
            Future<?> omega = threads.submit(() -> {
                while (depositing.get()) {
                    pass("PT1S");
                }
            });
            for (Future<?> each : sessions) {
                each.get(60, TimeUnit.SECONDS);
            }
            depositing.set(false);
            omega.get(60, TimeUnit.SECONDS);
        }
        pass("PT1S");
        assertEquals(80, dossiers().size());
        assertTrue(dossiers().stream().allMatch(each -> each.compteRendu() != null));
        assertEquals(
                160,
                dossiers().stream()
                        .flatMap(each -> Objects.requireNonNull(each.jugement()).lignes().stream())
                        .filter(Ligne::acceptee)
                        .map(Ligne::numeroSuivi)
                        .distinct()
                        .count());
    }

    /** Killed between the books and the directory, and between the directory and the books. */
    @Test
    void aCrashOfOmegaLosesNoFileAndTakesNoneTwice() throws IOException {
        deposit(chf(1), changes(chf(1), change("D-1")));
        pass("PT2M");
        scene.omega.close();
        Path books = home.resolve("livres.jsonl");
        List<String> facts = Files.readAllLines(books);
        int taken = facts.indexOf(facts.stream()
                .filter(fact -> fact.contains("\"Ramassage\""))
                .findFirst()
                .orElseThrow());
        Path directory = home.resolve("espaces/DEMO/demandes");
        Files.write(books, facts.subList(0, taken + 1));
        Files.move(home.resolve("recus/DEMO.000001.zip"), directory.resolve(chf(1)));
        Files.write(directory.resolve(chf(2)), changes(chf(2), change("D-2")));
        scene.restart();
        assertEquals(Jugement.ACCEPTE, judged(0).resultat());
        pass("PT2M");
        assertEquals(
                List.of(chf(1), chf(2)),
                dossiers().stream().map(each -> each.depot().nom()).toList());
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whatIsTakenAtOnceIsGoneBeforeItCanBeRenamed() throws IOException {
        scene.set(Reglages.DEFAUT.with(EVERY_NAME_AT_ONCE));
        try (Supplier supplier = new Supplier(scene)) {
            assertThrows(SFTPException.class, () -> supplier.deposit(chf(1), changes(chf(1), change("D-1"))));
            supplier.write("/demandes/" + chf(2), changes(chf(2), change("D-2")));
            assertEquals(List.of(), supplier.names("/demandes"));
        }
        assertEquals("F01", judged(0).motif());
        assertEquals(Jugement.ACCEPTE, judged(1).resultat());
    }

    /** Files laid into the directory while OMEGA is down, each a sound one that was changed somewhere; the seed is printed. */
    @Test
    void noFileHoweverSpoiltStopsOmega() throws IOException {
        long seed = Long.getLong("seed", 20261123);
        Random random = new Random(seed);
        Path directory = home.resolve("espaces/DEMO/demandes");
        int files = 600;
        for (int i = 1; i <= files; i++) {
            String text = text(change("D-" + i + "a"), change("D-" + i + "b"), change("D-" + i + "c"));
            byte[] zip = i % 2 == 0
                    ? spoilt(bytes(Supplier.member(chf(i)), text), random)
                    : Supplier.zip(Supplier.member(chf(i)), spoilt(text.getBytes(Supplier.LATIN), random));
            Files.write(directory.resolve(chf(i)), zip);
        }
        scene.restart();
        pass("PT2M");
        assertEquals(files, dossiers().size());
        Map<String, Integer> results = new TreeMap<>();
        for (Dossier each : dossiers()) {
            Jugement jugement = Objects.requireNonNull(each.jugement());
            results.merge(jugement.motif() == null ? jugement.resultat() : jugement.motif(), 1, Integer::sum);
            assertTrue(jugement.motif() != null || !jugement.lignes().isEmpty() || !jugement.refuse());
            assertFalse(
                    String.valueOf(jugement.libelle()).contains("échoué"),
                    each.depot().nom());
        }
        System.out.println("seed " + seed + ", files " + files + ": " + results);
        assertTrue(results.keySet().containsAll(Set.of("ACC", "PAR", "F02", "F03", "F04")), results::toString);
    }

    private static byte[] spoilt(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> {
                byte[] flipped = bytes.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                yield flipped;
            }
            case 2 -> {
                byte[] other = bytes.clone();
                other[at] = (byte) random.nextInt(256);
                yield other;
            }
            default -> {
                byte[] without = new byte[bytes.length - 1];
                System.arraycopy(bytes, 0, without, 0, at);
                System.arraycopy(bytes, at + 1, without, at, without.length - at);
                yield without;
            }
        };
    }

    @Test
    void whatAPartnerTakesBackIsNotReceived() throws IOException {
        try (Supplier supplier = new Supplier(scene)) {
            supplier.deposit(chf(1), changes(chf(1), change("D-1")));
            supplier.sftp.rm("/demandes/" + chf(1));
            supplier.deposit(chf(2), changes(chf(2), change("D-2")));
            assertThrows(SFTPException.class, () -> supplier.deposit(chf(2), changes(chf(2), change("D-3"))));
        }
        pass("PT2M");
        assertEquals(
                List.of(chf(2)),
                dossiers().stream().map(each -> each.depot().nom()).toList());
        assertEquals("D-2", judged(0).lignes().getFirst().idDemande());
    }

    @Test
    void whatLiesThereSurvivesARestart() throws IOException {
        deposit(chf(1), changes(chf(1), change("D-1")));
        pass("PT30S");
        scene.restart();
        pass("PT30S");
        assertEquals(Instant.parse(NOON), dossiers().getFirst().depot().instant());
        scene.restart();
        assertEquals(Jugement.ACCEPTE, judged(0).resultat());
        assertNull(dossiers().getFirst().compteRendu());
        pass("PT10M");
        assertTrue(answer(dossiers().getFirst()).size() > 3);
        deposit(chf(2), changes(chf(2), change("D-2")));
        pass("PT2M");
        assertEquals("SG2026000002", judged(1).numeroSuivi());
    }
}
