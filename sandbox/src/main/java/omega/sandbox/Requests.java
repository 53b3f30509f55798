package omega.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import omega.catalogue.Catalogue;
import omega.catalogue.DemandeKind;
import omega.catalogue.Field;
import omega.catalogue.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * Mass requests as a supplier's systems write them: of every kind of the pack in turn, drawn from the seed, for points that OMEGA knows; some of them wrong in
 * one of many ways.
 */
final class Requests {
    /** How a request may be wrong. */
    enum Wrong {
        KIND_UNKNOWN,
        /** The guide has no file for it (§1.2). */
        KIND_OF_ANOTHER_CHANNEL,
        PCE_OF_WRONG_FORM,
        FIELD_MISSING,
        FIELD_SUPERFLUOUS,
        DATE_PAST,
        DATE_IMPOSSIBLE,
        DELIMITER_IN_FIELD
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OTHER_CHANNEL = "MHS";
    private final List<DemandeKind> kinds;
    private final List<String> points;
    private final Random random;
    private int number;

    /** @param points delivery points that the supplier has, at least one */
    Requests(Catalogue catalogue, long seed, List<String> points) {
        this.kinds = List.copyOf(catalogue.demandes().values());
        this.points = List.copyOf(points);
        this.random = new Random(seed);
    }

    /** A request whose caller's reference is its {@code idDemande}. */
    static String id(ObjectNode request) {
        return request.path("idDemande").asText();
    }

    /** The next one; {@code today} is the Paris date on which it is sent. */
    ObjectNode sound(LocalDate today) {
        DemandeKind kind = kinds.get(number % kinds.size());
        ObjectNode request = JSON.createObjectNode()
                .put("idDemande", "DEM-%06d".formatted(++number))
                .put("kind", kind.code())
                .put("pce", points.get(random.nextInt(points.size())))
                .put("dateSouhaitee", wished(today).toString());
        ObjectNode fields = request.putObject("fields");
        own(kind).stream()
                .filter(field -> field.required() || random.nextBoolean())
                .forEach(field -> fill(field, today, fields));
        return request;
    }

    ObjectNode wrong(LocalDate today, Wrong how) {
        ObjectNode request = sound(today);
        ObjectNode fields = request.withObjectProperty("fields");
        DemandeKind kind = kinds.stream()
                .filter(each -> each.code().equals(request.path("kind").asText()))
                .findFirst()
                .orElseThrow();
        switch (how) {
            case KIND_UNKNOWN -> request.put("kind", "INCONNU");
            case KIND_OF_ANOTHER_CHANNEL -> request.put("kind", OTHER_CHANNEL);
            case PCE_OF_WRONG_FORM -> request.put("pce", "2100");
            case FIELD_MISSING -> request.remove("pce");
            case FIELD_SUPERFLUOUS -> fields.put("superflu", "1");
            case DATE_PAST -> request.put("dateSouhaitee", today.minusDays(30).toString());
            case DATE_IMPOSSIBLE -> request.put("dateSouhaitee", today.getYear() + "-02-30");
            case DELIMITER_IN_FIELD ->
                request.put(
                        "idDemande",
                        request.path("idDemande").asText()
                                + kind.layout().envelope().delimiter());
        }
        return request;
    }

    private LocalDate wished(LocalDate today) {
        return today.plusDays(10 + random.nextInt(30));
    }

    private static List<Field> own(DemandeKind kind) {
        List<String> everybodys = List.of(DemandeKind.ID_DEMANDE, DemandeKind.PCE, DemandeKind.DATE_SOUHAITEE);
        return kind.line().fields().stream()
                .filter(field -> !everybodys.contains(field.name()))
                .toList();
    }

    private void fill(Field field, LocalDate today, ObjectNode fields) {
        @Nullable
        String value = switch (field.type()) {
            case TEXT -> text(field, today);
            case INTEGER -> Integer.toString(1 + random.nextInt(9));
            case DECIMAL ->
                BigDecimal.valueOf(1 + random.nextInt(9), Math.min(1, field.scale()))
                        .toPlainString();
            case DATE, GAS_DAY -> wished(today).toString();
            case INSTANT -> wished(today) + "T10:00:00Z";
            case BOOLEAN -> Boolean.toString(random.nextBoolean());
        };
        fields.put(field.name(), field.type() == FieldType.TEXT ? Objects.requireNonNull(value) : value);
    }

    private String text(Field field, LocalDate today) {
        if (field.codes() != null) {
            List<String> codes = field.codes().on(today);
            return codes.get(random.nextInt(codes.size()));
        }
        if (!field.masks().isEmpty()) {
            StringBuilder text = new StringBuilder();
            for (char form : field.masks().getFirst().toCharArray()) {
                text.append(
                        switch (form) {
                            case '#' -> (char) ('0' + random.nextInt(10));
                            case '@', '?' -> (char) ('A' + random.nextInt(26));
                            default -> form;
                        });
            }
            return text.toString();
        }
        String name = "Société Nº " + random.nextInt(1000);
        return name.substring(0, Math.min(name.length(), field.length()));
    }

    /** Some of each way to be wrong. */
    List<ObjectNode> allWrong(LocalDate today) {
        List<ObjectNode> all = new ArrayList<>();
        for (Wrong how : Wrong.values()) {
            all.add(wrong(today, how));
        }
        return all;
    }
}
