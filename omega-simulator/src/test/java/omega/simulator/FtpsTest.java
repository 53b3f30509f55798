package omega.simulator;

import static omega.simulator.Supplier.change;
import static omega.simulator.Supplier.changes;
import static omega.simulator.Supplier.chf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.net.ssl.SSLSocketFactory;
import net.schmizz.sshj.SSHClient;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Download;
import omega.channel.RemoteFile;
import omega.channel.Timeouts;
import omega.channel.ftps.FtpsFolder;
import omega.simulator.books.Fact;
import omega.simulator.books.Publication;
import omega.simulator.play.Reglages;
import omega.simulator.play.Reglages.Telechargement;
import omega.simulator.play.ReglagesDemandes;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** §3.1.1: the gateway's own client against the simulator's FTPS server. */
@Timeout(180)
class FtpsTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path home;

    private @Nullable Scene opened;

    private Ftps open(boolean implicit, boolean resumption, Duration idle) {
        opened = new Scene(home, "2026-11-23T12:00:00Z", Ftps.setting(implicit, resumption, idle));
        return new Ftps(opened);
    }

    private Ftps open() {
        return open(false, false, LONG);
    }

    private Scene scene() {
        return Objects.requireNonNull(opened);
    }

    @AfterEach
    void close() {
        scene().close();
    }

    private void play(String... faults) {
        scene().set(new Reglages(
                Telechargement.FIN_DE_LECTURE,
                false,
                false,
                Map.of(),
                Map.of(),
                0,
                0,
                ReglagesDemandes.DEFAUT,
                Map.of("DEMO", List.of(faults)),
                Duration.ZERO));
    }

    private List<String> lying() {
        return scene().omega.books().lying().stream().map(Fact.Arrivee::nom).toList();
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true", "true,true"})
    void aPartnerCollectsAndDeposits(boolean implicit, boolean resumption) throws IOException {
        Ftps ftps = open(implicit, resumption, LONG);
        Publication publication = scene().publish("REMM");
        byte[] bytes = changes(chf(1), change("D-1"));
        try (FtpsFolder folder = FtpsFolder.connect(
                "DEMO", ftps.access("DEMO", "DEMO", implicit), Timeouts.USUAL, BeforeConnect.UNRULED)) {
            RemoteFile listed = folder.list("/publications").files().getFirst();
            assertEquals(publication.nom(), listed.name());
            assertEquals(publication.instant(), listed.modified());
            Path got = home.resolve("got.zip");
            assertInstanceOf(Download.Complete.class, Download.fetch(folder, listed, got));
            assertArrayEquals(Files.readAllBytes(scene().file(publication)), Files.readAllBytes(got));
            folder.write("/demandes/a.tmp", new ByteArrayInputStream(bytes));
            folder.rename("/demandes/a.tmp", "/demandes/" + chf(1));
        }
        assertEquals(1, scene().standing(publication).telechargements().size());
        assertEquals(List.of(chf(1)), lying());
        scene().at("2026-11-23T12:02:00Z");
        assertEquals(
                "ACC",
                Objects.requireNonNull(scene().omega
                                .books()
                                .dossiers(_ -> true)
                                .getFirst()
                                .jugement())
                        .resultat()
                        .toString());
    }

    @Test
    void nothingButItsRequestsIsAPartnersToChange() throws IOException {
        Ftps ftps = open();
        Publication publication = scene().publish("REMM");
        Publication his = scene().omega.publish("AUTRE", "REMM", publication.jour(), List.of());
        String path = "/publications/" + publication.nom();
        try (FtpsFolder folder = ftps.connect()) {
            assertEquals(Kind.NO_PERMISSION, kind(() -> folder.delete(path)));
            assertEquals(Kind.REFUSED, kind(() -> folder.rename(path, "/demandes/x")));
            for (String other : List.of("/a.zip", "/publications/a.zip", "/demandes/../a.zip")) {
                assertEquals(
                        Kind.NO_PERMISSION, kind(() -> folder.write(other, new ByteArrayInputStream(new byte[3]))));
            }
            folder.write("/demandes/a.tmp", new ByteArrayInputStream(new byte[3]));
            assertEquals(Kind.NO_PERMISSION, kind(() -> folder.rename("/demandes/a.tmp", path + ".old")));
            assertEquals(
                    Kind.NO_SUCH_FILE,
                    kind(() -> folder.read(
                            new RemoteFile("/../../AUTRE/publications/" + his.nom(), 1, Instant.EPOCH), 0)));
            folder.write("/demandes/b.tmp", new ByteArrayInputStream(new byte[5]));
            assertEquals(Kind.ALREADY_EXISTS, kind(() -> folder.rename("/demandes/b.tmp", "/demandes/a.tmp")));
            folder.delete("/demandes/b.tmp");
        }
        assertEquals(publication.taille(), Files.size(scene().file(publication)));
        assertEquals(List.of("a.tmp"), lying());
    }

    @Test
    void onlyAPartnersNameWithHisCertificateOpens() {
        Ftps ftps = open();
        for (String shown : List.of("AUTRE", "ftps")) {
            ChannelException told = assertThrows(
                    ChannelException.class,
                    () -> FtpsFolder.connect(
                            "DEMO", ftps.access("DEMO", shown, false), Timeouts.USUAL, BeforeConnect.UNRULED));
            assertEquals(Kind.LOGIN_REFUSED, told.kind(), told.getMessage());
        }
        assertEquals(
                Kind.LOGIN_REFUSED,
                kind(() -> FtpsFolder.connect(
                        "X", ftps.access("PERSONNE", "DEMO", false), Timeouts.USUAL, BeforeConnect.UNRULED)));
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<Fact.Connexion> all = scene().omega.books().connexions();
            assertEquals(3, all.size());
            assertTrue(all.stream().allMatch(each -> each.partenaire() == null && each.refusee()));
        });
    }

    @Test
    void nothingIsSaidInTheClear() throws IOException {
        Ftps ftps = open();
        try (Socket socket = new Socket("localhost", ftps.port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = socket.getOutputStream();
            assertTrue(in.readLine().startsWith("220"));
            for (String command : List.of("USER DEMO", "PASS x", "LIST")) {
                out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                assertTrue(in.readLine().startsWith("530"), command);
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> scene().omega.books().connexions().size() == 1);
    }

    @Test
    void aClientWithoutCertificateIsNotHeard() throws IOException {
        Ftps ftps = open(true, false, LONG);
        try (Socket socket = SSLSocketFactory.getDefault().createSocket("localhost", ftps.port())) {
            assertThrows(IOException.class, () -> socket.getInputStream().read());
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> scene().omega.books().connexions().size() == 1);
    }

    @Test
    void theRuleIsOneForBothDoors() throws IOException {
        Ftps ftps = open();
        ssh();
        scene().hands.on(Duration.ofSeconds(299));
        ftps.connect().close();
        scene().hands.on(Duration.ofSeconds(299));
        ssh();
        scene().hands.on(Duration.ofMinutes(5));
        ftps.connect().close();
        List<Fact.Connexion> all = scene().omega.books().connexions();
        assertEquals(
                List.of(false, true, true, false),
                all.stream().map(Fact.Connexion::rapprochee).toList());
        assertEquals(
                List.of("SFTP", "FTPS", "SFTP", "FTPS"),
                all.stream().map(Fact.Connexion::canal).toList());

        scene().set(new Reglages(Telechargement.FIN_DE_LECTURE, true, true, Map.of(), Map.of(), 0, 0));
        scene().hands.on(Duration.ofSeconds(100));
        assertThrows(ChannelException.class, ftps::connect);
        scene().hands.to("2026-11-21T15:30:00Z"); // third Saturday: maintenance
        assertThrows(ChannelException.class, ftps::connect);
        assertEquals(
                List.of(true, true),
                scene().omega.books().connexions().stream()
                        .skip(4)
                        .map(Fact.Connexion::refusee)
                        .toList());
    }

    private void ssh() throws IOException {
        try (SSHClient client = scene().client("DEMO", "DEMO")) {
            assertTrue(client.isAuthenticated());
        }
    }

    @Test
    void aDownloadCountsOnceItIsReadToItsEnd() throws IOException {
        Ftps ftps = open();
        Publication publication = scene().publish("REMM");
        String path = "/publications/" + publication.nom();
        try (FtpsFolder folder = ftps.connect()) {
            try (InputStream in = folder.read(folder.stat(path), publication.taille() / 2)) {
                in.readAllBytes();
            }
            assertEquals(1, scene().standing(publication).telechargements().size());
            scene().set(new Reglages(Telechargement.OUVERTURE, false, false, Map.of(), Map.of(), 0, 0));
            try (InputStream in = folder.read(folder.stat(path), 0)) {
                assertTrue(in.read() >= 0);
            }
            assertEquals(2, scene().standing(publication).telechargements().size());
            scene().set(new Reglages(Telechargement.PORTAIL, false, false, Map.of(), Map.of(), 0, 0));
            try (InputStream in = folder.read(folder.stat(path), 0)) {
                in.readAllBytes();
            }
            assertEquals(2, scene().standing(publication).telechargements().size());
        }
    }

    @Test
    void aSilentSessionEndsAndOneThatGivesSignsOfLifeDoesNot() throws IOException {
        Ftps ftps = open(false, false, Duration.ofSeconds(2));
        Timeouts silent = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), LONG, LONG);
        Timeouts lively = new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), LONG, Duration.ofMillis(200));
        try (FtpsFolder quiet =
                        FtpsFolder.connect("DEMO", ftps.access("DEMO", "DEMO", false), silent, BeforeConnect.UNRULED);
                FtpsFolder folder =
                        FtpsFolder.connect("DEMO", ftps.access("DEMO", "DEMO", false), lively, BeforeConnect.UNRULED)) {
            Instant start = Instant.now();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollDelay(Duration.ofSeconds(5))
                    .until(() -> Instant.now().isAfter(start.plusSeconds(5)));
            assertEquals(Kind.CONNECTION_LOST, kind(() -> quiet.list("/")));
            assertEquals(0, folder.list("/demandes").files().size());
        }
    }

    @Test
    void loginsAreRefusedAsOftenAsAsked() throws IOException {
        Ftps ftps = open();
        play("CONNEXION_REFUSEE:2");
        assertEquals(Kind.LOGIN_REFUSED, kind(ftps::connect));
        assertEquals(Kind.LOGIN_REFUSED, kind(ftps::connect));
        ftps.connect().close();
    }

    @Test
    void aRenameIsCutBeforeItTakesEffectOrAfter() throws IOException {
        Ftps ftps = open();
        play("COUPURE_APRES_RENOMMAGE", "COUPURE_AVANT_RENOMMAGE", "COUPURE_APRES_SUPPRESSION");
        try (FtpsFolder folder = ftps.connect()) {
            folder.write("/demandes/a.tmp", new ByteArrayInputStream(new byte[10]));
            assertEquals(Kind.CONNECTION_LOST, kind(() -> folder.rename("/demandes/a.tmp", "/demandes/a.zip")));
        }
        assertEquals(List.of("a.tmp"), lying());
        try (FtpsFolder folder = ftps.connect()) {
            assertEquals(Kind.CONNECTION_LOST, kind(() -> folder.rename("/demandes/a.tmp", "/demandes/a.zip")));
        }
        assertEquals(List.of("a.zip"), lying());
        try (FtpsFolder folder = ftps.connect()) {
            assertEquals(Kind.CONNECTION_LOST, kind(() -> folder.delete("/demandes/a.zip")));
        }
        assertEquals(List.of(), lying());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 700_000})
    void theDiskIsFullAndTheSessionGoesOn(int room) throws IOException {
        Ftps ftps = open();
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        play("DISQUE_PLEIN:" + room);
        try (FtpsFolder folder = ftps.connect()) {
            ChannelException told = assertThrows(
                    ChannelException.class, () -> folder.write("/demandes/a.tmp", new ByteArrayInputStream(bytes)));
            assertEquals(Kind.NO_SPACE, told.kind(), told.getMessage());
            assertTrue(told.getMessage().contains("DEMO"), told.getMessage());
            assertEquals(room, ftps.deposited("a.tmp"));
            folder.delete("/demandes/a.tmp");
            folder.write("/demandes/a.tmp", new ByteArrayInputStream(bytes));
            assertEquals(1_000_000, ftps.deposited("a.tmp"));
        }
    }

    @Test
    void anUploadIsCutAfterSomeBytes() throws IOException {
        Ftps ftps = open();
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        play("COUPURE_ECRITURE:700000");
        try (FtpsFolder folder = ftps.connect()) {
            assertEquals(
                    Kind.CONNECTION_LOST, kind(() -> folder.write("/demandes/a.tmp", new ByteArrayInputStream(bytes))));
        }
        assertEquals(700_000, ftps.deposited("a.tmp"));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> lying().equals(List.of("a.tmp")));
    }

    private static Kind kind(Executable executable) {
        return assertThrows(ChannelException.class, executable).kind();
    }
}
