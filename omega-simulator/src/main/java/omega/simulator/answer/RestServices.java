package omega.simulator.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import omega.catalogue.ServiceWeb;
import omega.simulator.Omega;
import omega.simulator.answer.Refusal.Champ;
import omega.simulator.answer.Refusal.Code;
import omega.simulator.books.Books;
import omega.simulator.integrate.Etape;
import omega.simulator.publish.Registers.Point;
import omega.simulator.serve.WebDoor.Asked;
import omega.simulator.serve.WebDoor.Reply;

/** The token server (RFC 6749 §4.4) and the search for points behind it (§4.2.3, {@code rest/pce-adresse.yaml}). */
final class RestServices {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String TYPE = "application/json";
    private static final Set<String> STATES = Set.of("ACT", "COU", "HS");

    private final Omega omega;
    private final Books books;
    private final Jetons jetons;
    private final String scope;

    RestServices(Omega omega, Jetons jetons, String scope) {
        this.omega = omega;
        this.books = omega.books();
        this.jetons = jetons;
        this.scope = scope;
    }

    /** Answers {@code POST /oauth/token}. */
    Reply token(Asked asked) {
        Map<String, List<String>> form = form(new String(asked.body(), StandardCharsets.UTF_8));
        Call.current().asks(first(form, "grant_type").orElse(""));
        Optional<String> partenaire = client(asked, form).flatMap(each -> jetons.known(each.id(), each.secret()));
        if (partenaire.isEmpty()) {
            Call.current().refused(Code.JETON, "invalid_client");
            return json(401, Map.of("error", "invalid_client"), Map.of("WWW-Authenticate", "Basic realm=\"omega\""));
        }
        Call.current().isOf(partenaire.get());
        Optional<String> error = !first(form, "grant_type").equals(Optional.of("client_credentials"))
                ? Optional.of("unsupported_grant_type")
                : first(form, "scope").filter(each -> !each.equals(scope)).map(_ -> "invalid_scope");
        if (error.isPresent()) {
            Call.current().refused(Code.JETON, error.get());
            return json(400, Map.of("error", error.get()), Map.of());
        }
        Duration duration = books.reglages().ws().dureeJeton();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", jetons.give(partenaire.get(), duration));
        answer.put("token_type", "Bearer");
        answer.put("expires_in", duration.toSeconds());
        answer.put("scope", scope);
        return json(200, answer, Map.of("Cache-Control", "no-store"));
    }

    private record Credentials(String id, String secret) {}

    /** By HTTP Basic, or in the form (RFC 6749 §2.3.1). */
    private static Optional<Credentials> client(Asked asked, Map<String, List<String>> form) {
        String header = asked.header("Authorization");
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                byte[] bytes = Base64.getDecoder().decode(header.substring(6).strip());
                String[] parts = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
                return parts.length < 2
                        ? Optional.empty()
                        : Optional.of(new Credentials(decoded(parts[0]), decoded(parts[1])));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return first(form, "client_id")
                .flatMap(id -> first(form, "client_secret").map(secret -> new Credentials(id, secret)));
    }

    /** Whose token the request bears. */
    Optional<String> holder(Asked asked) {
        String header = asked.header("Authorization");
        return header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? jetons.holder(header.substring(7).strip())
                : Optional.empty();
    }

    static Reply unauthorised() {
        Call.current().refused(Code.JETON, "jeton absent, périmé ou révoqué");
        return error(401, Code.JETON, "jeton absent, périmé ou révoqué")
                .with("WWW-Authenticate", "Bearer error=\"invalid_token\"");
    }

    /** Answers {@code GET /pce/adresse}. */
    Reply points(Asked asked, ServiceWeb.Operation operation) {
        Call.current().asks(operation.name());
        try {
            return found(query(asked));
        } catch (Refusal refusal) {
            Call.current().refused(refusal.reason(), refusal.libelle());
            return error(400, refusal.reason(), refusal.libelle());
        }
    }

    static Reply error(int status, Code code, String libelle) {
        return json(status, Map.of("code", code.text(), "libelle", libelle), Map.of());
    }

    private record Query(Adresses.Search search, List<String> etats, int maximum) {}

    private static Query query(Asked asked) throws Refusal {
        String raw = asked.uri().getRawQuery();
        Map<String, List<String>> form = form(raw == null ? "" : raw);
        List<Champ> wrong = new ArrayList<>();
        check(wrong, form, "codePostal", true, "[0-9]{5}");
        check(wrong, form, "commune", false, ".{1,60}");
        check(wrong, form, "voie", true, ".{2,60}");
        check(wrong, form, "numero", false, "[1-9][0-9]{0,3}");
        check(wrong, form, "maximum", false, "[1-9][0-9]?|100");
        List<String> etats = form.getOrDefault("etat", List.of());
        if (!STATES.containsAll(etats)) {
            wrong.add(new Champ("etat", "vaut " + String.join(" et ", etats)));
        }
        if (!wrong.isEmpty()) {
            throw new Refusal(
                    Code.NON_CONFORME,
                    wrong.stream()
                            .map(each -> each.chemin() + " " + each.raison())
                            .collect(Collectors.joining(", ", "paramètres : ", "")),
                    "",
                    wrong);
        }
        return new Query(
                new Adresses.Search(
                        first(form, "codePostal").orElseThrow(),
                        first(form, "commune"),
                        first(form, "voie").orElseThrow(),
                        first(form, "numero").map(Integer::parseInt)),
                etats,
                first(form, "maximum").map(Integer::parseInt).orElse(Adresses.USUAL));
    }

    private static void check(
            List<Champ> wrong, Map<String, List<String>> form, String name, boolean required, String pattern) {
        List<String> values = form.getOrDefault(name, List.of());
        boolean sound = values.isEmpty()
                ? !required
                : values.size() == 1 && values.getFirst().matches(pattern);
        if (!sound) {
            wrong.add(new Champ(name, values.isEmpty() ? "manque" : "vaut " + String.join(" et ", values)));
        }
    }

    private Reply found(Query query) {
        List<Map<String, Object>> pces = new ArrayList<>();
        for (Point point : Adresses.find(omega.registers(), query.search(), Long.MAX_VALUE)) {
            String etat = Adresses.state(books, this::step, point.numero());
            if (query.etats().isEmpty() || query.etats().contains(etat)) {
                pces.add(view(point, etat));
            }
        }
        boolean more = pces.size() > query.maximum();
        return json(200, Map.of("pces", more ? pces.subList(0, query.maximum()) : pces, "incomplet", more), Map.of());
    }

    private Etape step(omega.simulator.books.Unitaire demande) {
        return omega.parcours().until(omega.clock().instant(), demande).getLast();
    }

    private static Map<String, Object> view(Point point, String etat) {
        Map<String, Object> address = new LinkedHashMap<>();
        address.put("numero", point.rue());
        address.put("voie", point.voie());
        address.put("codePostal", point.codePostal());
        address.put("commune", point.commune());
        address.put("codeInsee", point.codeInsee());
        Map<String, Object> pce = new LinkedHashMap<>();
        pce.put("pce", point.numero());
        pce.put("etat", etat);
        pce.put("adresse", address);
        pce.put("position", Map.of("latitude", point.latitude(), "longitude", point.longitude()));
        return pce;
    }

    private static Map<String, List<String>> form(String text) {
        Map<String, List<String>> form = new TreeMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.computeIfAbsent(decoded(pair.substring(0, equals)), _ -> new ArrayList<>())
                        .add(decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    /** A text that is not well encoded stands for itself. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static Optional<String> first(Map<String, List<String>> form, String name) {
        return form.getOrDefault(name, List.of()).stream().findFirst();
    }

    private static Reply json(int status, Map<String, ?> body, Map<String, String> headers) {
        try {
            Reply reply = new Reply(status, TYPE, JSON.writeValueAsBytes(body));
            for (Map.Entry<String, String> each : headers.entrySet()) {
                reply = reply.with(each.getKey(), each.getValue());
            }
            return reply;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map must be JSON", e);
        }
    }
}
