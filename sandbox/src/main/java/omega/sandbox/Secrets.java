package omega.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes what a stack in containers must not find in any image or repository: the database's password, the SSH keys of the simulated OMEGA
 * and of the partner that it knows, and that partner's secret at the token server. What is there stays as it is, so it may run at each start.
 */
@Command(
        name = "secrets",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Makes the secrets of a stack in containers, once.")
final class Secrets implements Callable<Integer> {
    /** As PostgreSQL's image reads it, {@code POSTGRES_PASSWORD_FILE}. */
    static final String PASSWORD = "postgres-password";
    /** As the services read it, {@code QUARKUS_CONFIG_LOCATIONS}. */
    static final String DATABASE = "database.properties";

    /** As both ends read it: the partner's secret at the token server. */
    static final String TOKEN = "jeton.properties";

    private static final int BYTES = 24;

    @Parameters(paramLabel = "DIR", description = "Where they are kept.")
    private Path dir;

    @Option(
            names = "--omega",
            paramLabel = "HOST:PORT",
            description = "As which the simulated OMEGA's SFTP is reached.")
    private String omega;

    Secrets(Path dir, String omega) {
        this.dir = dir;
        this.omega = omega;
    }

    /** For picocli, which sets the fields. */
    Secrets() {
        this(Path.of("secrets"), "omega-simulator:2222");
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(dir);
        Keys keys = new Keys(dir);
        List.of(Keys.HOST, Plan.PARTENAIRE).parallelStream().forEach(keys::ensure);
        int colon = omega.lastIndexOf(':');
        keys.trustHost(omega.substring(0, colon), Integer.parseInt(omega.substring(colon + 1)));
        Path password = dir.resolve(PASSWORD);
        if (!Files.exists(password)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            // the database's process has another user than ours: only those who mount the directory can read it
            write(password, HexFormat.of().formatHex(random), "rw-r--r--");
        }
        write(dir.resolve(TOKEN), "omega.sandbox.jeton=" + keys.word("jeton") + "\n", "rw-------");
        write(dir.resolve(DATABASE), "quarkus.datasource.password=" + Files.readString(password) + "\n", "rw-------");
        return 0;
    }

    private static void write(Path file, String text, String permissions) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next);
        Files.setPosixFilePermissions(next, PosixFilePermissions.fromString(permissions));
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
