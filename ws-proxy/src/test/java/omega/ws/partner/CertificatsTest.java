package omega.ws.partner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.runtime.partner.PartnerConfig;
import omega.runtime.settings.Settings;
import omega.ws.Authority;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that a call needs of the disk is watched, whichever setting names it (§1.4). */
class CertificatsTest {
    /** What {@link Authority} gives. */
    private static final Duration VALIDITY = Duration.ofDays(800);

    private final Instant now = Clock.systemUTC().instant();

    @TempDir
    Path home;

    @BeforeEach
    void files() {
        Authority sound = new Authority("CN=Tests", now);
        sound.write(home.resolve("sound.crt"));
        sound.issue(home, "client", "CN=ESA", now);
        sound.issue(home, "ws", "CN=ESA", now);
        new Authority("CN=GRDF", now.minus(VALIDITY).plus(Duration.ofDays(20))).write(home.resolve("grdf.crt"));
    }

    /** Severity and rule of each finding, but that the chains are incomplete. */
    private List<String> told(String... settings) throws IOException {
        Path file = home.resolve("application.properties");
        Files.write(
                file,
                List.of(settings).stream()
                        .map(each -> "omega.partenaires.ESA." + each.replace("HOME", home.toString()))
                        .toList());
        PartnerConfig config = Settings.read(List.of(file)).partners();
        Certificats certificats =
                new Certificats(new Partenaires(config), config, Catalogue.provisional(), OmegaClock.real(), "sandbox");
        return certificats
                .told()
                .lines()
                .filter(each -> !each.contains(" CHAINE "))
                .map(each -> each.substring(0, each.indexOf(':')).replace(home + "/", ""))
                .toList();
    }

    @Test
    void oneCertificateForBothNeedsNothing() throws IOException {
        assertEquals(
                List.of(),
                told(
                        "canal=ftps",
                        "certificate-file=HOME/client.crt",
                        "key-file=HOME/client.key",
                        "authorities-file=HOME/sound.crt",
                        "ws.adresse=https://localhost:7002"));
    }

    @Test
    void twoCertificatesAndAnAuthorityThatEndsAreTold() throws IOException {
        assertEquals(
                List.of("ESA ATTENTION UN_SEUL ws.crt", "ESA ATTENTION CONFIANCE grdf.crt"),
                told(
                        "canal=ftps",
                        "certificate-file=HOME/client.crt",
                        "key-file=HOME/client.key",
                        "authorities-file=HOME/sound.crt",
                        "ws.adresse=https://localhost:7002",
                        "ws.certificate-file=HOME/ws.crt",
                        "ws.key-file=HOME/ws.key",
                        "ws.authorities-file=HOME/grdf.crt"));
    }

    /** Whoever calls REST services only shows no certificate, and believes servers all the same. */
    @Test
    void authoritiesAreWatchedWhereNoCertificateIsShown() throws IOException {
        assertEquals(
                List.of("ESA ATTENTION CONFIANCE grdf.crt"),
                told("rest.adresse=https://localhost:7003", "ws.authorities-file=HOME/grdf.crt"));
    }
}
