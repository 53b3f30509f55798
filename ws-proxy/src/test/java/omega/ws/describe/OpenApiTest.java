package omega.ws.describe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.openapi.api.SmallRyeOpenAPI;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.ServiceWeb;
import omega.ws.Foreign;
import omega.ws.contract.Contract;
import omega.ws.contract.Element;
import omega.ws.contract.Kind;
import omega.ws.contract.SoapOperation;
import omega.ws.receive.Carried;
import omega.ws.receive.Endpoint;
import omega.ws.receive.Offer;
import omega.ws.reply.Problem;
import omega.ws.translate.Json;
import omega.ws.translate.Mutations;
import omega.ws.translate.RandomContract;
import omega.ws.translate.Samples;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A third party's validator takes from the document what we take, and refuses what we refuse as far as JSON Schema can say it. */
class OpenApiTest {
    private static final int DOCUMENTS = Boolean.getBoolean("tests.full") ? 500 : 20;

    private static final int LOTS = Boolean.getBoolean("tests.full") ? 100 : 30;
    private static final Set<Kind> REFUSED = EnumSet.noneOf(Kind.class);

    static Stream<Foreign.Sample> contracts() {
        return Foreign.all();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void theDocumentIsWhatIsEnforced(Foreign.Sample sample) {
        check(sample);
    }

    @Test
    void contractsDrawnByLotAreDescribedToo() {
        int described = 0;
        for (int seed = 0; seed < LOTS; seed++) {
            Foreign.Sample sample = new Foreign.Sample(RandomContract.files(seed), RandomContract.WSDL);
            try {
                described += check(sample);
            } catch (AssertionError e) {
                throw new AssertionError(
                        "seed " + seed + "\n" + new String(sample.files().get(sample.wsdl()), UTF_8), e);
            }
        }
        assertTrue(described > LOTS / 5, "only " + described);
    }

    /** How many operations there were. */
    private static int check(Foreign.Sample sample) {
        Contract contract = Contract.read(sample.files(), sample.wsdl());
        List<Endpoint> endpoints =
                contract.operations().stream().map(OpenApiTest::endpoint).toList();
        ObjectNode document = OpenApi.of("test", endpoints);
        int shown = 0;
        for (Endpoint endpoint : endpoints) {
            JsonNode operation = document.path("paths")
                    .path("/ws/" + endpoint.service() + "/" + endpoint.operation())
                    .path("post");
            shown += shown(document, endpoint, operation);
            check(
                    sample,
                    soap(endpoint).input(),
                    validator(document, operation.at("/requestBody/content/application~1json/schema")));
            check(
                    sample,
                    soap(endpoint).output(),
                    validator(document, operation.at("/responses/200/content/application~1json/schema")));
        }
        int found = shown;
        assertTrue(
                sample.wsdl().equals(RandomContract.WSDL) || found == 2 * endpoints.size(),
                () -> sample + " has examples of " + found + " messages of " + endpoints.size() + " operations");
        return endpoints.size();
    }

    /** What is shown fits, by our own check and a third party's; how many examples of a request and its answer there are. */
    private static int shown(ObjectNode document, Endpoint endpoint, JsonNode operation) {
        JsonNode request = operation.at("/requestBody/content/application~1json");
        JsonNode answer = operation.at("/responses/200/content/application~1json");
        if (request.has("example")) {
            assertEquals(List.of(), endpoint.carried().misfits(request.path("example")));
        }
        if (answer.has("example")) {
            assertEquals(List.of(), endpoint.carried().misfitsOfAnswer(answer.path("example")));
        }
        fits(document, request.path("schema"), request.path("example"));
        fits(document, answer.path("schema"), answer.path("example"));
        for (JsonNode response : operation.path("responses")) {
            JsonNode problem = response.at("/content/application~1problem+json");
            problem.path("examples").forEach(each -> fits(document, problem.path("schema"), each.path("value")));
        }
        JsonNode waits = operation.at("/responses/202/content/application~1json");
        fits(document, waits.path("schema"), waits.path("example"));
        return (request.has("example") ? 1 : 0) + (answer.has("example") ? 1 : 0);
    }

    private static void fits(ObjectNode document, JsonNode schema, JsonNode example) {
        if (!example.isMissingNode()) {
            JsonNode read = Json.read(Json.write(example).getBytes(UTF_8));
            assertEquals(Set.of(), validator(document, schema).validate(read), read::toString);
        }
    }

    /** Only identity and depth are no matter of one value, which is all that JSON Schema sees. */
    @AfterAll
    static void everyOtherKindWasRefused() {
        assertEquals(EnumSet.complementOf(EnumSet.of(Kind.IDENTITY, Kind.DEPTH)), REFUSED);
    }

    /** The pack's REST service (guide 4.2.3), on documents by hand. */
    @Test
    void aRestServiceIsDescribedAsItIsEnforced() {
        Offer offer = new Offer(Catalogue.provisional(), Optional.empty(), () -> Map.of());
        ObjectNode document = OpenApi.of("test", offer.all());
        JsonNode operation = document.at("/paths/~1ws~1pce-adresse~1rechercherPce/post");
        assertEquals("lecture", operation.path("x-omega-acces").asText());
        Endpoint endpoint = offer.find("pce-adresse", "rechercherPce").orElseThrow();
        assertEquals(2, shown(document, endpoint, operation), "the pack's");
        Endpoint bare = new Endpoint(
                endpoint.service(), endpoint.chemin(), endpoint.binding(), endpoint.carried(), Optional.empty());
        ObjectNode own = OpenApi.of("test", List.of(bare));
        assertEquals(2, shown(own, bare, own.at("/paths/~1ws~1pce-adresse~1rechercherPce/post")), "of its contract");
        JsonSchema request = validator(document, operation.at("/requestBody/content/application~1json/schema"));
        assertTrue(fits(request, "{'codePostal': '61000', 'voie': 'rue', 'etat': ['ACT']}"));
        assertFalse(fits(request, "{'codePostal': '6100', 'voie': 'rue'}"));
        assertFalse(fits(request, "{'codePostal': '61000', 'voie': 'rue', 'etat': 'ACT'}"));
        assertFalse(fits(request, "{'codePostal': '61000', 'voie': 'rue', 'autre': 1}"));
        JsonSchema answer = validator(document, operation.at("/responses/200/content/application~1json/schema"));
        String point =
                "{'pce': '12345678901234', 'etat': 'ACT', 'adresse': {'voie': 'v', 'codePostal': '61000', 'commune':"
                        + " 'c'}}";
        assertTrue(fits(answer, "{'pces': [" + point + "], 'incomplet': false}"));
        assertFalse(fits(answer, "{'pces': [" + point.replace("ACT", "X") + "], 'incomplet': false}"));
        JsonSchema problem =
                validator(document, operation.at("/responses/502/content/application~1problem+json/schema"));
        String failed =
                "{'type': 'urn:omega:problem:failed', 'title': 't', 'status': 502, 'detail': 'd', 'fault': {'code':"
                        + " 'HTTP 500', 'detail': %s}}";
        assertTrue(fits(problem, failed.formatted("{'code': 'TEC-099', 'libelle': 'panne'}")));
        assertTrue(fits(problem, failed.formatted("null")));
        assertFalse(fits(problem, failed.formatted("{'code': 'X'}")));
    }

    /** That tools can read it: a third party does, its schemas are of the draft, and all that it refers to is there. */
    @Test
    void theDocumentIsOpenApi() {
        Offer offer = new Offer(Catalogue.provisional(), Optional.empty(), () -> Map.of());
        ObjectNode document = OpenApi.of("test", offer.all());

        OpenAPI read = SmallRyeOpenAPI.builder()
                .withConfig(new SmallRyeConfigBuilder().build())
                .withCustomStaticFile(
                        () -> new ByteArrayInputStream(Json.write(document).getBytes(UTF_8)))
                .enableAnnotationScan(false)
                .enableStandardStaticFiles(false)
                .enableModelReader(false)
                .build()
                .model();

        assertEquals("3.1.0", read.getOpenapi());
        assertEquals(
                offer.all().stream().map(each -> "/ws/" + each).collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(read.getPaths().getPathItems().keySet()));
        for (Endpoint endpoint : offer.all()) {
            Operation post = read.getPaths().getPathItem("/ws/" + endpoint).getPOST();
            Set<String> known = new TreeSet<>(
                    Set.of("X-Omega-Partenaire", "X-Omega-Appelant", "X-Omega-Motif", "Prefer", "Idempotency-Key"));
            if (!endpoint.binding().suites().isEmpty()) {
                known.add("pour");
            }
            assertEquals(
                    known,
                    post.getParameters().stream()
                            .map(Parameter::getName)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    "each that Calls reads");
            Map<String, APIResponse> responses = post.getResponses().getAPIResponses();
            Set<String> statuses = Arrays.stream(Problem.values())
                    .filter(each -> endpoint.isWrite() || !each.isOfWrites())
                    .map(each -> String.valueOf(each.status()))
                    .collect(Collectors.toCollection(TreeSet::new));
            statuses.addAll(Set.of("200", "202", "413", "415", "500"));
            assertEquals(statuses, new TreeSet<>(responses.keySet()));
            assertEquals(Set.of("Location", "Preference-Applied"), headers(responses.get("202")));
            assertEquals(
                    endpoint.isWrite() ? Set.of("Location", "Retry-After") : Set.of("Retry-After"),
                    headers(responses.get("503")));
            responses.values().forEach(each -> assertFalse(each.getDescription().isBlank()));
        }
        JsonSchema draft = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        document.at("/components/schemas")
                .forEach(each -> assertEquals(Set.of(), draft.validate(each), each::toString));
        document.findValues("schema").forEach(each -> assertEquals(Set.of(), draft.validate(each), each::toString));
        for (String reference : document.findValuesAsText("$ref")) {
            assertTrue(reference.startsWith("#/"), reference);
            assertFalse(document.at(reference.substring(1)).isMissingNode(), reference);
        }
    }

    private static Set<String> headers(@Nullable APIResponse response) {
        return response == null || response.getHeaders() == null
                ? Set.of()
                : response.getHeaders().keySet();
    }

    private static boolean fits(JsonSchema schema, String json) {
        return schema.validate(Json.read(json.replace('\'', '"').getBytes(UTF_8)))
                .isEmpty();
    }

    private static void check(Foreign.Sample sample, Element message, JsonSchema validator) {
        for (int seed = 0; seed < sample.share(DOCUMENTS); seed++) {
            JsonNode sound;
            try {
                sound = Json.read(Json.write(new Samples(seed).of(message)).getBytes(UTF_8));
            } catch (IllegalStateException _) {
                continue; // of those drawn by lot: a type with hardly a value
            }
            var faults = validator.validate(sound);
            int at = seed;
            assertTrue(faults.isEmpty(), () -> sample + " seed " + at + ": " + faults + "\n" + sound);
            boolean tooLong = sample.wsdl().equals(RandomContract.WSDL)
                    && Json.write(sound).length() > 3_000;
            if (tooLong || (seed % 10 != 0 && !sample.wsdl().endsWith("forms.wsdl"))) {
                continue;
            }
            for (Mutations.Mutation mutation : Mutations.of(message, sound)) {
                if (mutation.isSayable()) {
                    JsonNode broken = Json.read(Json.write(mutation.of(sound)).getBytes(UTF_8));
                    assertFalse(
                            validator.validate(broken).isEmpty(),
                            () -> sample + ": " + mutation.kind() + " " + mutation.what() + " at " + mutation.paths()
                                    + " is not refused by the document:\n" + broken);
                    REFUSED.add(mutation.kind());
                }
            }
        }
    }

    private static JsonSchema validator(ObjectNode document, JsonNode schema) {
        assertTrue(schema.isObject());
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("components", document.path("components"));
        whole.putArray("allOf").add(schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }

    private static Endpoint endpoint(SoapOperation operation) {
        return new Endpoint(
                operation.service().getLocalPart(),
                "/",
                new ServiceWeb.Operation(
                        operation.name(),
                        Optional.empty(),
                        ServiceWeb.Acces.ECRITURE,
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of()),
                new Carried.BySoap(operation),
                Optional.empty());
    }

    private static SoapOperation soap(Endpoint endpoint) {
        return ((Carried.BySoap) endpoint.carried()).operation();
    }
}
