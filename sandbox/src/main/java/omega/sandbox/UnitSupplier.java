package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import omega.catalogue.Catalogue;

/**
 * The supplier's own systems where they call web services: before the opening, by Kafka and by JSON that may wait or not; then every service by JSON, each call
 * twice under one key, with appointments; then, with a new certificate and the access token revoked, every service by Kafka; and an operator's word on what
 * stays uncertain. It remembers what it asked for.
 */
final class UnitSupplier implements AutoCloseable {
    /** Writes are closed, look-ups are not (§4.1); OMEGA has put out nothing of the day yet, so that nothing keeps it waiting beyond the opening. */
    static final LocalTime CLOSED = LocalTime.of(5, 45);

    static final LocalTime OPEN = LocalTime.of(9, 0);

    private static final Map<String, List<String>> FAULTS = Map.of(
            "CreerDemandeCHF", List.of("REPONSE_PERDUE", "HTTP_APRES:504"),
            "CreerDemandeCHDT", List.of("COUPURE", "REPONSE_TRONQUEE"),
            "CreerDemandeTIDX", List.of("HTTP:503", "CORPS_ERREUR:HTML"),
            "CreerDemandeRADDPM", List.of("REPONSE_INVALIDE"),
            "AnnulerDemandeUnitaire", List.of("REPONSE_PERDUE"),
            "RecupererDonneesPCE", List.of("HTTP:502"));

    private static final String PROPOSE = "ProposerCreneauxHoraires";
    private static final String MOVE = "ModifierDemandeRdv";
    private static final String END = "AnnulerDemandeUnitaire";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final UnitRequests requests;
    private final Calling calling;
    private final Rest omega;
    private final Rest proxy;
    private final List<String> points = new ArrayList<>();
    private final UnitMessages messages;
    private final Map<String, String> sent = new LinkedHashMap<>();
    private final Set<String> byKafka = new LinkedHashSet<>();
    private final Set<String> turnedAway = new LinkedHashSet<>();
    private final Set<String> called = new LinkedHashSet<>();
    private final Set<String> heard = new LinkedHashSet<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> decided = new LinkedHashSet<>();
    private final Set<String> certificates = new LinkedHashSet<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();
    private int number;
    private int tokens;
    private int unreached;

    UnitSupplier(Catalogue catalogue, Rest omega, Rest proxy, String bootstrapServers) throws IOException {
        JsonNode offered = proxy.get("openapi").path("paths");
        this.requests = new UnitRequests(catalogue, offered::has);
        catalogue.services().stream()
                .filter(each -> !requests.services().contains(each.name()))
                .forEach(each -> troubles.add(each.name() + " is not offered by the proxy"));
        this.omega = omega;
        this.proxy = proxy;
        this.calling = new Calling(proxy.base());
        omega.get("omega/pce?partenaire=" + Plan.PARTENAIRE).forEach(each -> points.add(each.asText()));
        this.messages = new UnitMessages(requests, bootstrapServers);
    }

    static Set<LocalTime> times() {
        return Set.of(CLOSED, OPEN);
    }

    /** What goes wrong at OMEGA on the first calls of a day: the switch, which is to be set on it. All of it must happen. */
    JsonNode faultsOfTheDay() {
        FAULTS.forEach((service, each) -> each.forEach(fault -> faults.add(service + " " + fault)));
        return JSON.valueToTree(FAULTS);
    }

    void act(LocalDate today, LocalTime time) throws IOException {
        if (time.equals(CLOSED)) {
            beforeOpening(today);
        } else if (time.equals(OPEN)) {
            everything(today);
        }
    }

    private void beforeOpening(LocalDate today) throws IOException {
        for (String service : requests.free()) {
            String id = next(service);
            byKafka.add(id);
            waiting.add(id);
            messages.send(service, id, body(service, id, today, Map.of()));
        }
        String patient = next("CreerDemandeCHF");
        Calling.Answer waits = once("CreerDemandeCHF", patient, "respond-async", today);
        waiting.add(patient);
        expect(waits.status() == 202, patient + " should wait for the opening, answered " + waits);
        String impatient = "UNI-" + today + "-PRESSE";
        turnedAway.add(impatient);
        Calling.Answer away = once("CreerDemandeCHF", impatient, "", today);
        expect(
                away.status() == 503 && away.problem().equals("closed") && away.retryAfter() > 0,
                impatient + " should be told when OMEGA opens, answered " + away);
        lookUps(today);
    }

    private Calling.Answer once(String service, String id, String prefer, LocalDate today) throws IOException {
        return made(service, id, prefer, body(service, id, today, Map.of()));
    }

    private void lookUps(LocalDate today) throws IOException {
        for (String service : requests.services()) {
            if (!requests.isWrite(service)) {
                String id = "LEC-%05d".formatted(++number);
                Calling.Answer answer = made(service, id, body(service, id, today, Map.of()));
                expect(answer.status() == 200, service + " should answer, answered " + answer);
            }
        }
    }

    /** Every service, in an order in which each finds what it names; and each again under the same key. */
    private void everything(LocalDate today) throws IOException {
        Map<String, String> numbers = new HashMap<>();
        for (String service : requests.services()) {
            if (!requests.isWrite(service)) {
                continue;
            }
            String id = next(service);
            Map<String, String> places = new HashMap<>(numbers);
            String pce = point();
            places.put("pce", pce);
            if (requests.needsSlot(service)) {
                String of =
                        service.equals("ModifierDemandeRdv") ? numbers.getOrDefault("CreerDemandeMHS.pce", pce) : pce;
                places.put("creneau", slot(of, today));
            }
            ObjectNode body = body(service, id, today, places);
            Calling.Answer first = made(service, id, body);
            Calling.Answer again = made(service, id, body);
            String numero = first.numero().isEmpty() && requests.isNamed(service) ? settled(id) : first.numero();
            if (!numero.isEmpty()) {
                numbers.put(service, numero);
                numbers.put(service + ".pce", pce);
                expect(
                        again.isUncertain() || numero.equals(again.numero()),
                        id + " was answered " + first + ", and said again " + again);
            } else {
                expect(first.isUncertain(), service + " " + id + " was answered " + first);
            }
        }
        appointment(today);
        lookUps(today);
        int before = tokensGiven();
        int away = unreached;
        int revoked = omega.post("omega/ws/jetons/revocation").path("jetons").asInt();
        renew();
        lookUps(today);
        everythingByKafka(today);
        expect(revoked > 0, "OMEGA had no access token to revoke");
        expect(tokensGiven() > before, "no other access token was asked for after the last one was revoked");
        expect(unreached == away, (unreached - away) + " calls failed while the certificate was replaced");
        tokens += revoked;
    }

    /** From slots to a creation, other slots, one of these, and its end: by what each answer says of what may follow, until one is not known. */
    private void appointment(LocalDate today) throws IOException {
        String pce = point();
        String look = "LEC-%05d".formatted(++number);
        Calling.Answer slots =
                made(PROPOSE, look, body(PROPOSE, look, today, Map.of("pce", pce, "jour", today.toString())));
        JsonNode first = slots.suites().path(0);
        String create = first.path("operation").asText().replaceFirst("/.*", "");
        if (!requests.services().contains(create)) {
            troubles.add("no creation follows from " + slots);
            return;
        }
        String id = next(create);
        Calling.Answer created = follow(first, id, body(create, id, today, Map.of("pce", pce)));
        if (created.status() != 200) {
            return;
        }
        look = "LEC-%05d".formatted(++number);
        Calling.Answer others = follow(suite(created, PROPOSE), look, JSON.createObjectNode());
        String move = next(MOVE);
        Calling.Answer moved =
                follow(suite(others, MOVE), move, JSON.createObjectNode().put("idDemande", move));
        if (moved.status() != 200) {
            return;
        }
        String end = next(END);
        Calling.Answer ended = follow(
                suite(moved, END),
                end,
                JSON.createObjectNode().put("idDemande", end).put("motif", "M07"));
        if (ended.status() == 200) {
            long kept = proxy.get("demandes?idDemande=" + id).path(0).path("id").asLong();
            expect(
                    proxy.get("demandes/" + kept + "/suites").isEmpty(),
                    id + " was called off by " + end + ", and more is offered");
        }
    }

    private static JsonNode suite(Calling.Answer answer, String service) {
        return answer.suites()
                .valueStream()
                .filter(each -> each.path("operation").asText().startsWith(service + "/"))
                .findFirst()
                .orElseGet(JSON::missingNode);
    }

    /** Posts to the address that an answer gave the body that it began, with what is {@code ours}. */
    private Calling.Answer follow(JsonNode suite, String key, ObjectNode ours) throws IOException {
        if (suite.isMissingNode()) {
            troubles.add("no answer says how to ask for " + key);
            return new Calling.Answer(0, suite, suite, 0);
        }
        JSON.readerForUpdating(ours).readValue(suite.path("corps"));
        Calling.Answer answer = calling.made(suite.path("href").asText().substring(1), key, "", ours, _ -> {});
        expect(
                answer.status() == 200 || answer.isUncertain(),
                key + " was asked for as an answer said, " + suite + ", and answered " + answer);
        return answer;
    }

    private int tokensGiven() throws IOException {
        int given = 0;
        for (JsonNode each : omega.get("omega/ws/appels?service=jeton")) {
            given += each.path("statut").asInt() == 200 ? 1 : 0;
        }
        return given;
    }

    /** GRDF hands over a new certificate (§1.4.1), which is put in place of the former. */
    private void renew() throws IOException {
        JsonNode renewed = omega.post("omega/ws/certificats/renouvellement?partenaire=" + Plan.PARTENAIRE);
        certificates.add(renewed.path("certificat").asText());
    }

    /** Every service once more; what another names is awaited before, all the rest afterwards. */
    private void everythingByKafka(LocalDate today) throws IOException {
        Map<String, String> ids = new LinkedHashMap<>();
        Map<String, String> points = new HashMap<>();
        for (String service : requests.services()) {
            boolean writes = requests.isWrite(service);
            String id = writes ? next(service) : "LEC-%05d".formatted(++number);
            Map<String, String> places = new HashMap<>();
            for (String named : requests.named(service)) {
                places.put(named, messages.answer(ids.getOrDefault(named, "")).numero());
            }
            String pce = point();
            points.put(service, pce);
            places.put("pce", pce);
            if (requests.needsSlot(service)) {
                places.put(
                        "creneau",
                        slot(
                                service.equals("ModifierDemandeRdv")
                                        ? points.getOrDefault("CreerDemandeMHS", pce)
                                        : pce,
                                today));
            }
            if (writes) {
                byKafka.add(id);
            }
            messages.send(service, id, body(service, id, today, places));
            ids.put(service, id);
        }
        for (Map.Entry<String, String> each : ids.entrySet()) {
            Calling.Answer answer = messages.answer(each.getValue());
            expect(
                    answer.status() == 200 || answer.status() == 202 || answer.isUncertain(),
                    each.getKey() + " " + each.getValue() + " was answered by Kafka " + answer);
            heard.add(each.getKey());
        }
    }

    /** The number of a request whose answer was lost, once it is found again; empty if it is not. */
    private String settled(String id) {
        AtomicReference<String> numero = new AtomicReference<>("");
        Waiting.until(
                () -> {
                    try {
                        proxy.get("demandes?idDemande=" + id)
                                .forEach(each ->
                                        numero.set(each.path("numeroDemande").asText()));
                        return !numero.get().isEmpty();
                    } catch (IOException e) {
                        return false;
                    }
                },
                PATIENCE);
        return numero.get();
    }

    private String slot(String pce, LocalDate today) throws IOException {
        Calling.Answer answer = made(
                PROPOSE,
                "LEC-%05d".formatted(++number),
                body(PROPOSE, "", today, Map.of("pce", pce, "jour", today.toString())));
        JsonNode slots = answer.body().path("creneau");
        expect(!slots.isEmpty(), "no slot for " + pce + ": " + answer);
        return slots.path(Math.floorMod(number, Math.max(1, slots.size())))
                .path("@reference")
                .asText();
    }

    private Calling.Answer made(String service, String id, ObjectNode body) throws IOException {
        return made(service, id, "", body);
    }

    private Calling.Answer made(String service, String id, String prefer, ObjectNode body) throws IOException {
        called.add(service);
        return calling.made(
                requests.path(service), id, prefer, body, answer -> unreached += answer.isUnreached() ? 1 : 0);
    }

    private ObjectNode body(String service, String id, LocalDate today, Map<String, String> more) {
        Map<String, String> places = new HashMap<>(
                Map.of("id", id, "pce", point(), "jour", today.plusDays(20).toString()));
        places.putAll(more);
        return requests.body(service, places);
    }

    private String next(String service) {
        String id = "UNI-%05d".formatted(++number);
        sent.put(id, service);
        return id;
    }

    private String point() {
        return points.get(number % points.size());
    }

    private void expect(boolean so, String otherwise) {
        if (!so) {
            troubles.add(otherwise);
        }
    }

    /** Whether nothing is under way at the proxy that OMEGA could answer now. */
    boolean isQuiet() throws IOException {
        for (String state : List.of("EN_ATTENTE", "ENVOI")) {
            if (!proxy.get("demandes?taille=1&etat=" + state).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** What stays uncertain once look-ups have had their time, an operator decides, by what OMEGA's books say. */
    void decide(Rest omega) throws IOException {
        Waiting.until(
                () -> {
                    try {
                        return undecided(omega, true).isEmpty();
                    } catch (IOException e) {
                        return false;
                    }
                },
                PATIENCE);
        for (JsonNode each : undecided(omega, false)) {
            String id = each.path("idDemande").asText();
            boolean there = isAtOmega(omega, id);
            expect(!isFindable(omega, id), id + " is at OMEGA, and was not found again by its reference");
            ObjectNode word = JSON.createObjectNode()
                    .put("operateur", "demo")
                    .put("raison", "OMEGA's books")
                    .put("presente", there);
            proxy.post("demandes/" + each.path("id").asLong() + "/decision", word);
            decided.add(id);
        }
    }

    /** Uncertain ones; {@code findable}: only those that a look-up will find. */
    private List<JsonNode> undecided(Rest omega, boolean findable) throws IOException {
        List<JsonNode> some = new ArrayList<>();
        for (JsonNode each : proxy.get("demandes?taille=1000&etat=INCERTAINE")) {
            if (!findable || isFindable(omega, each.path("idDemande").asText())) {
                some.add(each);
            }
        }
        return some;
    }

    /** Whether OMEGA has a request of this reference. */
    private static boolean isFindable(Rest omega, String id) throws IOException {
        return !omega.get("omega/ws/demandes?idDemande=" + id).isEmpty();
    }

    private static boolean isAtOmega(Rest omega, String id) throws IOException {
        for (JsonNode call : omega.get("omega/ws/appels?idDemande=" + id)) {
            if (call.path("numeroDemande").isTextual()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What was asked for, and what went otherwise than it should.
     *
     * @param sent reference → service, of what OMEGA must have once or must have refused
     * @param turnedAway references that were told that OMEGA is closed, and never came again
     * @param services that were called by JSON
     * @param heard services that answered by Kafka
     * @param certificates that were put in place meanwhile, by serial number
     * @param waiting references that were sent before the opening and waited for it
     * @param faults what was to go wrong at OMEGA: service and fault, as often as it was to happen
     * @param tokens that were revoked
     * @param decided references of which an operator had to decide whether OMEGA has them
     */
    record Asked(
            Map<String, String> sent,
            Set<String> byKafka,
            Set<String> turnedAway,
            Set<String> services,
            Set<String> heard,
            Set<String> certificates,
            Set<String> waiting,
            List<String> faults,
            int tokens,
            Set<String> decided,
            List<String> troubles) {}

    Asked asked() {
        return new Asked(
                Map.copyOf(sent),
                Set.copyOf(byKafka),
                Set.copyOf(turnedAway),
                Set.copyOf(called),
                Set.copyOf(heard),
                Set.copyOf(certificates),
                Set.copyOf(waiting),
                List.copyOf(faults),
                tokens,
                Set.copyOf(decided),
                List.copyOf(troubles));
    }

    int sent() {
        return sent.size();
    }

    @Override
    public void close() {
        messages.close();
    }
}
