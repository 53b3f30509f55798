package omega.ws.receive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import omega.ws.partner.Partenaire;
import omega.ws.partner.Partenaires;
import omega.ws.translate.Json;

/** A record of {@link omega.event.Topics#DEMANDE_UNITAIRE}, read. */
public sealed interface Message {
    /** It asks for a call. */
    record Asked(Appel appel) implements Message {}

    /**
     * It asks for none that can be told.
     *
     * @param idDemande what its answer is correlated by, as far as it could be read
     */
    record Unclear(Optional<String> partenaire, String idDemande, List<String> faults) implements Message {}

    /** {@code key} is the record's, which stands for a missing {@code idDemande}. */
    static Message read(byte[] value, Optional<String> key, String source, Partenaires partners, Offer offer) {
        JsonNode json;
        try {
            json = Json.read(value);
        } catch (IllegalArgumentException e) {
            return new Unclear(Optional.empty(), key.orElse(source), List.of(String.valueOf(e.getMessage())));
        }
        List<String> faults = new ArrayList<>();
        Optional<String> partner = text(json, "partenaire");
        Optional<String> id = text(json, "idDemande").or(() -> key);
        Optional<Partenaire> partenaire = partners.find(partner);
        if (partenaire.isEmpty()) {
            faults.add("partenaire must be one of " + partners.all());
        }
        Optional<Endpoint> endpoint = offer.find(
                text(json, "service").orElse(""), text(json, "operation").orElse(""));
        if (endpoint.isEmpty()) {
            faults.add("service and operation name none that is offered");
        }
        if (!json.path("corps").isObject()) {
            faults.add("corps must be an object");
        }
        Optional<String> caller = text(json, "appelant");
        Optional<String> reason = text(json, "motif");
        if (endpoint.isPresent() && !endpoint.get().isWrite() && (caller.isEmpty() || reason.isEmpty())) {
            faults.add("a look-up must name appelant and motif (guide 4.2.1)");
        }
        if (!faults.isEmpty()) {
            return new Unclear(partner, id.orElse(source), faults);
        }
        return new Asked(Appel.of(
                partenaire.orElseThrow().code(),
                endpoint.orElseThrow(),
                json.path("corps"),
                text(json, "cle").or(() -> id),
                id,
                caller.orElse("kafka"),
                reason,
                source,
                true));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.of(json.path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(each -> !each.isBlank());
    }
}
