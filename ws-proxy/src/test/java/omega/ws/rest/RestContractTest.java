package omega.ws.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import omega.ws.translate.Json;
import omega.ws.translate.Misfit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contracts of REST services that nobody here wrote for the proxy. */
class RestContractTest {
    private static final String ORDERS = """
        swagger: "2.0"
        info: {title: Les commandes, version: "3"}
        basePath: /api/
        consumes: [application/json]
        paths:
          /clients/{client}/commandes:
            parameters:
              - {name: client, in: path, required: true, type: string, minLength: 1}
            post:
              operationId: commander
              parameters:
                - {name: X-Canal, in: header, type: string, enum: [WEB, TEL]}
                - {name: lots, in: query, type: array, collectionFormat: pipes, items: {type: integer, format: int32}}
                - {name: commande, in: body, required: true, schema: {$ref: 'commun.yaml#/definitions/Commande'}}
              responses:
                201: {description: faite, schema: {$ref: 'commun.yaml#/definitions/Commande'}}
                204: {description: rien}
                default: {description: faute, schema: {type: object, required: [code], properties: {code: {type: string}}}}
            get:
              operationId: lister
              parameters:
                - {name: depuis, in: query, type: string, format: date}
                - {name: fichier, in: formData, type: file}
              responses: {200: {description: liste, schema: {type: array, items: {$ref: 'commun.yaml#/definitions/Commande'}}}}
        """;
    private static final String COMMON = """
        definitions:
          Base:
            type: object
            required: [numero]
            properties:
              numero: {type: string, pattern: "^[0-9]{3}$"}
          Commande:
            allOf:
              - $ref: '#/definitions/Base'
              - type: object
                required: [lignes]
                properties:
                  lignes: {type: array, minItems: 1, uniqueItems: true, items: {type: number, minimum: 0, exclusiveMinimum: true, multipleOf: 0.01}}
                  suite: {$ref: '#/definitions/Commande'}
                  le: {type: string, format: date-time}
        """;

    private static RestContract read(String file, String text) {
        TreeMap<String, byte[]> files = new TreeMap<>(Map.of("commun.yaml", COMMON.getBytes(UTF_8)));
        files.put(file, text.getBytes(UTF_8));
        return RestContract.read(files, file).orElseThrow();
    }

    private static Map<String, String> faults(RestOperation operation, String json) {
        return RestRequest.of(operation, Json.read(json.getBytes(UTF_8))).misfits().stream()
                .collect(Collectors.toMap(Misfit::path, each -> each.kind().name(), (one, _) -> one, TreeMap::new));
    }

    @Test
    void whatIsCarriedIsWrittenAsHttp() {
        RestContract contract = read("commandes.yaml", ORDERS);
        assertEquals("Les-commandes", contract.title());
        assertEquals("/api", contract.base());
        RestOperation order = contract.operation("commander").orElseThrow();
        RestRequest request = RestRequest.of(order, Json.read("""
            {"client": "a/b ?", "X-Canal": "WEB", "lots": [1, 2.0],
             "commande": {"numero": "001", "lignes": [12.50, 3], "suite": {"numero": "002", "lignes": [1]}}}""".getBytes(UTF_8)));
        assertEquals(List.of(), request.misfits());
        assertEquals("POST", request.method());
        assertEquals("/clients/a%2Fb%20%3F/commandes?lots=1%7C2.0", request.target());
        assertEquals(Map.of("X-Canal", "WEB"), request.headers());
        assertEquals(
                "{\"numero\":\"001\",\"lignes\":[12.50,3],\"suite\":{\"numero\":\"002\",\"lignes\":[1]}}",
                request.body().orElseThrow());
        assertEquals(2, order.successes().size());
    }

    @Test
    void everyFaultHasItsPlace() {
        RestOperation order =
                read("commandes.yaml", ORDERS).operation("commander").orElseThrow();
        assertEquals(
                new TreeMap<>(Map.of(
                        "/X-Canal", "ENUMERATION",
                        "/client", "LENGTH",
                        "/lots/1", "RANGE",
                        "/lots/2", "TYPE",
                        "/commande/numero", "PATTERN",
                        "/commande/lignes/1", "IDENTITY",
                        "/commande/lignes/2", "RANGE",
                        "/commande/lignes/3", "DIGITS",
                        "/commande/le", "TYPE",
                        "/commande/suite/lignes", "MISSING")),
                faults(order, """
                    {"client": "", "X-Canal": "FAX", "lots": [1, 2147483648, 1.5],
                     "commande": {"numero": "001\\n", "lignes": [1, 1.0, 0, 0.001], "le": "2026-02-30T10:00:00Z", "suite": {"numero": "002"}}}"""));
        assertEquals(
                Map.of("/client", "LENGTH"),
                faults(order, "{\"client\": \"..\", \"commande\": {\"numero\": \"001\", \"lignes\": [1]}}"));
        assertEquals(
                Map.of("/commande/lignes/0", "DIGITS"),
                faults(order, "{\"client\": \"a\", \"commande\": {\"numero\": \"001\", \"lignes\": [1e999999999]}}"));
    }

    /** An alternative that alone is of the value's type is looked into; of several nobody can say which is meant. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"c\": null}                | {}",
                "{\"c\": {\"n\": 0, \"m\": 1}} | {/c/m=UNKNOWN, /c/n=RANGE, /c=CHOICE}",
                "{\"c\": [1]}                 | {/c=CHOICE}",
                "{\"d\": {\"n\": 0}}          | {/d=CHOICE}",
                "{\"d\": 7}                   | {/d=CHOICE}",
                "{\"d\": \"abcd\"}            | {/d=CHOICE, /d=LENGTH}",
            })
    void alternativesAreLookedInto(String json, String expected) {
        RestOperation operation = read("choix.yaml", """
            openapi: 3.1.0
            info: {title: choix, version: "1"}
            paths:
              /a:
                post:
                  operationId: a
                  requestBody: {required: true, content: {application/json: {schema: {type: object, properties: {c: {$ref: '#/components/schemas/C'}, d: {$ref: '#/components/schemas/D'}}}}}}
                  responses: {204: {description: d}}
            components:
              schemas:
                N: {type: object, properties: {n: {type: integer, minimum: 1}}, additionalProperties: false}
                C: {anyOf: [{type: 'null'}, {$ref: '#/components/schemas/N'}]}
                D: {oneOf: [{type: string, maxLength: 3}, {$ref: '#/components/schemas/N'}, {type: object, required: [z]}]}
            """).operation("a").orElseThrow();
        JsonNode schema = operation.request().at("/properties/corps");
        assertEquals(
                expected,
                Fit.misfits(schema, operation.components(), Json.read(json.getBytes(UTF_8))).stream()
                        .map(each -> each.path() + "=" + each.kind())
                        .sorted()
                        .collect(Collectors.joining(", ", "{", "}")));
    }

    @Test
    void whatIsNotCarriedIsToldWithItsPlace() {
        RestContract contract = read("commandes.yaml", ORDERS);
        assertEquals(
                List.of("commander"),
                contract.operations().stream().map(RestOperation::name).toList());
        assertEquals(1, contract.refused().size());
        assertEquals("commandes.yaml", contract.refused().getFirst().file());
        assertEquals(
                23, contract.refused().getFirst().line(), contract.refused().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "get:\\n  responses: {200: {description: d, content: {application/xml: {}}}} | no JSON",
                "get:\\n  responses: {200: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Rien'}}}}} | where nothing is",
                "get:\\n  responses: {200: {description: d, content: {application/json: {schema: {$ref: 'https://x.example/a.json'}}}}} | not fetched",
                "get:\\n  responses: {200: {description: d, content: {application/json: {schema: {type: tuple}}}}} | type",
                "get:\\n  responses: {200: {description: d, content: {application/json: {schema: {patternProperties: {}}}}}} | patternProperties",
                "get:\\n  responses: {200: {description: d, content: {application/json: {schema: {type: string, pattern: '['}}}}} | pattern",
                "get:\\n  responses: {200: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Soi'}}}}} | made of itself",
                "get:\\n  parameters: [{name: f, in: query, schema: {type: object}}]\\n  responses: {200: {description: d}} | must be a text",
                "get:\\n  parameters: [{name: f, in: cookie, schema: {type: string}}]\\n  responses: {200: {description: d}} | cookie",
                "get:\\n  parameters: [{name: i, in: path, required: true, schema: {type: string}}]\\n  responses: {200: {description: d}} | names []",
                "get:\\n  security: [{cle: []}]\\n  responses: {200: {description: d}} | access token",
                "head:\\n  responses: {200: {description: d}} | head",
                "post:\\n  requestBody: {content: {multipart/form-data: {schema: {}}}}\\n  responses: {200: {description: d}} | no JSON",
                "get:\\n  description: rien | no responses"
            })
    void eachReasonIsNamed(String operation, String reason) {
        RestContract contract =
                read("autre.yaml", """
            openapi: 3.0.3
            info: {title: autre, version: "1"}
            components:
              securitySchemes: {cle: {type: apiKey, name: k, in: header}}
              schemas: {Soi: {allOf: [{$ref: '#/components/schemas/Soi'}]}}
            paths:
              /a:
            """ + operation.replace("\\n", "\n").indent(4));
        assertEquals(List.of(), contract.operations(), reason);
        assertTrue(
                contract.refused().getFirst().reason().contains(reason),
                contract.refused().toString());
        assertTrue(contract.refused().getFirst().line() >= 5, contract.refused().toString());
    }

    @Test
    void whatIsBrokenSpoilsNothingElse() {
        RestContract contract = read("trois.yaml", """
            openapi: 3.1.0
            info: {title: trois, version: "1"}
            components:
              schemas:
                A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, x: {prefixItems: []}}}
                B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}
                Soi: {anyOf: [{$ref: '#/components/schemas/Soi'}]}
                Bon: {type: [object, 'null'], properties: {n: {type: integer, exclusiveMinimum: 0}}}
            paths:
              /a: {get: {operationId: a, responses: {200: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}
              /b: {get: {operationId: b, responses: {200: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}}}}
              /s: {get: {operationId: s, responses: {200: {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Soi'}}}}}}}
              /c: {get: {operationId: c, responses: {200: {description: d, content: {application/hal+json: {schema: {$ref: '#/components/schemas/Bon'}}}}}}}
            """);
        assertEquals(
                List.of("c"),
                contract.operations().stream().map(RestOperation::name).toList());
        assertEquals(
                List.of(5, 5, 12),
                contract.refused().stream().map(each -> each.line()).toList(),
                contract.refused().toString());
        RestOperation good = contract.operations().getFirst();
        JsonNode schema = good.answer(200).orElseThrow().orElseThrow();
        assertEquals(List.of(), Fit.misfits(schema, good.components(), Json.read("null".getBytes(UTF_8))));
        assertEquals(
                "/n",
                Fit.misfits(schema, good.components(), Json.read("{\"n\": 0}".getBytes(UTF_8)))
                        .getFirst()
                        .path());
    }

    @Test
    void brokenFilesAreTold() {
        RestContract contract = read("casse.json", "{\"swagger\": \"2.0\",\n\t\"paths\": {\n}}}");
        assertEquals(
                "casse.json:3",
                contract.refused()
                        .getFirst()
                        .toString()
                        .replaceFirst(":[^:]*$", "")
                        .replaceFirst(": .*", ""));
        assertTrue(
                read("v.yaml", "swagger: '1.2'\n").refused().getFirst().reason().contains("1.2"));
        assertTrue(RestContract.read(new TreeMap<>(Map.of("a.json", "{\"a\": 1}".getBytes(UTF_8))), "a.json")
                .isEmpty());
    }

    /** A third party's validator and ours agree, on documents by hand. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{\"numero\": \"001\"}",
                "{\"numero\": \"001\", \"lignes\": []}",
                "{\"numero\": \"001\", \"lignes\": [1]}",
                "{\"numero\": \"0011\", \"lignes\": [1]}",
                "{\"numero\": \"001\", \"lignes\": [1, 1]}",
                "{\"numero\": \"001\", \"lignes\": [0]}",
                "{\"numero\": \"001\", \"lignes\": [0.011]}",
                "{\"numero\": null, \"lignes\": [1]}",
                "[]",
                "null",
                "{\"numero\": \"001\", \"lignes\": [1], \"suite\": {}}",
                "{\"numero\": \"001\", \"lignes\": [1], \"autre\": 1}"
            })
    void theDescriptionIsWhatIsEnforced(String json) {
        RestOperation order =
                read("commandes.yaml", ORDERS).operation("commander").orElseThrow();
        JsonNode schema = order.request().at("/properties/commande");
        JsonNode value = Json.read(json.getBytes(UTF_8));
        var whole = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        whole.putArray("allOf").add(schema);
        order.components()
                .forEach((name, each) ->
                        whole.withObject("/components/schemas").set(name.substring(name.lastIndexOf('/') + 1), each));
        boolean theirs = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(value)
                .isEmpty();
        assertEquals(theirs, Fit.misfits(schema, order.components(), value).isEmpty(), json);
    }
}
