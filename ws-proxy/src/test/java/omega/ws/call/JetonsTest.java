package omega.ws.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.oidc.client.OidcClients;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.ws.AppStack;
import omega.ws.partner.Partenaire;
import omega.ws.partner.Partenaires;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(AppStack.class)
class JetonsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    OidcClients clients;

    @Inject
    TlsConfigurationRegistry tls;

    @Inject
    Partenaires partners;

    /** The machine's clock, put forward by hand. */
    private static final class Later extends Clock {
        private Duration later = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(later);
        }
    }

    /** Its renewal is asked for ahead of time; a token server that is away then costs no call while the token is good. */
    @Test
    void aTokenThatIsGoodIsUsedWhileItsRenewalFails() throws Exception {
        Path home = Path.of(ConfigProvider.getConfig().getValue("omega.test.home", String.class));
        Later time = new Later();
        OmegaClock clock = OmegaClock.of(time, Timeline.starting(time.instant(), time.instant(), 1));
        Partenaire esa = partners.find(Optional.of("ESA")).orElseThrow();
        Jetons jetons = new Jetons(clients, tls, new Https(PATIENCE, PATIENCE, clock), clock, PATIENCE);
        try {
            Files.writeString(home.resolve("lifetime"), "600");
            String first = jetons.token(esa, PATIENCE);
            Files.writeString(home.resolve("away"), "");
            time.later = Duration.ofSeconds(580);
            assertEquals(first, jetons.token(esa, PATIENCE), "another is due, and there is none");
            time.later = Duration.ofSeconds(601);
            assertThrows(Jetons.NoToken.class, () -> jetons.token(esa, PATIENCE));
            Files.delete(home.resolve("away"));
            assertNotEquals(first, jetons.token(esa, PATIENCE));
        } finally {
            Files.deleteIfExists(home.resolve("away"));
            Files.writeString(home.resolve("lifetime"), "3600");
        }
    }
}
