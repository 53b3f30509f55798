package omega.channel.ftps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import omega.channel.Secret;
import org.jspecify.annotations.Nullable;

/** Pure-FTPd: OpenSSL, MLSD, a password and no client's certificate. */
class PureFtpdTest extends InstalledServer {
    @Override
    String program() {
        return "pure-ftpd";
    }

    @Override
    String debianPackage() {
        return "pure-ftpd";
    }

    @Override
    String user() {
        return "esa";
    }

    @Override
    @Nullable
    Secret password() {
        return Secret.of("passe");
    }

    @Override
    List<String> command(Path program, int port, Path root) throws Exception {
        Path users = Files.writeString(
                home.resolve("users"), "esa:$1$omega$IS.xK/5h5LFHOQTOpN.Cw.:1:1::" + root + "/./::::::::::::\n");
        Path database = home.resolve("users.pdb");
        Path maker = program.resolveSibling("../bin/pure-pw").normalize();
        Process made = new ProcessBuilder(maker.toString(), "mkdb", database.toString(), "-f", users.toString())
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("pure-pw failed");
        }
        Path certificate = Files.writeString(
                home.resolve("both.pem"),
                Files.readString(home.resolve("server.key")) + Files.readString(home.resolve("server.pem")));
        Files.setPosixFilePermissions(certificate, PosixFilePermissions.fromString("rw-------"));
        return List.of(
                program.toString(),
                "-S",
                "127.0.0.1," + port,
                "-l",
                "puredb:" + database,
                "-u",
                "1",
                "-H",
                "-Y",
                "3",
                "-2",
                certificate.toString(),
                "-p",
                "49160:49260",
                "-g",
                home.resolve("pid").toString());
    }
}
