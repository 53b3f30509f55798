package omega.channel.ftps;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import omega.channel.BeforeConnect;
import omega.channel.Certificates;
import omega.channel.Certificates.Wish;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Download;
import omega.channel.FtpsServer;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real vsftpd (OpenSSL, no MLSD), which demands that data connections resume the session; skipped where it is not installed. */
@Timeout(120)
class VsftpdTest {
    private static final Path VSFTPD = Path.of("/usr/sbin/vsftpd");

    @TempDir
    Path home;

    private Process server;
    private int port;
    private Path root;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(VSFTPD), "vsftpd is not installed (apt-get install vsftpd)");
        assumeTrue(System.getProperty("user.name").equals("root"), "vsftpd wants root");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        root = Files.createDirectories(home.resolve("root"));
        Path in = Files.createDirectories(root.resolve("in"));
        // anonymous is another user
        for (Path each = in;
                each != null && each.startsWith("/tmp") && !each.equals(Path.of("/tmp"));
                each = each.getParent()) {
            each.toFile().setExecutable(true, false);
            each.toFile().setReadable(true, false);
        }
        in.toFile().setWritable(true, false);
        Certificates.Held own = FtpsServer.server();
        own.chain(home.resolve("server.pem"));
        own.key(home.resolve("server.key"));
        Path clients = Files.writeString(home.resolve("clients.pem"), Certificates.pem(FtpsServer.clientAuthority()));
        Path jail = Files.createDirectories(home.resolve("jail"));
        Path config = Files.writeString(home.resolve("vsftpd.conf"), """
            listen=YES
            listen_address=127.0.0.1
            listen_port=%d
            background=NO
            anonymous_enable=YES
            local_enable=NO
            no_anon_password=YES
            anon_root=%s
            anon_upload_enable=YES
            anon_other_write_enable=YES
            anon_umask=022
            write_enable=YES
            ftp_username=daemon
            nopriv_user=nobody
            secure_chroot_dir=%s
            ssl_enable=YES
            allow_anon_ssl=YES
            force_anon_logins_ssl=YES
            force_anon_data_ssl=YES
            require_ssl_reuse=YES
            require_cert=YES
            validate_cert=YES
            ca_certs_file=%s
            rsa_cert_file=%s
            rsa_private_key_file=%s
            ssl_ciphers=HIGH
            pasv_min_port=49160
            pasv_max_port=49260
            seccomp_sandbox=NO
            """.formatted(
                        port, root, jail, clients, home.resolve("server.pem"), home.resolve("server.key")));
        server = new ProcessBuilder(VSFTPD.toString(), config.toString())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("vsftpd.log").toFile())
                .start();
        await().atMost(Duration.ofSeconds(10)).until(this::answers);
    }

    private boolean answers() throws IOException {
        if (!server.isAlive()) {
            throw new IOException(Files.readString(home.resolve("vsftpd.log")));
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
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

    private Partner.Ftps access(Certificates.Held own) throws IOException {
        return new Partner.Ftps(
                "localhost",
                port,
                false,
                "anonymous",
                null,
                own.chain(home.resolve("supplier.pem")),
                own.key(home.resolve("supplier.key")),
                null,
                Files.writeString(home.resolve("grdf.pem"), Certificates.pem(FtpsServer.serverAuthority())),
                Partner.Ftps.PASSIVE_PORTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void takesAndGives(int rounds) throws Exception {
        byte[] bytes = new byte[2_000_003];
        new SplittableRandom(3).nextBytes(bytes);
        Path publication = Files.write(root.resolve("in/REMM é.zip"), bytes);
        Instant modified = Instant.parse("2026-11-23T05:00:01Z");
        Files.setLastModifiedTime(publication, FileTime.from(modified));
        Files.createSymbolicLink(root.resolve("in/link"), Path.of("REMM é.zip"));

        try (FtpsFolder folder =
                FtpsFolder.connect("ESA", access(FtpsServer.supplier()), Timeouts.USUAL, BeforeConnect.UNRULED)) {
            for (int round = 0; round < rounds; round++) {
                String lot = "/in/lot" + round;
                assertEquals(bytes.length, folder.write(lot + ".tmp", new ByteArrayInputStream(bytes)));
                folder.rename(lot + ".tmp", lot);
                assertEquals(bytes.length, folder.stat(lot).size());
                RemoteFile listed = folder.list("/in").files().stream()
                        .filter(each -> each.name().equals("REMM é.zip"))
                        .findFirst()
                        .orElseThrow();
                assertEquals(new RemoteFile("/in/REMM é.zip", bytes.length, modified), listed);
                Path target = home.resolve("archive-" + round);
                assertTrue(Download.fetch(folder, listed, target) instanceof Download.Complete);
                assertArrayEquals(bytes, Files.readAllBytes(target));
                try (InputStream in = folder.read("/in/REMM é.zip", 1_999_000)) {
                    assertArrayEquals(Arrays.copyOfRange(bytes, 1_999_000, bytes.length), in.readAllBytes());
                }
            }
            assertTrue(folder.list("/in").files().stream()
                    .anyMatch(each -> each.name().equals("link")));
            assertEquals(Kind.ALREADY_EXISTS, kind(() -> folder.rename("/in/lot0", "/in/REMM é.zip")));
            assertEquals(
                    Kind.ALREADY_EXISTS, kind(() -> folder.write("/in/lot0", new ByteArrayInputStream(new byte[1]))));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.rename("/in/none", "/in/x")));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.delete("/in/none")));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.read("/in/none", 0)));
            assertEquals(Kind.NO_SUCH_DIRECTORY, kind(() -> folder.list("/none")));
            assertEquals(
                    Kind.NO_SUCH_DIRECTORY, kind(() -> folder.write("/none/x", new ByteArrayInputStream(new byte[1]))));
            folder.delete("/in/lot0");
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/in/lot0")));
        }
    }

    @Test
    void turnsAwayAnUnknownCertificate() throws Exception {
        Partner.Ftps stranger = access(new Certificates("unknown").issue(Wish.sound("supplier")));

        ChannelException told = assertThrows(
                ChannelException.class,
                () -> FtpsFolder.connect("ESA", stranger, Timeouts.USUAL, BeforeConnect.UNRULED));

        assertTrue(told.getMessage().contains("GRDF holds"), told.getMessage());
    }

    private static Kind kind(Executable executable) {
        return assertThrows(ChannelException.class, executable).kind();
    }
}
