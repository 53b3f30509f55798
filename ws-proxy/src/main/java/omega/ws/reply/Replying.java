package omega.ws.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import omega.catalogue.ServiceWeb.Faute;
import omega.catalogue.ServiceWeb.Suivi;
import omega.ws.call.Outcome;
import omega.ws.contract.Element;
import omega.ws.contract.SoapOperation;
import omega.ws.receive.Appel;
import omega.ws.receive.Carried;
import omega.ws.reply.Answer.Issue;
import omega.ws.rest.RestOperation;
import omega.ws.translate.Json;
import omega.ws.translate.Misfit;
import omega.ws.translate.ToJson;
import omega.ws.xml.XmlNode;

/**
 * Says what an outcome means for its caller. A declared fault, or one that blames the request, is OMEGA's refusal; any other fault of a write, and
 * whatever is no answer of its contract, leaves open whether the request was carried out.
 */
public final class Replying {
    private Replying() {}

    /** The answer to a call that was made, or was held back. */
    public static Answer to(Appel appel, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered answered -> answered(appel, answered.body());
            case Outcome.Faulted faulted -> faulted(appel, faulted);
            case Outcome.Returned returned -> RestReplying.to(appel, rest(appel), returned);
            case Outcome.Unsent unsent ->
                Problem.UNREACHED.answer(Issue.NON_ENVOYEE, Problem.UNREACHED.because(unsent.reason()));
            case Outcome.Capped capped -> capped(capped);
            case Outcome.Lost lost -> lost(appel, Problem.UNANSWERED, lost.reason(), lost.pause());
            case Outcome.Held held -> held(appel, held);
        };
    }

    private static SoapOperation soap(Appel appel) {
        return switch (appel.endpoint().carried()) {
            case Carried.BySoap soap -> soap.operation();
            case Carried.ByRest rest -> throw new IllegalStateException(rest.operation() + " is not called by SOAP");
        };
    }

    private static RestOperation rest(Appel appel) {
        return switch (appel.endpoint().carried()) {
            case Carried.ByRest rest -> rest.operation();
            case Carried.BySoap soap -> throw new IllegalStateException(soap.operation() + " is not called by REST");
        };
    }

    private static Answer answered(Appel appel, XmlNode body) {
        SoapOperation contract = soap(appel);
        Optional<Element> error = declared(contract, body);
        if (error.isPresent()) {
            return faulted(appel, new Outcome.Faulted(false, "Server", "", List.of(body)));
        }
        ToJson.Result result = ToJson.translate(contract.output(), body);
        if (!result.misfits().isEmpty()) {
            return lost(appel, Problem.BAD_ANSWER, Misfit.words(result.misfits()));
        }
        return accepted(appel, result.json());
    }

    static Answer accepted(Appel appel, JsonNode json) {
        return Answer.accepted(
                Json.write(json),
                appel.endpoint()
                        .binding()
                        .numeroDemande()
                        .map(json::at)
                        .filter(JsonNode::isValueNode)
                        .map(JsonNode::asText));
    }

    private static Optional<Element> declared(SoapOperation contract, XmlNode detail) {
        return contract.faults().stream()
                .filter(each -> each.name().equals(detail.name()))
                .findFirst();
    }

    private static Answer faulted(Appel appel, Outcome.Faulted fault) {
        Optional<JsonNode> declared = fault.detail().stream()
                .flatMap(detail -> declared(soap(appel), detail).map(each -> ToJson.translate(each, detail)).stream())
                .filter(result -> result.misfits().isEmpty())
                .map(ToJson.Result::json)
                .findFirst();
        if (declared.isEmpty() && !fault.client()) {
            return lost(appel, Problem.FAILED, "SOAP fault " + fault.code() + ": " + fault.text());
        }
        Optional<Answer> ofItself = declared.flatMap(detail -> failed(appel, fault, detail));
        if (ofItself.isPresent()) {
            return ofItself.get();
        }
        Problem problem = fault.client() || appel.endpoint().isWrite() ? Problem.REFUSED : Problem.FAILED;
        ObjectNode json = problem.because(
                fault.text().isEmpty() ? "OMEGA answered with a fault" : fault.text(),
                fault.code(),
                declared.orElseGet(JsonNodeFactory.instance::nullNode));
        return problem.answer(Issue.REFUSEE, json);
    }

    /** What a declared fault says that tells of OMEGA, not of the request. */
    private static Optional<Answer> failed(Appel appel, Outcome.Faulted fault, JsonNode detail) {
        List<Faute> rules = appel.endpoint().binding().fautes();
        return fault.detail().stream()
                .flatMap(each -> rules.stream()
                        .filter(rule -> rule.element().equals(each.name().getLocalPart())))
                .findFirst()
                .map(rule -> {
                    String code = detail.at(rule.code()).asText();
                    String reason = "OMEGA failed: " + (fault.text().contains(code) ? "" : code + " ") + fault.text();
                    return rule.nonFaites().contains(code)
                            ? Problem.FAILED.answer(
                                    Issue.NON_ENVOYEE, Problem.FAILED.because(reason, fault.code(), detail))
                            : lost(appel, Problem.FAILED, reason);
                });
    }

    /** No answer that says what became of it: a look-up may be made again, a write may not. */
    static Answer lost(Appel appel, Problem look, String reason) {
        return lost(appel, look, reason, Optional.empty());
    }

    /** As above; {@code pause} is when OMEGA would be asked again, which a write is not. */
    static Answer lost(Appel appel, Problem look, String reason, Optional<Duration> pause) {
        if (appel.endpoint().isWrite()) {
            return Problem.UNCERTAIN.answer(Issue.INCERTAINE, Problem.UNCERTAIN.because(reason));
        }
        Answer answer = look.answer(Issue.NON_ENVOYEE, look.because(reason));
        return pause.map(answer::after).orElse(answer);
    }

    private static Answer capped(Outcome.Capped capped) {
        Answer answer = Problem.CAPPED.answer(Issue.NON_ENVOYEE, Problem.CAPPED.because("OMEGA takes no more calls"));
        return capped.pause().map(answer::after).orElse(answer);
    }

    private static Answer held(Appel appel, Outcome.Held held) {
        Problem problem = switch (held.hold()) {
            case CAP -> Problem.CAPPED;
            case BUSY -> Problem.BUSY;
            case BROKEN -> Problem.BROKEN;
            case CLOSED -> Problem.CLOSED;
        };
        return problem.answer(Issue.NON_ENVOYEE, problem.because(appel.endpoint() + " was not called"))
                .after(held.pause());
    }

    /** The process ended while it made the call. */
    public static Answer crashed(Appel appel) {
        return lost(appel, Problem.UNANSWERED, "the proxy ended while it made the call");
    }

    /** A look-up found what was asked for: {@code found} is what it says of it. */
    public static Answer recovered(Suivi suivi, JsonNode found) {
        JsonNode number = found.at(suivi.numeroDemande());
        return Answer.found(Json.write(found), number.isValueNode() ? Optional.of(number.asText()) : Optional.empty());
    }

    /** Every fault of a request that does not fit. */
    public static Answer misfit(List<Misfit> misfits) {
        return Problem.MISFIT.answer(
                Issue.REFUSEE, Problem.MISFIT.because(Misfit.count(misfits) + "; OMEGA was not called", misfits));
    }

    /** OMEGA is closed until then, {@code pause} of real time from now. */
    public static Answer closed(Instant opening, Duration pause) {
        return Problem.CLOSED
                .answer(
                        Issue.NON_ENVOYEE,
                        Problem.CLOSED.because(
                                "closed until " + opening + "; with Prefer: respond-async the call would wait"))
                .after(pause);
    }
}
