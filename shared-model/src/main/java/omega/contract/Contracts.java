package omega.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import omega.catalogue.Catalogue;
import omega.event.Topics;

/** All documents of a pack's contracts. */
public final class Contracts {
    /** Schemas of events that no pack decides, written by hand, by topic. */
    static final Map<String, String> EVENTS = Map.ofEntries(
            Map.entry(Topics.FICHIER, "fichier"),
            Map.entry(Topics.REJET, "rejet"),
            Map.entry(Topics.ALERTE, "alerte"),
            Map.entry(Topics.REGARD, "regard"),
            Map.entry(Topics.DEMANDE_SUIVI, "suivi"),
            Map.entry(Topics.DEMANDE_ETAT, "suivi"),
            Map.entry(Topics.DEMANDE_MASSE, "demande-masse"),
            Map.entry(Topics.DEMANDE_REJET, "demande-rejet"),
            Map.entry(Topics.DEMANDE_DEPOT, "demande-depot"),
            Map.entry(Topics.DEMANDE_UNITAIRE, "demande-unitaire"),
            Map.entry(Topics.REPONSE_UNITAIRE, "reponse-unitaire"),
            Map.entry(Topics.APPEL, "demande-appel"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private Contracts() {}

    /** Documents by path: {@code asyncapi.json} and {@code schemas/<topic>.json}, indented, ending in a line feed. */
    public static NavigableMap<String, String> of(Catalogue catalogue) {
        NavigableMap<String, String> documents = new TreeMap<>();
        catalogue
                .flux()
                .values()
                .forEach(flux -> documents.put(path(Topics.publication(flux.code())), text(RecordSchema.of(flux))));
        EVENTS.forEach((topic, name) -> documents.put(path(topic), text(event(topic, name))));
        documents.put("asyncapi.json", text(AsyncApi.of(catalogue)));
        return documents;
    }

    /** Where a topic's schema stands, relative to {@code asyncapi.json}. */
    static String path(String topic) {
        return "schemas/" + topic + ".json";
    }

    static ObjectNode schema(String topic, String title) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("$id", "urn:omega:contrat:" + topic)
                .put("title", title);
    }

    static ObjectNode event(String topic, String name) {
        String resource = "/contract/" + name + ".json";
        try (InputStream in = Objects.requireNonNull(Contracts.class.getResourceAsStream(resource), resource)) {
            ObjectNode body = (ObjectNode) JSON.readTree(in);
            ObjectNode schema = schema(topic, body.required("title").asText());
            return schema.setAll(body);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }

    private static String text(ObjectNode document) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                .withArrayIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance);
        try {
            return JSON.writer(printer).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
