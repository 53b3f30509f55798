package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import omega.event.Topics;
import omega.sandbox.UnitSupplier.Asked;
import omega.sandbox.test.Topic;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where calls of web services stand: what the supplier asked for, what the proxy says, what it answered by Kafka, what status-tracker shows beside the mass
 * requests, and what lies in OMEGA's books. What was to go wrong and did not is a difference too: it proves nothing.
 */
final class UnitStanding {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENDS = Set.of("ACCEPTEE", "REFUSEE", "ABANDONNEE");

    private final Asked asked;
    private final Map<String, JsonNode> atProxy = new HashMap<>();
    private final Map<String, Integer> atOmega = new HashMap<>();
    private final JsonNode sheet;
    private final Map<String, List<String>> answers;
    private final Map<String, JsonNode> tracked;
    private final Map<String, Integer> states = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private final Set<String> shown = new HashSet<>();
    private final List<String> played = new ArrayList<>();
    private int cut;
    private final Set<String> lost = new HashSet<>();

    /** {@code answers} by reference: the states that came by Kafka. */
    UnitStanding(Asked asked, Rest omega, Rest proxy, Map<String, List<String>> answers, Map<String, JsonNode> tracked)
            throws IOException {
        this(
                asked,
                proxy.get("demandes?taille=1000"),
                tracked,
                omega.get("omega/ws/appels?partenaire=" + Plan.PARTENAIRE),
                omega.get("omega/ws/bilan"),
                answers);
    }

    UnitStanding(
            Asked asked,
            JsonNode demandes,
            Map<String, JsonNode> tracked,
            JsonNode calls,
            JsonNode sheets,
            Map<String, List<String>> answers) {
        this.asked = asked;
        this.answers = answers;
        this.tracked = tracked;
        demandes.forEach(each -> atProxy.put(each.path("idDemande").asText(), each));
        for (JsonNode call : calls) {
            if (call.path("numeroDemande").isTextual()) {
                atOmega.merge(call.path("idDemande").asText(), 1, Integer::sum);
            }
            shown.add(call.path("certificat").asText());
            cut += call.path("issue").asText().equals("COUPEE") ? 1 : 0;
            if (call.path("panne").isTextual()) {
                if (call.path("numeroDemande").isTextual()) {
                    lost.add(call.path("idDemande").asText());
                }
                played.add(
                        call.path("service").asText() + " " + call.path("panne").asText());
            }
            if (call.path("code").asText().equals("TEC-003")) {
                differences.add(call.path("service").asText() + " was called out of hours, at "
                        + call.path("instant").asText());
            }
        }
        JsonNode own = JSON.createObjectNode();
        for (JsonNode each : sheets) {
            own = each.path("partenaire").asText().equals(Plan.PARTENAIRE) ? each : own;
        }
        this.sheet = own;
        if (sheet.path("prisesEnDouble").asLong(-1) != 0) {
            differences.add("references that OMEGA took more than once: "
                    + sheet.path("prisesEnDouble").asLong(-1));
        }
        differences.addAll(asked.troubles());
        asked.certificates().stream()
                .filter(each -> !shown.contains(each))
                .forEach(
                        each -> differences.add("certificate " + each + " was put in place, and never shown to OMEGA"));
        List<String> missing = new ArrayList<>(asked.faults());
        played.forEach(missing::remove);
        missing.forEach(each -> differences.add(each + " was to happen at OMEGA, and did not"));
        asked.sent().keySet().forEach(this::outcome);
        asked.turnedAway().stream()
                .filter(atOmega::containsKey)
                .forEach(id -> differences.add(id + " was turned away, and is at OMEGA"));
        asked.byKafka().forEach(this::answered);
    }

    /** Reference → states, in the order in which the proxy answered by Kafka. */
    static Map<String, List<String>> answers(String bootstrapServers) throws IOException {
        Map<String, List<String>> answers = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> each : Topic.committed(bootstrapServers, Topics.REPONSE_UNITAIRE)) {
            JsonNode answer = JSON.readTree(each.value());
            answers.computeIfAbsent(answer.path("idDemande").asText(), _ -> new ArrayList<>())
                    .add(answer.path("etat").asText());
        }
        return answers;
    }

    /** Each has one outcome, the same here and there. */
    private void outcome(String id) {
        String state =
                atProxy.getOrDefault(id, JSON.createObjectNode()).path("etat").asText("unknown");
        states.merge(state, 1, Integer::sum);
        int times = atOmega.getOrDefault(id, 0);
        if (!ENDS.contains(state)) {
            differences.add(id + " has no outcome, is " + state);
        } else if (times != (state.equals("ACCEPTEE") ? 1 : 0)) {
            differences.add(id + " is " + state + ", and OMEGA took it " + times + " times");
        } else {
            timeline(id, state);
        }
    }

    /** What the tracker shows of it, with the number that OMEGA gave. */
    private void timeline(String id, String state) {
        JsonNode shows = tracked.getOrDefault(id, JSON.createObjectNode());
        String tracks = shows.path("etat").asText("unknown");
        String numero = atProxy.getOrDefault(id, JSON.createObjectNode())
                .path("numeroDemande")
                .asText("");
        if (!isTold(state, tracks)) {
            differences.add(id + " is " + state + ", and the tracker shows " + tracks);
        } else if (!numero.isEmpty() && !numero.equals(shows.path("numeroSuivi").asText(""))) {
            differences.add(id + " is " + numero + ", and the tracker shows "
                    + shows.path("numeroSuivi").asText(""));
        }
    }

    /** Whether the tracker's state of a request is one that the proxy's leads to: what SDEM told since goes further. */
    private static boolean isTold(String state, String tracked) {
        return switch (state) {
            case "ACCEPTEE" ->
                !Set.of("unknown", "Recue", "Incertaine", "Refusee", "RejeteeNiveau1")
                        .contains(tracked);
            case "ABANDONNEE" -> tracked.equals("Refusee");
            default -> tracked.equals("RejeteeNiveau1");
        };
    }

    /** Whether the tracker has heard of the outcome of all that the proxy knows. */
    static boolean isTold(Rest proxy, Map<String, JsonNode> tracked) throws IOException {
        for (JsonNode each : proxy.get("demandes?taille=1000")) {
            JsonNode shows = tracked.getOrDefault(each.path("idDemande").asText(), JSON.createObjectNode());
            if (each.path("ecriture").asBoolean()
                    && !isTold(each.path("etat").asText(), shows.path("etat").asText("unknown"))) {
                return false;
            }
        }
        return true;
    }

    private void answered(String id) {
        long ends = answers.getOrDefault(id, List.of()).stream()
                .filter(ENDS::contains)
                .distinct()
                .count();
        if (ends != 1) {
            differences.add(id + " was asked by Kafka and answered " + answers.get(id));
        }
    }

    /** Whose answer was lost or spoiled once OMEGA had done the work, and which a look-up found. */
    private long found() {
        return lost.stream().filter(id -> !asked.decided().contains(id)).count();
    }

    List<String> differences() {
        return List.copyOf(differences);
    }

    void print(Progress out) {
        out.println(
                "web services: %d services by JSON, %d by Kafka; %d requests %s, %d by Kafka; %d waited for the opening, %d were told when it is; at OMEGA %d calls, %d faults played, %d answers cut, %d doubles; %d answers to writes lost, %d of them found again, an operator decided %d; certificates renewed %d, access tokens revoked %d"
                        .formatted(
                                asked.services().size(),
                                asked.heard().size(),
                                asked.sent().size(),
                                states,
                                asked.byKafka().size(),
                                asked.waiting().size(),
                                asked.turnedAway().size(),
                                sheet.path("appels").asLong(),
                                played.size(),
                                cut,
                                sheet.path("prisesEnDouble").asLong(),
                                lost.size(),
                                found(),
                                asked.decided().size(),
                                asked.certificates().size(),
                                asked.tokens()));
    }

    /** The same, for the report. */
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode()
                .put("services", asked.services().size())
                .put("servicesParKafka", asked.heard().size())
                .put("certificatsRenouveles", asked.certificates().size())
                .put("demandees", asked.sent().size())
                .put("parKafka", asked.byKafka().size())
                .put("jetonsRevoques", asked.tokens())
                .put("ontAttendu", asked.waiting().size())
                .put("renvoyees", asked.turnedAway().size())
                .put("pannesJouees", played.size())
                .put("reponsesCoupees", cut)
                .put("reponsesPerdues", lost.size())
                .put("retrouvees", found())
                .put("decidees", asked.decided().size());
        json.set("etats", JSON.valueToTree(states));
        json.set("omega", sheet);
        return json;
    }
}
