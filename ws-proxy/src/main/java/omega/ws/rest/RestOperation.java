package omega.ws.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operation of a REST service that can be carried whole.
 *
 * @param path with its {@code {parameters}}, below the service's base
 * @param request JSON Schema of what a caller sends: parameters by name, and the body under its own
 * @param body the name under which the request's body stands
 * @param mediaType of the body
 * @param answers JSON Schemas by status as the contract says it, {@code 200}, {@code 2XX} or {@code default}; an answer without a body has none
 * @param components schemas by the {@code $ref} that stands for them
 */
public record RestOperation(
        String file,
        int line,
        String name,
        String method,
        String path,
        List<Parameter> parameters,
        Optional<String> body,
        String mediaType,
        ObjectNode request,
        Map<String, Optional<JsonNode>> answers,
        Map<String, ObjectNode> components) {

    /** What the contract says of a status; empty where it says nothing. */
    public Optional<Optional<JsonNode>> answer(int status) {
        for (String key : List.of(String.valueOf(status), status / 100 + "XX", "default")) {
            Optional<JsonNode> schema = answers.get(key);
            if (schema != null) {
                return Optional.of(schema);
            }
        }
        return Optional.empty();
    }

    /** Schemas of what tells of an error. */
    public List<JsonNode> errors() {
        return answers.entrySet().stream()
                .filter(each -> !each.getKey().startsWith("2"))
                .flatMap(each -> each.getValue().stream())
                .distinct()
                .toList();
    }

    /** Schemas of what answers; a status without a body is null. */
    public List<Optional<JsonNode>> successes() {
        return answers.entrySet().stream()
                .filter(each -> each.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .distinct()
                .toList();
    }
}
