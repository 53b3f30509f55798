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
    record Unclear(
            Optional<String> partenaire,
            String idDemande,
            List<String> faults,
            Optional<String> appelant,
            Optional<String> motif)
            implements Message {
        /** Of somebody who did not say who he is. */
        public Unclear(Optional<String> partenaire, String idDemande, List<String> faults) {
            this(partenaire, idDemande, faults, Optional.empty(), Optional.empty());
        }
    }

    /** {@code recordKey} stands for a missing {@code idDemande}, where it is a text of some length. */
    static Message read(byte[] value, Optional<String> recordKey, String source, Partenaires partners, Offer offer) {
        Optional<String> key = recordKey.filter(
                each -> each.length() <= Appel.LONGEST && each.chars().noneMatch(Character::isISOControl));
        JsonNode json;
        try {
            json = Json.read(value);
        } catch (IllegalArgumentException e) {
            return new Unclear(Optional.empty(), key.orElse(source), List.of(String.valueOf(e.getMessage())));
        }
        List<String> faults = new ArrayList<>();
        Optional<String> partner = text(json, "partenaire");
        Optional<String> id = text(json, "idDemande").or(() -> key).filter(each -> each.length() <= Appel.LONGEST);
        for (String name : List.of("idDemande", "cle", "appelant", "motif")) {
            if (text(json, name).filter(each -> each.length() > Appel.LONGEST).isPresent()) {
                faults.add(name + " has more than " + Appel.LONGEST + " characters");
            }
        }
        Optional<Partenaire> partenaire = partners.find(partner);
        if (partenaire.isEmpty()) {
            faults.add("partenaire must be one of " + partners.all());
        }
        Optional<Endpoint> endpoint = offer.find(
                text(json, "service").orElse(""), text(json, "operation").orElse(""));
        if (endpoint.isEmpty()) {
            faults.add("service and operation name none that is offered");
        }
        if (!json.has("corps")) {
            faults.add("corps is missing");
        }
        Optional<String> caller = text(json, "appelant");
        Optional<String> reason = text(json, "motif");
        if (endpoint.isPresent() && !endpoint.get().isWrite() && (caller.isEmpty() || reason.isEmpty())) {
            faults.add("a look-up must name appelant and motif (guide 4.2.1)");
        }
        if (!faults.isEmpty()) {
            return new Unclear(partner, id.orElse(source), faults, caller, reason);
        }
        // a look-up is made as often as it is asked for; a write once, by its id
        Optional<String> once =
                Optional.of(id.filter(_ -> endpoint.orElseThrow().isWrite()).orElse(source));
        return new Asked(Appel.of(
                partenaire.orElseThrow().code(),
                endpoint.orElseThrow(),
                json.path("corps"),
                text(json, "cle").or(() -> once),
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
