package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A launcher as a process of its own, killed and stopped; see {@link FakeStack}. */
final class LauncherTest {

    @Test
    void nothingOutlivesAKilledLauncherAndTheNextOneGoesOnWithTheData(@TempDir Path dir) throws Exception {
        Home home = new Home(dir, dir);
        Process killed = launch(home);
        try {
            query(home, "create table essai as select 42 as n");
            List<ProcessHandle> children = killed.descendants().toList();
            assertTrue(children.size() >= 4, () -> "a shell, a JVM, PostgreSQL and its shell: " + children);

            killed.destroyForcibly();

            assertTrue(
                    Waiting.until(() -> children.stream().noneMatch(ProcessHandle::isAlive), Duration.ofSeconds(60)),
                    () -> "left: "
                            + children.stream()
                                    .filter(ProcessHandle::isAlive)
                                    .map(child -> child.pid() + " " + child.info())
                                    .toList());
        } finally {
            killed.destroyForcibly();
        }

        Process next = launch(home);
        try {
            query(home, "insert into essai values (43)");
            assertAnotherIsRefused(home);
            List<ProcessHandle> children = next.descendants().toList();

            next.destroy();

            assertTrue(PidFile.ended(next.toHandle(), 30));
            assertTrue(children.stream().noneMatch(ProcessHandle::isAlive));
            assertEquals(List.of(), PidFile.all(home));
            List<String> stops = printed(home)
                    .lines()
                    .filter(line -> line.endsWith("stopped"))
                    .map(line -> line.split(" ", 2)[0])
                    .toList();
            assertEquals(List.of("java", "shell", "postgres"), stops);
        } finally {
            next.destroyForcibly();
        }
    }

    /** In this JVM: the lock is another process's. */
    private static void assertAnotherIsRefused(Home home) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code = new Up().run(home, new PrintStream(out, true, StandardCharsets.UTF_8), Map.of(), ports -> List.of());
        assertEquals(1, code);
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("is up"), out::toString);
    }

    private static Process launch(Home home) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeStack.class.getName(),
                        home.dir().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.dir().resolve("out").toFile()))
                .start();
        Launcher launcher = new Launcher(home);
        boolean up = Waiting.until(() -> !process.isAlive() || launcher.isReady(process.pid()), Duration.ofSeconds(60));
        assertTrue(up && process.isAlive(), () -> printed(home));
        assertFalse(PidFile.all(home).isEmpty());
        return process;
    }

    private static String printed(Home home) {
        try {
            return Files.readString(home.dir().resolve("out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void query(Home home, String sql) throws Exception {
        Database.Login login = home.postgres(Ports.read(home.run().resolve("ports.properties")))
                .login("omega");
        try (Connection connection = DriverManager.getConnection(login.jdbcUrl(), login.user(), login.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
