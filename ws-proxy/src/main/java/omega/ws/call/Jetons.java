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
import omega.clock.OmegaClock;
import omega.ws.partner.Partenaire;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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

    private final OidcClients clients;
    private final TlsConfigurationRegistry tls;
    private final Https https;
    private final OmegaClock clock;
    private final Duration connecting;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** A partner's client, with the authorities of a version, and the token that it got last or is asking for. */
    private record Line(int version, OidcClient client, AtomicReference<@Nullable CompletableFuture<Jeton>> last) {}

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
                    ask(line.client(), former(last, refused), next, within);
                    return next.get().text();
                }
                last = line.last().get();
            }
            return last.get(within.toMillis(), TimeUnit.MILLISECONDS).text();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoToken("no token for " + partner.code() + ": interrupted", e);
        } catch (ExecutionException e) {
            throw new NoToken(
                    "no token for " + partner.code() + ": "
                            + Objects.requireNonNullElse(e.getCause(), e).getMessage(),
                    e);
        } catch (TimeoutException | RuntimeException e) {
            throw new NoToken("no token for " + partner.code() + ": " + e.getMessage(), e);
        }
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
     * Whoever finds it failed afterwards asks anew; those who wait for it share its failure. While {@code former} is good a failure costs nobody a call.
     */
    private void ask(OidcClient client, Optional<Jeton> former, CompletableFuture<Jeton> next, Duration within) {
        try {
            Instant asked = clock.realInstant();
            Tokens tokens = client.getTokens().await().atMost(within);
            Long ends = tokens.getAccessTokenExpiresAt();
            next.complete(
                    ends == null
                            ? new Jeton(tokens.getAccessToken(), Instant.MAX, Instant.MAX)
                            : new Jeton(
                                    tokens.getAccessToken(),
                                    until(asked, Instant.ofEpochSecond(ends)),
                                    Instant.ofEpochSecond(ends)));
        } catch (RuntimeException e) {
            Instant again = clock.realInstant().plus(PAUSE);
            former.filter(each -> again.isBefore(each.ends()))
                    .ifPresentOrElse(
                            each -> next.complete(new Jeton(each.text(), again, each.ends())),
                            () -> next.completeExceptionally(e));
        } finally {
            next.completeExceptionally(new IllegalStateException("whoever asked ended by an error"));
        }
    }

    private static Instant until(Instant asked, Instant ends) {
        Duration third = Duration.between(asked, ends).dividedBy(3);
        return ends.minus(third.compareTo(AHEAD) < 0 ? third : AHEAD);
    }

    private Line line(Partenaire partner) {
        int version = https.keys(partner).current().version();
        return Objects.requireNonNull(lines.compute(
                partner.code(),
                (_, known) -> known != null && known.version() == version
                        ? known
                        : new Line(
                                version,
                                open(partner, version),
                                known == null ? new AtomicReference<>() : known.last())));
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
                .connectionTimeout(connecting);
        partner.authorities().ifPresent(file -> {
            tls.register(name, new Authorities(name, file));
            config.tlsConfigurationName(name);
        });
        return clients.newClient(config.build()).await().atMost(https.most());
    }
}
