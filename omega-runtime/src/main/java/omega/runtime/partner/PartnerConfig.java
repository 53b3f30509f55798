package omega.runtime.partner;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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

        /** Mass requests a day; a partner without a limit sends none. */
        Quota quota();

        /** How a file of requests is put down. */
        Depot depot();

        /** How OMEGA's web services are reached (§4.2.2); a partner without an address calls none. */
        Ws ws();

        /** How its REST services are reached (§4.2.3). */
        Rest rest();

        /** Where tokens for the REST services come from (§4.2.3). */
        Jeton jeton();

        /** The SOAP services, and the supplier's certificate for them, which is the one for FTPS (§1.4.1) unless another is set. */
        interface Ws {
            /** Scheme, host and port, {@code https://host:7002}; the services' paths are laid after it. */
            Optional<String> adresse();

            /** The X.509 certificate and its chain, PEM; by default the partner's own. */
            Optional<Path> certificateFile();

            /** Its private key, PEM; by default the partner's own where its files go over FTPS. */
            Optional<Path> keyFile();

            Optional<String> passphrase();

            /** The authorities by which servers are believed, PEM; by default the partner's own, else the JVM's. */
            Optional<Path> authoritiesFile();
        }

        /** The guide leaves its address blank: there is no default. */
        interface Rest {
            Optional<String> adresse();
        }

        /** Client credentials (§4.2.3). */
        interface Jeton {
            /** The token endpoint. */
            Optional<String> adresse();

            Optional<String> client();

            Optional<String> secret();

            Optional<String> scope();
        }

        /** Requests a day, over files and portal together (§2.2.1, §3.2.1). */
        interface Quota {
            /** The contract's number. */
            OptionalInt limite();

            /** What is kept for the portal, however little is declared. */
            @WithDefault("0")
            int reservePortail();
        }

        /** Whether OMEGA picks up a name that is not final is unknown. */
        interface Depot {
            /**
             * Where a file is written before it is renamed: a name beside the final one or an absolute path, with {@code {nom}}, {@code {lot}} and
             * {@code {epoch}}; {@code aucun} writes to the final name, for an OMEGA that picks up any.
             */
            @WithDefault("{nom}.{lot}-{epoch}.tmp")
            String temporaire();

            /** Whether OMEGA is known to leave temporary names alone; then an attempt that died before its rename is made again without asking. */
            @WithDefault("false")
            boolean temporaireEpargne();
        }

        /** Remote directories, absolute. */
        interface Directories {
            Optional<String> publications();

            Optional<String> fichierListe();

            Optional<String> demandes();

            Optional<String> compteRendus();
        }
    }
}
