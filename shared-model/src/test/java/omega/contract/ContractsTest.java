package omega.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.demande.DemandeEvent;
import omega.event.Topics;
import omega.layout.LineFault;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is committed under docs/contracts is what the pack makes, and what the pack's golden records and the gateway's events fit. */
class ContractsTest {
    private static final Path FOLDER = Path.of("../docs/contracts");
    private static final Path SAMPLES = Path.of("src/main/resources/catalogue/provisional/samples");
    private static final Catalogue CATALOGUE = Catalogue.provisional();
    private static final NavigableMap<String, String> DOCUMENTS = Contracts.of(CATALOGUE);
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Test
    void whatIsCommittedIsWhatThePackMakes() throws IOException {
        if (Boolean.getBoolean("contracts.refresh")) {
            for (var document : DOCUMENTS.entrySet()) {
                Path file = FOLDER.resolve(document.getKey());
                Files.createDirectories(Objects.requireNonNull(file.getParent()));
                Files.writeString(file, document.getValue());
            }
        }
        String refresh =
                "; to refresh: mvn -pl shared-model test -Dtest=ContractsTest -Dcontracts.refresh=true, then review"
                        + " and commit";
        Set<String> committed;
        try (Stream<Path> files = Files.walk(FOLDER)) {
            committed = files.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        assertEquals(DOCUMENTS.keySet(), committed, "docs/contracts" + refresh);
        for (var document : DOCUMENTS.entrySet()) {
            assertEquals(
                    document.getValue(),
                    Files.readString(FOLDER.resolve(document.getKey())),
                    document.getKey() + " has drifted" + refresh);
        }
    }

    @Test
    void everySchemaIsOneOfTheDraft() throws IOException {
        JsonSchema draft = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (var document : DOCUMENTS.entrySet()) {
            if (document.getKey().startsWith("schemas/")) {
                assertEquals(Set.of(), draft.validate(JSON.readTree(document.getValue())), document.getKey());
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenRecordFitsItsSchema() throws IOException {
        return goldens()
                .map(golden ->
                        DynamicTest.dynamicTest(SAMPLES.relativize(golden).toString(), () -> {
                            JsonSchema schema = schema(Topics.publication(
                                    SAMPLES.relativize(golden).getName(0).toString()));
                            for (JsonNode each : JSON.readTree(golden.toFile())) {
                                assertEquals(Set.of(), schema.validate(each.get("record")), each::toString);
                            }
                        }));
    }

    @Test
    void everyKindOfRecordHasAGoldenOne() throws IOException {
        Set<String> kinds = new TreeSet<>();
        for (Flux flux : CATALOGUE.flux().values()) {
            flux.layouts()
                    .forEach(layout -> layout.records().forEach(kind -> kinds.add(flux.code() + " " + kind.name())));
        }
        for (Path golden : goldens().toList()) {
            for (JsonNode each : JSON.readTree(golden.toFile())) {
                kinds.remove(SAMPLES.relativize(golden).getName(0) + " "
                        + each.get("record").get("enregistrement").asText());
            }
        }
        assertEquals(Set.of(), kinds);
    }

    /** A schema that lets everything through would pass the test above; each of these damages must not. */
    @TestFactory
    Stream<DynamicTest> aDamagedGoldenRecordDoesNotFit() throws IOException {
        ObjectNode record =
                (ObjectNode) JSON.readTree(SAMPLES.resolve("REMM/ok/v1.json").toFile())
                        .get(0)
                        .get("record");
        JsonSchema schema = schema(Topics.publication("REMM"));
        return Stream.of(
                        damage("a field that is none", each -> each.put("autre", 1)),
                        damage("a required field missing", each -> each.without("pce")),
                        damage("a mask not kept", each -> each.put("pce", "12345")),
                        damage("a code out of a closed list", each -> each.put("qualite", "XXX")),
                        damage("text for a number", each -> each.put("energie", "12")),
                        damage("a number too long", each -> each.put("energie", 1_000_000_000_000L)),
                        damage("a fraction of a whole number", each -> each.put("energie", 1.5)),
                        damage("a date in another form", each -> each.put("dateReleve", "23/11/2026")),
                        damage("a gas day at midnight", each -> each.put("debutPeriode", "2026-11-23T00:00:00+01:00")),
                        damage("another kind", each -> each.put("enregistrement", "autre")),
                        damage("a parent where there is none", each -> each.put("parent", 2)))
                .map(damage -> DynamicTest.dynamicTest(damage.name(), () -> {
                    assertEquals(Set.of(), schema.validate(record));
                    assertFalse(schema.validate(damage.on().apply(record.deepCopy()))
                            .isEmpty());
                }));
    }

    private record Damage(String name, UnaryOperator<ObjectNode> on) {}

    private static Damage damage(String name, UnaryOperator<ObjectNode> on) {
        return new Damage(name, on);
    }

    @ParameterizedTest(name = "{0} fits: {1}: {3}")
    @CsvFileSource(resources = "/contract/events.csv", delimiter = '|', quoteCharacter = '`', numLinesToSkip = 1)
    void eventsFitTheirSchemas(String topic, boolean fits, String event, String why) {
        Set<?> faults = schema("omega." + topic + ".v1").validate(event, InputFormat.JSON);
        assertEquals(fits, faults.isEmpty(), () -> why + ": " + faults);
    }

    /** What the proxy sends is made by the class itself; nothing of it is left out. */
    @ParameterizedTest
    @EnumSource(DemandeEvent.Appel.Resultat.class)
    void callsFitTheirSchema(DemandeEvent.Appel.Resultat result) {
        Instant now = Instant.parse("2026-11-23T10:00:00Z");
        for (DemandeEvent each : List.of(
                new DemandeEvent.Appel(
                        "DEMO", "A-1", "S", "op", true, "CHF", "GI123456", result, "D1", "t", false, now),
                new DemandeEvent.Appel("DEMO", "A-1", "S", "op", false, null, null, result, null, null, null, now))) {
            assertEquals(Set.of(), schema(Topics.APPEL).validate(each.json(), InputFormat.JSON), each::json);
        }
    }

    @Test
    void aRejetKnowsEveryFaultOfALine() throws IOException {
        Set<String> told = new TreeSet<>();
        JSON.readTree(DOCUMENTS.get("schemas/" + Topics.REJET + ".json"))
                .at("/$defs/faute/properties/code/enum")
                .forEach(code -> told.add(code.asText()));
        assertEquals(
                Stream.of(LineFault.Code.values()).map(Enum::name).collect(Collectors.toCollection(TreeSet::new)),
                told);
    }

    @Test
    void theAsyncApiDocumentNamesEveryTopicAndItsReferencesLead() throws IOException {
        JsonNode document = JSON.readTree(DOCUMENTS.get("asyncapi.json"));
        Set<String> topics = new TreeSet<>();
        document.get("channels").fieldNames().forEachRemaining(topics::add);
        Set<String> expected = CATALOGUE.flux().keySet().stream()
                .map(Topics::publication)
                .collect(Collectors.toCollection(TreeSet::new));
        expected.addAll(Set.of(
                Topics.BLOC,
                Topics.FICHIER,
                Topics.REJET,
                Topics.ALERTE,
                Topics.REGARD,
                Topics.DEMANDE_SUIVI,
                Topics.DEMANDE_ETAT,
                Topics.DEMANDE_MASSE,
                Topics.DEMANDE_REJET,
                Topics.DEMANDE_DEPOT,
                Topics.DEMANDE_UNITAIRE,
                Topics.REPONSE_UNITAIRE,
                Topics.APPEL));
        assertEquals(expected, topics);
        assertEquals("3.0.0", document.get("asyncapi").asText());
        for (String reference : document.findValuesAsText("$ref")) {
            String[] parts = reference.split("#", 2);
            JsonNode target = parts[0].isEmpty() ? document : JSON.readTree(DOCUMENTS.get(parts[0]));
            assertTrue(parts.length == 1 || !target.at(parts[1]).isMissingNode(), reference);
        }
    }

    private static Stream<Path> goldens() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files.filter(file -> file.toString().matches(".*/ok/[^/]*\\.json")).sorted().toList().stream();
        }
    }

    private static JsonSchema schema(String topic) {
        SchemaValidatorsConfig config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Objects.requireNonNull(DOCUMENTS.get("schemas/" + topic + ".json"), topic), config);
    }
}
