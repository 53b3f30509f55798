package omega.ws.call;

import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import omega.ws.partner.Partenaire;
import omega.ws.receive.Endpoint;
import omega.ws.rest.RestRequest;
import omega.ws.translate.Json;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * Calls REST services (§4.2.3) with the partner's token. A token that OMEGA refuses is replaced once, since a refused call was not carried out; beyond
 * that nothing is repeated. For many threads.
 */
@Singleton
public class Rest {
    private final Https https;
    private final Jetons jetons;

    public Rest(Https https, Jetons jetons) {
        this.https = https;
        this.jetons = jetons;
    }

    /** Makes one call. */
    public Outcome call(Partenaire partner, Endpoint endpoint, RestRequest request) {
        if (partner.rest().isEmpty() || partner.jeton().isEmpty()) {
            return new Outcome.Unsent("omega.partenaires." + partner.code() + ".rest.adresse is not set");
        }
        URI uri = URI.create(partner.rest().get() + endpoint.chemin() + request.target());
        long begun = System.nanoTime();
        try {
            String token = jetons.token(partner, left(begun));
            Outcome first = once(partner, uri, request, token, left(begun));
            if (!(first instanceof Outcome.Returned returned) || returned.status() != HttpStatus.SC_UNAUTHORIZED) {
                return first;
            }
            token = jetons.another(partner, token, left(begun));
            return once(partner, uri, request, token, left(begun));
        } catch (Jetons.NoToken e) {
            return new Outcome.Unsent(String.valueOf(e.getMessage()));
        }
    }

    /** All of a call, its tokens too, takes as long as one call may. */
    private Duration left(long begun) {
        Duration left = https.most().minusNanos(System.nanoTime() - begun);
        return left.isPositive() ? left : Duration.ofMillis(1);
    }

    private Outcome once(Partenaire partner, URI uri, RestRequest request, String token, Duration within) {
        HttpUriRequestBase asked = new HttpUriRequestBase(request.method(), uri);
        asked.setHeader("Accept", "application/json, application/*+json");
        asked.setHeader("Authorization", "Bearer " + token);
        request.headers().forEach(asked::setHeader);
        request.body()
                .ifPresent(body -> asked.setEntity(new ByteArrayEntity(
                        body.getBytes(StandardCharsets.UTF_8), ContentType.parse(request.mediaType()))));
        try {
            return read(https.exchange(partner, asked, within));
        } catch (Unanswered e) {
            return e.outcome();
        }
    }

    private static Outcome read(Https.Answer answer) {
        if (answer.status == HttpStatus.SC_TOO_MANY_REQUESTS) {
            return new Outcome.Capped(answer.pause);
        }
        if (answer.body.length == 0) {
            return new Outcome.Returned(answer.status, Optional.empty(), answer.pause);
        }
        try {
            return new Outcome.Returned(answer.status, Optional.of(Json.read(answer.body)), answer.pause);
        } catch (IllegalArgumentException e) {
            // what says that it went well must be readable
            return answer.status / 100 == 2
                    ? new Outcome.Lost(answer.words() + " without JSON: " + e.getMessage())
                    : new Outcome.Returned(answer.status, Optional.empty(), answer.pause);
        }
    }
}
