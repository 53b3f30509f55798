package omega.channel.ftps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
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
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import omega.channel.BeforeConnect;
import omega.channel.Certificates;
import omega.channel.Certificates.Wish;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Download;
import omega.channel.FtpsServer;
import omega.channel.FtpsServer.Manners;
import omega.channel.Keys;
import omega.channel.Listing;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.Secret;
import omega.channel.Timeouts;
import omega.clock.OmegaClock;
import omega.sandbox.TestKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** §3.1.1 against a real server in process. */
@Timeout(60)
class FtpsFolderTest {
    private static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(1500));

    @TempDir
    Path home;

    private static FtpsFolder connect(Partner.Ftps access) throws ChannelException {
        return FtpsFolder.connect("ESA", access, Timeouts.USUAL, BeforeConnect.UNRULED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void readsAndWritesOverConnectionsThatResumeTheSession(String protocol) throws IOException {
        byte[] bytes = random(3_000_003);
        try (FtpsServer server =
                new FtpsServer(home, Manners.usual().speaking(protocol).demandingResumption())) {
            Files.write(server.root().resolve("REMM é.zip"), bytes);
            try (FtpsFolder folder = connect(server.access())) {
                for (int round = 0; round < 3; round++) {
                    assertEquals(
                            List.of("/REMM é.zip"),
                            folder.list("/").files().stream()
                                    .map(RemoteFile::path)
                                    .filter(path -> path.contains("REMM"))
                                    .toList());
                    assertEquals(3_000_003, folder.write("/lot" + round, new ByteArrayInputStream(bytes)));
                    try (InputStream in = folder.read(folder.stat("/REMM é.zip"), 0)) {
                        assertArrayEquals(bytes, in.readAllBytes());
                    }
                }
                for (int upload = 10; upload < 20; upload++) {
                    folder.write("/lot" + upload, new ByteArrayInputStream(bytes, 0, 10));
                }
            }
            assertArrayEquals(bytes, Files.readAllBytes(server.root().resolve("lot0")));
            assertEquals(0, server.fresh());
            assertEquals(19, server.resumed());
            assertEquals(1, server.connections());
            assertTrue(server.commands().containsAll(List.of("AUTH TLS", "PBSZ 0", "PROT P", "TYPE I", "QUIT")));
        }
    }

    @Test
    void speaksTlsFromTheStartWhenSetTo() throws IOException {
        try (FtpsServer server = new FtpsServer(home, Manners.usual().fromTheStart())) {
            Files.writeString(server.root().resolve("f"), "12345");
            try (FtpsFolder folder = connect(FtpsServer.implicit(server.access()))) {
                assertEquals(5, folder.stat("/f").size());
                assertEquals(1, folder.list("/").files().size());
            }
            assertFalse(server.commands().contains("AUTH TLS"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MLST,MLSD", "MLST,MLSD,SIZE,MDTM"})
    void tellsFilesAlikeWhateverTheServerCanDo(String without) throws IOException {
        Manners manners = without.isEmpty() ? Manners.usual() : Manners.usual().without(without.split(","));
        try (FtpsServer server = new FtpsServer(home, manners)) {
            Path in = Files.createDirectories(server.root().resolve("publications"));
            Files.writeString(in.resolve("REMM é.zip"), "12345");
            Instant modified = Instant.parse("2026-11-23T05:00:00Z");
            Files.setLastModifiedTime(in.resolve("REMM é.zip"), FileTime.from(modified));
            Files.writeString(in.resolve("two  spaces"), "");
            Files.setLastModifiedTime(in.resolve("two  spaces"), FileTime.from(modified));
            Files.createDirectory(in.resolve("sub"));
            Files.createDirectory(server.root().resolve("empty"));

            try (FtpsFolder folder = connect(server.access())) {
                Listing listing = folder.list("/publications");

                Map<String, RemoteFile> files =
                        listing.files().stream().collect(Collectors.toMap(RemoteFile::name, Function.identity()));
                assertEquals(Set.of("REMM é.zip", "two  spaces"), files.keySet());
                assertEquals(
                        List.of(0L, 5L),
                        files.values().stream().map(RemoteFile::size).sorted().toList());
                files.values().forEach(file -> assertSame(file, folder));
                if (!without.contains("MDTM")) {
                    assertTrue(files.values().stream()
                            .allMatch(file -> file.modified().equals(modified)));
                }
                assertEquals(List.of(), folder.list("/empty").files());
                assertEquals(Kind.NO_SUCH_DIRECTORY, kind(() -> folder.list("/none")));
                assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/none")));
                assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/publications")));
                assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.read(new RemoteFile("/none", 1, Instant.EPOCH), 0)));
                assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.delete("/none")));
                assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.rename("/none", "/other")));
                assertEquals(
                        Kind.NO_SUCH_DIRECTORY,
                        kind(() -> folder.write("/none/x", new ByteArrayInputStream(new byte[1]))));
                folder.delete("/publications/two  spaces");
                assertFalse(Files.exists(in.resolve("two  spaces")));
            }
        }
    }

    private static void assertSame(RemoteFile file, FtpsFolder folder) {
        try {
            assertEquals(file, folder.stat(file.path()));
        } catch (ChannelException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsFromAnyOffsetAndLeavesEarly() throws IOException {
        byte[] bytes = random(5 << 20);
        for (Manners manners : List.of(Manners.usual(), Manners.usual().without("REST"))) {
            try (FtpsServer server = new FtpsServer(home, manners)) {
                Files.write(server.root().resolve("big"), bytes);
                try (FtpsFolder folder = connect(server.access())) {
                    for (int offset : new int[] {0, 1, 131_072, (5 << 20) - 1}) {
                        try (InputStream in = folder.read(folder.stat("/big"), offset)) {
                            assertArrayEquals(Arrays.copyOfRange(bytes, offset, bytes.length), in.readAllBytes());
                        }
                    }
                    try (InputStream in = folder.read(folder.stat("/big"), 0)) {
                        assertArrayEquals(Arrays.copyOf(bytes, 100), in.readNBytes(100));
                    }
                    // exactly all of it, but not the end: nothing is left for the next command to stumble over
                    try (InputStream in = folder.read(folder.stat("/big"), 0)) {
                        assertEquals(5 << 20, in.readNBytes(5 << 20).length);
                    }
                    assertEquals(5 << 20, folder.stat("/big").size());
                }
            }
        }
    }

    @Test
    void neverReplaces() throws IOException {
        try (FtpsServer server = new FtpsServer(home)) {
            Files.writeString(server.root().resolve("a"), "a");
            Files.writeString(server.root().resolve("b"), "b");
            try (FtpsFolder folder = connect(server.access())) {
                assertEquals(Kind.ALREADY_EXISTS, kind(() -> folder.rename("/a", "/b")));
                assertEquals(
                        Kind.ALREADY_EXISTS, kind(() -> folder.write("/b", new ByteArrayInputStream(new byte[7]))));
                assertEquals("b", Files.readString(server.root().resolve("b")));
                folder.rename("/a", "/c é");
                assertEquals("a", Files.readString(server.root().resolve("c é")));
                assertFalse(Files.exists(server.root().resolve("a")));
            }
        }
    }

    @Test
    void namesThePassivePortsWhenTheDataPortIsClosed() throws Exception {
        try (OnlyControl server = new OnlyControl(home)) {
            ChannelException told = assertThrows(ChannelException.class, () -> {
                try (FtpsFolder folder = connect(server.access())) {
                    folder.list("/");
                }
            });
            assertEquals(Kind.UNREACHABLE, told.kind());
            assertTrue(
                    told.getMessage().contains("49160-49260")
                            && told.getMessage().contains("ESA"),
                    told.getMessage());
        }
    }

    @Test
    void believesNoStrangersCertificate() throws IOException {
        try (FtpsServer server = new FtpsServer(home)) {
            Path others = Files.writeString(
                    home.resolve("others.pem"), Certificates.pem(new Certificates("others").authority()));
            Partner.Ftps access = server.access(server.port(), FtpsServer.supplier(), others);

            ChannelException told = assertThrows(ChannelException.class, () -> connect(access));

            assertEquals(Kind.HOST_KEY, told.kind());
            assertTrue(told.getMessage().contains("others.pem"), told.getMessage());
            assertEquals(List.of("AUTH TLS"), server.commands());
        }
    }

    @Test
    void checksTheServersName() throws IOException {
        Wish elsewhere = Wish.sound("server").at("ftps.example");
        try (FtpsServer server = new FtpsServer(home, Manners.usual().showing(elsewhere))) {
            Partner.Ftps access = server.access();

            ChannelException told = assertThrows(ChannelException.class, () -> connect(access));

            assertEquals(Kind.HOST_KEY, told.kind());
            assertTrue(told.getMessage().contains("localhost"), told.getMessage());
        }
    }

    /** Whether its issuer is trusted, or the certificate itself, whose end the JDK then never looks at. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void checksThatTheServersCertificateHasNotExpired(boolean itself) throws IOException {
        Instant now = Instant.now();
        Instant end = now.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        Manners late = Manners.usual().showing(Wish.sound("server").between(now.minus(Duration.ofDays(9)), end));
        try (FtpsServer server = new FtpsServer(home, late)) {
            Path trusted = itself
                    ? Files.writeString(
                            home.resolve("very.pem"),
                            Certificates.pem(late.certificate().certificate()))
                    : server.trusted();
            Partner.Ftps access = server.access(server.port(), FtpsServer.supplier(), trusted);

            ChannelException told = assertThrows(
                    ChannelException.class,
                    () -> FtpsFolder.connect(
                            "ESA (sandbox, " + access.describe() + ")", access, SHORT, BeforeConnect.UNRULED));

            assertEquals(Kind.HOST_KEY, told.kind());
            String ended = end.atZone(OmegaClock.PARIS).toOffsetDateTime().toString();
            for (String word : List.of(
                    "ESA", "localhost", "has expired (CN=server ended at " + ended + ")", "ask GRDF", "" + trusted)) {
                assertTrue(told.getMessage().contains(word), () -> word + " in " + told.getMessage());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void saysSoWhenTheServerRefusesItsCertificate(String protocol) throws IOException {
        try (FtpsServer server = new FtpsServer(home, Manners.usual().speaking(protocol))) {
            Certificates.Held unknown = new Certificates("unknown").issue(Wish.sound("supplier"));
            Partner.Ftps access = server.access(server.port(), unknown, server.trusted());

            ChannelException told = assertThrows(ChannelException.class, () -> connect(access));

            assertTrue(told.getMessage().contains("GRDF holds"), told.getMessage());
            assertTrue(told.kind() == Kind.LOGIN_REFUSED || told.kind() == Kind.CONNECTION_LOST, told.toString());
        }
    }

    @Test
    void tellsARefusedLogin() throws IOException {
        try (FtpsServer server = new FtpsServer(home)) {
            Partner.Ftps good = server.access();
            Partner.Ftps bad = new Partner.Ftps(
                    good.host(),
                    good.port(),
                    false,
                    "esa",
                    Secret.of("hunter2"),
                    good.certificate(),
                    good.key(),
                    null,
                    good.authorities(),
                    good.passivePorts());

            ChannelException told = assertThrows(ChannelException.class, () -> connect(bad));

            assertEquals(Kind.LOGIN_REFUSED, told.kind());
            assertFalse(told.getMessage().contains("hunter2"));
        }
    }

    @Test
    void spendsNoSlotOnSettingsThatCannotWork() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        BeforeConnect before = () -> {
            asked.incrementAndGet();
            return Duration.ofSeconds(1);
        };
        try (FtpsServer server = new FtpsServer(home)) {
            Partner.Ftps good = server.access();
            Path other = Files.writeString(
                    home.resolve("other.key"),
                    Keys.pem(
                            "PRIVATE KEY",
                            TestKeys.rsa("other", 2048).getPrivate().getEncoded()));
            for (Path key : List.of(other, home.resolve("none"), good.certificate())) {
                Partner.Ftps bad = new Partner.Ftps(
                        good.host(),
                        good.port(),
                        false,
                        "esa",
                        null,
                        good.certificate(),
                        key,
                        null,
                        good.authorities(),
                        "");
                ChannelException told =
                        assertThrows(ChannelException.class, () -> FtpsFolder.connect("ESA", bad, SHORT, before));
                assertEquals(Kind.CONFIGURATION, told.kind());
                assertTrue(told.getMessage().contains(key.toString()), told.getMessage());
            }
            BeforeConnect lost = () -> {
                throw new ChannelException(Kind.SLOT_LOST, "void");
            };
            assertEquals(Kind.SLOT_LOST, kind(() -> FtpsFolder.connect("ESA", good, SHORT, lost)));
            assertEquals(0, asked.get());
            assertEquals(0, server.connections());
        }
    }

    @Test
    void tellsTheOtherModeWhenTheServerHasIt() throws IOException {
        try (FtpsServer implicit = new FtpsServer(home, Manners.usual().fromTheStart())) {
            Partner.Ftps explicit = implicit.access();
            ChannelException told = assertThrows(
                    ChannelException.class, () -> FtpsFolder.connect("ESA", explicit, SHORT, BeforeConnect.UNRULED));
            assertTrue(told.getMessage().contains("implicit"), told.getMessage());
        }
        try (FtpsServer explicit = new FtpsServer(home)) {
            Partner.Ftps implicit = FtpsServer.implicit(explicit.access());
            ChannelException told = assertThrows(
                    ChannelException.class, () -> FtpsFolder.connect("ESA", implicit, SHORT, BeforeConnect.UNRULED));
            assertTrue(told.getMessage().contains("explicit"), told.getMessage());
        }
    }

    @Test
    void tellsTheServerThatItIsStillThere() throws IOException {
        Timeouts lively = new Timeouts(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMillis(300));
        try (FtpsServer server = new FtpsServer(home, Manners.usual().leavingAfter(2))) {
            Files.writeString(server.root().resolve("f"), "12345");
            try (FtpsFolder folder = FtpsFolder.connect("ESA", server.access(), lively, BeforeConnect.UNRULED)) {
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> server.commands().stream()
                                        .filter("NOOP"::equals)
                                        .count()
                                >= 8);
                assertEquals(5, folder.stat("/f").size());
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void endsASessionThatLastsTooLong() throws IOException {
        Timeouts brief = new Timeouts(
                Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(1500), Duration.ofMillis(100));
        try (FtpsServer server = new FtpsServer(home);
                FtpsFolder folder = FtpsFolder.connect("ESA", server.access(), brief, BeforeConnect.UNRULED)) {
            // busy all the time
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        try {
                            folder.list("/");
                            return false;
                        } catch (ChannelException e) {
                            return e.kind() == Kind.TIMED_OUT || e.kind() == Kind.CONNECTION_LOST;
                        }
                    });
            assertEquals(1, server.connections());
        }
    }

    @Test
    void tellsALostConnection() throws IOException {
        try (FtpsServer server = new FtpsServer(home);
                FtpsFolder folder = connect(server.access())) {
            server.hangUp();

            assertEquals(Kind.CONNECTION_LOST, kind(() -> folder.list("/")));
            assertEquals(Kind.CONNECTION_LOST, kind(() -> folder.list("/")));
        }
    }

    @Test
    void noticesAHostThatNeverSpeaks() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                FtpsServer server = new FtpsServer(home)) {
            Partner.Ftps access = server.access(mute.getLocalPort(), FtpsServer.supplier(), server.trusted());

            assertEquals(Kind.TIMED_OUT, kind(() -> FtpsFolder.connect("ESA", access, SHORT, BeforeConnect.UNRULED)));
        }
    }

    @Test
    void tellsWhenAnUploadWasNotKeptWhole() throws IOException {
        try (FtpsServer server = new FtpsServer(home);
                FtpsFolder folder = connect(server.access())) {
            InputStream broken = new FilterInputStream(new ByteArrayInputStream(random(200_000))) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int n = super.read(into, offset, length);
                    if (n < 0) {
                        throw new IOException("disk");
                    }
                    return n;
                }
            };
            ChannelException told = assertThrows(ChannelException.class, () -> folder.write("/lot.tmp", broken));

            assertEquals(Kind.CONFIGURATION, told.kind());
            assertTrue(told.getMessage().contains("cannot be read"), told.getMessage());
        }
    }

    /** An OMEGA that picks up any name: all bytes were acknowledged, so nobody may take the file for one that never was whole. */
    @Test
    void anUploadThatIsTakenAtOnceWasWhole() throws IOException {
        try (FtpsServer server = new FtpsServer(home);
                FtpsFolder folder = connect(server.access())) {
            server.takeAtOnce();

            assertEquals(200_000, folder.write("/lot.tmp", new ByteArrayInputStream(random(200_000))));

            assertEquals(Kind.NO_SUCH_FILE, kind(() -> folder.stat("/lot.tmp")));
        }
    }

    @Test
    void noticesThatTheServerHoldsLessThanWasWritten() throws IOException {
        try (FtpsServer server = new FtpsServer(home, Manners.usual().without("MLST", "MLSD"));
                FtpsFolder folder = connect(server.access())) {
            server.answer("MDTM /lot.tmp", 213, "20261123050000");
            AtomicInteger read = new AtomicInteger();
            InputStream content = new FilterInputStream(new ByteArrayInputStream(random(200_000))) {
                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    if (read.getAndIncrement() == 0) {
                        server.answer("SIZE /lot.tmp", 213, "7");
                    }
                    return super.read(into, offset, length);
                }
            };

            ChannelException told = assertThrows(ChannelException.class, () -> folder.write("/lot.tmp", content));

            assertEquals(Kind.CONNECTION_LOST, told.kind());
            assertTrue(told.getMessage().contains("of 200000 bytes written"), told.getMessage());
            assertTrue(told.getMessage().contains("holds 7; the next slot tries again"), told.getMessage());
        }
    }

    /** One entry that the server will not tell more of does not hide the others. */
    @Test
    void listsWhatItMayAsIfTheOtherWereNot() throws IOException {
        Instant modified = Instant.parse("2026-11-23T05:00:00Z");
        for (String refused : List.of("SIZE /shut", "MDTM /shut")) {
            try (FtpsServer server = new FtpsServer(home, Manners.usual().without("MLST", "MLSD"))) {
                for (String name : List.of("open", "shut")) {
                    Files.writeString(server.root().resolve(name), "12345");
                    Files.setLastModifiedTime(server.root().resolve(name), FileTime.from(modified));
                }
                server.answer(refused, 550, "Permission denied.");
                try (FtpsFolder folder = connect(server.access())) {
                    List<RemoteFile> files = folder.list("/").files();

                    assertTrue(files.contains(new RemoteFile("/open", 5, modified)), files::toString);
                    assertEquals(
                            Set.of("open", "shut"),
                            files.stream().map(RemoteFile::name).collect(Collectors.toSet()),
                            "what the listing tells of it is enough to ask for it");
                }
            }
        }
    }

    @Test
    void leavesOutALinkThatItMayNotFollow() throws IOException {
        try (FtpsServer server = new FtpsServer(home)) {
            server.list("""
                    type=OS.unix=slink:/secret;size=5;modify=20261123050000; link
                    type=file;size=5;modify=20261123050000; open
                    """.getBytes(ISO_8859_1));
            server.answer("SIZE /link", 550, "Permission denied.");
            try (FtpsFolder folder = connect(server.access())) {
                assertEquals(
                        List.of(new RemoteFile("/open", 5, Instant.parse("2026-11-23T05:00:00Z"))),
                        folder.list("/").files());
            }
        }
    }

    /** Says that it has the newer listing, and has not. */
    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void fallsBackToTheOlderListing(int refusal) throws IOException {
        Instant modified = Instant.parse("2026-11-23T05:00:00Z");
        try (FtpsServer server = new FtpsServer(home)) {
            Files.writeString(server.root().resolve("f"), "12345");
            Files.setLastModifiedTime(server.root().resolve("f"), FileTime.from(modified));
            server.answer("MLSD", refusal, "Not here.");
            try (FtpsFolder folder = connect(server.access())) {
                RemoteFile file = new RemoteFile("/f", 5, modified);
                assertEquals(List.of(file), folder.list("/").files());
                assertEquals(List.of(file), folder.list("/").files());
                assertEquals(file, folder.stat("/f"));
                assertEquals(Kind.NO_SUCH_DIRECTORY, kind(() -> folder.list("/none")));
            }
            assertEquals(
                    1,
                    server.commands().stream()
                            .filter(each -> each.startsWith("MLSD"))
                            .count(),
                    "asked once");
        }
    }

    /** A server that wants its session resumed and has no ticket for the first data connection either. */
    @Test
    void speaksAnOlderTlsNextTimeWhereNoSessionIsResumed() throws IOException {
        Manners manners = Manners.usual().demandingResumption().forgettingSessions();
        try (FtpsServer server = new FtpsServer(home, manners)) {
            Partner.Ftps access = server.access();
            assertArrayEquals(new String[] {"TLSv1.3", "TLSv1.2"}, Versions.offered(access));
            // it hangs up once it has noticed, which a short listing would outrun
            for (int i = 0; i < 5_000; i++) {
                Files.createFile(server.root().resolve("f" + i));
            }

            try (FtpsFolder folder = connect(access)) {
                assertEquals(Kind.CONNECTION_LOST, kind(() -> folder.list("/")));
            }

            assertArrayEquals(new String[] {"TLSv1.2"}, Versions.offered(access));
        }
    }

    /** A server that agrees to begin in the middle, and does not. */
    @Test
    void aServerThatBeginsElsewhereThanItSaysIsNotBelieved() throws IOException {
        byte[] bytes = random(300_000);
        try (FtpsServer server = new FtpsServer(home)) {
            Files.write(server.root().resolve("f"), bytes);
            server.answer("REST", 350, "From there.");
            Path target = home.resolve("archive/f");
            try (FtpsFolder folder = connect(server.access())) {
                RemoteFile file = folder.stat("/f");
                Files.createDirectories(home.resolve("archive"));
                Files.write(home.resolve("archive/f.part"), Arrays.copyOf(bytes, 100_000));
                Files.writeString(
                        home.resolve("archive/f.part.of"),
                        "100000\n" + file.size() + " " + file.modified() + " " + file.path());

                assertEquals(new Download.Changed(file, file), Download.fetch(folder, file, target));
                assertFalse(Files.exists(home.resolve("archive/f.part")), "nothing of it is kept");
                assertInstanceOf(Download.Complete.class, Download.fetch(folder, file, target));
                assertArrayEquals(bytes, Files.readAllBytes(target));
            }
            assertTrue(server.commands().contains("REST 100000"));
        }
    }

    /** The forms that openssl writes, of today and of long ago. */
    @ParameterizedTest
    @MethodSource("omega.channel.Keys#locks")
    void opensAnEncryptedKeyWithItsPassphrase(String form) throws IOException {
        try (FtpsServer server = new FtpsServer(home)) {
            Partner.Ftps plain = server.access();
            Path key = Files.writeString(
                    home.resolve("locked.key"),
                    Keys.locked(form, FtpsServer.supplier().key(), "s3cret"));
            for (String passphrase : List.of("s3cret", "hunter2")) {
                Partner.Ftps access = new Partner.Ftps(
                        plain.host(),
                        plain.port(),
                        false,
                        plain.user(),
                        plain.password(),
                        plain.certificate(),
                        key,
                        Secret.of(passphrase),
                        plain.authorities(),
                        plain.passivePorts());
                if (passphrase.equals("hunter2")) {
                    ChannelException told = assertThrows(ChannelException.class, () -> connect(access));
                    assertEquals(Kind.CONFIGURATION, told.kind());
                    assertTrue(told.getMessage().contains("is the passphrase right?"), told.getMessage());
                } else {
                    connect(access).close();
                }
            }
            assertEquals(1, server.connections());
        }
    }

    /** Passes on the control connection only. */
    private static final class OnlyControl implements AutoCloseable {
        private final FtpsServer server;
        private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.2"));

        OnlyControl(Path home) throws IOException {
            Wish wish = Wish.sound("server").at("127.0.0.2");
            server = new FtpsServer(home, Manners.usual().showing(wish));
            Thread.ofVirtual().start(() -> {
                try {
                    Socket near = listening.accept();
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), server.port());
                    Thread.ofVirtual().start(() -> pass(near, far));
                    pass(far, near);
                } catch (IOException e) {
                    // closed
                }
            });
        }

        private static void pass(Socket from, Socket to) {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // closed
            }
        }

        /** The server's data ports are at another address, where nobody listens. */
        Partner.Ftps access() throws IOException {
            Partner.Ftps usual = server.access(listening.getLocalPort(), FtpsServer.supplier(), server.trusted());
            return new Partner.Ftps(
                    "127.0.0.2",
                    usual.port(),
                    false,
                    usual.user(),
                    usual.password(),
                    usual.certificate(),
                    usual.key(),
                    null,
                    usual.authorities(),
                    usual.passivePorts());
        }

        @Override
        public void close() throws IOException {
            listening.close();
            server.close();
        }
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
