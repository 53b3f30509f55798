package omega.ws.show;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import omega.ws.Call;
import omega.ws.Lines;
import omega.ws.partner.Partenaire;
import omega.ws.partner.Partenaires;
import omega.ws.receive.Appel;
import omega.ws.receive.Endpoint;
import omega.ws.receive.Offer;
import omega.ws.reply.Answer;
import omega.ws.reply.Problem;
import omega.ws.reply.Suites;
import omega.ws.translate.Json;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** OMEGA's operations as JSON; {@code /openapi} describes each. */
@Path("/ws")
@RunOnVirtualThread
public class Calls {
    private final Call call;
    private final Offer offer;
    private final Partenaires partners;
    private final Lines lines;
    private final Following following;

    public Calls(Call call, Offer offer, Partenaires partners, Lines lines, Following following) {
        this.call = call;
        this.offer = offer;
        this.partners = partners;
        this.lines = lines;
        this.following = following;
    }

    /** Makes one call; {@code pour} names the kept request for which it is made, as what leads here says. */
    @POST
    @Path("/{service}/{operation}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    @SuppressWarnings("TooManyParameters")
    public Response call(
            @PathParam("service") String service,
            @PathParam("operation") String operation,
            @QueryParam("pour") @Nullable String pour,
            @HeaderParam("X-Omega-Partenaire") @Nullable String partner,
            @HeaderParam("X-Omega-Appelant") @Nullable String caller,
            @HeaderParam("X-Omega-Motif") @Nullable String reason,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            @HeaderParam("Prefer") @Nullable String prefer,
            @HeaderParam("Accept") @Nullable String accept,
            @HeaderParam("Content-Length") @Nullable Integer length,
            InputStream body)
            throws IOException {
        Optional<Endpoint> endpoint = offer.find(service, operation);
        if (endpoint.isEmpty()) {
            return Answers.problem(
                    Problem.UNKNOWN, service + "/" + operation + " is not offered; /openapi lists what is");
        }
        Optional<Partenaire> partenaire = partners.find(given(partner));
        BiFunction<Problem, String, Response> refused = (problem, why) -> Answers.response(lines.refused(
                partenaire.map(Partenaire::code), endpoint.get(), given(caller), given(reason), problem, why));
        if (partenaire.isEmpty()) {
            return refused.apply(Problem.WHO, "X-Omega-Partenaire must be one of " + partners.all());
        }
        boolean looks = !endpoint.get().isWrite();
        if (looks && (given(caller).isEmpty() || given(reason).isEmpty())) {
            return refused.apply(
                    Problem.WHO, "a look-up must say who asks and why: X-Omega-Appelant, X-Omega-Motif (guide 4.2.1)");
        }
        if (tooLong(caller) || tooLong(reason) || tooLong(key)) {
            return refused.apply(Problem.WHO, "a header has more than " + Appel.LONGEST + " characters");
        }
        Appel appel;
        try {
            appel = Appel.of(
                    partenaire.get().code(),
                    endpoint.get(),
                    Json.read(length == null ? body.readAllBytes() : body.readNBytes(length)),
                    given(key),
                    Optional.empty(),
                    given(caller).orElse("rest"),
                    given(reason),
                    "rest",
                    respondAsync(prefer));
        } catch (IllegalArgumentException e) {
            return refused.apply(Problem.UNREADABLE, String.valueOf(e.getMessage()));
        }
        Answer answer = call.make(appel);
        boolean guided = accept != null
                && accept.contains(Suites.MEDIA_TYPE)
                && answer.status() == 200
                && !endpoint.get().binding().suites().isEmpty();
        if (!guided) {
            return Answers.response(answer);
        }
        JsonNode reponse = Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
        return Answers.guided(answer, reponse, following.of(appel, reponse, answer, given(pour)));
    }

    private static Optional<String> given(@Nullable String header) {
        return Optional.ofNullable(header).map(String::strip).filter(each -> !each.isEmpty());
    }

    private static boolean tooLong(@Nullable String header) {
        return header != null && header.length() > Appel.LONGEST;
    }

    private static boolean respondAsync(@Nullable String prefer) {
        return prefer != null
                && Arrays.stream(prefer.split(",", -1))
                        .map(each -> each.split(";", -1)[0].strip())
                        .anyMatch("respond-async"::equalsIgnoreCase);
    }
}
