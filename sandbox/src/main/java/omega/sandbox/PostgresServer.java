package omega.sandbox;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How to run a PostgreSQL server: its directories, its command, its logins. Starting the process is the caller's.
 *
 * <p>Under {@code home}: {@code data/}, and {@code password} (mode 0600), generated once. The server listens on 127.0.0.1
 * only and asks for that password. It has the superuser {@code postgres}, and the plain role {@value #ROLE} that owns
 * every database made here, so that nothing works by a right that production would not give.
 *
 * @param binaries where PostgreSQL's programs are unpacked, shared by any number of servers
 * @param durable false only where the data is thrown away: the server then never waits for the disk
 * @param settings of its own, {@code name=value}; they beat the others
 */
record PostgresServer(Path home, Path binaries, int port, boolean durable, List<String> settings) {
    static final String ROLE = "omega";
    static final String DATABASE = "omega";

    PostgresServer(Path home, Path binaries, int port, boolean durable) {
        this(home, binaries, port, durable, List.of());
    }

    /**
     * Runs its arguments with standard input as a lifeline: when that ends, or on TERM, the server gets INT, which is
     * PostgreSQL's quick and clean stop. The reader survives a {@code kill -9} of the shell around it.
     */
    private static final String TIED = """
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            trap 'kill -INT $server' TERM INT HUP
            (trap '' INT HUP; trap - TERM; while read -r _; do :; done <&3; kill -INT $server 2>/dev/null) &
            lifeline=$!
            exec 3<&-
            while :; do wait $server; code=$?; kill -0 $server 2>/dev/null || break; done
            kill $lifeline 2>/dev/null
            exit $code
            """;

    /**
     * Makes the directory ready, the first time with an empty database {@value #DATABASE}, and stops a server that an
     * earlier run left on it.
     *
     * @throws IllegalStateException if PostgreSQL cannot be set up, with what it printed
     */
    void prepare() {
        try {
            Files.createDirectories(home);
            Path programs = PostgresBinaries.unpackedIn(binaries);
            if (Files.exists(data())) {
                stopLeftover();
                return;
            }
            writePassword();
            Path fresh = home.resolve("data.new");
            Trees.delete(fresh);
            Unprivileged unprivileged = Unprivileged.owning(home);
            run(unprivileged.command(initdb(programs, fresh)), null);
            run(
                    unprivileged.command(List.of(
                            programs.resolve("bin/postgres").toString(),
                            "--single",
                            "-D",
                            fresh.toString(),
                            "postgres")),
                    "create role " + ROLE + " login password '" + password() + "'\ncreate database " + DATABASE
                            + " owner " + ROLE + "\n");
            Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare PostgreSQL in " + home, e);
        }
    }

    /** The command that runs the prepared server until its standard input ends. */
    List<String> command() {
        List<String> server = new ArrayList<>(List.of(
                PostgresBinaries.unpackedIn(binaries).resolve("bin/postgres").toString(),
                "-D",
                data().toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=100",
                "-c",
                "shared_buffers=64MB"));
        if (!durable) {
            server.addAll(List.of("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"));
        }
        settings.forEach(each -> server.addAll(List.of("-c", each)));
        List<String> command = new ArrayList<>(List.of("sh", "-c", TIED, "postgres"));
        command.addAll(Unprivileged.owning(home).command(server));
        return command;
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Whether the server takes logins. */
    boolean answers() {
        try (Connection connection = connect(DATABASE, ROLE)) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    Database.Login login(String database) {
        return new Database.Login(jdbcUrl(database), ROLE, password());
    }

    Database.Login create(String database) {
        return create(database, "template1");
    }

    /** {@code template} is copied; nobody may be connected to it. */
    Database.Login create(String database, String template) {
        if (!database.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not a database name: " + database);
        }
        try (Connection connection = connect("postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database + " template " + template + " owner " + ROLE);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + database, e);
        }
        return login(database);
    }

    String password() {
        try {
            return Files.readString(home.resolve("password"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the database's password", e);
        }
    }

    private Connection connect(String database, String user) throws SQLException {
        Properties login = new Properties();
        login.setProperty("user", user);
        login.setProperty("password", password());
        login.setProperty("connectTimeout", "2");
        return DriverManager.getConnection(jdbcUrl(database), login);
    }

    private Path data() {
        return home.resolve("data");
    }

    private List<String> initdb(Path programs, Path fresh) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("bin/initdb").toString(),
                "-D",
                fresh.toString(),
                "-U",
                "postgres",
                "-A",
                "scram-sha-256",
                "--pwfile=" + home.resolve("password"),
                "-E",
                "UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions"));
        if (!durable) {
            // A password that guards nothing is not worth thousands of rounds at every login.
            command.addAll(List.of("--no-sync", "--set", "scram_iterations=1"));
        }
        return command;
    }

    private void writePassword() throws IOException {
        Path file = home.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
    }

    /** The pid file names a server of ours, which is stopped, or a process that has long gone, and then it lies. */
    private void stopLeftover() throws IOException {
        Path pidFile = data().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().trim());
        Optional<ProcessHandle> server = ProcessHandle.of(pid)
                .filter(process -> process.info().commandLine().orElse("").contains(data().toString()));
        if (server.isPresent()) {
            run(List.of("kill", "-INT", Long.toString(pid)), null);
            server.get()
                    .onExit()
                    .completeOnTimeout(server.get(), 20, TimeUnit.SECONDS)
                    .join();
            server.get().destroyForcibly();
            server.get().onExit().join();
        }
        Files.deleteIfExists(pidFile);
    }

    private static void run(List<String> command, @Nullable String input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(Objects.requireNonNullElse(input, ""));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IllegalStateException(command.getFirst() + " ended with " + code + ": " + printed);
        }
    }

    /** PostgreSQL refuses to run as root, so root steps down: into a user namespace, else to the user nobody. */
    private record Unprivileged(List<String> prefix) {
        private static final int ROOT = 0;
        private static final String NOBODY = "65534";

        static Unprivileged owning(Path home) {
            try {
                if (new UnixSystem().getUid() != ROOT) {
                    return new Unprivileged(List.of());
                }
                if (succeeds("unshare", "-U", "true")) {
                    return new Unprivileged(List.of("unshare", "-U"));
                }
                run(List.of("chown", "-R", NOBODY + ":" + NOBODY, home.toString()), null);
                return new Unprivileged(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot run PostgreSQL as another user than root", e);
            }
        }

        List<String> command(List<String> plain) {
            List<String> all = new ArrayList<>(prefix);
            all.addAll(plain);
            return all;
        }

        private static boolean succeeds(String... command) throws IOException {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .start()
                            .onExit()
                            .join()
                            .exitValue()
                    == 0;
        }
    }
}
