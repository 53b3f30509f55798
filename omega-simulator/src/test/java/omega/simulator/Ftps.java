package omega.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import omega.channel.BeforeConnect;
import omega.channel.Partner;
import omega.channel.Timeouts;
import omega.channel.ftps.FtpsFolder;
import omega.simulator.serve.Authority;
import omega.simulator.serve.FtpsDoor;

/** Certificates of the tests, made once, and what a partner needs to come in by FTPS. */
record Ftps(Scene scene) {
    private static final Authority AUTHORITY = authority();
    private static final Path SERVER = AUTHORITY.issue("ftps", "localhost", "127.0.0.1", "127.0.0.2");

    static final FtpsDoor.Setting USUAL = new FtpsDoor.Setting(
            0,
            false,
            "49160-49260",
            Duration.ofMinutes(5),
            false,
            SERVER,
            Authority.key(SERVER),
            AUTHORITY.certificate(),
            Map.of("DEMO", certificate("DEMO"), "AUTRE", certificate("AUTRE")));

    private static Authority authority() {
        return new Authority(Scene.KEYS.resolve("tls"), Instant.now());
    }

    static FtpsDoor.Setting setting(boolean implicit, boolean resumption, Duration idle) {
        return new FtpsDoor.Setting(
                0,
                implicit,
                USUAL.passivePorts(),
                idle,
                resumption,
                USUAL.certificate(),
                USUAL.key(),
                USUAL.authorities(),
                USUAL.partenaires());
    }

    static Path certificate(String partenaire) {
        return AUTHORITY.issue(partenaire);
    }

    static Path authorities() {
        return AUTHORITY.certificate();
    }

    int port() {
        return scene.omega.ftpsPort().orElseThrow();
    }

    /** The access of {@code partenaire}, who shows the certificate of {@code shown}. */
    Partner.Ftps access(String partenaire, String shown, boolean implicit) {
        return new Partner.Ftps(
                "localhost",
                port(),
                implicit,
                partenaire,
                null,
                certificate(shown),
                Authority.key(certificate(shown)),
                null,
                authorities(),
                USUAL.passivePorts());
    }

    FtpsFolder connect() throws IOException {
        return FtpsFolder.connect("DEMO", access("DEMO", "DEMO", false), Timeouts.USUAL, BeforeConnect.UNRULED);
    }

    /** How many bytes lie in the partner's directory of requests under that name. */
    long deposited(String nom) throws IOException {
        return Files.size(scene.home.resolve("espaces/DEMO/demandes").resolve(nom));
    }
}
