package omega.ws;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a stranger finds with nothing but the address: the operations, each with what may be sent as it is. */
@QuarkusTest
@QuarkusTestResource(AppStack.class)
class ExamplesTest {
    @Test
    void theAddressAloneLeadsToSwaggerUi() {
        Response led = given().redirects().follow(false).get("/");
        assertEquals(303, led.statusCode());
        given().get(led.header("Location")).then().statusCode(200);
    }

    @Test
    void everyExampleIsAnsweredAsItIs() {
        JsonNode document = App.get("/openapi");
        List<String> called = new ArrayList<>();
        document.path("paths").properties().forEach(path -> {
            JsonNode post = path.getValue().path("post");
            assertFalse(post.path("summary").asText().isBlank(), path::getKey);
            Map<String, String> headers = new HashMap<>();
            post.path("parameters").forEach(each -> {
                if (each.has("example")) {
                    headers.put(each.path("name").asText(), each.path("example").asText());
                }
            });
            String sent =
                    post.at("/requestBody/content/application~1json/example").toString();
            Response answer = App.post(path.getKey(), sent, headers);
            assertEquals(200, answer.statusCode(), () -> path.getKey() + " " + sent + "\n" + answer.asString());
            JsonNode schema = post.at("/responses/200/content/application~1json/schema");
            assertEquals(Set.of(), faults(document, schema, App.json(answer)), path::getKey);
            called.add(path.getKey());
        });
        assertEquals(19, called.size(), "one operation for each service (guide 1.1)");
    }

    @Test
    void aProblemIsOneThatItsStatusIsDescribedWith() {
        JsonNode document = App.get("/openapi");
        Response told = App.post("/ws/SuiviDemande/suiviDemande", "{}", Map.of());
        JsonNode described = document.at("/paths/~1ws~1SuiviDemande~1suiviDemande/post/responses/" + told.statusCode()
                + "/content/application~1problem+json");
        assertEquals(Set.of(), faults(document, described.path("schema"), App.json(told)));
        assertEquals(
                "urn:omega:problem:who",
                described.at("/examples/who/value/type").asText());
        assertEquals("urn:omega:problem:who", App.json(told).path("type").asText());
    }

    private static Set<?> faults(JsonNode document, JsonNode schema, JsonNode value) {
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("components", document.path("components"));
        whole.putArray("allOf").add(schema);
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(value);
    }
}
