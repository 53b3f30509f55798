package omega.channel.ftps;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import omega.channel.BeforeConnect;
import omega.channel.Certificates.Wish;
import omega.channel.ChannelException;
import omega.channel.Download;
import omega.channel.FtpsServer;
import omega.channel.FtpsServer.Manners;
import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.channel.Timeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The network cut or stalled at many byte offsets of the data connection: nothing partial is ever taken for whole. */
@Timeout(1200)
class CutsTest {
    private static final Timeouts SHORT = new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(1500));
    private static final int OFFSETS = Boolean.getBoolean("tests.full") ? 200 : 10;
    private static final int SIZE = 2_000_003;

    @TempDir
    Path home;

    private final SplittableRandom random = new SplittableRandom(11);
    private final byte[] bytes = new byte[SIZE];
    private FtpsServer server;
    private Hole hole;

    @BeforeEach
    void start() throws IOException {
        random.nextBytes(bytes);
        server = new FtpsServer(
                home, Manners.usual().showing(Wish.sound("server").at("127.0.0.2")));
        hole = new Hole(server);
    }

    @AfterEach
    void stop() throws IOException {
        hole.close();
        server.close();
    }

    @Test
    void goesOnWithADownloadThatBroke() throws IOException {
        Files.write(server.root().resolve("REMM.zip"), bytes);
        int hit = 0;
        for (int i = 0; i < OFFSETS; i++) {
            Path target = home.resolve("archive-" + i);
            hole.after(random.nextLong(SIZE), i % 10 == 9);
            try {
                fetch(target);
            } catch (ChannelException e) {
                hit++;
                assertTrue(e.kind().endsSession(), e.toString());
                assertFalse(Files.exists(target));
            }
            hole.heal();
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
            hole.after(random.nextLong(SIZE), i % 10 == 9);
            try {
                deposit("/lot-" + i + ".a.tmp", "/" + lot);
            } catch (ChannelException e) {
                hit++;
                assertFalse(Files.exists(server.root().resolve(lot)));
            }
            hole.heal();
            deposit("/lot-" + i + ".b.tmp", "/" + lot);
            assertArrayEquals(bytes, Files.readAllBytes(server.root().resolve(lot)));
            Files.delete(server.root().resolve(lot));
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
        return FtpsFolder.connect("ESA", through, SHORT, BeforeConnect.UNRULED);
    }

    /** The server at another address, whose data connections end or stand still after so many bytes either way. */
    private static final class Hole implements AutoCloseable {
        private final List<ServerSocket> listening = new ArrayList<>();
        private final List<Socket> sockets = new CopyOnWriteArrayList<>();
        private volatile long limit = Long.MAX_VALUE;
        private volatile boolean stalls;

        Hole(FtpsServer server) throws IOException {
            listen(server.port(), false);
            for (int port : server.passivePorts()) {
                listen(port, true);
            }
        }

        /** More than the handshake takes is added, so that a file has begun to move. */
        void after(long bytes, boolean stall) {
            limit = 6_000 + bytes * 9 / 10;
            stalls = stall;
        }

        void heal() throws IOException {
            limit = Long.MAX_VALUE;
            for (Socket socket : sockets) {
                socket.close();
            }
            sockets.clear();
        }

        private void listen(int port, boolean data) throws IOException {
            ServerSocket near = new ServerSocket(port, 20, InetAddress.getByName("127.0.0.2"));
            listening.add(near);
            Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        Socket client = near.accept();
                        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
                        sockets.add(client);
                        sockets.add(server);
                        long most = data ? limit : Long.MAX_VALUE;
                        Thread.ofVirtual().start(() -> pass(client, server, most));
                        Thread.ofVirtual().start(() -> pass(server, client, most));
                    }
                } catch (IOException e) {
                    // closed
                }
            });
        }

        private void pass(Socket from, Socket to, long most) {
            byte[] buffer = new byte[8192];
            try {
                long left = most;
                for (int n; left > 0 && (n = from.getInputStream().read(buffer, 0, (int) Math.min(8192, left))) > 0; ) {
                    to.getOutputStream().write(buffer, 0, n);
                    left -= n;
                }
                if (left > 0) {
                    to.shutdownOutput(); // this side has said all; the other may go on
                } else if (!stalls) {
                    from.close();
                    to.close();
                }
            } catch (IOException e) {
                drop(from);
                drop(to);
            }
        }

        private static void drop(Socket socket) {
            try {
                socket.close();
            } catch (IOException e) {
                // it is gone
            }
        }

        @Override
        public void close() throws IOException {
            for (ServerSocket each : listening) {
                each.close();
            }
            heal();
        }
    }
}
