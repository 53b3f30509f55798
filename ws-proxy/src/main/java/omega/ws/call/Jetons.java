package omega.ws.call;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClientConfigBuilder;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import omega.clock.OmegaClock;
import omega.ws.partner.Partenaire;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The partners' access tokens (§4.2.3, RFC 6749 §4.4): kept until shortly before they end, asked for once however many wait, and kept too where only
 * certificates or authorities change. For many threads.
 */
@Singleton
public class Jetons {
    /** A token that lives shortly is replaced in the last third of its life. */
    private static final Duration AHEAD = Duration.ofSeconds(30);
    /** Between two tries while the former token is good. */
    private static final Duration PAUSE = Duration.ofSeconds(3);

    /** RFC 6750 §2.1. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final int MOST_WORDS = 300;
    private static final Logger LOG = Logger.getLogger(Jetons.class);

    private final OidcClients clients;
    private final TlsConfigurationRegistry tls;
    private final Https https;
    private final OmegaClock clock;
    private final Duration connecting;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** A partner's client, with the authorities of a version, and the token that it got last or is asking for. */
    private record Line(int version, Client client, AtomicReference<@Nullable CompletableFuture<Jeton>> last) {}

    /** Is closed once it has been replaced and its last use has ended. */
    private static final class Client {
        private final OidcClient client;
        private int uses = 1; // that of its line

        Client(OidcClient client) {
            this.client = client;
        }

        /** False when it is closed; otherwise it must be left. */
        synchronized boolean enter() {
            if (uses == 0) {
                return false;
            }
            uses++;
            return true;
        }

        synchronized void leave() {
            if (--uses == 0) {
                try {
                    client.close();
                } catch (IOException e) {
                    LOG.warn("a client of a token server could not be closed", e);
                }
            }
        }
    }

    /** A token, until when it is given to callers without a look for another, and when it ends; both never where the server says nothing. */
    private record Jeton(String text, Instant until, Instant ends) {}

    /** There is no token to be had. */
    static final class NoToken extends Exception {
        private static final long serialVersionUID = 1;

        NoToken(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Believes a partner's authorities as they are in a file. */
    private static final class Authorities extends BaseTlsConfiguration {
        private final String name;
        private final Path file;

        Authorities(String name, Path file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public TrustOptions getTrustStoreOptions() {
            return new PemTrustOptions().addCertPath(file.toString());
        }

        @Override
        public Optional<String> getHostnameVerificationAlgorithm() {
            return Optional.of("HTTPS");
        }

        @Override
        public String getName() {
            return name;
        }
    }

    public Jetons(
            OidcClients clients,
            TlsConfigurationRegistry tls,
            Https https,
            OmegaClock clock,
            @ConfigProperty(name = "omega.ws.connexion", defaultValue = "PT10S") Duration connecting) {
        this.clients = clients;
        this.tls = tls;
        this.https = https;
        this.clock = clock;
        this.connecting = connecting;
    }

    /** A token that should be good for a while. */
    String token(Partenaire partner, Duration within) throws NoToken {
        return token(partner, "", within);
    }

    /** A token in place of one that was refused; where somebody has replaced it meanwhile, the new one. */
    String another(Partenaire partner, String refused, Duration within) throws NoToken {
        return token(partner, refused, within);
    }

    private String token(Partenaire partner, String refused, Duration within) throws NoToken {
        try {
            Line line = line(partner);
            CompletableFuture<Jeton> last = line.last().get();
            while (last == null || isSpent(last, refused)) {
                CompletableFuture<Jeton> next = new CompletableFuture<>();
                if (line.last().compareAndSet(last, next)) {
                    ask(partner, former(last, refused), next);
                    last = next;
                    break;
                }
                last = line.last().get();
            }
            return last.get(within.toMillis(), TimeUnit.MILLISECONDS).text();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw none(partner, e);
        } catch (ExecutionException e) {
            throw none(partner, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException | RuntimeException e) {
            throw none(partner, e);
        }
    }

    private static NoToken none(Partenaire partner, Throwable why) {
        String words = Objects.requireNonNullElse(why.getMessage(), "").strip();
        return new NoToken(
                "no token for " + partner.code() + ": " + why.getClass().getSimpleName()
                        + (words.isEmpty()
                                ? ""
                                : " (" + words.substring(0, Math.min(words.length(), MOST_WORDS)) + ")"),
                why);
    }

    /** Whether another must be asked for: this one was not given, ends soon, or was refused. */
    private boolean isSpent(CompletableFuture<Jeton> last, String refused) {
        return last.isDone()
                && (last.isCompletedExceptionally()
                        || !clock.realInstant().isBefore(last.join().until())
                        || last.join().text().equals(refused));
    }

    private static Optional<Jeton> former(@Nullable CompletableFuture<Jeton> last, String refused) {
        return last == null || last.isCompletedExceptionally()
                ? Optional.empty()
                : Optional.of(last.join()).filter(each -> !each.text().equals(refused));
    }

    /**
     * Asks, as long as a call may take at most: whoever asked may have less patience than those who wait. Whoever finds it failed afterwards asks anew;
     * those who wait for it share its failure. While {@code former} is good a failure costs nobody a call.
     */
    private void ask(Partenaire partner, Optional<Jeton> former, CompletableFuture<Jeton> next) {
        try {
            Client client = entered(partner);
            Instant asked = clock.realInstant();
            client.client
                    .getTokens()
                    .ifNoItem()
                    .after(https.most())
                    .fail()
                    .map(tokens -> jeton(tokens, asked))
                    .onTermination()
                    .invoke(client::leave)
                    .subscribe()
                    .with(next::complete, failure -> failed(former, next, failure));
        } catch (RuntimeException e) {
            failed(former, next, e);
        }
    }

    private Client entered(Partenaire partner) {
        Client client = line(partner).client();
        while (!client.enter()) {
            client = line(partner).client();
        }
        return client;
    }

    private static Jeton jeton(Tokens tokens, Instant asked) {
        String text = tokens.getAccessToken();
        if (text == null || !TOKEN.matcher(text).matches()) {
            throw new IllegalStateException("the token server's answer holds no access_token");
        }
        Long said = tokens.getAccessTokenExpiresAt();
        if (said == null || said < 0 || said > Instant.MAX.getEpochSecond()) { // beyond all numbers
            return new Jeton(text, Instant.MAX, Instant.MAX);
        }
        Instant ends = Instant.ofEpochSecond(said);
        return new Jeton(text, until(asked, ends), ends);
    }

    private void failed(Optional<Jeton> former, CompletableFuture<Jeton> next, Throwable why) {
        Instant again = clock.realInstant().plus(PAUSE);
        former.filter(each -> again.isBefore(each.ends()))
                .ifPresentOrElse(
                        each -> next.complete(new Jeton(each.text(), again, each.ends())),
                        () -> next.completeExceptionally(why));
    }

    private static Instant until(Instant asked, Instant ends) {
        Duration third = Duration.between(asked, ends).dividedBy(3);
        return ends.minus(third.compareTo(AHEAD) < 0 ? third : AHEAD);
    }

    private Line line(Partenaire partner) {
        int version = https.keys(partner).current().version();
        return Objects.requireNonNull(lines.compute(
                partner.code(),
                (_, known) -> known != null && known.version() >= version ? known : replaced(partner, known, version)));
    }

    private Line replaced(Partenaire partner, @Nullable Line former, int version) {
        Line line = new Line(
                version, new Client(open(partner, version)), former == null ? new AtomicReference<>() : former.last());
        if (former != null) {
            former.client().leave();
        }
        return line;
    }

    private OidcClient open(Partenaire partner, int version) {
        Partenaire.Jeton jeton = partner.jeton().orElseThrow();
        String name = "omega-" + partner.code() + "-" + version;
        OidcClientConfigBuilder config = OidcClientConfig.builder()
                .id(name)
                .authServerUrl(jeton.adresse().resolve("/").toString())
                .discoveryEnabled(false)
                .tokenPath(jeton.adresse().toString())
                .clientId(jeton.client())
                .credentials(new String(jeton.secret().reveal()))
                .scopes(jeton.scope().map(each -> List.of(each.split(" ", -1))).orElse(List.of()))
                .followRedirects(false)
                .connectionTimeout(connecting);
        partner.authorities().ifPresent(file -> {
            tls.register(name, new Authorities(name, file));
            config.tlsConfigurationName(name);
        });
        return clients.newClient(config.build()).await().atMost(https.most());
    }
}
