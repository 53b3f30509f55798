package omega.simulator;

import static omega.simulator.Supplier.change;
import static omega.simulator.Supplier.changes;
import static omega.simulator.Supplier.chf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.schmizz.sshj.sftp.SFTPException;
import net.schmizz.sshj.userauth.UserAuthException;
import omega.simulator.books.Fact;
import omega.simulator.books.Jugement;
import omega.simulator.play.Panne;
import omega.simulator.play.Reglages;
import omega.simulator.play.Reglages.Telechargement;
import omega.simulator.play.ReglagesDemandes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may go wrong at the door, met by a real client; each fault once. */
class PannesTest {
    @TempDir
    Path home;

    private Scene scene;

    @BeforeEach
    void open() {
        scene = new Scene(home, "2026-11-23T12:00:00Z");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void play(Duration slowness, String... faults) {
        scene.set(new Reglages(
                Telechargement.FIN_DE_LECTURE,
                false,
                false,
                Map.of(),
                Map.of(),
                0,
                0,
                ReglagesDemandes.DEFAUT,
                Map.of("DEMO", List.of(faults)),
                slowness));
    }

    private List<String> lying() {
        return scene.omega.books().lying().stream().map(Fact.Arrivee::nom).toList();
    }

    private List<String> names() throws IOException {
        try (Supplier supplier = new Supplier(scene)) {
            return supplier.names("/demandes");
        }
    }

    private void assertPlayed(String... faults) {
        assertEquals(
                List.of(faults),
                scene.omega.books().pannes().stream()
                        .map(Fact.PanneJouee::panne)
                        .toList());
    }

    @Test
    void loginsAreRefusedAsOftenAsAsked() throws IOException {
        play(Duration.ZERO, "CONNEXION_REFUSEE:2");
        assertThrows(UserAuthException.class, () -> scene.client("DEMO", "DEMO"));
        scene.client("AUTRE", "AUTRE").close();
        assertThrows(UserAuthException.class, () -> scene.client("DEMO", "DEMO"));
        assertEquals(List.of(), names());
        assertPlayed("CONNEXION_REFUSEE:2", "CONNEXION_REFUSEE:1");
    }

    @Test
    void aRenameIsCutBeforeItTakesEffectOrAfter() throws IOException {
        play(Duration.ZERO, "COUPURE_APRES_RENOMMAGE", "COUPURE_AVANT_RENOMMAGE");
        try (Supplier supplier = new Supplier(scene)) {
            assertThrows(IOException.class, () -> supplier.deposit(chf(1), changes(chf(1), change("D-1"))));
        }
        assertEquals(List.of(chf(1) + ".tmp"), names());
        assertEquals(List.of(chf(1) + ".tmp"), lying());
        try (Supplier supplier = new Supplier(scene)) {
            assertThrows(IOException.class, () -> supplier.deposit(chf(2), changes(chf(2), change("D-2"))));
        }
        assertEquals(List.of(chf(1) + ".tmp", chf(2)), names());
        assertEquals(List.of(chf(1) + ".tmp", chf(2)), lying());
        assertPlayed("COUPURE_AVANT_RENOMMAGE", "COUPURE_APRES_RENOMMAGE");
        try (Supplier supplier = new Supplier(scene)) {
            supplier.deposit(chf(3), changes(chf(3), change("D-3")));
        }
        assertEquals(3, lying().size());
    }

    @Test
    void aRemovalTakesEffectAndItsReplyIsLost() throws IOException {
        play(Duration.ZERO, "COUPURE_APRES_SUPPRESSION");
        try (Supplier supplier = new Supplier(scene)) {
            supplier.deposit(chf(1), changes(chf(1), change("D-1")));
            assertThrows(IOException.class, () -> supplier.sftp.rm("/demandes/" + chf(1)));
        }
        assertEquals(List.of(), names());
        assertEquals(List.of(), lying());
    }

    @Test
    void anUploadIsCutAfterSomeBytes() throws IOException {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        play(Duration.ZERO, "COUPURE_ECRITURE:70000");
        try (Supplier supplier = new Supplier(scene)) {
            assertThrows(IOException.class, () -> supplier.write("/demandes/" + chf(1), bytes));
        }
        try (Supplier supplier = new Supplier(scene)) {
            assertEquals(70_000, supplier.sftp.stat("/demandes/" + chf(1)).getSize());
        }
        // under its own name half a file is a file, and level 1 refuses it
        scene.at("2026-11-23T12:02:00Z");
        assertEquals(
                70_000,
                scene.omega.books().dossiers(_ -> true).getFirst().depot().taille());
        Jugement jugement = Objects.requireNonNull(
                scene.omega.books().dossiers(_ -> true).getFirst().jugement());
        assertEquals("F02", jugement.motif());
    }

    @Test
    void theDiskIsFullAndTheSessionGoesOn() throws IOException {
        play(Duration.ZERO, "DISQUE_PLEIN:10");
        byte[] bytes = changes(chf(1), change("D-1"));
        try (Supplier supplier = new Supplier(scene)) {
            assertThrows(SFTPException.class, () -> supplier.write("/demandes/" + chf(1), bytes));
            assertEquals(10, supplier.sftp.stat("/demandes/" + chf(1)).getSize());
            supplier.sftp.rm("/demandes/" + chf(1));
            supplier.deposit(chf(1), bytes);
            assertEquals(bytes.length, supplier.sftp.stat("/demandes/" + chf(1)).getSize());
        }
        assertPlayed("DISQUE_PLEIN:10");
    }

    @Test
    void theServerIsSlow() throws IOException {
        play(Duration.ofMillis(150));
        try (Supplier supplier = new Supplier(scene)) {
            long start = System.nanoTime();
            supplier.deposit(chf(1), changes(chf(1), change("D-1"))); // opened, written, renamed
            assertTrue(System.nanoTime() - start >= 450_000_000);
        }
    }

    @Test
    void onlyTheDirectoryOfRequestsMayBeWrittenTo() throws IOException {
        byte[] bytes = changes(chf(1), change("D-1"));
        try (Supplier supplier = new Supplier(scene)) {
            for (String path :
                    List.of("/a.zip", "/publications/a.zip", "/comptes-rendus/a.zip", "/demandes/../a.zip")) {
                assertThrows(SFTPException.class, () -> supplier.write(path, bytes), path);
            }
            supplier.write("/demandes/a.tmp", bytes);
            for (String path : List.of("/a.zip", "/publications/a.zip", "/demandes/../a.zip")) {
                assertThrows(SFTPException.class, () -> supplier.sftp.rename("/demandes/a.tmp", path), path);
            }
            assertThrows(SFTPException.class, () -> supplier.sftp.mkdir("/demandes/sous"));
            assertEquals(List.of("a.tmp"), supplier.names("/demandes"));
        }
    }

    @Test
    void whatIsAskedWronglyIsRefused() {
        for (String wrong : List.of("RIEN", "COUPURE_APRES_RENOMMAGE:1", "CONNEXION_REFUSEE:0", "DISQUE_PLEIN:x")) {
            assertThrows(IllegalArgumentException.class, () -> Panne.parse(wrong), wrong);
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> scene.set(new Reglages(
                        Telechargement.FIN_DE_LECTURE,
                        false,
                        false,
                        Map.of(),
                        Map.of(),
                        0,
                        0,
                        ReglagesDemandes.DEFAUT,
                        Map.of("PERSONNE", List.of("DISQUE_PLEIN")),
                        Duration.ZERO)));
    }
}
