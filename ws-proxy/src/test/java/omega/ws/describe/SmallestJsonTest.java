package omega.ws.describe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import omega.ws.translate.Json;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas of REST contracts, by what a caller may do with them. */
class SmallestJsonTest {
    private static final String COMPONENTS = """
        {'base': {'type': 'object', 'required': ['numero'], 'properties': {'numero': {'type': 'string', 'pattern': '^[A-Z]{2}[0-9]{3}$'}}},
         'chaine': {'type': 'object', 'required': ['suivant'], 'properties': {'suivant': {'$ref': 'chaine'}}}}\
        """;

    /** An empty cell: nothing that fits is found, so nothing is shown. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'$ref': 'base'}|{'numero':'AB345'}",
                "{'allOf': [{'$ref': 'base'}, {'required': ['le'], 'properties': {'le': {'type': 'string', 'format': 'date'}}}]}|{'numero':'AB345','le':'2030-03-15'}",
                "{'oneOf': [{'type': 'integer', 'minimum': 7}, {'type': 'string'}]}|7",
                "{'type': 'number', 'exclusiveMinimum': 7}|8",
                "{'type': ['string', 'null'], 'minLength': 7, 'maxLength': 8}|'textete'",
                "{'type': 'array', 'minItems': 2, 'items': {'enum': ['ACT', 'COU']}}|['ACT','ACT']",
                "{'type': 'string', 'pattern': '^(?=.*[0-9])[a-z0-9]{3}!$'}|",
                "{'$ref': 'chaine'}|",
                "{'type': 'array', 'minItems': 2, 'uniqueItems': true, 'items': {'enum': ['ACT', 'COU']}}|"
            })
    void whatMustBeThereAndFitsIsShown(String schema, @Nullable String smallest) {
        Map<String, ObjectNode> components = new HashMap<>();
        json(COMPONENTS).properties().forEach(each -> components.put(each.getKey(), (ObjectNode) each.getValue()));
        assertEquals(
                Optional.ofNullable(smallest).map(each -> each.replace('\'', '"')),
                SmallestJson.of(json(schema), components).map(Json::write));
    }

    private static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(UTF_8));
    }
}
