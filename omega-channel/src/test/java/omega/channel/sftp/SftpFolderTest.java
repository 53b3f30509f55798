package omega.channel.sftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.schmizz.sshj.common.SecurityUtils;
import omega.channel.BeforeConnect;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Keys;
import omega.channel.Listing;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.TestServer;
import omega.channel.Timeouts;
import omega.sandbox.TestKeys;
import omega.sandbox.Wire;
import org.apache.sshd.sftp.common.SftpConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** §3.1.2 against a real server in process. */
@Timeout(60)
class SftpFolderTest {
    private static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(800));

    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(home);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private SftpFolder connect(Partner.Sftp access) throws ChannelException {
        return SftpFolder.connect("ESA", access, Timeouts.USUAL, BeforeConnect.UNRULED);
    }

    @Test
    void listsRegularFilesAndLinksToThem() throws IOException {
        Path in = Files.createDirectories(server.root().resolve("publications"));
        Files.writeString(in.resolve("REMM é.zip"), "12345");
        Files.setLastModifiedTime(in.resolve("REMM é.zip"), FileTime.from(Instant.parse("2026-11-23T05:00:00Z")));
        Files.createDirectory(in.resolve("sub"));
        Files.createSymbolicLink(in.resolve("link.zip"), Path.of("REMM é.zip"));
        Files.createSymbolicLink(in.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(in.resolve("dirlink"), Path.of("sub"));

        try (SftpFolder folder = connect(server.access())) {
            Listing listing = folder.list("/publications");

            Instant modified = Instant.parse("2026-11-23T05:00:00Z");
            assertEquals(
                    Map.of(
                            "link.zip", new RemoteFile("/publications/link.zip", 5, modified),
                            "REMM é.zip", new RemoteFile("/publications/REMM é.zip", 5, modified)),
                    listing.files().stream().collect(Collectors.toMap(RemoteFile::name, Function.identity())));
            assertEquals(List.of(), listing.refused());
            assertEquals(
                    new RemoteFile("/publications/REMM é.zip", 5, modified), folder.stat("/publications/REMM é.zip"));
        }
    }

    @Test
    void setsHostileNamesApart() throws IOException {
        Files.writeString(server.root().resolve("good.zip"), "x");
        server.lie("h1", "../escape".getBytes(UTF_8));
        server.lie("h2", "/".getBytes(UTF_8));
        server.lie("h3", "/etc/passwd".getBytes(UTF_8));
        server.lie("h4", "new\nline".getBytes(UTF_8));
        server.lie("h5", "nul\0byte".getBytes(UTF_8));
        server.lie("h6", "x".repeat(256).getBytes(UTF_8));
        server.lie("h7", "caf\u00e9".getBytes(ISO_8859_1));
        server.lie("h8", new byte[0]);
        server.lie("h9", "back\\slash".getBytes(UTF_8));
        server.lie("ha", "right\u202eto-left".getBytes(UTF_8));
        server.lie("hb", "y".repeat(4096).getBytes(UTF_8));
        server.lie("hc", "z".repeat(255).getBytes(UTF_8));

        try (SftpFolder folder = connect(server.access())) {
            Listing listing = folder.list("/");

            assertEquals(
                    List.of("good.zip", "z".repeat(255)),
                    listing.files().stream().map(RemoteFile::name).sorted().toList());
            Map<String, String> refused = new TreeMap<>();
            listing.refused().forEach(entry -> refused.put(entry.name(), entry.reason()));
            Map<String, String> expected = new TreeMap<>(Map.of(
                    "../escape",
                    "holds a path separator",
                    "/",
                    "holds a path separator",
                    "/etc/passwd",
                    "holds a path separator",
                    "new\\u000aline",
                    "holds a control character",
                    "nul\\u0000byte",
                    "holds a control character",
                    "x".repeat(120),
                    "longer than 255 bytes",
                    "caf\u00e9",
                    "not UTF-8",
                    "",
                    "empty",
                    "back\\slash",
                    "holds a path separator",
                    "right\\u202eto-left",
                    "holds a control character"));
            expected.put("y".repeat(120), "longer than 255 bytes");
            assertEquals(expected, refused);
        }
    }

    @Test
    void readsFromAnyOffset() throws IOException {
        byte[] bytes = random(20 << 20);
        Files.write(server.root().resolve("big"), bytes);

        try (SftpFolder folder = connect(server.access())) {
            for (int offset : new int[] {0, 1, 131_072, (20 << 20) - 1, 20 << 20}) {
                try (InputStream in = folder.read(folder.stat("/big"), offset)) {
                    assertArrayEquals(Arrays.copyOfRange(bytes, offset, bytes.length), in.readAllBytes());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5_000, 32_000})
    void readsFromAServerThatSendsLittleAtOnce(int most) throws IOException {
        byte[] bytes = random(200_001);
        Files.write(server.root().resolve("big"), bytes);
        server.sendAtMost(most);

        try (SftpFolder folder = connect(server.access())) {
            for (int offset : new int[] {0, 1, 199_990}) {
                try (InputStream in = folder.read(folder.stat("/big"), offset)) {
                    assertArrayEquals(Arrays.copyOfRange(bytes, offset, bytes.length), in.readAllBytes());
                }
            }
        }
    }

    @Test
    void writesNewFilesOnly() throws IOException {
        byte[] bytes = random(1_000_003);
        Files.writeString(server.root().resolve("taken"), "mine");

        try (SftpFolder folder = connect(server.access())) {
            long written = folder.write("/lot.tmp", new ByteArrayInputStream(bytes));
            Kind taken = kind(() -> folder.write("/taken", new ByteArrayInputStream(bytes)));
            Kind nowhere = kind(() -> folder.write("/none/x", new ByteArrayInputStream(bytes)));

            assertEquals(1_000_003, written);
            assertArrayEquals(bytes, Files.readAllBytes(server.root().resolve("lot.tmp")));
            assertEquals(Kind.ALREADY_EXISTS, taken);
            assertEquals("mine", Files.readString(server.root().resolve("taken")));
            assertEquals(Kind.NO_SUCH_DIRECTORY, nowhere);
        }
    }

    @Test
    void renamesWithoutReplacing() throws IOException {
        Files.writeString(server.root().resolve("a"), "a");
        Files.writeString(server.root().resolve("b"), "b");

        try (SftpFolder folder = connect(server.access())) {
            assertEquals(Kind.ALREADY_EXISTS, kind(() -> folder.rename("/a", "/b")));
            assertEquals("b", Files.readString(server.root().resolve("b")));
            folder.rename("/a", "/c");
            assertEquals("a", Files.readString(server.root().resolve("c")));
            assertFalse(Files.exists(server.root().resolve("a")));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.rename("/a", "/d")));
        }
    }

    @Test
    void tellsWhatIsMissingAndStaysUsable() throws IOException {
        Files.createDirectory(server.root().resolve("dir"));
        Files.writeString(server.root().resolve("f"), "f");

        try (SftpFolder folder = connect(server.access())) {
            assertEquals(Kind.NO_SUCH_DIRECTORY, kind(() -> folder.list("/none")));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/none")));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/dir")));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.read(new RemoteFile("/none", 1, Instant.EPOCH), 0)));
            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.delete("/none")));
            folder.delete("/f");
            assertFalse(Files.exists(server.root().resolve("f")));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void refusesAHostWithAnotherKey() throws IOException {
        Partner.Sftp access = server.access(server.port(), Keys.user().getPublic());

        ChannelException refusal = assertThrows(ChannelException.class, () -> connect(access));

        assertEquals(Kind.HOST_KEY, refusal.kind());
        assertTrue(
                refusal.getMessage().contains("ESA") && refusal.getMessage().contains("SHA256:"), refusal.getMessage());
    }

    @Test
    void refusesARevokedHostKeyWhateverElseTheFileSays() throws IOException {
        Path file =
                server.knownHosts("[127.0.0.1]:" + server.port(), Keys.host().getPublic());
        String line = Files.readString(file);
        Files.writeString(file, line + "@revoked " + line);
        Partner.Sftp access = server.access(server.port(), file);

        assertEquals(Kind.HOST_KEY, kind(() -> connect(access)));
    }

    /** Whatever case the name is written in. */
    @Test
    void refusesARevokedKeyOfANameInCapitals() throws IOException {
        Path file =
                server.knownHosts("[localhost]:" + server.port(), Keys.host().getPublic());
        String line = Files.readString(file);
        Partner.Sftp usual = server.access(server.port(), file);
        Partner.Sftp capitals =
                new Partner.Sftp("LOCALHOST", usual.port(), usual.user(), usual.key(), null, usual.knownHosts());
        connect(capitals).close();

        Files.writeString(file, line + "@revoked " + line);

        assertEquals(Kind.HOST_KEY, kind(() -> connect(capitals)));
    }

    @Test
    void spendsNoSlotOnAHostOfWhichOnlyRevokedKeysAreKnown() throws IOException {
        Path file =
                server.knownHosts("[127.0.0.1]:" + server.port(), Keys.host().getPublic());
        Files.writeString(file, "@revoked " + Files.readString(file));
        Partner.Sftp access = server.access(server.port(), file);

        assertEquals(Kind.CONFIGURATION, kind(() -> connect(access)));
        assertEquals(0, server.connections());
    }

    /** An authority signs hosts' keys; its own key is none of theirs. */
    @Test
    void refusesTheKeyOfAnAuthorityAsAHosts() throws IOException {
        String name = "[127.0.0.1]:" + server.port();
        Path file = server.knownHosts(name, Keys.host().getPublic());
        String authority = "@cert-authority " + Files.readString(file);
        server.knownHosts(name, Keys.user().getPublic());
        Files.writeString(file, authority + Files.readString(file));
        Partner.Sftp access = server.access(server.port(), file);

        assertEquals(Kind.HOST_KEY, kind(() -> connect(access)));
    }

    @Test
    void tellsWhatItMayNotDo() throws IOException {
        Files.writeString(server.root().resolve("f"), "f");
        for (String request : List.of("SSH_FXP_OPENDIR", "SSH_FXP_OPEN", "SSH_FXP_REMOVE", "SSH_FXP_RENAME")) {
            server.refuse(request, SftpConstants.SSH_FX_PERMISSION_DENIED);
        }
        try (SftpFolder folder = connect(server.access())) {
            for (Executable each : List.<Executable>of(
                    () -> folder.list("/"),
                    () -> folder.read(folder.stat("/f"), 0),
                    () -> folder.write("/g", new ByteArrayInputStream(new byte[1])),
                    () -> folder.rename("/f", "/g"),
                    () -> folder.delete("/f"))) {
                ChannelException told = assertThrows(ChannelException.class, each);

                assertEquals(Kind.NO_PERMISSION, told.kind(), told.getMessage());
                assertTrue(
                        told.getMessage().contains("ESA")
                                && told.getMessage().contains("ask GRDF to open it for this account"),
                        told.getMessage());
            }
            assertEquals(1, folder.stat("/f").size());
        }
    }

    @Test
    void knowsAHostByItsHashedName() throws Exception {
        String name = "[127.0.0.1]:" + server.port();
        byte[] salt = random(20);
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(salt, "HmacSHA1"));
        var base64 = Base64.getEncoder();
        String hashed =
                "|1|" + base64.encodeToString(salt) + "|" + base64.encodeToString(mac.doFinal(name.getBytes(UTF_8)));
        Path file = server.knownHosts(hashed, Keys.host().getPublic());

        try (SftpFolder folder = connect(server.access(server.port(), file))) {
            assertEquals(List.of(), folder.list("/").files());
        }
    }

    @Test
    void spendsNoSlotOnSettingsThatCannotWork() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        BeforeConnect before = () -> {
            asked.incrementAndGet();
            return Duration.ofSeconds(1);
        };
        Partner.Sftp good = server.access();
        Path small = Files.writeString(
                home.resolve("small"),
                Keys.pem("PRIVATE KEY", TestKeys.rsa("small", 2048).getPrivate().getEncoded()));
        Path stranger = server.knownHosts("[127.0.0.1]:1", Keys.host().getPublic());

        for (Partner.Sftp bad : List.of(
                new Partner.Sftp("127.0.0.1", server.port(), "esa", small, null, good.knownHosts()),
                new Partner.Sftp("127.0.0.1", server.port(), "esa", home.resolve("none"), null, good.knownHosts()),
                new Partner.Sftp("127.0.0.1", server.port(), "esa", good.key(), null, home.resolve("none")),
                new Partner.Sftp("127.0.0.1", server.port(), "esa", good.key(), null, stranger))) {
            assertEquals(Kind.CONFIGURATION, kind(() -> SftpFolder.connect("ESA", bad, SHORT, before)));
        }
        assertEquals(0, asked.get());
        assertEquals(0, server.connections());
    }

    @Test
    void asksForTheSlotOnceAndDoesNotConnectWithoutIt() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        BeforeConnect lost = () -> {
            asked.incrementAndGet();
            throw new ChannelException(Kind.SLOT_LOST, "void");
        };
        Partner.Sftp access = server.access();

        assertEquals(Kind.SLOT_LOST, kind(() -> SftpFolder.connect("ESA", access, SHORT, lost)));
        assertEquals(1, asked.get());
        assertEquals(0, server.connections());
    }

    @Test
    void tellsARefusedLogin() throws IOException {
        server.acceptNobody();
        Partner.Sftp access = server.access();

        assertEquals(Kind.LOGIN_REFUSED, kind(() -> connect(access)));
    }

    @Test
    void tellsAClosedPort() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        Partner.Sftp access = server.access(port, Keys.host().getPublic());

        assertEquals(Kind.UNREACHABLE, kind(() -> connect(access)));
    }

    @Test
    void noticesAHostThatNeverSpeaks() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Partner.Sftp access = server.access(mute.getLocalPort(), Keys.host().getPublic());

            assertEquals(Kind.TIMED_OUT, kind(() -> SftpFolder.connect("ESA", access, SHORT, BeforeConnect.UNRULED)));
        }
    }

    /** Whatever a stranger answers is an error that names the partner, soon. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-1.5-old\r\n", "SSH-2.0-x\r\n", "\0\0\0\0"})
    void endsWithAHostThatTalksNonsense(String greeting) throws IOException {
        try (ServerSocket stranger = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = stranger.accept()) {
                    socket.getOutputStream().write(greeting.getBytes(UTF_8));
                    socket.getOutputStream().write(random(100_000));
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                } catch (IOException e) {
                    // the client has left
                }
            });
            Partner.Sftp access =
                    server.access(stranger.getLocalPort(), Keys.host().getPublic());

            ChannelException told = assertThrows(
                    ChannelException.class, () -> SftpFolder.connect("ESA", access, SHORT, BeforeConnect.UNRULED));
            assertTrue(told.kind().endsSession() && told.getMessage().startsWith("ESA: "), told.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 1_000, 2_500, 3_500})
    void noticesAHostThatHangsWhileConnecting(long after) throws IOException {
        try (Wire wire = Wire.to(server.port(), Wire.Fault.STALL, after)) {
            Partner.Sftp access = server.access(wire.port(), Keys.host().getPublic());

            assertEquals(Kind.TIMED_OUT, kind(() -> {
                try (SftpFolder folder = SftpFolder.connect("ESA", access, SHORT, BeforeConnect.UNRULED)) {
                    folder.list("/");
                }
            }));
        }
    }

    @Test
    void noticesAFileThatStopsComing() throws IOException {
        Files.write(server.root().resolve("big"), random(12 << 20));
        try (Wire wire = Wire.to(server.port(), Wire.Fault.STALL, 5 << 20);
                SftpFolder folder = SftpFolder.connect(
                        "ESA", server.access(wire.port(), Keys.host().getPublic()), SHORT, BeforeConnect.UNRULED)) {
            InputStream in = folder.read(folder.stat("/big"), 0);

            assertEquals(Kind.TIMED_OUT, kind(in::readAllBytes));
        }
    }

    @Test
    void tellsALostConnection() throws IOException {
        try (SftpFolder folder = connect(server.access())) {
            server.hangUp();

            assertEquals(Kind.CONNECTION_LOST, kind(() -> folder.list("/")));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void usesTheJdksCryptography() throws IOException {
        connect(server.access()).close();

        assertNull(SecurityUtils.getSecurityProvider());
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(7).nextBytes(bytes);
        return bytes;
    }

    private static Kind kind(Executable executable) {
        return assertThrows(ChannelException.class, executable).kind();
    }
}
