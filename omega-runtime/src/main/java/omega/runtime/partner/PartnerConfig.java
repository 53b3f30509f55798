package omega.runtime.partner;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The partners of this installation: {@code omega.partenaires.<CODE>.…}, see docs/configuration.md. */
@ConfigMapping(prefix = "omega.partenaires")
public interface PartnerConfig {

    /** By supplier code, as file headers name it. */
    @WithParentName
    Map<String, One> all();

    /** One supplier code. */
    interface One {
        /** {@code sftp}, {@code ftps}, or {@code local} for a partner whose files come by a directory of this machine only. */
        @WithDefault("sftp")
        String canal();

        /** Host; by default the pack's for the environment. */
        Optional<String> host();

        Optional<Integer> port();

        Optional<String> user();

        /** FTPS: what goes with the login, where GRDF gave one. */
        Optional<String> password();

        /** FTPS: {@code explicit} or {@code implicit}; by default the pack's. */
        Optional<String> mode();

        /** FTPS: the X.509 certificate and its chain, PEM. */
        Optional<Path> certificateFile();

        /** FTPS: the authorities by which the server's certificate is believed, PEM; by default the JVM's. */
        Optional<Path> authoritiesFile();

        /** Private key. SFTP: RSA 4096, as OpenSSH, PEM or PKCS#8. FTPS: the certificate's, PEM. */
        Optional<Path> keyFile();

        Optional<String> passphrase();

        /** OpenSSH's known_hosts; the host must be in it. */
        Optional<Path> knownHosts();

        /** A directory of this machine that is followed besides: portal downloads, the mirror of an old system. */
        Optional<Path> dossier();

        /** Flux that should come; all by default. Others are collected too, but not missed. */
        Optional<Set<String>> flux();

        /** Directories; by default the pack's. */
        Directories repertoires();

        /** Remote directories, absolute. */
        interface Directories {
            Optional<String> publications();

            Optional<String> fichierListe();

            Optional<String> demandes();

            Optional<String> compteRendus();
        }
    }
}
