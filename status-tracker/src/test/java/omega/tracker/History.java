package omega.tracker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import omega.clock.OmegaClock;
import omega.event.Headers;
import omega.event.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** One of the histories written by hand, told as its topics would tell it. Copies of one have ids, lots, numbers and files of their own. */
record History(
        String name, List<JsonNode> told, Map<String, String> states, Map<String, String> waits, List<String> orphans) {
    static final String PARTNER = "ESA";
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<History> all() {
        try (InputStream in = Objects.requireNonNull(History.class.getResourceAsStream("/histoires.yaml"))) {
            List<History> all = new ArrayList<>();
            for (JsonNode each : new YAMLMapper().readTree(in)) {
                List<String> orphans = new ArrayList<>();
                each.path("orphelines").forEach(reason -> orphans.add(reason.asText()));
                List<JsonNode> told = new ArrayList<>();
                each.get("dit").forEach(told::add);
                all.add(new History(
                        each.get("nom").asText(),
                        told,
                        texts(each.path("etats")),
                        texts(each.path("attentes")),
                        orphans));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new TreeMap<>();
        node.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }

    /** Where the requests of a copy must end. */
    Map<String, String> states(int copy) {
        Map<String, String> of = new TreeMap<>();
        states.forEach((id, state) -> of.put(id(id, copy), state));
        return of;
    }

    static String id(String name, int copy) {
        return name + "-" + copy;
    }

    /** Day and time of November 2026 in Paris, or of another month: {@code 23 09:00}, {@code 1/12 12:00}. */
    static Instant time(String text) {
        String[] parts = text.split(" ", -1);
        String[] day = parts[0].split("/", -1);
        return LocalDate.of(2026, day.length == 1 ? 11 : Integer.parseInt(day[1]), Integer.parseInt(day[0]))
                .atTime(LocalTime.parse(parts[1]))
                .atZone(OmegaClock.PARIS)
                .toInstant();
    }

    /** All that is told of a copy, in the history's order. */
    List<ConsumerRecord<byte[], byte[]>> records(int copy) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (JsonNode each : told) {
            records.add(record(each, copy, lines));
        }
        return records;
    }

    private static ConsumerRecord<byte[], byte[]> record(JsonNode event, int copy, Map<String, Integer> lines) {
        String word = event.get("e").asText();
        return switch (word) {
            case "CR", "LIG" -> judged(event, word, copy, lines);
            case "SDEM" -> followed(event, copy, lines);
            case "Rejeu" -> replayed(event, copy);
            default -> event(event, word, copy);
        };
    }

    private static String pce(String name, int copy) {
        return "21%09d%03d".formatted(copy, Math.floorMod(name.hashCode(), 1000));
    }

    private static String pceOf(JsonNode event, int copy) {
        return pce(event.path("pceDe").asText(event.path("id").asText()), copy);
    }

    private static long lot(JsonNode event, int copy) {
        return copy * 100L + event.get("lot").asLong();
    }

    private static ConsumerRecord<byte[], byte[]> event(JsonNode event, String word, int copy) {
        ObjectNode value = JSON.createObjectNode()
                .put("evenement", word)
                .put("partenaire", PARTNER)
                .put("le", time(event.get("le").asText()).toString());
        if (event.has("id")) {
            value.put("idDemande", id(event.get("id").asText(), copy))
                    .put("kind", "CHF")
                    .put("pce", pceOf(event, copy));
        }
        if (event.has("lot")) {
            value.put("lot", lot(event, copy)).put("fichier", "F" + lot(event, copy) + ".zip");
        }
        switch (word) {
            case "Recue" ->
                value.put("dateSouhaitee", "2026-12-01")
                        .put("priorite", "NORMALE")
                        .put("source", "rest");
            case "Refusee" ->
                value.put("source", "rest")
                        .putArray("fautes")
                        .addObject()
                        .put("code", "CHAMP_ABSENT")
                        .put("champ", "tarif")
                        .put("raison", "tarif is missing");
            case "EnLot" ->
                value.put("ligne", event.get("ligne").asInt())
                        .put("jour", event.path("jour").asText("2026-11-23"));
            case "LotDepose" ->
                value.put("kind", "CHF")
                        .put("sha256", "ab")
                        .put("nombre", event.get("nombre").asInt())
                        .put("jour", event.path("jour").asText("2026-11-23"))
                        .put("preuve", event.path("preuve").asText("RENOMME"));
            case "LotDefait", "LotIncertain" -> value.put("raison", "reason");
            case "LotLibere" -> value.put("raison", "reason").put("operateur", "op");
            case "Appel" -> {
                value.put("service", "CreerDemandeCHF")
                        .put("operation", "creer")
                        .put("ecriture", true)
                        .put("resultat", event.get("resultat").asText());
                if (event.has("suivi")) {
                    value.put("numeroSuivi", id(event.get("suivi").asText(), copy));
                }
                if (event.has("parOmega")) {
                    value.put("parOmega", event.get("parOmega").asBoolean());
                }
            }
            default -> throw new IllegalArgumentException(word);
        }
        String topic = word.equals("Refusee")
                ? Topics.DEMANDE_REJET
                : word.equals("Appel") ? Topics.APPEL : Topics.DEMANDE_DEPOT;
        String key = value.has("idDemande")
                ? value.get("idDemande").asText()
                : value.get("lot").asText();
        return record(topic, key, value, new RecordHeaders());
    }

    private static ConsumerRecord<byte[], byte[]> judged(
            JsonNode event, String word, int copy, Map<String, Integer> lines) {
        String file = "F" + lot(event, copy) + ".zip";
        Instant said = time(event.get("le").asText());
        ObjectNode value = JSON.createObjectNode()
                .put("enregistrement", word.equals("CR") ? "fichier" : "ligne")
                .put("nomFichier", file)
                .put("resultat", event.get("resultat").asText());
        put(value, "motif", event.path("motif"));
        if (event.has("suivi")) {
            value.put("numeroSuiviGlobal", id(event.get("suivi").asText(), copy));
        }
        if (word.equals("LIG")) {
            value.put("parent", 2).put("numeroLigne", event.get("ligne").asInt());
            if (event.has("id")) {
                value.put("idDemande", id(event.get("id").asText(), copy));
            }
        }
        String archive = "C" + lot(event, copy) + event.get("le").asText();
        return line("COMPTE_RENDU", archive, lines.merge(archive, 2, (old, _) -> old + 1), 1, said, file, value);
    }

    private static ConsumerRecord<byte[], byte[]> followed(JsonNode event, int copy, Map<String, Integer> lines) {
        Instant at = time(event.get("le").asText());
        Instant said = event.has("dit")
                ? time(event.get("dit").asText())
                : at.atZone(OmegaClock.PARIS)
                        .toLocalDate()
                        .plusDays(1)
                        .atTime(9, 0)
                        .atZone(OmegaClock.PARIS)
                        .toInstant();
        ObjectNode value = JSON.createObjectNode()
                .put("enregistrement", "demande")
                .put("nature", "CHF")
                .put("pce", pceOf(event, copy))
                .put("dateEtat", at.atZone(OmegaClock.PARIS).toOffsetDateTime().toString());
        if (event.has("id")) {
            value.put("idDemande", id(event.get("id").asText(), copy));
        }
        if (event.has("suivi")) {
            value.put("numeroSuiviGlobal", id(event.get("suivi").asText(), copy));
        }
        String code = event.get("etat").asText();
        if (code.startsWith("?")) {
            value.putObject("etat").put("inconnu", code.substring(1));
        } else {
            value.put("etat", code);
        }
        put(value, "motif", event.path("motif"));
        String archive = event.path("fichier").asText("S" + said) + "/" + copy;
        int line = event.has("n") ? event.get("n").asInt() : lines.merge(archive, 2, (old, _) -> old + 1);
        return line(
                "SDEM",
                archive,
                line,
                event.path("revision").asInt(1),
                said,
                value.get("pce").asText(),
                value);
    }

    private static void put(ObjectNode value, String name, JsonNode text) {
        if (!text.isMissingNode()) {
            value.put(name, text.asText());
        }
    }

    private static String prefix(String archive) {
        return "%016x".formatted(archive.hashCode() * 0x9E3779B97F4A7C15L);
    }

    private static ConsumerRecord<byte[], byte[]> line(
            String flux, String archive, int line, int revision, Instant said, String key, ObjectNode value) {
        RecordHeaders headers = new RecordHeaders();
        header(headers, Headers.SOURCE, "/omega/test/" + PARTNER + "/" + flux);
        header(headers, Headers.SUBJECT, prefix(archive) + ":" + line);
        header(headers, Headers.REVISION, String.valueOf(revision));
        header(headers, Headers.TIME, said.toString());
        header(headers, Headers.LIGNE, String.valueOf(line));
        header(headers, Headers.FICHIER, flux + "_" + archive + ".zip");
        return record(Topics.publication(flux), key, value, headers);
    }

    private static ConsumerRecord<byte[], byte[]> replayed(JsonNode event, int copy) {
        String archive = event.get("fichier").asText() + "/" + copy;
        RecordHeaders headers = new RecordHeaders();
        header(headers, Headers.SOURCE, "/omega/test/" + PARTNER + "/SDEM");
        header(headers, Headers.TYPE, "Complete");
        ObjectNode value = JSON.createObjectNode()
                .put("partenaire", PARTNER)
                .put("flux", "SDEM")
                .put("sha256", prefix(archive) + "0".repeat(48))
                .put("revision", event.get("revision").asInt())
                .put("etat", "Complete");
        return record(Topics.FICHIER, archive, value, headers);
    }

    private static void header(RecordHeaders headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    static ConsumerRecord<byte[], byte[]> record(String topic, String key, JsonNode value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key.getBytes(StandardCharsets.UTF_8),
                value.toString().getBytes(StandardCharsets.UTF_8),
                headers,
                java.util.Optional.empty());
    }

    @Override
    public String toString() {
        return name;
    }
}
