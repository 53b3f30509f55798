package omega.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The settings of a simulator that runs as a process. */
@ConfigMapping(prefix = "omega.simulator")
interface SimulatorConfig {

    /** Where keys, the partners' spaces and the books are kept. */
    @WithDefault(".omega-simulator")
    Path home();

    Sftp sftp();

    /** By code; where there are none, one called DEMO with a key that is made. */
    Map<String, Partenaire> partenaires();

    /** Points of delivery a partner. */
    @WithDefault("1000")
    int pce();

    @WithDefault("1")
    long seed();

    /** How many days back to look, at a start, for what was due while OMEGA was down. */
    @WithDefault("7")
    int catchUpDays();

    /** How many days before its first start OMEGA has been putting out. */
    @WithDefault("0")
    int backlogDays();

    /** The SFTP server. */
    interface Sftp {
        /** Where it listens; another address than this machine's own only in a container. */
        @WithDefault("127.0.0.1")
        String host();

        @WithDefault("2222")
        int port();

        /** PKCS#8 PEM or OpenSSH's own format; made where none is given. */
        Optional<Path> hostKey();
    }

    Ws ws();

    Rest rest();

    Oauth oauth();

    /** The door of SOAP; there is none without a certificate. */
    interface Ws {
        /** Where it listens, and that of REST too. */
        @WithDefault("127.0.0.1")
        String host();

        @WithDefault("7002")
        int port();

        /** OMEGA's certificate and chain, PEM. */
        Optional<Path> certificateFile();

        /** Its key, PKCS#8 PEM. */
        Optional<Path> keyFile();

        /** By whom the partners' certificates must be issued, PEM. */
        Optional<Path> authoritiesFile();
    }

    /** The door of REST and of the token server: the same certificate, and none asked for. */
    interface Rest {
        @WithDefault("7003")
        int port();
    }

    /** The token server. */
    interface Oauth {
        @WithDefault("pce.adresse")
        String scope();
    }

    /** A supplier. */
    interface Partenaire {
        /** One line, as in OpenSSH's authorized_keys. */
        Path authorizedKey();

        /** A certificate of his, PEM: whoever has one of the same subject is he. Without it, his code is the common name. */
        Optional<Path> certificateFile();

        /** Of the token server; his code where it is not set. */
        Optional<String> clientId();

        /** Without one he gets no token. */
        Optional<String> clientSecret();
    }
}
