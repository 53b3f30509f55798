package omega.ws.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import omega.catalogue.ServiceWeb;
import omega.catalogue.ServiceWeb.Operation;
import omega.catalogue.ServiceWeb.Origine;
import omega.catalogue.ServiceWeb.Suite;
import omega.ws.translate.Json;

/**
 * What may be asked for next, as {@code bindings.yaml} declares it: each with its address and the beginning of its body, so that a sequence (slots, creation,
 * another slot, cancellation) is followed by answers alone.
 */
public final class Suites {
    /** Of an answer that tells them beside what OMEGA answered. */
    public static final String MEDIA_TYPE = "application/vnd.omega.suites+json";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Suites() {}

    /**
     * An answered request, from which what follows takes its beginning.
     *
     * @param id under which it is kept; empty for a look-up
     * @param numero OMEGA's reference, also where the answer was lost and a look-up found it
     */
    public record Answered(
            Operation operation, Optional<String> id, JsonNode demande, JsonNode reponse, Optional<String> numero) {

        private JsonNode at(Origine from, JsonNode choice) {
            return switch (from.de()) {
                case DEMANDE -> demande.at(from.place());
                case REPONSE -> {
                    JsonNode said = reponse.at(from.place());
                    boolean isNumber = operation.numeroDemande().equals(Optional.of(from.place()));
                    yield said.isMissingNode() && isNumber && numero.isPresent() ? JSON.textNode(numero.get()) : said;
                }
                case CHOIX -> choice.at(from.place());
                case VALEUR -> JSON.textNode(from.place());
            };
        }
    }

    /** What may follow the request. {@code accepted} tells whether a request of a {@code service/operation} was accepted whose body begins so. */
    public static ArrayNode of(Answered answered, BiPredicate<String, ObjectNode> accepted) {
        return all(answered, answered.operation().suites(), answered.reponse(), accepted);
    }

    /** What may follow the answer to {@code operation}, as it stands in addresses, which was asked for the sake of the request. */
    public static ArrayNode after(
            Answered answered, String operation, JsonNode answer, BiPredicate<String, ObjectNode> accepted) {
        List<Suite> then = answered.operation().suites().stream()
                .filter(each -> ServiceWeb.address(each.operation()).equals(operation))
                .flatMap(each -> each.puis().stream())
                .toList();
        return all(answered, then, answer, accepted);
    }

    private static ArrayNode all(
            Answered answered, List<Suite> suites, JsonNode answer, BiPredicate<String, ObjectNode> accepted) {
        ArrayNode all = JSON.arrayNode();
        if (isEnded(answered, accepted)) {
            return all;
        }
        for (Suite suite : suites) {
            Iterable<JsonNode> choices =
                    suite.choix().<Iterable<JsonNode>>map(answer::at).orElseGet(() -> List.of(JSON.missingNode()));
            for (JsonNode choice : choices) {
                if (isMet(answered, suite, choice)) {
                    all.add(one(answered, suite, choice));
                }
            }
        }
        return all;
    }

    private static boolean isEnded(Answered answered, BiPredicate<String, ObjectNode> accepted) {
        return answered.operation().suites().stream().filter(Suite::termine).anyMatch(each -> {
            ObjectNode body = body(answered, each, JSON.missingNode());
            return !body.isEmpty() && accepted.test(each.operation(), body);
        });
    }

    private static boolean isMet(Answered answered, Suite suite, JsonNode choice) {
        return suite.si().entrySet().stream()
                .allMatch(each -> answered.at(each.getKey(), choice).asText().equals(each.getValue()));
    }

    private static ObjectNode one(Answered answered, Suite suite, JsonNode choice) {
        String way = "/ws/" + ServiceWeb.address(suite.operation());
        ObjectNode one = JSON.objectNode()
                .put("operation", suite.operation())
                .put(
                        "href",
                        answered.id()
                                .filter(_ -> !suite.puis().isEmpty())
                                .map(id -> way + "?pour=" + id)
                                .orElse(way));
        if (!choice.isMissingNode()) {
            one.set("choix", choice);
        }
        one.set("corps", body(answered, suite, choice));
        return one;
    }

    private static ObjectNode body(Answered answered, Suite suite, JsonNode choice) {
        ObjectNode body = JSON.objectNode();
        suite.corps().forEach((to, from) -> {
            JsonNode value = answered.at(from, choice);
            if (!value.isMissingNode()) {
                Json.put(body, to, value);
            }
        });
        return body;
    }
}
