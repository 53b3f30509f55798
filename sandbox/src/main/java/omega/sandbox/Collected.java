package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file in the gateway's ledger.
 *
 * @param motif the reason of its quarantine; empty where it is in none
 */
record Collected(String nom, String sha256, String etat, String motif, long lues, long publiees, long rejetees) {
    private static final int PAGE = 1000;

    static List<Collected> all(Rest gateway) throws IOException {
        List<Collected> all = new ArrayList<>();
        for (int page = 0; ; page++) {
            JsonNode answer = gateway.get("fichiers?taille=" + PAGE + "&page=" + page);
            answer.path("fichiers").forEach(each -> all.add(of(each)));
            if (answer.path("fichiers").size() < PAGE) {
                return all;
            }
        }
    }

    private static Collected of(JsonNode json) {
        JsonNode etat = json.path("etat");
        return new Collected(
                json.path("nom").asText(),
                json.path("sha256").asText(""),
                etat.path("etat").asText(),
                etat.path("fautes").path(0).path("code").asText(""),
                etat.path("lues").asLong(),
                etat.path("publiees").asLong(),
                etat.path("rejetees").asLong());
    }
}
