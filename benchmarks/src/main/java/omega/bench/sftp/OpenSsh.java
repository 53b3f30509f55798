package omega.bench.sftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import omega.bench.Benchmark.Skipped;
import omega.channel.Environment;
import omega.channel.Partner;

/** OpenSSH's server on a free port of 127.0.0.1, for the user who runs this, and its client. */
final class OpenSsh implements AutoCloseable {
    private final Path home;
    private final int port;
    private final String user = System.getProperty("user.name");
    private final Process server;

    OpenSsh(Path home) throws IOException, InterruptedException, Skipped {
        Path sshd = program("sshd");
        program("sftp");
        this.home = home;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
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
        this.server = new ProcessBuilder(sshd.toString(), "-D", "-e", "-f", path("sshd_config"))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("sshd.log").toFile())
                .start();
        awaitServer();
    }

    private void awaitServer() throws InterruptedException, IOException, Skipped {
        for (int i = 0; i < 100; i++) {
            try (Socket probe = new Socket()) {
                probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (!server.isAlive()) {
                    throw new Skipped("sshd does not start here: " + Files.readString(home.resolve("sshd.log")));
                }
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new Skipped("sshd does not answer");
    }

    private static Path program(String name) throws Skipped {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin";
        return Stream.of(path.split(":", -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new Skipped(
                        "OpenSSH's " + name + " is not installed (Debian: openssh-server, openssh-client)"));
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

    /** Fetches a file with {@code sftp}. */
    void get(Path remote, Path local) throws IOException, InterruptedException {
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
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve("client.log").toFile()))
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    command.getFirst() + " failed: " + Files.readString(home.resolve("client.log")));
        }
    }

    @Override
    public void close() {
        server.descendants().forEach(ProcessHandle::destroy);
        server.destroy();
    }
}
