package omega.simulator.answer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import omega.clock.OmegaClock;

/** Access tokens (§4.2.3): opaque, good for a while of real time, or until they are revoked. Thread-safe. */
final class Jetons {
    private static final int BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Jeton> given = new ConcurrentHashMap<>();
    private final Map<String, Client> clients;
    private final OmegaClock clock;

    /** A client of the token server. */
    record Client(String partenaire, String secret) {}

    private record Jeton(String partenaire, Instant fin) {}

    /** {@code clients} by client id. */
    Jetons(Map<String, Client> clients, OmegaClock clock) {
        this.clients = Map.copyOf(clients);
        this.clock = clock;
    }

    /** Whose id and secret these are. */
    Optional<String> known(String id, String secret) {
        return Optional.ofNullable(clients.get(id))
                .filter(each -> MessageDigest.isEqual(
                        each.secret().getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8)))
                .map(Client::partenaire);
    }

    String give(String partenaire, Duration duration) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String jeton = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        given.put(jeton, new Jeton(partenaire, clock.realInstant().plus(duration)));
        return jeton;
    }

    /** Whose token it is, while it is good. */
    Optional<String> holder(String jeton) {
        return Optional.ofNullable(given.get(jeton))
                .filter(each -> clock.realInstant().isBefore(each.fin()))
                .map(Jeton::partenaire);
    }

    /** Makes all tokens void; returns how many there were. */
    int revoke() {
        int count = given.size();
        given.clear();
        return count;
    }
}
