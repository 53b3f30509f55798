package omega.channel.ftps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import omega.channel.ChannelException.Kind;
import omega.channel.Secret;
import org.jspecify.annotations.Nullable;

/** ProFTPD: OpenSSL, MLSD; demands a password beside the certificate, and that data connections resume the session, for which it gives no tickets with uploads. */
class ProftpdTest extends InstalledServer {
    @Override
    String program() {
        return "proftpd";
    }

    @Override
    String debianPackage() {
        return "proftpd-mod-crypto";
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

    /** When the tickets of the login are used up the session is lost, and the next one does without. */
    @Override
    void gettingToKnow() throws IOException {
        try (FtpsFolder folder = connect()) {
            assertEquals(Kind.CONNECTION_LOST, kind(() -> {
                for (int i = 0; i < 5; i++) {
                    folder.write("/in/first" + i, new ByteArrayInputStream(new byte[100]));
                }
            }));
        }
    }

    @Override
    List<String> command(Path program, int port, Path root) throws IOException {
        Path users = Files.writeString(
                home.resolve("users"), "esa:$1$omega$IS.xK/5h5LFHOQTOpN.Cw.:1:1::" + root + ":/bin/false\n");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        Path modules = installations()
                .map(each -> each.resolve("usr/lib/proftpd"))
                .filter(each -> Files.exists(each.resolve("mod_tls.so")))
                .findFirst()
                .orElseThrow(() -> new IOException("proftpd-mod-crypto is not installed"));
        Path config = Files.writeString(home.resolve("proftpd.conf"), """
            ServerName omega
            ServerType standalone
            DefaultAddress 127.0.0.1
            Port %d
            UseIPv6 off
            UseReverseDNS off
            User root
            Group root
            DefaultRoot ~
            RequireValidShell off
            AuthOrder mod_auth_file.c
            AuthUserFile %s
            AllowStoreRestart on
            AllowRetrieveRestart on
            PassivePorts 49160 49260
            ScoreboardFile %s
            PidFile %s
            DelayEngine off
            WtmpLog off
            TransferLog none
            SystemLog %s
            ModulePath %s
            LoadModule mod_tls.c
            TLSEngine on
            TLSRequired on
            TLSProtocol TLSv1.2 TLSv1.3
            TLSVerifyClient on
            TLSRSACertificateFile %s
            TLSRSACertificateKeyFile %s
            TLSCACertificateFile %s
            TLSLog %s
            """.formatted(
                        port,
                        users,
                        home.resolve("scoreboard"),
                        home.resolve("pid"),
                        home.resolve("system.log"),
                        modules,
                        home.resolve("server.pem"),
                        home.resolve("server.key"),
                        home.resolve("clients.pem"),
                        home.resolve("tls.log")));
        return List.of(program.toString(), "-n", "-c", config.toString());
    }
}
