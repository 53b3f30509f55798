package omega.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import omega.sandbox.TestStack;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Two processes are two sets of loops over one real database. */
class LoopsTest {
    private static final Duration IDLE = Duration.ofMillis(1);
    private static final String LOCKS =
            "SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database() AND locktype = 'advisory' AND ";
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final PGSimpleDataSource database = database();

    @Test
    void oneOfTwoRunsAndTheOtherTakesOver() throws Exception {
        Loops first = process("first");
        assertEquals("first", told.poll(30, TimeUnit.SECONDS));
        try (Loops second = process("second")) {
            assertNull(told.poll(2, TimeUnit.SECONDS));
            first.close();
            assertEquals("first ended", told.poll(30, TimeUnit.SECONDS));
            assertEquals("second", told.poll(30, TimeUnit.SECONDS));
            assertEquals(List.of(), second.troubles());
        }
    }

    @Test
    void aSessionThatIsLostEndsWhatRan() throws Exception {
        try (Loops loops = process("only");
                Connection waiting = database.getConnection();
                var asking = waiting.createStatement()) {
            assertEquals("only", told.poll(30, TimeUnit.SECONDS));
            Thread next = Thread.ofVirtual().start(() -> {
                try {
                    asking.execute("SELECT pg_advisory_lock(hashtext('test'))");
                } catch (SQLException e) {
                    told.add(e.toString());
                }
            });
            try (Connection other = database.getConnection();
                    var statement = other.createStatement()) {
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                    try (ResultSet waiter = statement.executeQuery(LOCKS + "NOT granted")) {
                        return waiter.next();
                    }
                });
                statement.execute("SELECT pg_terminate_backend(pid) FROM (" + LOCKS + "granted) AS holder");
            }
            next.join();
            assertEquals("only ended", told.poll(30, TimeUnit.SECONDS));
            asking.execute("SELECT pg_advisory_unlock_all()");
            assertEquals("only", told.poll(30, TimeUnit.SECONDS));
            assertEquals(List.of(), loops.troubles());
        }
    }

    @Test
    void whatFailsWhileLeasedIsTold() throws Exception {
        try (Loops loops = new Loops()) {
            loops.whileLeased(
                    database,
                    "test",
                    inner -> inner.start("inner", IDLE, () -> () -> {
                        told.add("turned");
                        throw new IllegalStateException("broken");
                    }));
            assertEquals("turned", told.poll(30, TimeUnit.SECONDS));
            assertEquals("turned", told.poll(30, TimeUnit.SECONDS));
            assertTrue(loops.troubles().contains("inner: broken"), loops.troubles()::toString);
        }
    }

    private Loops process(String name) {
        Loops loops = new Loops();
        loops.whileLeased(database, "test", inner -> inner.start("inner", Duration.ofMinutes(1), () -> attempt(name)));
        return loops;
    }

    private Loop.Attempt attempt(String name) {
        return new Loop.Attempt() {
            @Override
            public boolean turn() {
                told.add(name);
                return false;
            }

            @Override
            public void close() {
                told.add(name + " ended");
            }
        };
    }

    private static PGSimpleDataSource database() {
        var login = TestStack.freshDatabase();
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(login.jdbcUrl());
        source.setUser(login.user());
        source.setPassword(login.password());
        return source;
    }
}
