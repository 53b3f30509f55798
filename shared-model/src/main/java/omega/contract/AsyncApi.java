package omega.contract;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.catalogue.Layout;
import omega.catalogue.RecordKind;
import omega.event.Headers;
import omega.event.Topics;

/** The AsyncAPI 3.0 document: what the gateway sends, where, with which headers and keys. */
final class AsyncApi {
    private static final String DRAFT = "application/schema+json;version=2020-12";
    /** Of what others send: no header is needed. */
    private static final String NO_HEADERS = "";

    private final ObjectNode document = JsonNodeFactory.instance.objectNode();
    private final ObjectNode channels = JsonNodeFactory.instance.objectNode();
    private final ObjectNode operations = JsonNodeFactory.instance.objectNode();

    private AsyncApi() {}

    static ObjectNode of(Catalogue catalogue) {
        AsyncApi api = new AsyncApi();
        api.info(catalogue);
        catalogue.flux().values().forEach(api::publication);
        api.channel(
                        Topics.FICHIER,
                        "Life of each file",
                        "Found, archived, inspected, cut, published block by block, complete; or quarantined,"
                                + " replaced, withdrawn.")
                .set(
                        "message",
                        api.message(Topics.FICHIER, "evenement", "partner/flux/first 16 digits of the SHA-256"));
        api.channel(Topics.REJET, "Rejected lines", "Lines that are no records, each with its reasons.")
                .set("message", api.message(Topics.REJET, "record", "partner/flux/first 16 digits of the SHA-256"));
        api.channel(Topics.ALERTE, "Alerts", "What an operator must know: raised once, cleared once.")
                .set("message", api.message(Topics.ALERTE, "evenement", "cle of the alert"));
        api.channel(
                        Topics.REGARD,
                        "How far OMEGA's directories are known",
                        "All that OMEGA had put out there by an instant is in its topic, in quarantine or withdrawn.")
                .set("message", api.message(Topics.REGARD, "evenement", "partner"));
        api.channel(
                        Topics.DEMANDE_SUIVI,
                        "Transitions of requests",
                        "Each step of each request, with its evidence. A step that is found late says so and changes nothing.")
                .set("message", api.message(Topics.DEMANDE_SUIVI, "evenement", "idDemande"));
        api.channel(
                        Topics.DEMANDE_ETAT,
                        "Where each request stands",
                        "Compacted: the latest state of each request, with its lot, file and number.")
                .set("message", api.message(Topics.DEMANDE_ETAT, "evenement", "partenaire/idDemande"));
        api.channel(
                        Topics.DEMANDE_MASSE,
                        "Mass requests",
                        "From the supplier's systems. What is refused comes back on " + Topics.DEMANDE_REJET + ".",
                        "receive")
                .set("message", api.message(Topics.DEMANDE_MASSE, NO_HEADERS, "PCE or idDemande"));
        api.channel(Topics.DEMANDE_REJET, "Refused requests", "Each with every reason; nothing of it was sent.")
                .set("message", api.message(Topics.DEMANDE_REJET, "evenement", "idDemande, or where it came from"));
        api.channel(
                        Topics.DEMANDE_DEPOT,
                        "Requests and lots on their way to OMEGA",
                        "Accepted, put into a lot, deposited, uncertain, released; or taken apart, to wait again.")
                .set("message", api.message(Topics.DEMANDE_DEPOT, "evenement", "idDemande, or number of the lot"));
        api.channel(
                        Topics.DEMANDE_UNITAIRE,
                        "Calls of web services",
                        "From the supplier's systems. Each waits for the opening by itself; its answers come on "
                                + Topics.REPONSE_UNITAIRE + ".",
                        "receive")
                .set("message", api.message(Topics.DEMANDE_UNITAIRE, NO_HEADERS, "idDemande"));
        api.channel(
                        Topics.REPONSE_UNITAIRE,
                        "Answers of web services",
                        "Each to a call of " + Topics.DEMANDE_UNITAIRE + ", correlated by idDemande.")
                .set("message", api.message(Topics.REPONSE_UNITAIRE, "evenement", "idDemande"));
        api.channel(
                        Topics.APPEL,
                        "Calls that were made",
                        "Each call of a web service, by whomever it was asked for, and what is known of its outcome.")
                .set("message", api.message(Topics.APPEL, "evenement", "idDemande"));
        api.bloc();
        return api.document;
    }

    private void info(Catalogue catalogue) {
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "OMEGA gateway: publications")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "Generated from the catalogue pack '" + catalogue.pack().id() + "' ("
                                + catalogue.pack().status().name().toLowerCase(Locale.ROOT) + ", OMEGA "
                                + catalogue.pack().omegaVersion()
                                + "). Consumers must use isolation.level=read_committed. A record is known by"
                                + " ce_source and ce_subject; of several revisions the highest counts.");
        document.put("defaultContentType", "application/json");
        document.set("channels", channels);
        document.set("operations", operations);
        ObjectNode headers = document.putObject("components").putObject("schemas");
        headers.set(
                "record",
                headers(List.of(
                        Headers.SPEC_VERSION,
                        Headers.ID,
                        Headers.TYPE,
                        Headers.SOURCE,
                        Headers.SUBJECT,
                        Headers.TIME,
                        Headers.CONTENT_TYPE,
                        Headers.REVISION,
                        Headers.LIGNE,
                        Headers.FICHIER)));
        headers.set(
                "evenement",
                headers(List.of(Headers.SPEC_VERSION, Headers.ID, Headers.TYPE, Headers.SOURCE, Headers.CONTENT_TYPE)));
    }

    private static ObjectNode headers(List<String> names) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        names.forEach(name -> header(name, properties.putObject(name).put("type", "string")));
        names.forEach(schema.putArray("required")::add);
        return schema;
    }

    private static void header(String name, ObjectNode schema) {
        switch (name) {
            case Headers.SPEC_VERSION -> schema.put("const", "1.0");
            case Headers.CONTENT_TYPE -> schema.put("const", "application/json");
            case Headers.ID ->
                schema.put("description", "unique within ce_source; the same when a message is sent again");
            case Headers.TYPE -> schema.put("description", "of a record its topic, of an event its etat");
            case Headers.SOURCE -> schema.put("description", "/omega/<environnement>/<partenaire>/<flux>");
            case Headers.SUBJECT ->
                schema.put("description", "<first 16 digits of the file's SHA-256>:<line>, the same over every replay");
            case Headers.TIME ->
                schema.put("description", "when OMEGA made the publication").put("format", "date-time");
            case Headers.REVISION ->
                schema.put("description", "of the file; 1 at first, one more at each replay")
                        .put("pattern", "^[0-9]+$");
            case Headers.LIGNE ->
                schema.put("description", "in the file, from 1, its header").put("pattern", "^[0-9]+$");
            case Headers.FICHIER -> schema.put("description", "the archive's name");
            default -> throw new IllegalArgumentException("no description of " + name);
        }
    }

    private void publication(Flux flux) {
        String topic = Topics.publication(flux.code());
        ObjectNode messages = channel(
                topic,
                flux.libelle(),
                "Records of " + flux.code() + " (§" + flux.section() + "), "
                        + flux.semantics().name().toLowerCase(Locale.ROOT)
                        + (flux.ordered() ? "; one partition per partner, in order" : ""));
        for (Layout layout : flux.layouts()) {
            for (RecordKind kind : layout.records()) {
                String name = RecordSchema.name(layout, kind);
                String pointer = "#/$defs/" + name;
                messages.set(name, message(topic + ".json" + pointer, "record", key(layout, kind)));
            }
        }
    }

    private static String key(Layout layout, RecordKind kind) {
        String own = kind.key();
        String inherited = layout.records().stream()
                .filter(each -> each.name().equals(kind.parent()))
                .findFirst()
                .map(RecordKind::key)
                .orElse(null);
        return own != null && inherited != null
                ? own + ", or its parent's " + inherited
                : own != null ? own : inherited != null ? "its parent's " + inherited : "none";
    }

    /** A channel that the gateway sends on; returns its messages. */
    private ObjectNode channel(String topic, String title, String description) {
        return channel(topic, title, description, "send");
    }

    /** A channel and the operation on it; returns its messages. */
    private ObjectNode channel(String topic, String title, String description, String action) {
        ObjectNode channel = channels.putObject(topic)
                .put("address", topic)
                .put("title", title)
                .put("description", description);
        operations
                .putObject(action + "." + topic)
                .put("action", action)
                .putObject("channel")
                .put("$ref", "#/channels/" + topic);
        return channel.putObject("messages");
    }

    private ObjectNode message(String schema, String headers, String key) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        if (!headers.equals(NO_HEADERS)) {
            message.putObject("headers").put("$ref", "#/components/schemas/" + headers);
        }
        message.putObject("payload")
                .put("schemaFormat", DRAFT)
                .putObject("schema")
                .put("$ref", "schemas/" + (schema.contains(".json") ? schema : schema + ".json"));
        message.putObject("bindings")
                .putObject("kafka")
                .putObject("key")
                .put("type", "string")
                .put("description", key);
        return message;
    }

    /** Internal: raw lines from the collector to the parsers. */
    private void bloc() {
        ObjectNode message = channel(
                        Topics.BLOC,
                        "Blocks of raw lines (internal)",
                        "From the collector to the parsers of this gateway; no contract for others.")
                .putObject("message")
                .put("contentType", "application/octet-stream");
        message.putObject("payload")
                .put("type", "string")
                .put("format", "binary")
                .put("description", "at most 512 KiB of raw lines, as they came");
        ObjectNode headers = message.putObject("headers").put("type", "object");
        headers.putObject("properties")
                .putObject("omega_contexte")
                .put("type", "string")
                .put(
                        "description",
                        "JSON: partner, file, revision, flux, layout, charset, header and first line of the block");
        headers.putArray("required").add("omega_contexte");
    }
}
