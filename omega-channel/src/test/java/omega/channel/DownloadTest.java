package omega.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import omega.channel.connect.Connection;
import omega.channel.ftps.FtpsFolder;
import omega.channel.local.LocalFolder;
import omega.channel.sftp.SftpFolder;
import omega.sandbox.Wire;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No partial file is ever archived as whole; a cut costs only what was not yet received. */
@Timeout(60)
class DownloadTest {
    /** Where a stall is what is tried; elsewhere a slow machine must not look like one. */
    private static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(1500));

    /** More than what is read ahead, so that what happens halfway is seen. */
    private static final byte[] BYTES = random(24 << 20);

    @TempDir
    Path home;

    private TestServer server;
    private @Nullable FtpsServer ftps;
    private Path remote;
    private Path target;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(home);
        remote = Files.write(server.root().resolve("REMM.zip"), BYTES);
        Files.setLastModifiedTime(remote, FileTime.from(Instant.parse("2026-11-23T05:00:00Z")));
        target = home.resolve("archive").resolve("REMM.zip");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        if (ftps != null) {
            ftps.close();
        }
    }

    @Test
    void copiesWhole() throws IOException {
        try (RemoteFolder folder = sftp(server.port())) {
            Download outcome = Download.fetch(folder, folder.stat("/REMM.zip"), target);

            assertEquals(new Download.Complete(target, sha256(BYTES), BYTES.length), outcome);
            assertWhole();
        }
    }

    @Test
    void copiesAnEmptyFile() throws IOException {
        Files.write(remote, new byte[0]);
        try (RemoteFolder folder = sftp(server.port())) {
            Download outcome = Download.fetch(folder, folder.stat("/REMM.zip"), target);

            assertEquals(
                    new Download.Complete(
                            target, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0),
                    outcome);
            assertEquals(0, Files.size(target));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4_000, 20_000, 3_000_000, 9_000_001, 20_000_000})
    void goesOnAfterACut(long cutAt) throws IOException {
        try (Wire wire = Wire.to(server.port(), Wire.Fault.CUT, cutAt)) {
            ChannelException cut = assertThrows(ChannelException.class, () -> fetchThrough(wire));
            assertTrue(cut.kind().endsSession(), cut.toString());
            assertFalse(Files.exists(target));
            long kept = size(target.resolveSibling("REMM.zip.part"));
            assertTrue(kept < BYTES.length, "kept " + kept);

            // Enough for what is missing, not for all of it again when much was kept.
            wire.strike(Wire.Fault.CUT, BYTES.length - kept + 200_000);
            assertEquals(new Download.Complete(target, sha256(BYTES), BYTES.length), fetchThrough(wire));
            assertWhole();
        }
    }

    @Test
    void goesOnAfterAStall() throws IOException {
        try (Wire wire = Wire.to(server.port(), Wire.Fault.STALL, 15_000_000)) {
            ChannelException stall = assertThrows(ChannelException.class, () -> fetchThrough(wire, SHORT));
            assertEquals(ChannelException.Kind.TIMED_OUT, stall.kind());

            wire.heal();
            assertEquals(new Download.Complete(target, sha256(BYTES), BYTES.length), fetchThrough(wire));
        }
    }

    /** Something moves all the time, and nothing gets done: that is no progress, and the next session goes on. */
    @Test
    void leavesAServerThatDribbles() throws IOException {
        Timeouts brief = new Timeouts(
                Duration.ofSeconds(5), Duration.ofMillis(1500), Duration.ofSeconds(4), Duration.ofSeconds(30));
        try (Wire wire = Wire.to(server.port(), Wire.Fault.DRIBBLE, 15_000_000)) {
            ChannelException left = assertThrows(ChannelException.class, () -> {
                fetchThrough(wire, brief);
            });
            assertEquals(ChannelException.Kind.TIMED_OUT, left.kind());
            assertTrue(size(target.resolveSibling("REMM.zip.part")) > 0);
            wire.heal();
            assertEquals(new Download.Complete(target, sha256(BYTES), BYTES.length), fetchThrough(wire));
        }
    }

    @Test
    void startsOverWhenTheRemoteFileIsAnother() throws IOException {
        byte[] other = random(20 << 20);
        try (Wire wire = Wire.to(server.port(), Wire.Fault.CUT, 15_000_000)) {
            assertThrows(ChannelException.class, () -> fetchThrough(wire));
        }
        Files.write(remote, other);
        try (RemoteFolder folder = sftp(server.port())) {
            Download outcome = Download.fetch(folder, folder.stat("/REMM.zip"), target);

            assertEquals(new Download.Complete(target, sha256(other), other.length), outcome);
            assertArrayEquals(other, Files.readAllBytes(target));
        }
    }

    @Test
    void doesNotTrustBytesThatWereNeverSynced() throws IOException {
        LocalFolder folder = new LocalFolder("ESA", server.root());
        Files.createDirectories(target.getParent());
        // As after a power cut: the part is long, but nothing says that its bytes arrived.
        Files.write(target.resolveSibling("REMM.zip.part"), new byte[5_000_000]);

        Download outcome = Download.fetch(folder, folder.stat("/REMM.zip"), target);

        assertEquals(new Download.Complete(target, sha256(BYTES), BYTES.length), outcome);
        assertWhole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp", "ftps"})
    void tellsAFileThatGrowsWhileRead(String canal) throws IOException {
        try (RemoteFolder folder = open(canal)) {
            RemoteFile listed = folder.stat("/REMM.zip");
            RemoteFolder growing = halfway(folder, () -> Files.write(remote, random(1000), StandardOpenOption.APPEND));

            Download outcome = Download.fetch(growing, listed, target);

            assertTrue(outcome instanceof Download.Changed changed && changed.grew(), outcome.toString());
            assertNothingLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp", "ftps"})
    void tellsAFileThatShrinksWhileRead(String canal) throws IOException {
        try (RemoteFolder folder = open(canal)) {
            RemoteFile listed = folder.stat("/REMM.zip");
            RemoteFolder shrinking = halfway(folder, () -> {
                try (var channel = FileChannel.open(remote, StandardOpenOption.WRITE)) {
                    channel.truncate(100);
                }
            });

            Download outcome = Download.fetch(shrinking, listed, target);

            assertTrue(outcome instanceof Download.Changed changed && changed.shrank(), outcome.toString());
            assertNothingLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp", "ftps"})
    void tellsAFileThatIsRewrittenWhileRead(String canal) throws IOException {
        try (RemoteFolder folder = open(canal)) {
            RemoteFile listed = folder.stat("/REMM.zip");
            RemoteFolder rewriting = halfway(folder, () -> Files.write(remote, BYTES));

            assertTrue(Download.fetch(rewriting, listed, target) instanceof Download.Changed);
            assertNothingLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp", "ftps"})
    void tellsAFileThatVanished(String canal) throws IOException {
        try (RemoteFolder folder = open(canal)) {
            RemoteFile listed = folder.stat("/REMM.zip");
            Files.delete(remote);

            assertEquals(new Download.Vanished(listed), Download.fetch(folder, listed, target));
            assertNothingLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sftp", "ftps"})
    void keepsAFileThatIsPurgedOnceItsLastByteWasRead(String canal) throws IOException {
        try (RemoteFolder folder = open(canal)) {
            RemoteFile listed = folder.stat("/REMM.zip");
            // The server's open file outlives its name.
            RemoteFolder purging = halfway(folder, () -> Files.delete(remote));

            assertEquals(
                    new Download.Complete(target, sha256(BYTES), BYTES.length),
                    Download.fetch(purging, listed, target));
            assertWhole();
        }
    }

    @Test
    void copiesFromALocalDirectoryWithoutASlot() throws IOException {
        Partner partner = new Partner(
                "ESA",
                Environment.SANDBOX,
                new Partner.Local(server.root()),
                new Partner.Directories("/", "/", "/", "/"),
                Set.of("REMM"));
        assertFalse(Connection.ruled(partner));
        BeforeConnect never = () -> {
            throw new AssertionError("asked for a slot");
        };
        try (RemoteFolder folder = Connection.open(partner, Timeouts.USUAL, never)) {
            RemoteFile listed = folder.list("/").files().getFirst();

            assertEquals(
                    new Download.Complete(target, sha256(BYTES), BYTES.length), Download.fetch(folder, listed, target));
        }
    }

    /** The same directory by either protocol. */
    private RemoteFolder open(String canal) throws IOException {
        if (canal.equals("sftp")) {
            return sftp(server.port());
        }
        ftps = new FtpsServer(home);
        return FtpsFolder.connect("ESA", ftps.access(), Timeouts.USUAL, BeforeConnect.UNRULED);
    }

    private SftpFolder sftp(int port) throws IOException {
        return sftp(port, Timeouts.USUAL);
    }

    private SftpFolder sftp(int port, Timeouts timeouts) throws IOException {
        return SftpFolder.connect("ESA", server.access(port, Keys.host().getPublic()), timeouts, BeforeConnect.UNRULED);
    }

    private Download fetchThrough(Wire wire) throws IOException {
        return fetchThrough(wire, Timeouts.USUAL);
    }

    private Download fetchThrough(Wire wire, Timeouts timeouts) throws IOException {
        try (RemoteFolder folder = sftp(wire.port(), timeouts)) {
            return Download.fetch(folder, folder.stat("/REMM.zip"), target);
        }
    }

    private void assertWhole() throws IOException {
        assertArrayEquals(BYTES, Files.readAllBytes(target));
        assertEquals(List.of("REMM.zip"), left());
    }

    private void assertNothingLeft() throws IOException {
        assertEquals(List.of(), left());
    }

    private List<String> left() throws IOException {
        List<String> names = new ArrayList<>();
        try (var files = Files.newDirectoryStream(target.getParent())) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    /** Something that happens to the remote file. */
    private interface Event {
        void happens() throws IOException;
    }

    /** The folder, where {@code event} happens once the first byte was read. */
    private static RemoteFolder halfway(RemoteFolder folder, Event event) {
        return new RemoteFolder() {
            @Override
            public InputStream read(RemoteFile file, long offset) throws ChannelException {
                return new FilterInputStream(folder.read(file, offset)) {
                    private boolean happened;

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        int n = super.read(into, from, length);
                        if (!happened) {
                            happened = true;
                            event.happens();
                        }
                        return n;
                    }
                };
            }

            @Override
            public Listing list(String directory) throws ChannelException {
                return folder.list(directory);
            }

            @Override
            public RemoteFile stat(String path) throws ChannelException {
                return folder.stat(path);
            }

            @Override
            public long write(String path, InputStream content) throws ChannelException {
                return folder.write(path, content);
            }

            @Override
            public void rename(String from, String to) throws ChannelException {
                folder.rename(from, to);
            }

            @Override
            public void delete(String path) throws ChannelException {
                folder.delete(path);
            }

            @Override
            public void close() {
                folder.close();
            }
        };
    }
}
