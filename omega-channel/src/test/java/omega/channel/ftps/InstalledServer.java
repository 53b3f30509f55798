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
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import omega.channel.BeforeConnect;
import omega.channel.Certificates;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Download;
import omega.channel.FreePort;
import omega.channel.FtpsServer;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.Secret;
import omega.channel.Timeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that others wrote, as Debian has it; skipped where it is not installed. Debian lets only one of them be installed at a time: others
 * may lie unpacked ({@code dpkg -x}) below the directory {@code OMEGA_PEERS}.
 */
@Timeout(120)
abstract class InstalledServer {
    @TempDir
    Path home;

    private @Nullable Process server;
    private int port;
    private Path root;

    /** The name of its program and of its package. */
    abstract String program();

    abstract String debianPackage();

    /** Writes what it needs, and says how it is called. {@code in} is the only directory of {@code root} that clients write to. */
    abstract List<String> command(Path program, int port, Path root) throws Exception;

    /** What goes before, with a server that has its ways. */
    void gettingToKnow() throws Exception {}

    /** The user, and his password where the certificate is not enough. */
    abstract String user();

    abstract @Nullable Secret password();

    /** The places of programs and of what belongs to them. */
    static Stream<Path> installations() {
        return Stream.concat(
                Stream.of(Path.of("/")), Optional.ofNullable(System.getenv("OMEGA_PEERS")).map(Path::of).stream());
    }

    /** The server's own certificate and key, and those whose clients it believes, as files in {@code home}. */
    final void writeCertificates() throws IOException {
        Certificates.Held own = FtpsServer.server();
        own.chain(home.resolve("server.pem"));
        own.key(home.resolve("server.key"));
        Files.writeString(home.resolve("clients.pem"), Certificates.pem(FtpsServer.clientAuthority()));
    }

    @BeforeEach
    void start() throws Exception {
        Optional<Path> program = installations()
                .map(each -> each.resolve("usr/sbin").resolve(program()))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), program() + " is not installed (apt-get install " + debianPackage() + ")");
        assumeTrue(System.getProperty("user.name").equals("root"), program() + " wants root");
        port = FreePort.next();
        root = Files.createDirectories(home.resolve("root"));
        Path in = Files.createDirectories(root.resolve("in"));
        // its user is another one
        for (Path each = in;
                each != null && each.startsWith("/tmp") && !each.equals(Path.of("/tmp"));
                each = each.getParent()) {
            each.toFile().setExecutable(true, false);
            each.toFile().setReadable(true, false);
        }
        in.toFile().setWritable(true, false);
        writeCertificates();
        server = new ProcessBuilder(command(program.get(), port, root))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        await().atMost(Duration.ofSeconds(30)).until(this::answers);
    }

    private Path log() {
        return home.resolve("server.log");
    }

    private boolean answers() throws IOException {
        if (server == null || !server.isAlive()) {
            throw new IOException(Files.readString(log()));
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

    final Partner.Ftps access(Certificates.Held own) throws IOException {
        return new Partner.Ftps(
                "localhost",
                port,
                false,
                user(),
                password(),
                own.chain(home.resolve("supplier.pem")),
                own.key(home.resolve("supplier.key")),
                null,
                Files.writeString(home.resolve("grdf.pem"), Certificates.pem(FtpsServer.serverAuthority())),
                Partner.Ftps.PASSIVE_PORTS);
    }

    final FtpsFolder connect() throws IOException {
        return FtpsFolder.connect("ESA", access(FtpsServer.supplier()), Timeouts.USUAL, BeforeConnect.UNRULED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 12})
    void takesAndGives(int rounds) throws Exception {
        gettingToKnow();
        byte[] bytes = new byte[2_000_003];
        new SplittableRandom(3).nextBytes(bytes);
        Path publication = Files.write(root.resolve("in/REMM é.zip"), bytes);
        Instant modified = Instant.parse("2026-11-23T05:00:01Z");
        Files.setLastModifiedTime(publication, FileTime.from(modified));
        Files.createSymbolicLink(root.resolve("in/link"), Path.of("REMM é.zip"));
        Files.createDirectories(root.resolve("in/directory"));

        try (FtpsFolder folder = connect()) {
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
                try (InputStream in = folder.read(listed, 1_999_000)) {
                    assertArrayEquals(Arrays.copyOfRange(bytes, 1_999_000, bytes.length), in.readAllBytes());
                }
            }
            List<String> names = new ArrayList<>(
                    folder.list("/in").files().stream().map(RemoteFile::name).toList());
            assertTrue(names.contains("link"), names.toString());
            assertTrue(!names.contains("directory"), names.toString());
            assertEquals(Kind.ALREADY_EXISTS, kind(() -> folder.rename("/in/lot0", "/in/REMM é.zip")));
            assertEquals(
                    Kind.ALREADY_EXISTS, kind(() -> folder.write("/in/lot0", new ByteArrayInputStream(new byte[1]))));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.rename("/in/none", "/in/x")));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.delete("/in/none")));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.read(new RemoteFile("/in/none", 1, Instant.EPOCH), 0)));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/in/directory")));
            assertEquals(Kind.NO_SUCH_DIRECTORY, kind(() -> folder.list("/none")));
            assertEquals(
                    Kind.NO_SUCH_DIRECTORY, kind(() -> folder.write("/none/x", new ByteArrayInputStream(new byte[1]))));
            Kind closed = kind(() -> folder.write("/x", new ByteArrayInputStream(new byte[1])));
            assertTrue(Set.of(Kind.NO_PERMISSION, Kind.REFUSED).contains(closed), closed::toString);
            folder.delete("/in/lot0");
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/in/lot0")));
        }
    }

    static Kind kind(Executable executable) {
        return assertThrows(ChannelException.class, executable).kind();
    }
}
