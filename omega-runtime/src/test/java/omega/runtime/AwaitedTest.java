package omega.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import omega.catalogue.Catalogue;
import omega.runtime.kafka.Clients;
import omega.runtime.kafka.Topology;
import omega.sandbox.Broker;
import omega.sandbox.Database;
import omega.sandbox.TestStack;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that starts before what it stands on, on ports where nobody listens yet. */
class AwaitedTest {
    private static final Awaited PATIENT = new Awaited(Duration.ofMinutes(3), Duration.ofMillis(20));
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** One permit for each attempt that began. */
    private final Semaphore attempts = new Semaphore(0);

    @TempDir
    Path home;

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aDatabaseThatComesLaterIsWaitedFor() throws Exception {
        // Given
        Database.Login login = TestStack.freshDatabase();
        int port = freePort();
        Future<?> waiting = threads.submit(() -> {
            PATIENT.database(database(login, port, login.password()));
            return true;
        });
        secondAttempt();
        assertFalse(waiting.isDone());

        // When
        try (ServerSocket door = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            var _ = threads.submit(() -> lead(door, port(login)));

            // Then
            waiting.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void aDatabaseThatRefusesUsIsNotWaitedFor() {
        Database.Login login = TestStack.freshDatabase();

        IllegalStateException refused = assertThrows(
                IllegalStateException.class, () -> PATIENT.database(database(login, port(login), "wrong")));

        assertTrue(String.valueOf(refused.getMessage()).contains("the database"), refused::getMessage);
        assertEquals(1, attempts.availablePermits());
    }

    @Test
    void waitingEnds() throws Exception {
        Database.Login login = TestStack.freshDatabase();
        Awaited impatient = new Awaited(Duration.ZERO, Duration.ZERO);
        int port = freePort();

        IllegalStateException late = assertThrows(
                IllegalStateException.class, () -> impatient.database(database(login, port, login.password())));

        assertTrue(String.valueOf(late.getMessage()).contains("refused"), late::getMessage);
    }

    @Test
    void aBrokerThatComesLaterIsWaitedFor() throws Exception {
        // Given
        int port = freePort();
        Future<?> waiting = ensuring("127.0.0.1:" + port, true);
        secondAttempt();
        assertFalse(waiting.isDone());

        // When
        try (Broker broker = Broker.start(home, port)) {
            waiting.get(2, TimeUnit.MINUTES);

            // Then
            try (Admin admin = broker.admin()) {
                assertTrue(admin.listTopics().names().get().contains("omega.publication.bloc.v1"));
            }
        }
    }

    @Test
    void topicsThatSomebodyElseMakesAreWaitedFor() throws Exception {
        // Given
        try (Broker broker = Broker.start(home, 0)) {
            Future<?> waiting = ensuring(broker.bootstrapServers(), false);
            secondAttempt();
            assertFalse(waiting.isDone());

            // When
            topology(new Clients(Map.of("bootstrap.servers", broker.bootstrapServers()), "test"), true)
                    .ensure();

            // Then
            waiting.get(1, TimeUnit.MINUTES);
        }
    }

    /** The first one failed, then. */
    private void secondAttempt() throws InterruptedException {
        assertTrue(attempts.tryAcquire(2, 1, TimeUnit.MINUTES));
    }

    private Future<?> ensuring(String bootstrapServers, boolean create) {
        Clients counted = new Clients(Map.of("bootstrap.servers", bootstrapServers), "test") {
            @Override
            public Admin admin() {
                attempts.release();
                return super.admin();
            }
        };
        return threads.submit(() -> {
            topology(counted, create).ensure();
            return true;
        });
    }

    private static Topology topology(Clients clients, boolean create) {
        return new Topology(clients, Catalogue.provisional(), create, 1, Optional.empty());
    }

    private PGSimpleDataSource database(Database.Login login, int port, String password) {
        PGSimpleDataSource counted = new PGSimpleDataSource() {
            private static final long serialVersionUID = 1;

            @Override
            public Connection getConnection() throws SQLException {
                attempts.release();
                return super.getConnection();
            }
        };
        counted.setUrl(login.jdbcUrl());
        counted.setPortNumbers(new int[] {port});
        counted.setUser(login.user());
        counted.setPassword(password);
        return counted;
    }

    private static int port(Database.Login login) {
        PGSimpleDataSource read = new PGSimpleDataSource();
        read.setUrl(login.jdbcUrl());
        return read.getPortNumbers()[0];
    }

    private static int freePort() throws IOException {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return held.getLocalPort();
        }
    }

    /** Leads whoever comes in at {@code door} to {@code port}, until the door is closed. */
    private Object lead(ServerSocket door, int port) throws IOException {
        while (true) {
            Socket near = door.accept();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
            var _ = threads.submit(() -> near.getInputStream().transferTo(far.getOutputStream()));
            var _ = threads.submit(() -> far.getInputStream().transferTo(near.getOutputStream()));
        }
    }
}
