package omega.ws.receive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
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
     * @param lack what a call by REST would be refused for first
     * @param idDemande what its answer is correlated by, as far as it could be read
     */
    record Unclear(
            Lack lack,
            Optional<String> partenaire,
            String idDemande,
            List<String> faults,
            Optional<String> appelant,
            Optional<String> motif)
            implements Message {
        /** Of somebody who did not say who he is. */
        public Unclear(Lack lack, Optional<String> partenaire, String idDemande, List<String> faults) {
            this(lack, partenaire, idDemande, faults, Optional.empty(), Optional.empty());
        }
    }

    /** What keeps a message from being a call, in the order in which it is looked at. */
    enum Lack {
        /** no such service or operation */
        SERVICE,
        /** who asks, for whom or why is missing or cannot be taken */
        WHO,
        /** what is asked for */
        BODY
    }

    /** {@code recordKey} stands for a missing {@code idDemande}, where it is a text of some length. */
    static Message read(byte[] value, Optional<String> recordKey, String source, Partenaires partners, Offer offer) {
        Optional<String> key = recordKey.filter(
                each -> each.length() <= Appel.LONGEST && each.chars().noneMatch(Character::isISOControl));
        JsonNode json;
        try {
            json = Json.read(value);
        } catch (IllegalArgumentException e) {
            return new Unclear(
                    Lack.BODY, Optional.empty(), key.orElse(source), List.of(String.valueOf(e.getMessage())));
        }
        NavigableMap<Lack, List<String>> faults = new TreeMap<>();
        BiConsumer<Lack, String> fault = (lack, why) ->
                faults.computeIfAbsent(lack, _ -> new ArrayList<>()).add(why);
        Optional<String> partner = text(json, "partenaire");
        Optional<String> id = text(json, "idDemande").or(() -> key).filter(each -> each.length() <= Appel.LONGEST);
        for (String name : List.of("idDemande", "cle", "appelant", "motif")) {
            if (text(json, name).filter(each -> each.length() > Appel.LONGEST).isPresent()) {
                fault.accept(Lack.WHO, name + " has more than " + Appel.LONGEST + " characters");
            }
        }
        Optional<Partenaire> partenaire = partners.find(partner);
        if (partenaire.isEmpty()) {
            fault.accept(Lack.WHO, "partenaire must be one of " + partners.all());
        }
        Optional<Endpoint> endpoint = offer.find(
                text(json, "service").orElse(""), text(json, "operation").orElse(""));
        if (endpoint.isEmpty()) {
            fault.accept(Lack.SERVICE, "service and operation name none that is offered; /openapi lists what is");
        }
        if (!json.has("corps")) {
            fault.accept(Lack.BODY, "corps is missing");
        }
        Optional<String> caller = text(json, "appelant");
        Optional<String> reason = text(json, "motif");
        if (endpoint.isPresent() && !endpoint.get().isWrite() && (caller.isEmpty() || reason.isEmpty())) {
            fault.accept(Lack.WHO, "a look-up must name appelant and motif (guide 4.2.1)");
        }
        if (!faults.isEmpty()) {
            List<String> all = faults.values().stream().flatMap(List::stream).toList();
            return new Unclear(faults.firstKey(), partner, id.orElse(source), all, caller, reason);
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
