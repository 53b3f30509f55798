package omega.ws.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import omega.ws.translate.Json;
import omega.ws.translate.Misfit;

/** What a caller is told when its call did not succeed (RFC 9457). The kinds are all there are; OpenAPI lists them. */
public enum Problem {
    UNREADABLE(400, "The request cannot be read"),
    WHO(400, "Caller, reason, partner or key is missing or cannot be taken"),
    UNKNOWN(404, "No such service or operation"),
    IN_PROGRESS(409, "The same call is being made"),
    REFERENCE_TAKEN(409, "The reference is taken by another request"),
    MISFIT(422, "The request does not fit its contract"),
    KEY_TAKEN(422, "The Idempotency-Key was used for another request"),
    REFUSED(422, "OMEGA refused the request"),
    CAPPED(429, "Too many calls a minute"),
    FAILED(502, "OMEGA could not carry out the request"),
    BAD_ANSWER(502, "OMEGA's answer does not fit its contract"),
    UNREACHED(502, "OMEGA was not reached"),
    CLOSED(503, "OMEGA is closed"),
    BUSY(503, "Too many calls of this service are under way"),
    BROKEN(503, "OMEGA's service fails; calls are held back"),
    UNCERTAIN(504, "Whether OMEGA carried out the request is not known"),
    UNANSWERED(504, "OMEGA did not answer"),
    ABANDONED(410, "An operator found that OMEGA does not have the request");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private final int status;
    private final String title;

    Problem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The URI by which programs tell it from others. */
    public String type() {
        return "urn:omega:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** Whether look-ups never have it. */
    public boolean isOfWrites() {
        return switch (this) {
            case IN_PROGRESS, REFERENCE_TAKEN, KEY_TAKEN, UNCERTAIN, ABANDONED -> true;
            case UNREADABLE,
                    WHO,
                    UNKNOWN,
                    MISFIT,
                    REFUSED,
                    CAPPED,
                    FAILED,
                    BAD_ANSWER,
                    UNREACHED,
                    CLOSED,
                    BUSY,
                    BROKEN,
                    UNANSWERED -> false;
        };
    }

    /** As JSON. */
    public ObjectNode because(String detail) {
        return JSON.objectNode()
                .put("type", type())
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }

    /** As JSON, with every fault and its place in the request. */
    public ObjectNode because(String detail, List<Misfit> misfits) {
        ObjectNode problem = because(detail);
        ArrayNode faults = problem.putArray("faults");
        misfits.forEach(each -> faults.addObject()
                .put("path", each.path())
                .put("kind", each.kind().name())
                .put("reason", each.reason()));
        return problem;
    }

    /** As JSON, with the fault that OMEGA sent. */
    public ObjectNode because(String detail, String code, JsonNode fault) {
        ObjectNode problem = because(detail);
        problem.putObject("fault").put("code", code).set("detail", fault);
        return problem;
    }

    /** As an answer; {@code json} is made by {@link #because}. */
    public Answer answer(Answer.Issue issue, ObjectNode json) {
        return Answer.problem(status, Json.write(json), issue, title);
    }
}
