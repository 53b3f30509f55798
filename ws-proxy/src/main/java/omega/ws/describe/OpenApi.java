package omega.ws.describe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import omega.ws.contract.Element;
import omega.ws.contract.Kind;
import omega.ws.keep.Etat;
import omega.ws.receive.Appel;
import omega.ws.receive.Carried;
import omega.ws.receive.Endpoint;
import omega.ws.reply.Problem;
import omega.ws.reply.Suites;
import omega.ws.rest.RestOperation;

/** The OpenAPI 3.1 document of all that is offered. */
public final class OpenApi {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String WRITE =
            "A write: carried out in opening hours only (guide 4.1). When OMEGA is closed it is answered 503 with"
                    + " Retry-After, or waits for the opening where Prefer: respond-async asks for that. No header is needed.";
    private static final String LOOK_UP =
            "A look-up: at all hours but those of maintenance (guide 4.1). X-Omega-Appelant and X-Omega-Motif are needed"
                    + " (guide 4.2.1).";
    private static final String PROBLEM = "application/problem+json";

    private final Schemas schemas = new Schemas();
    private final Map<String, ObjectNode> borrowed = new TreeMap<>();

    private OpenApi() {}

    /** The document; {@code pack} names the contracts' origin. */
    public static ObjectNode of(String pack, Collection<Endpoint> endpoints) {
        return new OpenApi().document(pack, endpoints);
    }

    private ObjectNode document(String pack, Collection<Endpoint> endpoints) {
        ObjectNode document = JSON.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "OMEGA's web services as JSON")
                .put("version", pack)
                .put(
                        "description",
                        "Made from the contracts of the pack " + pack
                                + ". An element that may repeat is an array even of one; attributes are @name; null is"
                                + " xsi:nil; numbers keep their digits. The examples fit the contracts and may be sent as they"
                                + " are; one reference is one request, so that an example that is sent again is answered as"
                                + " before. Slots and numbers come with answers of earlier calls: those of the examples are made up, and"
                                + " OMEGA may refuse them.");
        ObjectNode paths = document.putObject("paths");
        for (Endpoint each : endpoints) {
            paths.putObject("/ws/" + each.service() + "/" + each.operation()).set("post", operation(each));
        }
        ObjectNode components = document.putObject("components");
        ObjectNode all = components.putObject("schemas");
        schemas.components().forEach(all::set);
        borrowed.forEach(all::set);
        all.set("omega.Demande", demande());
        all.set("omega.Problem", problem());
        all.set("omega.HttpProblem", httpProblem());
        all.set("omega.Suite", suite());
        components.set("headers", headers());
        return document;
    }

    private ObjectNode operation(Endpoint endpoint) {
        ObjectNode operation = JSON.objectNode().put("operationId", endpoint.service() + "." + endpoint.operation());
        endpoint.binding().libelle().ifPresent(each -> operation.put("summary", each));
        operation
                .put("description", endpoint.isWrite() ? WRITE : LOOK_UP)
                .put("x-omega-acces", endpoint.isWrite() ? "ecriture" : "lecture");
        operation.putArray("tags").add(endpoint.service());
        ArrayNode parameters = operation.putArray("parameters");
        parameter(parameters, "X-Omega-Partenaire", false, "the partner; not needed where there is only one");
        parameter(parameters, "X-Omega-Appelant", !endpoint.isWrite(), "who asks, for the audit (guide 4.2.1)")
                .put("example", "service clients");
        parameter(parameters, "X-Omega-Motif", !endpoint.isWrite(), "why, for the audit (guide 4.2.1)")
                .put("example", "dossier 4711");
        parameter(
                parameters,
                "Prefer",
                false,
                "respond-async: when OMEGA is closed, wait for it and answer 202 with a status URL");
        parameter(
                parameters,
                "Idempotency-Key",
                false,
                endpoint.isWrite()
                        ? "two calls with one key are one call; without it, two with one reference are"
                        : "where it waits for the opening, two calls with one key are one call");
        if (!endpoint.binding().suites().isEmpty()) {
            parameter(
                    parameters,
                    "query",
                    "pour",
                    false,
                    "the kept request, by its number in /demandes, of which this call is a step; then what may follow is"
                            + " that request's");
        }
        operation
                .putObject("requestBody")
                .put("required", true)
                .set("content", content("application/json", request(endpoint), Examples.request(endpoint)));
        ObjectNode responses = operation.putObject("responses");
        ObjectNode answered = responses.putObject("200").put("description", "OMEGA's answer");
        answered.set("content", answers(endpoint));
        if (endpoint.isWrite()) {
            header(answered, "Location");
        }
        ObjectNode waits = responses
                .putObject("202")
                .put("description", "It waits, or was found at OMEGA though its answer was lost");
        waits.set("content", content("application/json", reference("omega.Demande"), Optional.of(waiting(endpoint))));
        header(waits, "Location");
        header(waits, "Preference-Applied");
        problems(endpoint)
                .forEach((status, problems) -> responses.set(String.valueOf(status), problem(endpoint, problems)));
        responses.putObject("413").put("description", "The body is longer than is read; there is no other answer");
        responses.set("415", http("The body is not said to be application/json"));
        responses.set("500", http("The proxy failed; whether OMEGA was called is to be seen at /demandes"));
        return operation;
    }

    private ObjectNode problem(Endpoint endpoint, List<Problem> problems) {
        ObjectNode response = JSON.objectNode()
                .put("description", problems.stream().map(Problem::title).collect(Collectors.joining("; ")));
        ObjectNode content = content(PROBLEM, faults(endpoint, problems), Optional.empty());
        ObjectNode examples =
                content.withObject("/" + PROBLEM.replace("/", "~1")).putObject("examples");
        problems.forEach(each -> examples.putObject(
                        each.type().substring(each.type().lastIndexOf(':') + 1))
                .put("summary", each.title())
                .set("value", Examples.problem(endpoint, each)));
        response.set("content", content);
        if (problems.stream().anyMatch(OpenApi::mayBeTriedLater)) {
            header(response, "Retry-After");
        }
        if (endpoint.isWrite()) {
            header(response, "Location");
        }
        return response;
    }

    private static boolean mayBeTriedLater(Problem problem) {
        return switch (problem) {
            case IN_PROGRESS, CAPPED, FAILED, CLOSED, BUSY, BROKEN, UNANSWERED -> true;
            case UNREADABLE,
                    WHO,
                    UNKNOWN,
                    REFERENCE_TAKEN,
                    MISFIT,
                    KEY_TAKEN,
                    REFUSED,
                    BAD_ANSWER,
                    UNREACHED,
                    UNCERTAIN,
                    ABANDONED -> false;
        };
    }

    /** A problem that the server tells before the proxy is asked. */
    private static ObjectNode http(String description) {
        ObjectNode response = JSON.objectNode().put("description", description);
        response.set("content", content(PROBLEM, reference("omega.HttpProblem"), Optional.empty()));
        return response;
    }

    private static void header(ObjectNode response, String name) {
        response.withObject("/headers").putObject(name).put("$ref", "#/components/headers/" + name);
    }

    private static ObjectNode headers() {
        ObjectNode headers = JSON.objectNode();
        headers.putObject("Location")
                .put("description", "where the state of the call is to be seen, if it is kept")
                .putObject("schema")
                .put("type", "string")
                .put("format", "uri-reference");
        headers.putObject("Preference-Applied")
                .put("description", "RFC 7240")
                .putObject("schema")
                .put("const", "respond-async");
        headers.putObject("Retry-After")
                .put("description", "seconds after which to try again")
                .putObject("schema")
                .put("type", "integer")
                .put("minimum", 1);
        return headers;
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, boolean required, String description) {
        return parameter(parameters, "header", name, required, description);
    }

    private static ObjectNode parameter(
            ArrayNode parameters, String in, String name, boolean required, String description) {
        ObjectNode parameter = parameters
                .addObject()
                .put("name", name)
                .put("in", in)
                .put("required", required)
                .put("description", description);
        parameter.putObject("schema").put("type", "string").put("maxLength", Appel.LONGEST);
        return parameter;
    }

    private static Map<Integer, List<Problem>> problems(Endpoint endpoint) {
        return Arrays.stream(Problem.values())
                .filter(each -> endpoint.isWrite() || !each.isOfWrites())
                .collect(Collectors.groupingBy(Problem::status, TreeMap::new, Collectors.toList()));
    }

    private JsonNode request(Endpoint endpoint) {
        return switch (endpoint.carried()) {
            case Carried.BySoap soap -> schema(endpoint, soap.operation().input());
            case Carried.ByRest rest -> known(rest.operation(), rest.operation().request());
        };
    }

    private JsonNode answer(Endpoint endpoint) {
        return switch (endpoint.carried()) {
            case Carried.BySoap soap -> schema(endpoint, soap.operation().output());
            case Carried.ByRest rest -> {
                ObjectNode any = JSON.objectNode();
                rest.operation()
                        .successes()
                        .forEach(each -> any.withArray("anyOf")
                                .add(each.orElseGet(() -> JSON.objectNode().put("type", "null"))));
                yield known(rest.operation(), any);
            }
        };
    }

    /** OMEGA's answer, and the same with what may be asked for next where the pack declares something. */
    private ObjectNode answers(Endpoint endpoint) {
        JsonNode answer = answer(endpoint);
        ObjectNode content = content("application/json", answer, Examples.answer(endpoint));
        if (!endpoint.binding().suites().isEmpty()) {
            ObjectNode guided = JSON.objectNode().put("type", "object");
            ObjectNode properties = guided.putObject("properties");
            properties.set("reponse", answer);
            properties.putObject("suites").put("type", "array").set("items", reference("omega.Suite"));
            guided.putArray("required").add("reponse").add("suites");
            content.putObject(Suites.MEDIA_TYPE).set("schema", guided.put("additionalProperties", false));
        }
        return content;
    }

    private static ObjectNode suite() {
        ObjectNode suite = JSON.objectNode()
                .put("type", "object")
                .put("description", "what may be asked for next: POST href, with corps and what is missing from it");
        ObjectNode properties = suite.putObject("properties");
        text(properties, "operation");
        text(properties, "href");
        properties.putObject("choix").put("description", "what of the answer this one takes");
        properties.putObject("corps").put("type", "object");
        suite.putArray("required").add("operation").add("href").add("corps");
        return suite.put("additionalProperties", false);
    }

    /** A schema of which the components are in the document. */
    private JsonNode known(RestOperation operation, JsonNode schema) {
        operation.components().forEach((name, each) -> borrowed.put(name.substring(name.lastIndexOf('/') + 1), each));
        return schema;
    }

    private JsonNode schema(Endpoint endpoint, Element element) {
        return schemas.of(endpoint.service(), element);
    }

    private List<JsonNode> errors(Endpoint endpoint) {
        return switch (endpoint.carried()) {
            case Carried.BySoap soap ->
                soap.operation().faults().stream()
                        .map(each -> schema(endpoint, each))
                        .toList();
            case Carried.ByRest rest -> rest.operation().errors();
        };
    }

    /** One of some problems, whose {@code fault.detail} is one of the faults that the contract declares. */
    private ObjectNode faults(Endpoint endpoint, List<Problem> problems) {
        List<JsonNode> details = new ArrayList<>(errors(endpoint));
        details.add(JSON.objectNode().put("type", "null"));
        ObjectNode problem = JSON.objectNode();
        problem.putArray("allOf").add(reference("omega.Problem"));
        ObjectNode properties = problem.putObject("properties");
        ArrayNode types = properties.putObject("type").putArray("enum");
        problems.forEach(each -> types.add(each.type()));
        properties
                .putObject("fault")
                .putObject("properties")
                .putObject("detail")
                .putArray("anyOf")
                .addAll(details);
        return problem;
    }

    private static ObjectNode content(String type, JsonNode schema, Optional<? extends JsonNode> example) {
        ObjectNode content = JSON.objectNode();
        ObjectNode media = content.putObject(type).set("schema", schema);
        example.ifPresent(each -> media.set("example", each));
        return content;
    }

    private static ObjectNode reference(String name) {
        return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
    }

    private static ObjectNode problem() {
        ObjectNode problem = JSON.objectNode().put("type", "object");
        ObjectNode properties = problem.putObject("properties");
        ArrayNode types = properties.putObject("type").put("type", "string").putArray("enum");
        for (Problem each : Problem.values()) {
            types.add(each.type());
        }
        text(properties, "title");
        properties
                .putObject("status")
                .put("type", "integer")
                .put("minimum", 400)
                .put("maximum", 599);
        text(properties, "detail");
        ObjectNode fault = properties.putObject("fault").put("type", "object");
        fault.put("description", "the fault that OMEGA sent: a SOAP fault, or the body of an HTTP error");
        ObjectNode parts = fault.putObject("properties");
        text(parts, "code");
        parts.putObject("detail");
        fault.putArray("required").add("code").add("detail");
        ObjectNode misfits = properties.putObject("faults").put("type", "array");
        ObjectNode misfit = misfits.putObject("items").put("type", "object");
        ObjectNode of = misfit.putObject("properties");
        of.putObject("path").put("type", "string").put("description", "JSON pointer into the request");
        ArrayNode kinds = of.putObject("kind").put("type", "string").putArray("enum");
        for (Kind each : Kind.values()) {
            kinds.add(each.name());
        }
        text(of, "reason");
        misfit.putArray("required").add("path").add("kind").add("reason");
        problem.putArray("required").add("type").add("title").add("status").add("detail");
        return problem;
    }

    private static ObjectNode httpProblem() {
        ObjectNode problem = JSON.objectNode().put("type", "object");
        ObjectNode properties = problem.putObject("properties");
        properties.putObject("status").put("type", "integer");
        text(properties, "title");
        text(properties, "detail");
        problem.putArray("required").add("status").add("title");
        return problem;
    }

    /** A call that waits for the opening. */
    private static ObjectNode waiting(Endpoint endpoint) {
        return JSON.objectNode()
                .put("id", 4711)
                .put("partenaire", "DEMO")
                .put("idDemande", "EXEMPLE")
                .put("service", endpoint.service())
                .put("operation", endpoint.operation())
                .put("ecriture", endpoint.isWrite())
                .put("attend", true)
                .put("etat", Etat.EN_ATTENTE.name())
                .put("pasAvant", "2030-03-15T07:00:00Z")
                .put("recue", "2030-03-14T21:30:00Z")
                .put("modifiee", "2030-03-14T21:30:00Z");
    }

    private static ObjectNode demande() {
        ObjectNode demande = JSON.objectNode().put("type", "object");
        ObjectNode properties = demande.putObject("properties");
        properties.putObject("id").put("type", "integer");
        for (String each : List.of(
                "partenaire",
                "cle",
                "idDemande",
                "service",
                "operation",
                "appelant",
                "motif",
                "source",
                "numeroDemande")) {
            text(properties, each);
        }
        ArrayNode states = properties.putObject("etat").put("type", "string").putArray("enum");
        for (Etat each : Etat.values()) {
            states.add(each.name());
        }
        properties.putObject("ecriture").put("type", "boolean");
        properties.putObject("attend").put("type", "boolean");
        properties.putObject("statut").put("type", "integer");
        properties.putObject("reponse").put("description", "the answer, the problem, or what a look-up found");
        properties.putObject("tentatives").put("type", "integer");
        properties.putObject("decision").put("type", "object");
        for (String each : List.of("pasAvant", "recue", "modifiee")) {
            properties.putObject(each).put("type", "string").put("format", "date-time");
        }
        ArrayNode required = demande.putArray("required");
        List.of("id", "partenaire", "idDemande", "service", "operation", "etat", "pasAvant", "recue", "modifiee")
                .forEach(required::add);
        return demande;
    }

    private static void text(ObjectNode properties, String name) {
        properties.putObject(name).put("type", "string");
    }
}
