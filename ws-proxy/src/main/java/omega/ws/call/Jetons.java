package omega.ws.call;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClientConfigBuilder;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.oidc.client.runtime.TokensHelper;
import io.quarkus.tls.BaseTlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import omega.ws.partner.Partenaire;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The partners' access tokens (§4.2.3, RFC 6749 §4.4): kept until shortly before they end, asked for once however many wait. For many threads.
 */
@Singleton
public class Jetons {
    private static final Duration AHEAD = Duration.ofSeconds(30);
    private final OidcClients clients;
    private final TlsConfigurationRegistry tls;
    private final Soap soap;
    private final Duration connecting;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** A partner's client and tokens, with the authorities of a version; one thread at a time replaces a token that was refused. */
    private record Line(int version, OidcClient client, TokensHelper tokens, ReentrantLock replacing) {}

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
            Soap soap,
            @ConfigProperty(name = "omega.ws.connexion", defaultValue = "PT10S") Duration connecting) {
        this.clients = clients;
        this.tls = tls;
        this.soap = soap;
        this.connecting = connecting;
    }

    /** A token that should be good for a while. */
    String token(Partenaire partner) throws NoToken {
        return token(partner, line(partner), false);
    }

    /** A token in place of one that was refused; where somebody has replaced it meanwhile, the new one. */
    String another(Partenaire partner, String refused) throws NoToken {
        Line line = line(partner);
        line.replacing().lock();
        try {
            String current = token(partner, line, false);
            return current.equals(refused) ? token(partner, line, true) : current;
        } finally {
            line.replacing().unlock();
        }
    }

    private String token(Partenaire partner, Line line, boolean anew) throws NoToken {
        try {
            return line.tokens()
                    .getTokens(line.client(), Map.of(), anew)
                    .await()
                    .atMost(soap.most())
                    .getAccessToken();
        } catch (RuntimeException e) {
            throw new NoToken("no token for " + partner.code() + ": " + e.getMessage(), e);
        }
    }

    private Line line(Partenaire partner) throws NoToken {
        try {
            int version = soap.keys(partner).current().version();
            return Objects.requireNonNull(lines.compute(
                    partner.code(),
                    (_, known) -> known != null && known.version() == version ? known : open(partner, version)));
        } catch (RuntimeException e) {
            throw new NoToken("no token for " + partner.code() + ": " + e.getMessage(), e);
        }
    }

    private Line open(Partenaire partner, int version) {
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
                .refreshTokenTimeSkew(AHEAD)
                .connectionTimeout(connecting);
        partner.authorities().ifPresent(file -> {
            tls.register(name, new Authorities(name, file));
            config.tlsConfigurationName(name);
        });
        OidcClient client = clients.newClient(config.build()).await().atMost(soap.most());
        return new Line(version, client, new TokensHelper(), new ReentrantLock());
    }
}
