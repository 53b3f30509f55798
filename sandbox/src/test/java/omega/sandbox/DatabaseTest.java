package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {

    @Test
    void rowsAndThePasswordOutliveARestart(@TempDir Path dir) throws Exception {
        Database.Login first;
        try (Database database = Database.start(dir, 0)) {
            first = database.login("omega");
            query(first, "create table essai as select 42 as n");
        }

        try (Database database = Database.start(dir, 0)) {
            Database.Login second = database.login("omega");
            assertEquals("42", query(second, "select n from essai"));
            assertEquals("on", query(second, "show fsync"));
            assertEquals(first.password(), second.password());
        }
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("password"))));
    }

    @Test
    void aServerLeftByAKilledLauncherIsStoppedByTheNextStart(@TempDir Path dir) throws Exception {
        PostgresServer server = new PostgresServer(dir, dir, Ports.free(), true);
        server.prepare();
        List<String> bare = server.command().subList(4, server.command().size()); // without its lifeline
        Process left = new ProcessBuilder(bare)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(Waiting.until(server::answers, java.time.Duration.ofSeconds(60)));

        try (Database database = Database.start(dir, 0)) {
            assertFalse(left.isAlive());
            assertEquals("1", query(database.login("omega"), "select 1"));
        } finally {
            left.destroyForcibly();
        }
    }

    @Test
    void testsGetDatabasesOfTheirOwnAndNoSuperuser() throws Exception {
        Database.Login one = TestStack.freshDatabase();
        Database.Login other = TestStack.freshDatabase();

        query(one, "create table essai as select 1 as n");

        assertNotEquals(one.jdbcUrl(), other.jdbcUrl());
        assertThrows(SQLException.class, () -> query(other, "select n from essai"));
        assertEquals("f", query(one, "select rolsuper from pg_roles where rolname = current_user"));
        assertThrows(
                SQLException.class,
                () -> DriverManager.getConnection(one.jdbcUrl(), one.user(), "wrong")
                        .close());
    }

    private static String query(Database.Login login, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
