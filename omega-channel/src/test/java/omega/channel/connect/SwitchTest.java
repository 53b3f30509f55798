package omega.channel.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omega.channel.BeforeConnect;
import omega.channel.Certificates;
import omega.channel.Certificates.Held;
import omega.channel.Certificates.Wish;
import omega.channel.ChannelException;
import omega.channel.Environment;
import omega.channel.FtpsServer;
import omega.channel.Partner;
import omega.channel.RemoteFolder;
import omega.channel.Timeouts;
import omega.clock.OmegaClock;
import omega.sandbox.TestKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The next certificate takes over at one instant, everywhere, and no session fails for it. */
@Timeout(60)
class SwitchTest {
    private static final OmegaClock CLOCK = OmegaClock.real();

    @TempDir
    Path home;

    private final Held present = FtpsServer.supplier();
    private final Held next =
            new Certificates("supplier").issue(Wish.sound("supplier").of(TestKeys.rsa("switched", 2048)));

    @BeforeEach
    void stage() throws IOException {
        present.chain(home.resolve("supplier.pem"));
        present.key(home.resolve("supplier.key"));
        next.chain(home.resolve("supplier.pem.suivant"));
        next.key(home.resolve("supplier.key.suivant"));
    }

    private void switchAt(Instant instant) throws IOException {
        Files.writeString(home.resolve("supplier.pem.suivant.le"), instant.toString());
    }

    private Partner partner(FtpsServer server) throws IOException {
        return new Partner(
                "ESA",
                Environment.HOMOLOGATION,
                server.access(server.port(), present, server.trusted()),
                new Partner.Directories("/", "/", "/", "/"),
                Set.of());
    }

    private static RemoteFolder open(Partner partner, Instant at) throws ChannelException {
        return Connection.open(Connection.inForce(partner, at), Timeouts.USUAL, BeforeConnect.UNRULED);
    }

    @Test
    void aSessionUnderWayEndsWithTheOneThatItBeganWith() throws IOException {
        Instant at = Instant.parse("2026-12-20T21:00:00Z");
        switchAt(at);
        try (FtpsServer server = new FtpsServer(home)) {
            Partner partner = partner(server);
            try (RemoteFolder before = open(partner, at.minusMillis(1))) {
                try (RemoteFolder after = open(partner, at)) {
                    assertEquals(0, after.list("/").files().size());
                    assertEquals(0, before.list("/").files().size());
                }
                assertEquals(0, before.list("/").files().size());
                assertEquals(
                        "CN=server",
                        before.serverChain()
                                .getFirst()
                                .getSubjectX500Principal()
                                .getName());
            }
            assertEquals(List.of(present.certificate(), next.certificate()), server.clients());
        }
    }

    /** Four processes that know nothing of each other, each with sessions one after the other across the instant. */
    @Test
    void allSwitchAtTheInstantAndNoneFails() throws Exception {
        List<FtpsServer> servers = new ArrayList<>();
        try (ExecutorService processes = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Partner> partners = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                FtpsServer server = new FtpsServer(home);
                servers.add(server);
                partners.add(partner(server));
                try (RemoteFolder warm = open(partners.getLast(), Instant.MIN)) {
                    warm.list("/");
                }
                server.clients().clear();
            }
            Instant at = CLOCK.realInstant().plusSeconds(2);
            switchAt(at);
            List<Callable<List<Instant>>> work = partners.stream()
                    .<Callable<List<Instant>>>map(partner -> () -> sessions(partner, at))
                    .toList();
            List<Future<List<Instant>>> done = processes.invokeAll(work);
            int before = 0;
            int after = 0;
            for (int i = 0; i < servers.size(); i++) {
                List<Instant> asked = done.get(i).get();
                List<X509Certificate> shown = servers.get(i).clients();
                assertEquals(asked.size(), shown.size());
                for (int session = 0; session < asked.size(); session++) {
                    boolean early = asked.get(session).isBefore(at);
                    assertEquals((early ? present : next).certificate(), shown.get(session));
                    before += early ? 1 : 0;
                    after += early ? 0 : 1;
                }
            }
            System.out.println(
                    before + " sessions with the present certificate, then " + after + " with the next, 0 failed");
            assertTrue(before > 0 && after >= 12, before + " and " + after);
        } finally {
            servers.forEach(FtpsServer::close);
        }
    }

    /** When each session asked which certificate is in force; the last three after the switch. */
    private static List<Instant> sessions(Partner partner, Instant at) throws ChannelException {
        List<Instant> asked = new ArrayList<>();
        for (int after = 0; after < 3; ) {
            Instant now = CLOCK.realInstant();
            try (RemoteFolder folder = open(partner, now)) {
                folder.list("/");
            }
            asked.add(now);
            after += now.isBefore(at) ? 0 : 1;
        }
        return asked;
    }
}
