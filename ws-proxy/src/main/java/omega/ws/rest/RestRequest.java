package omega.ws.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import omega.ws.contract.Kind;
import omega.ws.translate.Json;
import omega.ws.translate.Misfit;

/**
 * A request as HTTP says it.
 *
 * @param target path and query, below the service's base
 * @param misfits why it must not be sent
 */
public record RestRequest(
        String method,
        String target,
        Map<String, String> headers,
        Optional<String> body,
        String mediaType,
        List<Misfit> misfits) {

    /** What a caller sent, checked by its contract. */
    public static RestRequest of(RestOperation operation, JsonNode json) {
        List<Misfit> misfits = new ArrayList<>(Fit.misfits(operation.request(), operation.components(), json));
        return misfits.isEmpty()
                ? written(operation, json, misfits)
                : new RestRequest(
                        operation.method(),
                        "",
                        Map.of(),
                        Optional.empty(),
                        operation.mediaType(),
                        List.copyOf(misfits));
    }

    private static RestRequest written(RestOperation operation, JsonNode json, List<Misfit> misfits) {
        String path = operation.path();
        List<String> query = new ArrayList<>();
        Map<String, String> headers = new LinkedHashMap<>();
        for (Parameter each : operation.parameters()) {
            JsonNode value = json.path(each.name());
            if (value.isMissingNode()) {
                continue;
            }
            List<String> texts =
                    value.isArray() ? value.valueStream().map(RestRequest::text).toList() : List.of(text(value));
            String place = "/" + Source.escaped(each.name());
            switch (each.in()) {
                case PATH -> {
                    String joined = joined(each, texts);
                    if (joined.isEmpty() || joined.equals(".") || joined.equals("..")) {
                        misfits.add(new Misfit(place, Kind.LENGTH, "would make another path"));
                    }
                    path = path.replace("{" + each.name() + "}", joined);
                }
                case QUERY -> query(each, texts, query);
                case HEADER -> {
                    String joined = String.join(each.separator(), texts);
                    if (!joined.chars().allMatch(c -> c >= ' ' && c < 127)
                            || !joined.strip().equals(joined)) {
                        misfits.add(new Misfit(place, Kind.CHARACTERS, "a header holds printable ASCII only"));
                    }
                    headers.put(each.name(), joined);
                }
            }
        }
        return new RestRequest(
                operation.method(),
                path + (query.isEmpty() ? "" : "?" + String.join("&", query)),
                headers,
                operation.body().map(json::get).map(Json::write),
                operation.mediaType(),
                List.copyOf(misfits));
    }

    private static void query(Parameter parameter, List<String> texts, List<String> query) {
        String name = encoded(parameter.name()) + "=";
        if (!parameter.separator().isEmpty()) {
            query.add(name + joined(parameter, texts));
        } else {
            texts.forEach(each -> query.add(name + encoded(each)));
        }
    }

    /** A comma stays one, since a value's own is encoded; other separators are no characters of addresses. */
    private static String joined(Parameter parameter, List<String> texts) {
        String separator = parameter.separator().equals(",") ? "," : encoded(parameter.separator());
        return texts.stream().map(RestRequest::encoded).collect(Collectors.joining(separator));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    }

    /** By which two requests are one. */
    public String print() {
        return method + " " + target + "\n" + headers + "\n" + body.orElse("");
    }
}
