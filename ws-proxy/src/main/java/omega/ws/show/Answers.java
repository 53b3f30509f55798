package omega.ws.show;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import omega.ws.reply.Answer;
import omega.ws.reply.Problem;
import omega.ws.reply.Suites;
import omega.ws.translate.Json;

/** Answers as HTTP. */
final class Answers {
    static final String PROBLEM = "application/problem+json";

    private Answers() {}

    static Response response(Answer answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(answer.isProblem() ? PROBLEM : MediaType.APPLICATION_JSON)
                .entity(answer.body());
        answer.retryAfter()
                .ifPresent(wait -> response.header(
                        "Retry-After",
                        Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds())));
        answer.location().ifPresent(place -> response.location(URI.create(place)));
        if (answer.issue() == Answer.Issue.EN_ATTENTE) {
            response.header("Preference-Applied", "respond-async");
        }
        return response.build();
    }

    /** The answer, and what may be asked for next. */
    static Response guided(Answer answer, JsonNode reponse, ArrayNode suites) {
        ObjectNode beside = JsonNodeFactory.instance.objectNode();
        beside.set("reponse", reponse);
        beside.set("suites", suites);
        Response.ResponseBuilder response = Response.ok(Json.write(beside)).type(Suites.MEDIA_TYPE);
        answer.location().ifPresent(place -> response.location(URI.create(place)));
        return response.build();
    }

    static Response problem(Problem problem, String detail) {
        return response(problem.answer(Answer.Issue.REFUSEE, problem.because(detail)));
    }
}
