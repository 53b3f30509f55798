package omega.bench.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omega.bench.Benchmark.Skipped;
import omega.channel.Environment;
import omega.channel.Partner;

/** vsftpd on a free port of 127.0.0.1, explicit TLS, for whoever shows the right certificate; and curl as a client of it. */
final class Vsftpd implements AutoCloseable {
    private static final String PACKAGES = "%s is not installed (Debian: vsftpd, curl, openssl)";
    private final Path home;
    private final Path root;
    private final int port = Programs.freePort();
    private final Process server;

    Vsftpd(Path home) throws IOException, InterruptedException, Skipped {
        Path vsftpd = Programs.find("vsftpd", PACKAGES);
        Programs.find("curl", PACKAGES);
        Programs.find("openssl", PACKAGES);
        if (!System.getProperty("user.name").equals("root")) {
            throw new Skipped("vsftpd wants root");
        }
        this.home = home;
        // Its user is another one, who must come there.
        this.root = Files.createTempDirectory("omega-vsftpd");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path jail = Files.createDirectories(root.resolve("jail"));
        Path files = Files.createDirectories(files());
        for (String name : List.of("server", "client")) {
            issue(name);
        }
        Path config = home.resolve("vsftpd.conf");
        Files.writeString(
                config, """
                    listen=YES
                    listen_address=127.0.0.1
                    listen_port=%d
                    background=NO
                    anonymous_enable=YES
                    local_enable=NO
                    no_anon_password=YES
                    anon_root=%s
                    ftp_username=daemon
                    nopriv_user=nobody
                    secure_chroot_dir=%s
                    ssl_enable=YES
                    allow_anon_ssl=YES
                    force_anon_logins_ssl=YES
                    force_anon_data_ssl=YES
                    require_ssl_reuse=YES
                    require_cert=YES
                    validate_cert=YES
                    ca_certs_file=%s
                    rsa_cert_file=%s
                    rsa_private_key_file=%s
                    ssl_ciphers=HIGH
                    seccomp_sandbox=NO
                    """.formatted(port, files, jail, path("client.pem"), path("server.pem"), path("server.key")));
        this.server = Programs.serve(List.of(vsftpd.toString(), config.toString()), port, home.resolve("vsftpd.log"));
    }

    private void issue(String name) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=" + name));
        Map.of("-addext", "subjectAltName=DNS:localhost", "-keyout", path(name + ".key"), "-out", path(name + ".pem"))
                .forEach((option, value) -> command.addAll(List.of(option, value)));
        Programs.run(home.resolve("client.log"), command);
    }

    /** What clients see as {@code /}. */
    Path files() {
        return root.resolve("files");
    }

    private String path(String file) {
        return home.resolve(file).toString();
    }

    /** The same server as our client knows it. */
    Partner partner() {
        return new Partner(
                "BENCH",
                Environment.HOMOLOGATION,
                new Partner.Ftps(
                        "localhost",
                        port,
                        false,
                        "anonymous",
                        null,
                        home.resolve("client.pem"),
                        home.resolve("client.key"),
                        null,
                        home.resolve("server.pem"),
                        Partner.Ftps.PASSIVE_PORTS),
                new Partner.Directories("/", "/", "/", "/"),
                Set.of());
    }

    /** Fetches files with one {@code curl}, over one control connection, each under its name into a directory. */
    void get(List<String> names, Path local) throws IOException, InterruptedException {
        StringBuilder wanted = new StringBuilder();
        names.forEach(each -> wanted.append(
                "url = \"ftp://localhost:%d/%s\"\noutput = \"%s\"\n".formatted(port, each, local.resolve(each))));
        Path list = Files.writeString(home.resolve("curl.conf"), wanted);
        Programs.run(
                home.resolve("client.log"),
                List.of(
                        "curl",
                        "-sS",
                        "--ssl-reqd",
                        "--ipv4",
                        "--cacert",
                        path("server.pem"),
                        "--cert",
                        path("client.pem"),
                        "--key",
                        path("client.key"),
                        "--user",
                        "anonymous:",
                        "-K",
                        list.toString()));
    }

    @Override
    public void close() throws IOException {
        Programs.end(server);
        try (var all = Files.walk(root)) {
            for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
