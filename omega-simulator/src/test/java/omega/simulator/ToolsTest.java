package omega.simulator;

import static omega.simulator.Supplier.change;
import static omega.simulator.Supplier.changes;
import static omega.simulator.Supplier.chf;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import omega.simulator.books.Fact;
import omega.simulator.books.Publication;
import omega.simulator.serve.Authority;
import omega.simulator.serve.HostKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulator as used by what others wrote: OpenSSH's {@code sftp}, {@code lftp} (GnuTLS) and {@code curl} (OpenSSL); each is skipped
 * where it is not installed.
 */
@Timeout(60)
class ToolsTest {
    @TempDir
    Path home;

    private Scene scene;
    private Ftps ftps;
    private Publication publication;
    private Path lot;
    private Path got;

    @BeforeEach
    void open() throws IOException {
        scene = new Scene(home, "2026-11-23T12:00:00Z", Ftps.USUAL);
        ftps = new Ftps(scene);
        publication = scene.publish("REMM");
        lot = Files.write(home.resolve(chf(1)), changes(chf(1), change("D-1")));
        got = home.resolve("got.zip");
    }

    @AfterEach
    void close() {
        scene.close();
    }

    /** What a tool printed; it must be installed and succeed. */
    private String run(String... command) throws IOException, InterruptedException {
        assumeTrue(
                Arrays.stream(System.getenv("PATH").split(":", -1))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, command[0]))),
                command[0] + " is not installed (apt-get install "
                        + (command[0].equals("sftp") ? "openssh-client" : command[0]) + ")");
        Path printed = home.resolve("printed");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertTrue(process.waitFor(40, TimeUnit.SECONDS), command[0] + " does not end");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(printed, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), text);
        return text;
    }

    private void assertCollectedAndDeposited() throws IOException {
        assertArrayEquals(Files.readAllBytes(scene.file(publication)), Files.readAllBytes(got));
        assertEquals(1, scene.standing(publication).telechargements().size());
        scene.omega.advance();
        assertEquals(
                List.of(chf(1)),
                scene.omega.books().lying().stream().map(Fact.Arrivee::nom).toList());
        assertEquals(Files.size(lot), ftps.deposited(chf(1)));
    }

    private String[] curl(String... rest) {
        List<String> usual = List.of(
                "curl",
                "-sS",
                "--ssl-reqd",
                "--cacert",
                Ftps.authorities().toString(),
                "--cert",
                Ftps.certificate("DEMO").toString(),
                "--key",
                Authority.key(Ftps.certificate("DEMO")).toString(),
                "--user",
                "DEMO:");
        return Stream.concat(usual.stream(), Arrays.stream(rest)).toArray(String[]::new);
    }

    private String url(String path) {
        return "ftp://localhost:" + ftps.port() + path;
    }

    @Test
    void curlComesByFtps() throws Exception {
        assertTrue(run(curl(url("/publications/"))).contains(publication.nom()));
        run(curl("-o", got.toString(), url("/publications/" + publication.nom())));
        run(curl(
                "-T",
                lot.toString(),
                "-Q",
                "-RNFR /demandes/a.tmp",
                "-Q",
                "-RNTO /demandes/" + chf(1),
                url("/demandes/a.tmp")));
        assertCollectedAndDeposited();
    }

    /** TLS 1.2: to a server that offers only RSA-PSS, as Java's does in TLS 1.3, GnuTLS 3.7 shows no RSA certificate. */
    @Test
    void lftpComesByFtps() throws Exception {
        String printed = run(
                "lftp",
                "--norc",
                "-c",
                ("set ssl:ca-file %s; set ssl:cert-file %s; set ssl:key-file %s; set ftp:ssl-force true; "
                                + "set ftp:ssl-protect-data true; set ssl:priority \"NORMAL:-VERS-TLS1.3\"; set net:max-retries 1; set net:timeout 10; "
                                + "open -u DEMO,x ftp://localhost:%d; ls /publications; get /publications/%s -o %s; "
                                + "put %s -o /demandes/a.tmp; mv /demandes/a.tmp /demandes/%s")
                        .formatted(
                                Ftps.authorities(),
                                Ftps.certificate("DEMO"),
                                Authority.key(Ftps.certificate("DEMO")),
                                ftps.port(),
                                publication.nom(),
                                got,
                                lot,
                                chf(1)));
        assertTrue(printed.contains(publication.nom()), printed);
        assertCollectedAndDeposited();
    }

    private String ssh() {
        return "ssh -a -x -F none -o BatchMode=yes -o IdentitiesOnly=yes -o UserKnownHostsFile=" + known() + " -i "
                + key();
    }

    private Path key() {
        return Scene.KEYS.resolve("DEMO");
    }

    private Path known() {
        try {
            return Files.writeString(
                    home.resolve("known_hosts"),
                    "[127.0.0.1]:" + scene.omega.sftpPort() + " "
                            + Files.readString(HostKeys.open(Scene.KEYS.resolve("hote"))));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void sftpComes() throws Exception {
        Path batch = Files.writeString(
                home.resolve("batch"),
                "ls /publications\nget /publications/%s %s\nput %s /demandes/a.tmp\nrename /demandes/a.tmp /demandes/%s\n"
                        .formatted(publication.nom(), got, lot, chf(1)));
        String printed = run(
                "sftp",
                "-F",
                "none",
                "-o",
                "UserKnownHostsFile=" + known(),
                "-o",
                "IdentitiesOnly=yes",
                "-i",
                key().toString(),
                "-P",
                Integer.toString(scene.omega.sftpPort()),
                "-b",
                batch.toString(),
                "DEMO@127.0.0.1");
        assertTrue(printed.contains(publication.nom()), printed);
        assertCollectedAndDeposited();
    }

    @Test
    void lftpComesBySftp() throws Exception {
        String printed = run(
                "lftp",
                "--norc",
                "-c",
                ("set sftp:connect-program \"%s\"; set net:max-retries 1; set net:timeout 10; "
                                + "open -u DEMO,x sftp://127.0.0.1:%d; ls /publications; get /publications/%s -o %s; "
                                + "put %s -o /demandes/a.tmp; mv /demandes/a.tmp /demandes/%s")
                        .formatted(ssh(), scene.omega.sftpPort(), publication.nom(), got, lot, chf(1)));
        assertTrue(printed.contains(publication.nom()), printed);
        assertCollectedAndDeposited();
    }
}
