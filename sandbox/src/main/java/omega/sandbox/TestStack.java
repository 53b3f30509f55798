package omega.sandbox;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * One real broker and one real database for all tests of a JVM, each started when first asked for, in about three seconds,
 * and gone with the JVM. Tests keep apart by names: topics of their own, and {@link #freshDatabase()}.
 */
public final class TestStack {
    private static final String BROKER = "omega.teststack.bootstrap";
    private static final String DATABASE = "omega.teststack.database";
    /** One lock a JVM, also where several class loaders hold this class. */
    private static final Object LOCK = "omega.sandbox.TestStack".intern();

    /** A topic costs a broker four files a partition, of ten megabytes each unless told otherwise. */
    private static final Map<String, String> SMALL = Map.of(
            "log.index.size.max.bytes",
            "65536",
            "num.network.threads",
            "2",
            "num.io.threads",
            "2",
            "background.threads",
            "1");

    private TestStack() {}

    /** What Kafka's clients take as {@code bootstrap.servers}. */
    public static String bootstrapServers() {
        return once(BROKER, TestStack::startBroker);
    }

    /** An empty database that no other test has. */
    public static Database.Login freshDatabase() {
        return server().create(name());
    }

    /** A database that no other test has, as {@code first} was left: schemas need not be migrated over and over. Nobody may be connected to {@code first}. */
    public static Database.Login copyOf(Database.Login first) {
        String url = first.jdbcUrl();
        return server().create(name(), url.substring(url.lastIndexOf('/') + 1));
    }

    private static PostgresServer server() {
        String[] place = once(DATABASE, TestStack::startDatabase).split("\\|", 2);
        return new PostgresServer(Path.of(place[1]), binaries(), Integer.parseInt(place[0]), false);
    }

    private static String name() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    /** Connections to such a database, at most eight and each used again and again; whoever asked closes them. */
    public static AgroalDataSource pool(Database.Login login) {
        try {
            return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(pool -> pool.maxSize(8)
                            .acquisitionTimeout(Duration.ofSeconds(60))
                            .connectionFactoryConfiguration(connections -> connections
                                    .jdbcUrl(login.jdbcUrl())
                                    .principal(new NamePrincipal(login.user()))
                                    .credential(new SimplePassword(login.password())))));
        } catch (SQLException e) {
            throw new IllegalStateException("cannot connect to " + login.jdbcUrl(), e);
        }
    }

    /** What a Quarkus application needs of it, with a database of its own and any free port. */
    public static Map<String, String> settings() {
        Database.Login login = freshDatabase();
        return Map.of(
                "quarkus.http.test-port", "0",
                "kafka.bootstrap.servers", bootstrapServers(),
                "omega.topics.partitions", "2",
                "quarkus.datasource.jdbc.url", login.jdbcUrl(),
                "quarkus.datasource.username", login.user(),
                "quarkus.datasource.password", login.password());
    }

    private static String once(String property, Function<Path, String> start) {
        synchronized (LOCK) {
            String place = System.getProperty(property);
            if (place == null) {
                try {
                    place = start.apply(Files.createTempDirectory("omega-test"));
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot start the test stack", e);
                }
                System.setProperty(property, place);
            }
            return place;
        }
    }

    private static String startBroker(Path home) {
        Broker broker = Broker.start(home, 0, SMALL);
        stopWithThisJvm(broker::close, home);
        return broker.bootstrapServers();
    }

    private static String startDatabase(Path home) {
        Database database = Database.startThrowaway(home, binaries());
        stopWithThisJvm(database::close, home);
        return database.port() + "|" + home;
    }

    private static void stopWithThisJvm(Runnable stop, Path home) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.run();
                            try {
                                Trees.delete(home);
                            } catch (IOException e) {
                                System.err.println("left behind: " + home + " (" + e + ")");
                            }
                        },
                        "stop the test stack"));
    }

    /** Unpacked once a machine and user. */
    private static Path binaries() {
        return TestDirectory.of("postgres");
    }
}
