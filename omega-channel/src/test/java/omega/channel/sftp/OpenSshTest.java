package omega.channel.sftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Download;
import omega.channel.FreePort;
import omega.channel.Keys;
import omega.channel.Listing;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.Timeouts;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real OpenSSH server, the likeliest of all; skipped where it is not installed. */
@Timeout(120)
class OpenSshTest {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    @TempDir
    Path home;

    private Process server;
    private Path root;
    private int port;
    private KeyPair curve;

    @BeforeEach
    void start() throws Exception {
        start("internal-sftp");
    }

    /** @param subsystem what serves SFTP */
    private void start(String subsystem) throws Exception {
        assumeTrue(Files.isExecutable(SSHD), "sshd is not installed (apt-get install openssh-server)");
        port = FreePort.next();
        root = Files.createDirectories(home.resolve("root"));
        KeyPairGenerator curves = KeyPairGenerator.getInstance("EC");
        curves.initialize(256);
        curve = curves.generateKeyPair();
        secret("host_rsa", Keys.host());
        secret("host_ecdsa", curve);
        generate("host_ed25519");
        Path known = Files.writeString(
                home.resolve("authorized_keys"),
                PublicKeyEntry.toString(Keys.user().getPublic()) + "\n");
        Path config = Files.writeString(home.resolve("sshd_config"), """
            ListenAddress 127.0.0.1:%d
            HostKey %s
            HostKey %s
            HostKey %s
            AuthorizedKeysFile %s
            StrictModes no
            UsePAM no
            PasswordAuthentication no
            PermitRootLogin yes
            PidFile none
            LogLevel DEBUG3
            Subsystem sftp %s
            """.formatted(
                        port,
                        home.resolve("host_rsa"),
                        home.resolve("host_ecdsa"),
                        home.resolve("host_ed25519"),
                        known,
                        subsystem));
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd")); // its privilege separation wants it
        }
        server = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("sshd.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(15)).until(this::answers);
    }

    private boolean answers() throws IOException {
        if (!server.isAlive()) {
            throw new IOException(Files.readString(home.resolve("sshd.log")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (server != null) {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
    }

    private void secret(String name, KeyPair pair) throws Exception {
        Path file = home.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (var out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, name, null, out);
        }
    }

    private void generate(String name) throws Exception {
        Path file = home.resolve(name);
        if (!Files.exists(file)) {
            int code = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            assertEquals(0, code, "ssh-keygen");
        }
    }

    private SftpFolder connect(String knownHosts) throws IOException {
        Path key = Files.writeString(
                home.resolve("key"),
                Keys.pem("PRIVATE KEY", Keys.user().getPrivate().getEncoded()));
        Path known = Files.writeString(home.resolve("known_hosts"), knownHosts);
        Partner.Sftp access = new Partner.Sftp("127.0.0.1", port, System.getProperty("user.name"), key, null, known);
        return SftpFolder.connect("ESA", access, Timeouts.USUAL, BeforeConnect.UNRULED);
    }

    private String line(KeyPair host) {
        return "[127.0.0.1]:" + port + " " + PublicKeyEntry.toString(host.getPublic()) + "\n";
    }

    /** The server prefers the other key, and shows the one that is known all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ecdsa", "ed25519", "both"})
    void believesWhicheverKeyIsKnown(String known) throws IOException {
        String lines = switch (known) {
            case "rsa" -> line(Keys.host());
            case "ecdsa" -> line(curve);
            case "ed25519" -> "[127.0.0.1]:" + port + " " + Files.readString(home.resolve("host_ed25519.pub"));
            default -> line(Keys.host()) + line(curve);
        };
        try (SftpFolder folder = connect(lines)) {
            assertEquals(List.of(), folder.list(root.toString()).files());
        }
    }

    @Test
    void refusesAnotherKey() {
        ChannelException told = assertThrows(ChannelException.class, () -> connect(line(Keys.user())));
        assertEquals(Kind.HOST_KEY, told.kind());
    }

    @Test
    void readsWritesRenamesAndDeletes() throws IOException {
        byte[] bytes = new byte[40_000_003];
        new SplittableRandom(5).nextBytes(bytes);
        String at = root.toString();
        Files.write(root.resolve("REMM é.zip"), bytes);
        Files.createDirectory(root.resolve("sub"));
        Files.createSymbolicLink(root.resolve("link.zip"), Path.of("REMM é.zip"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(root.resolve("dirlink"), Path.of("sub"));
        Files.writeString(root.resolve("new\nline"), "x");

        try (SftpFolder folder = connect(line(Keys.host()))) {
            Listing listing = folder.list(at);
            assertEquals(
                    List.of("REMM é.zip", "link.zip"),
                    listing.files().stream().map(RemoteFile::name).sorted().toList());
            assertEquals(
                    List.of(new Listing.Refused("new\\u000aline", "holds a control character")), listing.refused());

            Path target = home.resolve("archive");
            assertInstanceOf(Download.Complete.class, Download.fetch(folder, folder.stat(at + "/REMM é.zip"), target));
            assertArrayEquals(bytes, Files.readAllBytes(target));
            try (InputStream in = folder.read(folder.stat(at + "/REMM é.zip"), 39_999_999)) {
                assertEquals(4, in.readAllBytes().length);
            }

            assertEquals(bytes.length, folder.write(at + "/lot.tmp", new ByteArrayInputStream(bytes)));
            assertEquals(bytes.length, folder.stat(at + "/lot.tmp").size());
            assertEquals(Kind.ALREADY_EXISTS, kind(() -> folder.rename(at + "/lot.tmp", at + "/REMM é.zip")));
            folder.rename(at + "/lot.tmp", at + "/lot.zip");
            assertArrayEquals(bytes, Files.readAllBytes(root.resolve("lot.zip")));
            assertEquals(
                    Kind.ALREADY_EXISTS,
                    kind(() -> folder.write(at + "/lot.zip", new ByteArrayInputStream("x".getBytes(UTF_8)))));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.rename(at + "/lot.tmp", at + "/other")));
            folder.delete(at + "/lot.zip");
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.delete(at + "/lot.zip")));
            assertEquals(Kind.NO_SUCH_DIRECTORY, kind(() -> folder.list(at + "/none")));
            assertEquals(
                    Kind.NO_SUCH_DIRECTORY,
                    kind(() -> folder.write(at + "/none/x", new ByteArrayInputStream(new byte[1]))));
        }
    }

    /** Both sides agree that no message may be slipped in while keys are exchanged (CVE-2023-48795). */
    @Test
    void exchangesKeysStrictly() throws IOException {
        connect(line(Keys.host())).close();

        String log = Files.readString(home.resolve("sshd.log"));
        assertTrue(log.contains("will use strict KEX ordering"), log);
    }

    /** A write that finds no room is a mere failure in SFTP 3, whether the disk is full, a quota used up, or, as here, a limit on files reached. */
    @Test
    void tellsThatThereMayBeNoRoomLeft() throws Exception {
        Path program = Path.of("/usr/lib/openssh/sftp-server");
        assumeTrue(Files.isExecutable(program), "openssh-sftp-server is not installed");
        stop();
        Path limited = Files.writeString(
                home.resolve("limited"), "#!/bin/sh\ntrap '' XFSZ\nulimit -f 64\nexec " + program + "\n");
        Files.setPosixFilePermissions(limited, PosixFilePermissions.fromString("rwxr-xr-x"));
        start(limited.toString());
        try (SftpFolder folder = connect(line(Keys.host()))) {
            ChannelException told = assertThrows(
                    ChannelException.class,
                    () -> folder.write(root + "/lot.tmp", new ByteArrayInputStream(new byte[1_000_000])));

            assertEquals(Kind.REFUSED, told.kind(), told.getMessage());
            assertTrue(
                    told.getMessage().contains("ESA")
                            && told.getMessage().contains("no room left")
                            && told.getMessage().contains("ask GRDF to look at the disk and the quota"),
                    told.getMessage());
            assertEquals(List.of("lot.tmp"), names(folder), "the session goes on");
        }
    }

    private List<String> names(SftpFolder folder) throws ChannelException {
        return folder.list(root.toString()).files().stream()
                .map(RemoteFile::name)
                .toList();
    }

    private static Kind kind(Executable executable) {
        return assertThrows(ChannelException.class, executable).kind();
    }
}
