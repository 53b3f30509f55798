package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the requests stand by three accounts: what the supplier sent, what the gateway says, and what lies in OMEGA's books. Where they differ, it says so.
 */
final class Standing {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of requests that have not left. */
    private static final Set<String> WAITING = Set.of("Recue", "EnLot");

    private static final int PAGE = 1000;

    private final Map<String, JsonNode> tracked;
    private final Map<String, JsonNode> atOmega = new HashMap<>();
    private final JsonNode depots;
    private final Map<String, JsonNode> lots = new HashMap<>();
    private final List<JsonNode> quotas = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Integer> states = new TreeMap<>();
    private final Supplier supplier;
    private long accepted;
    private long rejected;
    private long pending;
    private long uncertain;

    Standing(Supplier supplier, Rest omega, Rest submitter, Rest tracker, List<LocalDate> days) throws IOException {
        this.supplier = supplier;
        this.tracked = tracked(tracker);
        this.depots = omega.get("omega/depots?partenaire=" + Plan.PARTENAIRE);
        lots(submitter).forEach(lot -> lots.put(lot.path("fichier").asText(), lot));
        omega.get("omega/quotas?partenaire=" + Plan.PARTENAIRE).forEach(quotas::add);
        arrived();
        everyRequest();
        quota();
        for (LocalDate day : days) {
            sheet(tracker.get("bilan?jour=" + day));
        }
    }

    /** Whether what should have left until an instant has, and what had left until then is answered and known to be. */
    static boolean isQuiet(Rest omega, Rest submitter, Rest tracker, Instant until) throws IOException {
        for (JsonNode lot : lots(submitter)) {
            if (Set.of("Prepare", "Envoi")
                    .contains(lot.path("etat").path("etat").asText())) {
                return false;
            }
        }
        for (JsonNode planned : submitter.get("plan").path("lots")) {
            if (isUntil(planned.path("instant"), until)) {
                return false;
            }
        }
        long unanswered = 0;
        for (JsonNode depot : omega.get("omega/depots?lignes=false&partenaire=" + Plan.PARTENAIRE)) {
            if (depot.path("compteRendu").isNull()) {
                if (isToday(depot) && isUntil(depot.path("instant"), until)) {
                    return false;
                }
                unanswered += depot.path("niveau1").path("nombre").asLong();
            }
        }
        return tracker.get("demandes?taille=1&etat=Deposee").path("total").asLong() <= unanswered;
    }

    private static boolean isUntil(JsonNode instant, Instant until) {
        return !Instant.parse(instant.asText()).isAfter(until);
    }

    /** Whether OMEGA processes it on the day it came. */
    private static boolean isToday(JsonNode depot) {
        LocalDate came = Instant.parse(depot.path("instant").asText())
                .atZone(omega.clock.OmegaClock.PARIS)
                .toLocalDate();
        return came.toString().equals(depot.path("jourTraitement").asText());
    }

    private static List<JsonNode> lots(Rest submitter) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (int page = 0; ; page++) {
            JsonNode answer = submitter.get("lots?taille=" + PAGE + "&page=" + page);
            answer.forEach(all::add);
            if (answer.size() < PAGE) {
                return all;
            }
        }
    }

    /** Reference → where it stands by the tracker. */
    static Map<String, JsonNode> tracked(Rest tracker) throws IOException {
        Map<String, JsonNode> all = new HashMap<>();
        for (int page = 0; ; page++) {
            JsonNode answer =
                    tracker.get("demandes?taille=" + PAGE + "&page=" + page).path("demandes");
            answer.forEach(each -> all.put(each.path("idDemande").asText(), each));
            if (answer.size() < PAGE) {
                return all;
            }
        }
    }

    private void arrived() {
        for (JsonNode depot : depots) {
            String name = depot.path("nom").asText();
            depot.path("receptions").properties().forEach(each -> {
                if (each.getValue().asLong() > 1) {
                    differences.add(name + " came " + each.getValue() + " times by its " + each.getKey());
                }
            });
            JsonNode lot = lots.get(name);
            if (lot == null) {
                differences.add(name + " is at OMEGA, and the submitter knows no such lot");
            } else if (!lot.path("jour")
                    .asText()
                    .equals(depot.path("jourTraitement").asText())) {
                differences.add(name + " books " + lot.path("jour").asText() + ", and OMEGA processes it on "
                        + depot.path("jourTraitement").asText());
            }
            if (depot.path("niveau1").path("resultat").asText().equals("REF")) {
                differences.add(name + " was refused: "
                        + depot.path("niveau1").path("libelle").asText());
            }
            for (JsonNode line : depot.path("lignes")) {
                String id = line.path("idDemande").asText();
                if (line.path("recue").asInt() != 1 || atOmega.put(id, line) != null) {
                    differences.add(id + " reached OMEGA " + line.path("recue").asInt() + " times");
                }
            }
        }
    }

    private void everyRequest() {
        Set<String> sent = new HashSet<>(supplier.sound());
        for (String id : supplier.wrong()) {
            if (!"Refusee".equals(state(id))) {
                differences.add(id + " is wrong and should be Refusee, is " + state(id));
            }
            if (atOmega.containsKey(id)) {
                differences.add(id + " is wrong and reached OMEGA");
            }
        }
        for (String id : sent) {
            String state = state(id);
            states.merge(state, 1, Integer::sum);
            JsonNode line = atOmega.get(id);
            if (WAITING.contains(state)) {
                pending++;
                if (line != null) {
                    differences.add(id + " is " + state + ", and is at OMEGA");
                }
            } else if (state.equals("Incertaine")) {
                uncertain++;
            } else if (line == null) {
                differences.add(id + " is " + state + ", and never reached OMEGA");
            } else {
                judged(id, state, line);
            }
        }
        atOmega.keySet().stream()
                .filter(id -> !sent.contains(id))
                .forEach(id -> differences.add(id + " is at OMEGA, and was never sent"));
    }

    private String state(String id) {
        return tracked.getOrDefault(id, JSON.createObjectNode()).path("etat").asText("unknown");
    }

    private void judged(String id, String state, JsonNode line) {
        boolean refused = line.path("resultat").asText().equals("REF");
        if (state.equals("Deposee")) {
            pending++;
        } else if (state.equals("RejeteeNiveau1") || state.equals("NonRecevable")) {
            rejected++;
        } else {
            accepted++;
        }
        if (refused != state.equals("RejeteeNiveau1")) {
            differences.add(id + " is " + state + ", and OMEGA's level 1 said "
                    + line.path("resultat").asText());
        }
        boolean told = false;
        for (JsonNode step : line.path("etapes")) {
            told |= step.path("etat").asText().equals("NRE");
        }
        if (state.equals("NonRecevable") && !told) {
            differences.add(id + " is NonRecevable, and OMEGA's level 2 said no such thing");
        }
    }

    private void quota() {
        for (JsonNode each : quotas) {
            if (each.path("limite").isNumber()
                    && each.path("total").asLong() > each.path("limite").asLong()) {
                differences.add("over the quota on " + each.path("jour").asText() + ": " + each.path("total") + " of "
                        + each.path("limite"));
            }
        }
    }

    private void sheet(JsonNode sheet) {
        if (!sheet.path("equilibre").asBoolean()) {
            differences.add(
                    "the sheet of " + sheet.path("jour").asText() + " does not balance: " + sheet.path("lignes"));
        }
    }

    List<String> differences() {
        return List.copyOf(differences);
    }

    void print(Progress out) {
        int sound = supplier.sound().size();
        out.println(
                "requests: %d sent = %d accepted + %d rejected by OMEGA + %d pending + %d uncertain; %d refused before, %d conflicts"
                        .formatted(
                                sound,
                                accepted,
                                rejected,
                                pending,
                                uncertain,
                                supplier.wrong().size(),
                                supplier.conflicts()));
        out.println("deposits: %d files; states: %s".formatted(depots.size(), states));
        quotas.forEach(each -> out.println("quota of %s: %d of %d used, %d of them on the portal"
                .formatted(
                        each.path("jour").asText(),
                        each.path("total").asLong(),
                        each.path("limite").asLong(),
                        each.path("portail").asLong())));
    }

    /** The same, for the report. */
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode()
                .put("envoyees", supplier.sound().size())
                .put("acceptees", accepted)
                .put("rejetees", rejected)
                .put("enAttente", pending)
                .put("incertaines", uncertain)
                .put("refusees", supplier.wrong().size())
                .put("depots", depots.size());
        json.set("etats", JSON.valueToTree(states));
        json.set("quotas", JSON.valueToTree(quotas));
        return json;
    }
}
