package omega.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of a simulator that runs as a process. */
@ConfigMapping(prefix = "omega.simulator")
interface SimulatorConfig {

    /** Where keys, the partners' spaces and the books are kept. */
    @WithDefault(".omega-simulator")
    Path home();

    Sftp sftp();

    Ftps ftps();

    Ws ws();

    Rest rest();

    Oauth oauth();

    /** By code; where there are none, one called DEMO with a key that is made. */
    Map<String, Partenaire> partenaires();

    /** Names besides {@code localhost} by which it is reached; the certificates that it makes for its doors are valid for them. */
    Optional<List<String>> hosts();

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

    /** The FTPS server; it listens where the SFTP server does. */
    interface Ftps {
        @WithDefault("true")
        boolean enabled();

        @WithDefault("2990")
        int port();

        /** TLS from the start, and not after {@code AUTH TLS}. */
        @WithDefault("false")
        boolean implicit();

        /** Where data connections come in (§3.1.1). */
        @WithDefault("49160-49260")
        String passivePorts();

        /** After which a session in which nothing happens ends. */
        @WithDefault("PT5M")
        Duration idle();

        /** Whether data connections must resume a TLS session. */
        @WithDefault("false")
        boolean resumption();

        /** PEM, its chain after it; made where none is given. */
        Optional<Path> certificate();

        /** PKCS#8 PEM, with the certificate. */
        Optional<Path> key();

        /** Who issued the partners' certificates, PEM; the one that issues what is made here where none is given. */
        Optional<Path> authorities();
    }

    /** The door of SOAP; it listens where the SFTP server does. */
    interface Ws {
        @WithDefault("true")
        boolean enabled();

        @WithDefault("7002")
        int port();

        /** OMEGA's certificate and its chain, PEM; made where none is given. */
        Optional<Path> certificateFile();

        /** PKCS#8 PEM, with the certificate. */
        Optional<Path> keyFile();

        /** Who issued the partners' certificates, PEM; the one that issues what is made here where none is given. */
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
        /** One line, as in OpenSSH's authorized_keys; made where none is given. */
        Optional<Path> authorizedKey();

        /** PEM; made where none is given. Any certificate of the same name will do (§1.4). */
        Optional<Path> certificate();

        /** Of the token server; his code where it is not set. */
        Optional<String> clientId();

        /** Without one he gets no token. */
        Optional<String> clientSecret();
    }
}
