package omega.channel.ftps;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import omega.channel.BeforeConnect;
import omega.channel.Certificates;
import omega.channel.Certificates.Wish;
import omega.channel.ChannelException;
import omega.channel.Partner;
import omega.channel.Secret;
import omega.channel.Timeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** vsftpd: OpenSSL, no MLSD; demands a client's certificate, and that data connections resume the session. */
class VsftpdTest extends InstalledServer {
    @Override
    String program() {
        return "vsftpd";
    }

    @Override
    String debianPackage() {
        return "vsftpd";
    }

    @Override
    String user() {
        return "anonymous";
    }

    @Override
    @Nullable
    Secret password() {
        return null;
    }

    @Override
    List<String> command(Path program, int port, Path root) throws IOException {
        Path jail = Files.createDirectories(home.resolve("jail"));
        Path config = Files.writeString(home.resolve("vsftpd.conf"), """
            listen=YES
            listen_address=127.0.0.1
            listen_port=%d
            background=NO
            anonymous_enable=YES
            local_enable=NO
            no_anon_password=YES
            anon_root=%s
            anon_upload_enable=YES
            anon_other_write_enable=YES
            anon_umask=022
            write_enable=YES
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
            pasv_min_port=49160
            pasv_max_port=49260
            seccomp_sandbox=NO
            """.formatted(
                port, root, jail, home.resolve("clients.pem"), home.resolve("server.pem"), home.resolve("server.key")));
        return List.of(program.toString(), config.toString());
    }

    @Test
    void turnsAwayAnUnknownCertificate() throws Exception {
        Partner.Ftps stranger = access(new Certificates("unknown").issue(Wish.sound("supplier")));

        ChannelException told = assertThrows(
                ChannelException.class,
                () -> FtpsFolder.connect("ESA", stranger, Timeouts.USUAL, BeforeConnect.UNRULED));

        assertTrue(told.getMessage().contains("GRDF holds"), told.getMessage());
    }
}
