package omega.ws.call;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import omega.ws.partner.Partenaire;
import omega.ws.receive.Endpoint;
import omega.ws.rest.RestRequest;
import omega.ws.translate.Json;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls REST services (§4.2.3) with the partner's token. A token that OMEGA refuses is replaced once, since a refused call was not carried out; beyond
 * that nothing is repeated. Answers are read within bounds of size and time. For many threads.
 */
@Singleton
public class Rest {
    private static final int MOST_BYTES = 16 << 20;
    private static final int UNAUTHORISED = 401;
    private final Soap soap;
    private final Jetons jetons;
    private final Duration connecting;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** A way to OMEGA for one partner, with the authorities of a version. */
    private record Line(int version, HttpClient client) {}

    public Rest(
            Soap soap,
            Jetons jetons,
            @ConfigProperty(name = "omega.ws.connexion", defaultValue = "PT10S") Duration connecting) {
        this.soap = soap;
        this.jetons = jetons;
        this.connecting = connecting;
    }

    /** Makes one call. */
    public Outcome call(Partenaire partner, Endpoint endpoint, RestRequest request) {
        if (partner.rest().isEmpty() || partner.jeton().isEmpty()) {
            return new Outcome.Unsent("omega.partenaires." + partner.code() + ".rest.adresse is not set");
        }
        URI uri = URI.create(partner.rest().get() + endpoint.chemin() + request.target());
        String token;
        try {
            token = jetons.token(partner);
            Outcome first = once(partner, uri, request, token);
            if (!(first instanceof Outcome.Returned returned) || returned.status() != UNAUTHORISED) {
                return first;
            }
            token = jetons.another(partner, token);
        } catch (Jetons.NoToken e) {
            return new Outcome.Unsent(String.valueOf(e.getMessage()));
        }
        return once(partner, uri, request, token);
    }

    private Outcome once(Partenaire partner, URI uri, RestRequest request, String token) {
        HttpRequest.Builder asked = HttpRequest.newBuilder(uri)
                .header("Accept", "application/json, application/*+json")
                .header("Authorization", "Bearer " + token);
        request.headers().forEach(asked::header);
        request.body().ifPresent(_ -> asked.header("Content-Type", request.mediaType()));
        asked.method(
                request.method(),
                request.body().map(HttpRequest.BodyPublishers::ofString).orElseGet(HttpRequest.BodyPublishers::noBody));
        try (Deadline deadline = new Deadline(soap.most())) {
            try {
                HttpResponse<InputStream> answer =
                        client(partner).send(asked.build(), HttpResponse.BodyHandlers.ofInputStream());
                return read(answer);
            } catch (IOException e) {
                return Failure.of(e, deadline.passed(), soap.most());
            } catch (InterruptedException e) {
                if (!deadline.passed()) {
                    Thread.currentThread().interrupt();
                }
                return Failure.of(e, deadline.passed(), soap.most());
            }
        } catch (IllegalStateException e) {
            return new Outcome.Unsent(String.valueOf(e.getMessage()));
        }
    }

    private static Outcome read(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream in = answer.body()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                return new Outcome.Lost("OMEGA's answer has more than " + MOST_BYTES + " bytes");
            }
            Optional<Duration> pause = answer.headers()
                    .firstValue("Retry-After")
                    .filter(each -> each.matches("[0-9]{1,6}"))
                    .map(each -> Duration.ofSeconds(Long.parseLong(each)));
            if (bytes.length == 0) {
                return new Outcome.Returned(answer.statusCode(), Optional.empty(), pause);
            }
            try {
                return new Outcome.Returned(answer.statusCode(), Optional.of(Json.read(bytes)), pause);
            } catch (IllegalArgumentException e) {
                // what says that it went well must be readable
                return answer.statusCode() / 100 == 2
                        ? new Outcome.Lost(
                                "OMEGA answered HTTP " + answer.statusCode() + " without JSON: " + e.getMessage())
                        : new Outcome.Returned(answer.statusCode(), Optional.empty(), pause);
            }
        }
    }

    private HttpClient client(Partenaire partner) {
        Keys.Held held = soap.keys(partner).current();
        return Objects.requireNonNull(lines.compute(
                        partner.code(),
                        (_, known) -> known != null && known.version() == held.version()
                                ? known
                                : new Line(
                                        held.version(),
                                        HttpClient.newBuilder()
                                                .version(HttpClient.Version.HTTP_1_1)
                                                .followRedirects(HttpClient.Redirect.NEVER)
                                                .connectTimeout(connecting)
                                                .sslContext(held.context())
                                                .build())))
                .client();
    }
}
