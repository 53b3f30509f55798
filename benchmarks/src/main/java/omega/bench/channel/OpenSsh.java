package omega.bench.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import omega.bench.Benchmark.Skipped;
import omega.channel.Environment;
import omega.channel.Partner;

/** OpenSSH's server on a free port of 127.0.0.1, for the user who runs this, and its client. */
final class OpenSsh implements AutoCloseable {
    private static final String PACKAGES = "OpenSSH's %s is not installed (Debian: openssh-server, openssh-client)";
    private final Path home;
    private final int port = Programs.freePort();
    private final String user = System.getProperty("user.name");
    private final Process server;

    OpenSsh(Path home) throws IOException, InterruptedException, Skipped {
        Path sshd = Programs.find("sshd", PACKAGES);
        Programs.find("sftp", PACKAGES);
        this.home = home;
        for (String key : List.of("host", "user")) {
            Files.deleteIfExists(home.resolve(key));
            run(List.of("ssh-keygen", "-q", "-t", "rsa", "-b", "4096", "-N", "", "-f", path(key)));
        }
        Files.writeString(knownHosts(), "[127.0.0.1]:" + port + " " + Files.readString(home.resolve("host.pub")));
        Files.writeString(
                home.resolve("sshd_config"),
                String.join(
                        "\n",
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + path("host"),
                        "AuthorizedKeysFile " + path("user.pub"),
                        "StrictModes no",
                        "UsePAM no",
                        "PasswordAuthentication no",
                        "PermitRootLogin prohibit-password",
                        "PidFile none",
                        "Subsystem sftp internal-sftp",
                        ""));
        // Debian's wants the directory that its service makes.
        Files.createDirectories(Path.of("/run/sshd"));
        this.server = Programs.serve(
                List.of(sshd.toString(), "-D", "-e", "-f", path("sshd_config")), port, home.resolve("sshd.log"));
    }

    private String path(String file) {
        return home.resolve(file).toString();
    }

    private Path knownHosts() {
        return home.resolve("known_hosts");
    }

    /** The same server as our client knows it. */
    Partner partner() {
        return new Partner(
                "BENCH",
                Environment.HOMOLOGATION,
                new Partner.Sftp("127.0.0.1", port, user, home.resolve("user"), null, knownHosts()),
                new Partner.Directories("/", "/", "/", "/"),
                Set.of());
    }

    /** Fetches files with {@code sftp}; {@code remote} may end in a pattern, {@code local} is then a directory. */
    void get(String remote, Path local) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sftp", "-q", "-b", path("batch"), "-P", Integer.toString(port)));
        for (String option :
                List.of("IdentityFile=" + path("user"), "UserKnownHostsFile=" + knownHosts(), "IdentitiesOnly=yes")) {
            command.addAll(List.of("-o", option));
        }
        command.add(user + "@127.0.0.1");
        Files.writeString(home.resolve("batch"), "get " + remote + " " + local + "\n");
        run(command);
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Programs.run(home.resolve("client.log"), command);
    }

    @Override
    public void close() {
        Programs.end(server);
    }
}
