package omega.ws.describe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import omega.catalogue.Exemple;
import omega.ws.receive.Carried;
import omega.ws.receive.Endpoint;
import omega.ws.reply.Problem;
import omega.ws.translate.Misfit;

/** What is shown of an operation: the pack's example, else the smallest that its contract has. Each fits; where none was found, there is none. */
final class Examples {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Examples() {}

    static Optional<JsonNode> request(Endpoint endpoint) {
        return endpoint.exemple()
                .map(Exemple::demande)
                .or(() -> smallest(endpoint)
                        .filter(each -> endpoint.carried().misfits(each).isEmpty()));
    }

    private static Optional<JsonNode> smallest(Endpoint endpoint) {
        return switch (endpoint.carried()) {
            case Carried.BySoap soap -> Smallest.of(soap.operation().input());
            case Carried.ByRest rest ->
                SmallestJson.of(rest.operation().request(), rest.operation().components());
        };
    }

    static Optional<JsonNode> answer(Endpoint endpoint) {
        return endpoint.exemple().flatMap(Exemple::reponse).or(() -> switch (endpoint.carried()) {
            case Carried.BySoap soap -> Smallest.of(soap.operation().output());
            case Carried.ByRest rest ->
                rest.operation().successes().stream()
                        .flatMap(Optional::stream)
                        .findFirst()
                        .flatMap(each -> SmallestJson.of(each, rest.operation().components()));
        });
    }

    /** A fault that the contract declares. */
    private static Optional<JsonNode> fault(Endpoint endpoint) {
        return switch (endpoint.carried()) {
            case Carried.BySoap soap ->
                soap.operation().faults().stream().findFirst().flatMap(Smallest::of);
            case Carried.ByRest rest ->
                rest.operation().errors().stream()
                        .findFirst()
                        .flatMap(each -> SmallestJson.of(each, rest.operation().components()));
        };
    }

    /** A problem as a caller is told it. */
    static ObjectNode problem(Endpoint endpoint, Problem problem) {
        if (problem == Problem.MISFIT) {
            List<Misfit> misfits = endpoint.carried().misfits(JSON.objectNode());
            return problem.because(misfits.size() + " faults; OMEGA was not called", misfits);
        }
        return problem == Problem.REFUSED
                ? problem.because(
                        "PCE inconnu",
                        endpoint.carried() instanceof Carried.BySoap ? "Server" : "HTTP 400",
                        fault(endpoint).orElseGet(JSON::nullNode))
                : problem.because(problem.title());
    }
}
