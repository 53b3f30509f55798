package omega.ws.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import omega.catalogue.ServiceWeb.Operation;
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

    /** What OMEGA answered, and what may follow it. */
    public static ObjectNode beside(Operation operation, JsonNode demande, JsonNode reponse) {
        ObjectNode beside = JSON.objectNode();
        beside.set("reponse", reponse);
        beside.set("suites", of(operation, demande, reponse, Optional.empty()));
        return beside;
    }

    /** {@code numero} stands for OMEGA's reference where the answer was lost and a look-up found it. */
    public static ArrayNode of(Operation operation, JsonNode demande, JsonNode reponse, Optional<String> numero) {
        ArrayNode all = JSON.arrayNode();
        for (Suite suite : operation.suites()) {
            Iterable<JsonNode> choices =
                    suite.choix().<Iterable<JsonNode>>map(reponse::at).orElseGet(() -> List.of(JSON.missingNode()));
            for (JsonNode choice : choices) {
                all.add(one(operation, suite, demande, reponse, choice, numero));
            }
        }
        return all;
    }

    private static ObjectNode one(
            Operation operation,
            Suite suite,
            JsonNode demande,
            JsonNode reponse,
            JsonNode choice,
            Optional<String> numero) {
        ObjectNode one = JSON.objectNode()
                .put("operation", suite.operation())
                .put("href", "/ws/" + suite.operation().strip().replaceAll("\\s+", "-"));
        if (!choice.isMissingNode()) {
            one.set("choix", choice);
        }
        ObjectNode body = one.putObject("corps");
        suite.corps().forEach((to, from) -> {
            JsonNode value = switch (from.de()) {
                case DEMANDE -> demande.at(from.place());
                case REPONSE -> {
                    JsonNode said = reponse.at(from.place());
                    boolean isNumber = operation.numeroDemande().equals(Optional.of(from.place()));
                    yield said.isMissingNode() && isNumber && numero.isPresent() ? JSON.textNode(numero.get()) : said;
                }
                case CHOIX -> choice.at(from.place());
            };
            if (!value.isMissingNode()) {
                Json.put(body, to, value);
            }
        });
        return one;
    }
}
