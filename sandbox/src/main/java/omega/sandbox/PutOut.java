package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * An archive in the simulator's books: what it holds, what should come of it, what became of it.
 *
 * @param taille    bytes of the archive
 * @param lignes    details between header and footer
 * @param motif     the reason to be quarantined for; empty where it should come out complete
 * @param rejets    its lines that are no records
 * @param downloads how often it was read to its end
 * @param retrait   why it left the directory; empty while it lies there
 */
record PutOut(
        String flux,
        String nom,
        String sha256,
        Instant instant,
        boolean prevue,
        long taille,
        long lignes,
        List<String> fautes,
        String motif,
        long rejets,
        int downloads,
        String retrait) {

    static List<PutOut> all(Rest omega) throws IOException {
        List<PutOut> all = new ArrayList<>();
        omega.get("omega/publications").forEach(each -> all.add(of(each)));
        return all;
    }

    private static PutOut of(JsonNode json) {
        JsonNode attendu = json.path("attendu");
        return new PutOut(
                json.path("flux").asText(),
                json.path("nom").asText(),
                json.path("sha256").asText(),
                Instant.parse(json.path("instant").asText()),
                json.path("prevue").asBoolean(),
                json.path("taille").asLong(),
                json.path("lignes").asLong(),
                StreamSupport.stream(json.path("fautes").spliterator(), false)
                        .map(JsonNode::asText)
                        .toList(),
                attendu.path("motif").asText(""),
                attendu.path("rejets").asLong(),
                json.path("telechargements").size(),
                json.path("retrait").path("motif").asText(""));
    }

    boolean isSound() {
        return motif.isEmpty();
    }

    /** Whether it lies there unread. Of an empty one nothing can be read, so nobody can tell. */
    boolean isAwaited() {
        return retrait.isEmpty() && downloads == 0 && taille > 0;
    }

    /** How its records name it: the first 16 digits of the hash. */
    String prefix() {
        return sha256.substring(0, 16);
    }
}
