package omega.channel.ftps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import omega.channel.BeforeConnect;
import omega.channel.Certificates.Wish;
import omega.channel.ChannelException;
import omega.channel.Download;
import omega.channel.FtpsServer;
import omega.channel.FtpsServer.Manners;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.Timeouts;
import omega.sandbox.Wire;
import omega.sandbox.Wire.Fault;
import omega.sandbox.Wire.Line;
import omega.sandbox.Wire.Strike;
import omega.sandbox.Wire.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The network cut or stalled at many byte offsets of the data connection: nothing partial is ever taken for whole. */
@Timeout(1200)
@Execution(ExecutionMode.CONCURRENT)
class CutsTest {
    private static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(1500));
    private static final int OFFSETS = Boolean.getBoolean("tests.full") ? 200 : 6;
    private static final int SIZE = 2_000_003;

    @TempDir
    Path home;

    private final SplittableRandom random = new SplittableRandom(11);
    private final byte[] bytes = new byte[SIZE];
    private FtpsServer server;
    private Wire wire;
    private int control;

    @BeforeEach
    void start() throws IOException {
        random.nextBytes(bytes);
        server = new FtpsServer(
                home, Manners.usual().showing(Wish.sound("server").at(Wire.HOST)));
        wire = new Wire();
        control = wire.lead(Line.CONTROL, 0, server.port());
        for (int port : server.passivePorts()) {
            wire.lead(Line.DATA, port, port);
        }
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
        server.close();
    }

    @Test
    void goesOnWithADownloadThatBroke() throws IOException {
        Files.write(server.root().resolve("REMM.zip"), bytes);
        int hit = 0;
        for (int i = 0; i < OFFSETS; i++) {
            Path target = home.resolve("archive-" + i);
            strike(Way.DOWN, i);
            try {
                fetch(target);
            } catch (ChannelException e) {
                hit++;
                assertTrue(e.kind().endsSession(), e.toString());
                assertFalse(Files.exists(target));
            }
            wire.heal();
            assertTrue(fetch(target) instanceof Download.Complete);
            assertArrayEquals(bytes, Files.readAllBytes(target));
            Files.delete(target);
        }
        assertEquals(OFFSETS, hit);
    }

    @Test
    void neverDepositsAPart() throws IOException {
        int hit = 0;
        for (int i = 0; i < OFFSETS; i++) {
            String lot = "lot-" + i + ".zip";
            strike(Way.UP, i);
            try {
                deposit("/lot-" + i + ".a.tmp", "/" + lot);
            } catch (ChannelException e) {
                hit++;
                assertFalse(Files.exists(server.root().resolve(lot)));
            }
            wire.heal();
            deposit("/lot-" + i + ".b.tmp", "/" + lot);
            assertArrayEquals(bytes, Files.readAllBytes(server.root().resolve(lot)));
            Files.delete(server.root().resolve(lot));
        }
        assertEquals(OFFSETS, hit);
    }

    /** More than the handshake takes is added, so that a file has begun to move. */
    private void strike(Way way, int number) {
        Fault fault = number % 6 == 5 ? Fault.STALL : number % 2 == 0 ? Fault.CUT : Fault.RESET;
        wire.strike(new Strike(fault, Line.DATA, way, 6_000 + random.nextLong(SIZE) * 9 / 10));
    }

    /** What is cut off a listing would be taken for withdrawn: TLS' end is asked for, not only TCP's. */
    @Test
    void neverBelievesAPartOfAListing() throws IOException {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            names.add("REMM_%05d_of_some_length.zip".formatted(i));
        }
        for (String name : names) {
            Files.write(server.root().resolve(name), new byte[0]);
        }
        int hit = 0;
        for (int i = 0; i < OFFSETS; i++) {
            wire.strike(new Strike(i % 2 == 0 ? Fault.CUT : Fault.RESET, Line.DATA, Way.DOWN, random.nextLong(30_000)));
            try (FtpsFolder folder = connect()) {
                assertEquals(
                        names,
                        folder.list("/").files().stream().map(RemoteFile::name).collect(Collectors.toSet()));
            } catch (ChannelException e) {
                assertTrue(e.kind().endsSession(), e.toString());
            }
            hit += wire.isStruck() ? 1 : 0;
            wire.heal();
        }
        assertEquals(OFFSETS, hit);
    }

    private void deposit(String temporary, String path) throws IOException {
        try (FtpsFolder folder = connect()) {
            folder.write(temporary, new ByteArrayInputStream(bytes));
            folder.rename(temporary, path);
        }
    }

    private Download fetch(Path target) throws IOException {
        try (FtpsFolder folder = connect()) {
            RemoteFile listed = folder.stat("/REMM.zip");
            return Download.fetch(folder, listed, target);
        }
    }

    private FtpsFolder connect() throws IOException {
        Partner.Ftps usual = server.access();
        Partner.Ftps through = new Partner.Ftps(
                Wire.HOST,
                control,
                false,
                usual.user(),
                usual.password(),
                usual.certificate(),
                usual.key(),
                null,
                usual.authorities(),
                usual.passivePorts());
        return FtpsFolder.connect("ESA", through, SHORT, BeforeConnect.UNRULED);
    }
}
