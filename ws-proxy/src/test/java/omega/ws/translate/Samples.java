package omega.ws.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import omega.ws.contract.Attribute;
import omega.ws.contract.Builtin;
import omega.ws.contract.ComplexType;
import omega.ws.contract.Element;
import omega.ws.contract.Facets;
import omega.ws.contract.Particle;
import omega.ws.contract.Regex;
import omega.ws.contract.SimpleType;
import omega.ws.contract.Values;
import omega.ws.contract.WhiteSpace;

/** Seeded documents that fit a type, as JSON. */
public final class Samples {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789éàçœ€<>&'\"/;,.-_𝄞";
    private final List<String> ids = new ArrayList<>();
    private final Random random;

    public Samples(long seed) {
        this.random = new Random(seed);
    }

    public JsonNode of(Element element) {
        return element(element, 0);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private JsonNode element(Element element, int depth) {
        if (depth > 60) {
            throw new IllegalStateException("no document of " + element + " has an end");
        }
        boolean nil = element.nillable() && element.fixed() == null && (chance(20) || depth > 12);
        return switch (element.type()) {
            case SimpleType simple -> {
                if (nil) {
                    yield JSON.nullNode();
                }
                yield element.fixed() != null
                        ? json(simple, element.fixed())
                        : value(simple, element.otherwise() != null);
            }
            case ComplexType complex -> complex(element, complex, nil, depth);
        };
    }

    private JsonNode complex(Element element, ComplexType declared, boolean nil, int depth) {
        ObjectNode object = JSON.objectNode();
        ComplexType type = declared;
        List<Element.Alternative> alternatives = element.alternatives();
        if (!alternatives.isEmpty() && (element.needsType() || chance(60))) {
            Element.Alternative chosen = alternatives.get(random.nextInt(alternatives.size()));
            object.put("@xsi:type", chosen.json());
            type = chosen.type();
        }
        for (Attribute attribute : type.attributes()) {
            boolean refers = attribute.type() instanceof SimpleType.Atomic atomic && atomic.builtin() == Builtin.IDREF;
            if (attribute.required() || (chance(60) && !(refers && ids.isEmpty()))) {
                object.set(
                        attribute.json(),
                        attribute.fixed() != null
                                ? json(attribute.type(), attribute.fixed())
                                : value(attribute.type(), false));
            }
        }
        if (nil) {
            return object.isEmpty() ? JSON.nullNode() : object.put("@xsi:nil", true);
        }
        if (type.text() != null) {
            object.set("$", value(type.text(), false));
        } else if (type.content() != null) {
            content(type.content(), object, depth + 1, false);
        }
        return object;
    }

    /** @param chosen whether something of it must be there */
    private void content(Particle particle, ObjectNode object, int depth, boolean chosen) {
        int optional = depth > 8 ? 0 : 60;
        switch (particle) {
            case Particle.One one -> {
                if (one.min() == 0 && !chosen && !chance(optional)) {
                    return;
                }
                if (!one.isArray()) {
                    object.set(one.json(), element(one.element(), depth));
                    return;
                }
                ArrayNode array = object.putArray(one.json());
                int size = size(one.min(), one.max(), depth);
                for (int i = 0; i < size; i++) {
                    array.add(element(one.element(), depth));
                }
            }
            case Particle.Group group -> {
                if (!group.repeats()) {
                    if (group.min() > 0 || chosen || chance(optional)) {
                        once(group, object, depth);
                    }
                    return;
                }
                if (group.min() == 0 && !chosen && !chance(optional)) {
                    return;
                }
                ArrayNode array = JSON.arrayNode();
                int size = size(group.min(), group.max(), depth);
                for (int i = 0; i < size; i++) {
                    ObjectNode round = JSON.objectNode();
                    while (round.isEmpty()) {
                        once(group, round, depth);
                    }
                    array.add(round);
                }
                object.set(group.json(), array);
            }
            case Particle.Wildcard _ -> {}
        }
    }

    private int size(int min, int max, int depth) {
        int least = Math.max(1, min);
        return least + random.nextInt(Math.min(max - least, depth > 3 ? 0 : 3) + 1);
    }

    private void once(Particle.Group group, ObjectNode object, int depth) {
        if (group.order() == Particle.Order.CHOICE) {
            List<Particle> members = group.members().stream()
                    .filter(each -> !(each instanceof Particle.Wildcard))
                    .toList();
            content(members.get(random.nextInt(members.size())), object, depth, true);
        } else {
            group.members().forEach(each -> content(each, object, depth, false));
        }
    }

    private JsonNode value(SimpleType type, boolean notEmpty) {
        for (int i = 0; i < 500; i++) {
            String text = text(type);
            boolean isKept = Values.settled(type, text).equals(text);
            if (isKept && Values.breaches(type, text).isEmpty() && !(notEmpty && text.isEmpty())) {
                return json(type, text);
            }
        }
        throw new IllegalStateException("no sample of " + type);
    }

    static JsonNode json(SimpleType type, String text) {
        return switch (type) {
            case SimpleType.Union _ -> JSON.textNode(text);
            case SimpleType.Listing list -> {
                ArrayNode array = JSON.arrayNode();
                Values.items(text).forEach(each -> array.add(json(list.item(), each)));
                yield array;
            }
            case SimpleType.Atomic atomic ->
                switch (atomic.json()) {
                    case TEXT -> JSON.textNode(text);
                    case BOOLEAN -> JSON.booleanNode(text.equals("true"));
                    case INTEGER -> JSON.numberNode(new BigInteger(text));
                    case NUMBER ->
                        text.matches("-?INF|NaN") ? JSON.textNode(text) : DecimalNode.valueOf(new BigDecimal(text));
                };
        };
    }

    private String text(SimpleType type) {
        List<String> values = type.facets().values();
        if (values != null) {
            return values.get(random.nextInt(values.size()));
        }
        List<List<Regex>> patterns = type.facets().patterns();
        if (!patterns.isEmpty() && chance(90)) {
            List<Regex> last = patterns.getLast();
            String sample =
                    PatternSampler.sample(last.get(random.nextInt(last.size())).source(), random);
            if (!(type instanceof SimpleType.Atomic atomic) || atomic.builtin() != Builtin.DATE_TIME) {
                return type.facets().minLength() > sample.length()
                        ? sample.repeat(3)
                                .substring(
                                        0,
                                        Math.min(
                                                3 * sample.length(),
                                                type.facets().minLength()))
                        : sample;
            }
        }
        return switch (type) {
            case SimpleType.Union union ->
                text(union.members().get(random.nextInt(union.members().size())));
            case SimpleType.Listing list -> {
                int most = Math.min(list.facets().maxLength(), list.facets().minLength() + 4);
                int size = list.facets().minLength()
                        + random.nextInt(most - list.facets().minLength() + 1);
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < size; i++) {
                    text.append(i == 0 ? "" : " ").append(text(list.item()));
                }
                yield text.toString();
            }
            case SimpleType.Atomic atomic -> near(atomic, atomic(atomic));
        };
    }

    /** A date in the year of a limit, where there is one: few others would fit. */
    private String near(SimpleType.Atomic type, String text) {
        List<Facets.Bound> bounds = type.facets().bounds();
        return bounds.isEmpty()
                        || type.builtin().json() != Builtin.Json.TEXT
                        || !text.matches("\\d{4}-.*")
                        || chance(30)
                ? text
                : bounds.get(random.nextInt(bounds.size())).value().substring(0, 4) + text.substring(4);
    }

    private String atomic(SimpleType.Atomic type) {
        Facets facets = type.facets();
        return switch (type.builtin()) {
            case BOOLEAN -> String.valueOf(random.nextBoolean());
            case BASE64_BINARY -> {
                byte[] bytes = new byte
                        [facets.minLength()
                                + random.nextInt(Math.min(facets.maxLength() - facets.minLength(), 40) + 1)];
                random.nextBytes(bytes);
                yield Base64.getEncoder().encodeToString(bytes);
            }
            case HEX_BINARY -> "0A1f".repeat(random.nextInt(4)) + "00".repeat(facets.minLength());
            case FLOAT, DOUBLE -> chance(10) ? (chance(50) ? "INF" : "NaN") : number(type, 4);
            case DECIMAL -> number(type, facets.fractionDigits() == Facets.NONE ? 6 : facets.fractionDigits());
            case DATE_TIME -> {
                String zoned = date() + "T" + time() + zone();
                yield chance(30) ? zoned.substring(0, zoned.indexOf('T') + 9) : zoned;
            }
            case DATE -> date() + (chance(30) ? zone() : "");
            case TIME -> time() + (chance(30) ? zone() : "");
            case G_YEAR -> String.valueOf(1990 + random.nextInt(50));
            case G_YEAR_MONTH -> (1990 + random.nextInt(50)) + String.format("-%02d", 1 + random.nextInt(12));
            case G_MONTH -> String.format("--%02d", 1 + random.nextInt(12));
            case G_MONTH_DAY -> String.format("--%02d-%02d", 1 + random.nextInt(12), 1 + random.nextInt(28));
            case G_DAY -> String.format("---%02d", 1 + random.nextInt(31));
            case DURATION -> "P" + random.nextInt(9) + "Y" + random.nextInt(40) + "DT" + random.nextInt(30) + "H";
            case LANGUAGE -> "fr-FR";
            case ANY_URI -> "urn:x:" + words(facets).replaceAll("[^a-z]", "");
            case ID -> {
                ids.add("i" + random.nextLong(Long.MAX_VALUE));
                yield ids.getLast();
            }
            case IDREF -> ids.isEmpty() ? "nothing" : ids.get(random.nextInt(ids.size()));
            case NMTOKEN, NAME, NC_NAME -> "n" + words(facets).replaceAll("[^a-zA-Z0-9_]", "");
            case STRING, NORMALIZED_STRING, TOKEN -> words(facets);
            default -> number(type, 0);
        };
    }

    private String words(Facets facets) {
        int most = Math.min(facets.maxLength(), facets.minLength() + 12);
        int length = facets.minLength() + random.nextInt(most - facets.minLength() + 1);
        int[] characters = CHARACTERS.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    i > 0 && i < length - 1 && i % 5 == 4 ? ' ' : characters[random.nextInt(characters.length)]);
        }
        if (facets.whiteSpace() == WhiteSpace.PRESERVE && length > 2 && chance(20)) {
            text.setCharAt(0, "\n\r\t ".charAt(random.nextInt(4)));
        }
        return text.toString();
    }

    private String number(SimpleType.Atomic type, int scale) {
        BigDecimal least = new BigDecimal("-1000000");
        BigDecimal most = new BigDecimal("1000000");
        for (Facets.Bound bound : type.facets().bounds()) {
            if (bound.value().endsWith("INF")) {
                continue;
            }
            if (bound.least()) {
                least = new BigDecimal(bound.value());
            } else {
                most = new BigDecimal(bound.value());
            }
        }
        if (least.compareTo(most) > 0) {
            most = least.add(BigDecimal.TEN);
        }
        if (chance(10)) {
            return (chance(50) ? least : most).toPlainString();
        }
        BigDecimal share = BigDecimal.valueOf(random.nextDouble()).pow(chance(50) ? 1 : 6);
        int digits = scale == 0 ? 0 : random.nextInt(scale + 1);
        return most.subtract(least)
                .multiply(share)
                .add(least)
                .setScale(digits, RoundingMode.DOWN)
                .toPlainString();
    }

    private String date() {
        return String.format(
                "%04d-%02d-%02d", 1990 + random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    private String time() {
        return String.format("%02d:%02d:%02d", random.nextInt(24), random.nextInt(60), random.nextInt(60))
                + (chance(30) ? ".125" : "");
    }

    private String zone() {
        return List.of("Z", "+01:00", "+02:00", "-05:30").get(random.nextInt(4));
    }
}
