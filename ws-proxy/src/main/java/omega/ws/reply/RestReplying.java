package omega.ws.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import omega.ws.call.Outcome;
import omega.ws.receive.Appel;
import omega.ws.reply.Answer.Issue;
import omega.ws.rest.Fit;
import omega.ws.rest.RestOperation;
import omega.ws.translate.Misfit;

/**
 * Says what a REST service's answer means for its caller: a good status whose body fits is the answer; 4xx is OMEGA's refusal; whatever else leaves open
 * whether a write was carried out.
 */
final class RestReplying {
    private RestReplying() {}

    static Answer to(Appel appel, RestOperation contract, Outcome.Returned returned) {
        int status = returned.status();
        if (status / 100 == 2) {
            return good(appel, contract, returned);
        }
        if (status == 401 || status == 307 || status == 308) {
            return Problem.UNREACHED.answer(
                    Issue.NON_ENVOYEE,
                    Problem.UNREACHED.because(
                            status == 401 ? "OMEGA refuses the partner's token, and a new one too" : "HTTP " + status));
        }
        Optional<JsonNode> detail = returned.body().filter(each -> isDeclared(contract, status, each));
        if (status / 100 == 4 && status != 408) {
            return refused(Problem.REFUSED, status, detail);
        }
        if (!appel.endpoint().isWrite() && detail.isPresent()) {
            return refused(Problem.FAILED, status, detail);
        }
        return Replying.lost(appel, Problem.FAILED, "OMEGA answered HTTP " + status, returned.pause());
    }

    private static Answer refused(Problem problem, int status, Optional<JsonNode> detail) {
        return problem.answer(
                Issue.REFUSEE,
                problem.because(
                        "OMEGA answered HTTP " + status,
                        "HTTP " + status,
                        detail.orElseGet(JsonNodeFactory.instance::nullNode)));
    }

    private static boolean isDeclared(RestOperation contract, int status, JsonNode body) {
        return contract.answer(status)
                .flatMap(each -> each)
                .filter(each -> Fit.misfits(each, contract.components(), body).isEmpty())
                .isPresent();
    }

    private static Answer good(Appel appel, RestOperation contract, Outcome.Returned returned) {
        Optional<Optional<JsonNode>> declared = contract.answer(returned.status());
        if (declared.isEmpty()) {
            return Replying.lost(
                    appel, Problem.BAD_ANSWER, "HTTP " + returned.status() + ", which the contract does not know");
        }
        JsonNode body = returned.body().orElseGet(JsonNodeFactory.instance::nullNode);
        Optional<JsonNode> schema = declared.get();
        if (schema.isEmpty()) {
            return Replying.accepted(appel, JsonNodeFactory.instance.nullNode());
        }
        List<Misfit> misfits = Fit.misfits(schema.get(), contract.components(), body);
        if (misfits.isEmpty()) {
            return Replying.accepted(appel, body);
        }
        boolean error = contract.errors().stream()
                .anyMatch(each -> Fit.misfits(each, contract.components(), body).isEmpty());
        if (error && !appel.endpoint().isWrite()) {
            return refused(Problem.FAILED, returned.status(), Optional.of(body));
        }
        return Replying.lost(appel, Problem.BAD_ANSWER, Misfit.words(misfits));
    }
}
