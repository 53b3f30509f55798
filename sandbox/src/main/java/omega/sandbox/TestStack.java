package omega.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One real broker and one real database for all tests of a JVM, started when first asked for, in about three seconds,
 * and gone with the JVM. Tests keep apart by names: topics of their own, and {@link #freshDatabase()}.
 */
public final class TestStack {
    private static final String BROKER = "omega.teststack.bootstrap";
    private static final String DATABASE = "omega.teststack.database";
    /** One lock a JVM, also where several class loaders hold this class. */
    private static final Object LOCK = "omega.sandbox.TestStack".intern();

    private final String bootstrapServers;
    private final PostgresServer database;

    private TestStack(String bootstrapServers, PostgresServer database) {
        this.bootstrapServers = bootstrapServers;
        this.database = database;
    }

    /** This JVM's stack, running. */
    public static TestStack get() {
        synchronized (LOCK) {
            if (System.getProperty(BROKER) == null) {
                start();
            }
            String[] place = System.getProperty(DATABASE).split("\\|", 2);
            Path home = Path.of(place[1]);
            return new TestStack(
                    System.getProperty(BROKER),
                    new PostgresServer(home, binaries(), Integer.parseInt(place[0]), false));
        }
    }

    /** What Kafka's clients take as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** An empty database that no other test has. */
    public Database.Login freshDatabase() {
        return database.create("t" + UUID.randomUUID().toString().replace("-", ""));
    }

    /** What a Quarkus application needs of it, with a database of its own and any free port. */
    public Map<String, String> settings() {
        Database.Login login = freshDatabase();
        return Map.of(
                "quarkus.http.test-port", "0",
                "kafka.bootstrap.servers", bootstrapServers,
                "quarkus.datasource.jdbc.url", login.jdbcUrl(),
                "quarkus.datasource.username", login.user(),
                "quarkus.datasource.password", login.password());
    }

    private static void start() {
        try {
            Path home = Files.createTempDirectory("omega-test");
            CompletableFuture<Broker> starting =
                    CompletableFuture.supplyAsync(() -> Broker.start(home.resolve("kafka"), 0));
            Database database = Database.startThrowaway(home.resolve("postgres"), binaries());
            Broker broker = starting.join();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(broker, database, home), "stop the test stack"));
            System.setProperty(DATABASE, database.port() + "|" + home.resolve("postgres"));
            System.setProperty(BROKER, broker.bootstrapServers());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the test stack", e);
        }
    }

    private static void stop(Broker broker, Database database, Path home) {
        database.close();
        broker.close();
        try {
            Trees.delete(home);
        } catch (IOException e) {
            System.err.println("left behind: " + home + " (" + e + ")");
        }
    }

    /** Unpacked once a machine and user. */
    private static Path binaries() {
        Path shared = Path.of(System.getProperty("java.io.tmpdir"), "omega-" + System.getProperty("user.name"));
        try {
            Files.createDirectories(shared);
            Path mine = Files.createTempFile(shared, "owner", null);
            try {
                if (!Files.getOwner(shared, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(mine))) {
                    throw new IllegalStateException(shared + " belongs to somebody else");
                }
            } finally {
                Files.delete(mine);
            }
            return shared;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + shared, e);
        }
    }
}
