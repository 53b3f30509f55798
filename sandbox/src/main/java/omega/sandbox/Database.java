package omega.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL server, child of this JVM, on 127.0.0.1. It ends with this JVM, however that ends. Its data
 * persists in the directory it was started on.
 */
public final class Database implements AutoCloseable {
    private final PostgresServer server;
    private final Process process;

    private Database(PostgresServer server, Process process) {
        this.server = server;
        this.process = process;
    }

    /** How to reach one database; {@code user} owns it and is no superuser. */
    public record Login(String jdbcUrl, String user, String password) {}

    /**
     * Starts a server on {@code home} and returns once it takes logins.
     *
     * @param port 0 for a free one
     * @throws IllegalStateException if it does not come up, with the end of its log
     */
    public static Database start(Path home, int port) {
        return start(new PostgresServer(home, home, port == 0 ? Ports.free() : port, true));
    }

    /** As {@link #start(Path, int)}, with settings of the server's own: {@code shared_buffers=1GB}. */
    public static Database start(Path home, int port, List<String> settings) {
        return start(new PostgresServer(home, home, port == 0 ? Ports.free() : port, true, settings));
    }

    /** As {@link #start(Path, int)}, for data that is thrown away: never waits for the disk. */
    static Database startThrowaway(Path home, Path binaries) {
        return start(new PostgresServer(home, binaries, Ports.free(), false));
    }

    private static Database start(PostgresServer server) {
        server.prepare();
        Path log = server.home().resolve("log");
        try {
            Process process = new ProcessBuilder(server.command())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Database database = new Database(server, process);
            if (!Waiting.until(() -> server.answers() || !process.isAlive(), Duration.ofSeconds(60))
                    || !process.isAlive()) {
                database.close();
                throw new IllegalStateException("PostgreSQL did not come up: " + Files.readString(log));
            }
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        }
    }

    /** Makes an empty database called {@code name} (lower-case letters, digits, underscores). */
    public Login create(String name) {
        return server.create(name);
    }

    /** How to reach a database that exists; {@code omega} always does. */
    public Login login(String name) {
        return server.login(name);
    }

    public int port() {
        return server.port();
    }

    /** Stops the server and waits until its files are closed. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
