package omega.ws.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import omega.ws.Authority;
import omega.ws.partner.Partenaire;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A staged certificate takes over at its instant (guide 1.4.2), and not before. */
class KeysTest {
    private static final Instant SWITCH = Instant.parse("2027-02-15T21:00:00Z");

    @TempDir
    Path home;

    private final AtomicReference<Instant> now = new AtomicReference<>(SWITCH.minusSeconds(60));

    private static String name(Keys keys) {
        return keys.current().own().orElseThrow().getSubjectX500Principal().getName();
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(home.resolve(from), home.resolve(to), StandardCopyOption.REPLACE_EXISTING);
    }

    private Keys keys() throws IOException {
        Instant real = Clock.systemUTC().instant();
        Authority authority = new Authority("CN=Tests", real);
        authority.write(home.resolve("authority.crt"));
        authority.issue(home, "client", "CN=first", real);
        authority.issue(home, "next", "CN=second", real);
        copy("next.crt", "client.crt.suivant");
        copy("next.key", "client.key.suivant");
        Files.writeString(home.resolve("client.crt.suivant.le"), "2027-02-15T22:00:00+01:00\n");
        Partenaire partner = new Partenaire(
                "ESA",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Partenaire.Pieces(
                        home.resolve("client.crt"), home.resolve("client.key"), Optional.empty())),
                Optional.of(home.resolve("authority.crt")));
        return new Keys(partner, now::get);
    }

    @Test
    void theStagedPairTakesOverAtItsInstant() throws IOException {
        Keys keys = keys();
        assertEquals("CN=first", name(keys));
        now.set(SWITCH.minusNanos(1));
        assertEquals("CN=first", name(keys));
        now.set(SWITCH);
        assertEquals("CN=second", name(keys), "at once, however lately the files were looked at");
        copy("client.crt.suivant", "client.crt");
        copy("client.key.suivant", "client.key");
        Files.delete(home.resolve("client.crt.suivant.le"));
        Files.delete(home.resolve("client.crt.suivant"));
        Files.delete(home.resolve("client.key.suivant"));
        int before = keys.current().version();
        Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> keys.current().version() > before);
        assertEquals("CN=second", name(keys));
    }

    @Test
    void aStagedPairThatDoesNotFitChangesNothing() throws IOException {
        Keys keys = keys();
        copy("client.key", "client.key.suivant");
        assertEquals("CN=first", name(keys));
        now.set(SWITCH);
        assertEquals("CN=first", name(keys));
        assertNotNull(keys.trouble());
    }
}
