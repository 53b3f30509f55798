package omega.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.RemoteResourceInfo;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.sftp.SFTPException;
import net.schmizz.sshj.userauth.UserAuthException;
import omega.simulator.books.Fact;
import omega.simulator.books.Publication;
import omega.simulator.play.Reglages;
import omega.simulator.play.Reglages.Telechargement;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real SFTP client against the real server. */
class SftpTest {
    private static final Reglages USUAL = Reglages.DEFAUT;

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

    private static Reglages counting(Telechargement what) {
        return new Reglages(what, false, false, Map.of(), Map.of(), 0, 0);
    }

    private int downloads(Publication publication) {
        return scene.standing(publication).telechargements().size();
    }

    @Test
    void aPartnerFetchesWhatWasPutOutForHimAlone() throws IOException {
        Publication mine = scene.publish("REMM");
        Publication his = scene.omega.publish("AUTRE", "REMM", mine.jour(), List.of());
        try (SSHClient client = scene.client("DEMO", "DEMO");
                SFTPClient sftp = client.newSFTPClient()) {
            assertEquals(Set.of("publications", "demandes", "comptes-rendus"), names(sftp, "/"));
            assertEquals(Set.of(mine.nom()), names(sftp, "/publications"));
            sftp.get("/publications/" + mine.nom(), home.resolve("got.zip").toString());
            assertThrows(IOException.class, () -> sftp.open("/../AUTRE/publications/" + his.nom()));
        }
        assertArrayEquals(Files.readAllBytes(scene.file(mine)), Files.readAllBytes(home.resolve("got.zip")));
    }

    private static Set<String> names(SFTPClient sftp, String directory) throws IOException {
        return sftp.ls(directory).stream().map(RemoteResourceInfo::getName).collect(Collectors.toSet());
    }

    @Test
    void onlyThePartnersOwnKeyOpens() {
        assertThrows(UserAuthException.class, () -> scene.client("DEMO", "AUTRE"));
        assertThrows(UserAuthException.class, () -> scene.client("PERSONNE", "DEMO"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<Fact.Connexion> all = scene.omega.books().connexions();
            assertEquals(2, all.size());
            assertTrue(all.stream().allMatch(each -> each.partenaire() == null && each.refusee()));
        });
    }

    @Test
    void nothingButReadingIsAllowed() throws IOException {
        Publication publication = scene.publish("REMM");
        String path = "/publications/" + publication.nom();
        try (SSHClient client = scene.client("DEMO", "DEMO");
                SFTPClient sftp = client.newSFTPClient()) {
            assertThrows(SFTPException.class, () -> sftp.rm(path));
            assertThrows(SFTPException.class, () -> sftp.rename(path, path + ".old"));
            assertThrows(SFTPException.class, () -> sftp.mkdir("/publications/mine"));
            assertThrows(SFTPException.class, () -> sftp.chmod(path, 0777));
            assertThrows(SFTPException.class, () -> sftp.truncate(path, 0));
            assertThrows(
                    SFTPException.class,
                    () -> sftp.open("/publications/new.zip", EnumSet.of(OpenMode.CREAT, OpenMode.WRITE)));
            try (Session session = client.startSession()) {
                assertThrows(ConnectionException.class, () -> session.exec("id"));
            }
            try (Session session = client.startSession()) {
                assertThrows(ConnectionException.class, session::startShell);
            }
            assertThrows(
                    ConnectionException.class, () -> client.newDirectConnection("127.0.0.1", scene.omega.sftpPort()));
        }
        assertEquals(publication.taille(), Files.size(scene.file(publication)));
    }

    /** What a client did with one archive: opened it, read some of it, read all of it. */
    private void open(SFTPClient sftp, Publication publication, int bytes) throws IOException {
        try (RemoteFile file = sftp.open("/publications/" + publication.nom())) {
            byte[] buffer = new byte[bytes];
            for (int done = 0; done < bytes; ) {
                int read = file.read(done, buffer, done, bytes - done);
                assertTrue(read > 0);
                done += read;
            }
        }
    }

    @Test
    void downloadedMeansReadToTheEndOrOpenedOrMarkedByThePortal() throws IOException {
        Publication publication = scene.publish("REMM");
        int size = (int) publication.taille();
        try (SSHClient client = scene.client("DEMO", "DEMO");
                SFTPClient sftp = client.newSFTPClient()) {
            open(sftp, publication, size - 1);
            assertEquals(0, downloads(publication));
            open(sftp, publication, size);
            assertEquals(1, downloads(publication));

            scene.set(counting(Telechargement.OUVERTURE));
            Publication second = scene.publish("REMM");
            open(sftp, second, 0);
            assertEquals(1, downloads(second));

            scene.set(counting(Telechargement.PORTAIL));
            Publication third = scene.publish("REMM");
            open(sftp, third, (int) third.taille());
            assertEquals(0, downloads(third));
            scene.omega.downloadedByPortal("DEMO", List.of(third.nom()));
            assertEquals(1, downloads(third));
        }
    }

    @Test
    void anArchiveOfNoBytesIsDownloadedTooOnceEachTime() throws IOException {
        Publication publication = scene.publish("REMM", "ARCHIVE_VIDE");
        try (SSHClient client = scene.client("DEMO", "DEMO");
                SFTPClient sftp = client.newSFTPClient()) {
            sftp.get(
                    "/publications/" + publication.nom(),
                    home.resolve("got.zip").toString());
            assertEquals(1, downloads(publication));
            open(sftp, publication, 0);
            assertEquals(2, downloads(publication));
        }
    }

    @Test
    void theRestOfAnInterruptedDownloadEndsIt() throws IOException {
        Publication publication = scene.publish("REMM");
        int size = (int) publication.taille();
        try (SSHClient client = scene.client("DEMO", "DEMO");
                SFTPClient sftp = client.newSFTPClient()) {
            open(sftp, publication, size / 2);
            try (RemoteFile file = sftp.open("/publications/" + publication.nom())) {
                byte[] rest = new byte[size - size / 2];
                assertEquals(rest.length, file.read(size / 2, rest, 0, rest.length));
            }
            assertEquals(1, downloads(publication));
        }
    }

    @Test
    void connectionsLessThanFiveMinutesApartAreCounted() throws IOException {
        connect();
        scene.hands.on(Duration.ofSeconds(299));
        connect();
        scene.hands.on(Duration.ofMinutes(5));
        connect();
        try (SSHClient other = scene.client("AUTRE", "AUTRE")) {
            assertTrue(other.isAuthenticated());
        }
        List<Fact.Connexion> all = scene.omega.books().connexions();
        assertEquals(
                List.of(false, true, false, false),
                all.stream().map(Fact.Connexion::rapprochee).toList());
        assertEquals(
                List.of("DEMO", "DEMO", "DEMO", "AUTRE"),
                all.stream().map(Fact.Connexion::partenaire).toList());
        assertTrue(all.stream().noneMatch(Fact.Connexion::refusee));
    }

    private void connect() throws IOException {
        try (SSHClient client = scene.client("DEMO", "DEMO");
                SFTPClient sftp = client.newSFTPClient()) {
            assertEquals(0, sftp.ls("/publications").size());
        }
    }

    @Test
    void connectionsTooCloseAreTurnedAwayWhenTheSwitchSaysSo() throws IOException {
        scene.set(new Reglages(USUAL.telechargement(), true, false, Map.of(), Map.of(), 0, 0));
        connect();
        scene.hands.on(Duration.ofSeconds(100));
        assertThrows(IOException.class, this::connect);
        scene.restart(); // the rule is in the books
        scene.hands.on(Duration.ofSeconds(100));
        assertThrows(IOException.class, this::connect);
        scene.hands.on(Duration.ofMinutes(5));
        connect();
        assertEquals(
                List.of(false, true, true, false),
                scene.omega.books().connexions().stream()
                        .map(Fact.Connexion::refusee)
                        .toList());
    }

    @Test
    void maintenanceClosesTheDoorWhenTheSwitchSaysSo() throws IOException {
        scene.set(new Reglages(USUAL.telechargement(), false, true, Map.of(), Map.of(), 0, 0));
        scene.hands.to("2026-11-21T15:30:00Z"); // third Saturday, 16:30 in Paris
        assertThrows(IOException.class, this::connect);
        scene.hands.to("2026-11-21T21:00:00Z");
        connect();
    }
}
