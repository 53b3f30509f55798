package omega.submitter.accept;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omega.channel.FileName;
import omega.submitter.check.Demande;
import omega.submitter.check.DemandeFault;
import omega.submitter.check.DemandeFault.Code;
import org.jspecify.annotations.Nullable;

/**
 * Requests from JSON: {@code {"idDemande", "kind", "pce", "dateSouhaitee", "echeance", "priorite", "partenaire", "fields": {…}}}. A value may be a text, a number
 * or a boolean; a number keeps every digit.
 */
public final class JsonEntree {
    /** Bytes of one request at most; a sound one has some hundreds. */
    public static final int LARGEST = 256 * 1024;

    /** Beyond it a number keeps its exponent, so that 1e999999999 stays short. */
    private static final int MOST_DIGITS = 100;

    private static final Set<String> MEMBERS =
            Set.of("idDemande", "kind", "pce", "dateSouhaitee", "echeance", "priorite", "partenaire", "fields");

    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(20).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonEntree() {}

    /** One message; {@code partner} is what the message itself need not say. */
    public static Entree one(byte @Nullable [] value, @Nullable String partner, String source) {
        if (value == null) {
            return unreadable(partner, Code.JSON_INVALIDE, "holds nothing", source);
        }
        if (value.length > LARGEST) {
            return unreadable(
                    partner,
                    Code.TROP_GRAND,
                    "has " + value.length + " bytes; a request has at most " + LARGEST,
                    source);
        }
        try {
            return one(JSON.readTree(value), partner, source);
        } catch (IOException e) {
            return unreadable(partner, Code.JSON_INVALIDE, why(e), source);
        }
    }

    /**
     * One request or an array of them.
     *
     * @throws IOException with a message for its sender, when it is no JSON
     */
    public static List<Entree> all(byte[] body, @Nullable String partner, String source) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException(why(e), e);
        }
        if (root.isMissingNode()) {
            throw new IOException("is empty: hand in one request, or an array of them");
        }
        if (!root.isArray()) {
            return List.of(one(root, partner, source));
        }
        List<Entree> all = new ArrayList<>();
        root.forEach(each -> all.add(one(each, partner, source)));
        return all;
    }

    /** Whether a body holds an array. */
    public static boolean isArray(byte[] body) {
        for (byte each : body) {
            if (each > ' ') {
                return each == '[';
            }
        }
        return false;
    }

    private static String why(IOException e) {
        if (e instanceof JsonProcessingException json) {
            String where = json.getLocation() == null
                    ? ""
                    : " at line " + json.getLocation().getLineNr() + ", column "
                            + json.getLocation().getColumnNr();
            return "is no JSON" + where + ": " + FileName.printable(String.valueOf(json.getOriginalMessage()));
        }
        return "is no JSON: " + FileName.printable(String.valueOf(e.getMessage()));
    }

    private static Entree unreadable(@Nullable String partner, Code code, String reason, String source) {
        return new Entree.Illisible(partner, new DemandeFault(code, "", reason), source);
    }

    private static Entree one(JsonNode node, @Nullable String partner, String source) {
        if (!node.isObject()) {
            return unreadable(partner, Code.JSON_INVALIDE, "must be an object with idDemande, kind, pce …", source);
        }
        List<DemandeFault> faults = new ArrayList<>();
        node.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                faults.add(new DemandeFault(
                        Code.CHAMP_INCONNU,
                        FileName.printable(name),
                        "is no member of a request; a kind's own fields stand in \"fields\""));
            }
        });
        String own = text(node, "partenaire", faults);
        Demande demande = new Demande(
                text(node, "idDemande", faults),
                text(node, "kind", faults),
                text(node, "pce", faults),
                text(node, "dateSouhaitee", faults),
                text(node, "echeance", faults),
                text(node, "priorite", faults),
                fields(node.path("fields"), faults));
        return new Entree.Lue(own == null || own.isEmpty() ? partner : own, demande, faults, source);
    }

    private static Map<String, String> fields(JsonNode node, List<DemandeFault> faults) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(name -> {
                String value = text(node, name, faults);
                if (value != null) {
                    fields.put(name, value);
                }
            });
        } else if (!node.isMissingNode() && !node.isNull()) {
            faults.add(new DemandeFault(Code.JSON_INVALIDE, "fields", "must be an object: field by field"));
        }
        return fields;
    }

    private static @Nullable String text(JsonNode node, String name, List<DemandeFault> faults) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isBigDecimal() && Math.abs(value.decimalValue().scale()) < MOST_DIGITS) {
            return value.decimalValue().toPlainString();
        }
        if (value.isValueNode()) {
            return value.asText();
        }
        faults.add(new DemandeFault(
                Code.JSON_INVALIDE, FileName.printable(name), "must be a text, a number or a boolean"));
        return null;
    }
}
