package omega.ws.receive;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One call that somebody asks for.
 *
 * @param cle the caller's Idempotency-Key: two calls with one key are one call
 * @param idDemande by which its answer and its timeline are found
 * @param appelant who asks: an application or a person, for the audit (§4.2.1)
 * @param motif why; required for look-ups (§4.2.1)
 * @param source {@code rest}, or {@code kafka:<topic>/<partition>/<offset>}
 * @param attend whether it may wait until OMEGA opens
 */
public record Appel(
        String partenaire,
        Endpoint endpoint,
        JsonNode corps,
        Optional<String> cle,
        String idDemande,
        String appelant,
        Optional<String> motif,
        String source,
        boolean attend) {
    /** Characters that a name, a key or a reason may have, from whichever side it comes. */
    public static final int LONGEST = 200;

    /** A call; where nobody names it, the request's own reference does, and where there is none, chance. */
    public static Appel of(
            String partenaire,
            Endpoint endpoint,
            JsonNode corps,
            Optional<String> cle,
            Optional<String> idDemande,
            String appelant,
            Optional<String> motif,
            String source,
            boolean attend) {
        String id = idDemande
                .or(() -> at(corps, endpoint.binding().idDemande()).filter(each -> each.length() <= LONGEST))
                .or(() -> cle)
                .orElseGet(() -> UUID.randomUUID().toString());
        return new Appel(partenaire, endpoint, corps, cle, id, appelant, motif, source, attend);
    }

    public boolean isFromKafka() {
        return source.startsWith("kafka:");
    }

    /** The supplier's own reference of what a write asks for. */
    public Optional<String> reference() {
        return endpoint.isWrite() ? at(corps, endpoint.binding().idDemande()) : Optional.empty();
    }

    public Optional<String> pce() {
        return at(corps, endpoint.binding().pce());
    }

    /** SDEM's code of what it creates. */
    public Optional<String> nature() {
        return endpoint.binding().natures().entrySet().stream()
                .filter(each ->
                        each.getValue().isEmpty() || !corps.at(each.getValue()).isMissingNode())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static Optional<String> at(JsonNode json, Optional<String> place) {
        return place.map(json::at).filter(JsonNode::isValueNode).map(JsonNode::asText);
    }
}
