package omega.ws.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import omega.ws.contract.Attribute;
import omega.ws.contract.Builtin;
import omega.ws.contract.ComplexType;
import omega.ws.contract.Element;
import omega.ws.contract.Kind;
import omega.ws.contract.Particle;
import omega.ws.contract.SimpleType;
import omega.ws.contract.Values;
import omega.ws.contract.WhiteSpace;
import omega.ws.xml.XmlText;
import org.jspecify.annotations.Nullable;

/** JSON to XML. */
public final class ToXml {
    static final QName NIL = new QName(XmlText.XSI, "nil");
    static final QName TYPE = new QName(XmlText.XSI, "type");
    public static final String NIL_KEY = "@xsi:nil";
    public static final String TYPE_KEY = "@xsi:type";
    public static final String TEXT_KEY = "$";
    private static final int MOST_DIGITS = 1_000;

    private final XmlText xml = new XmlText();
    private final Misfits misfits = new Misfits();

    private ToXml() {}

    /**
     * What translation came to.
     *
     * @param xml the document without an XML declaration; of no use when there are misfits
     */
    public record Result(String xml, List<Misfit> misfits) {}

    /** The message element of {@code root} with the value {@code json}. */
    public static Result translate(Element root, JsonNode json) {
        ToXml translation = new ToXml();
        translation.element(root, json, Place.ROOT);
        List<Misfit> misfits = translation.misfits.all();
        return new Result(misfits.isEmpty() ? translation.xml.toString() : "", misfits);
    }

    private void element(Element element, JsonNode value, Place place) {
        if (place.depth() > Misfits.MOST_DEPTH) {
            misfits.add(place, Kind.DEPTH, "is deeper than " + Misfits.MOST_DEPTH);
            return;
        }
        xml.start(element.name());
        switch (element.type()) {
            case SimpleType simple -> {
                if (value.isNull()) {
                    nil(element, place);
                } else {
                    String text = simple(simple, value, place);
                    if (text != null) {
                        checkFixed(element.fixed(), element.otherwise(), simple, text, place);
                        xml.text(text);
                    }
                }
            }
            case ComplexType complex -> {
                if (value.isNull()) {
                    if (nil(element, place)) {
                        if (element.needsType()) {
                            misfits.add(place.at(TYPE_KEY), Kind.XSI_TYPE, "is missing");
                        }
                        complex.attributes().stream()
                                .filter(Attribute::required)
                                .forEach(each -> misfits.add(place.at(each.json()), Kind.MISSING, "is missing"));
                    }
                } else if (!value.isObject()) {
                    misfits.add(place, Kind.TYPE, "must be an object, not " + word(value));
                } else {
                    object(element, complex, value, place);
                }
            }
        }
        xml.end(element.name());
    }

    private boolean nil(Element element, Place place) {
        if (!element.nillable() || element.fixed() != null) {
            misfits.add(place, Kind.NULL, "must not be null");
            return false;
        }
        xml.attribute(NIL, "true");
        return true;
    }

    private void object(Element element, ComplexType declared, JsonNode object, Place place) {
        ComplexType type = declared;
        if (!element.alternatives().isEmpty()) {
            ComplexType named = alternative(element, object, place);
            if (named == null) {
                return;
            }
            type = named;
        }
        for (Attribute attribute : type.attributes()) {
            attribute(attribute, object.get(attribute.json()), place);
        }
        boolean nil = element.nillable() && object.has(NIL_KEY);
        if (nil) {
            nil(type, object, place);
        } else if (type.text() != null) {
            text(element, type.text(), object, place);
        } else if (type.content() != null) {
            content(type.content(), object, place);
        }
        unknown(element, type, object, nil, place);
    }

    private void nil(ComplexType type, JsonNode object, Place place) {
        if (!(object.get(NIL_KEY).isBoolean() && object.get(NIL_KEY).booleanValue())) {
            misfits.add(place.at(NIL_KEY), Kind.TYPE, "can only be true; leave it out otherwise");
        }
        xml.attribute(NIL, "true");
        if (object.size() == 1 && type.attributes().stream().noneMatch(Attribute::required)) {
            misfits.add(place.at(NIL_KEY), Kind.TYPE, "is for elements with attributes: write null");
        }
    }

    private void unknown(Element element, ComplexType type, JsonNode object, boolean nil, Place place) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            String key = each.getKey();
            boolean known = switch (key) {
                case TYPE_KEY -> !element.alternatives().isEmpty();
                case NIL_KEY -> nil;
                case TEXT_KEY -> !nil && type.text() != null;
                default -> type.keys().contains(key) && (!nil || key.startsWith("@"));
            };
            if (!known) {
                misfits.add(place.at(key), Kind.UNKNOWN, "is not expected here");
            }
        }
    }

    private void unknown(JsonNode object, Set<String> known, Place place) {
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            if (!known.contains(each.getKey())) {
                misfits.add(place.at(each.getKey()), Kind.UNKNOWN, "is not expected here");
            }
        }
    }

    private @Nullable ComplexType alternative(Element element, JsonNode object, Place place) {
        JsonNode named = object.get(TYPE_KEY);
        if (named == null) {
            if (element.needsType()) {
                misfits.add(place.at(TYPE_KEY), Kind.XSI_TYPE, "is missing: it must be one of " + names(element));
                return null;
            }
            return (ComplexType) element.type();
        }
        for (Element.Alternative each : element.alternatives()) {
            if (named.isTextual() && each.json().equals(named.textValue())) {
                xml.attribute(TYPE, xml.prefixed(each.name()));
                return each.type();
            }
        }
        misfits.add(place.at(TYPE_KEY), Kind.XSI_TYPE, "must be one of " + names(element));
        return null;
    }

    private static String names(Element element) {
        return String.join(
                ", ",
                element.alternatives().stream().map(Element.Alternative::json).toList());
    }

    private void attribute(Attribute attribute, @Nullable JsonNode value, Place parent) {
        Place place = parent.at(attribute.json());
        if (value == null) {
            if (attribute.required()) {
                misfits.add(place, Kind.MISSING, "is missing");
            }
            return;
        }
        String text = simple(attribute.type(), value, place);
        if (text != null) {
            checkFixed(attribute.fixed(), null, attribute.type(), text, place);
            xml.attribute(attribute.name(), text);
        }
    }

    private void text(Element element, SimpleType type, JsonNode object, Place parent) {
        Place place = parent.at(TEXT_KEY);
        JsonNode value = object.get(TEXT_KEY);
        if (value == null) {
            misfits.add(place, Kind.MISSING, "is missing");
            return;
        }
        String text = simple(type, value, place);
        if (text != null) {
            checkFixed(element.fixed(), element.otherwise(), type, text, place);
            xml.text(text);
        }
    }

    private void checkFixed(
            @Nullable String fixed, @Nullable String otherwise, SimpleType type, String text, Place place) {
        if (fixed != null && !Values.same(type, text, fixed)) {
            misfits.add(place, Kind.FIXED, "can only be " + fixed);
        }
        if (otherwise != null && text.isEmpty()) {
            misfits.add(place, Kind.CHARACTERS, "must not be empty, which would be read as " + otherwise);
        }
    }

    private void content(Particle particle, JsonNode object, Place place) {
        switch (particle) {
            case Particle.One one -> one(one, object.get(one.json()), place);
            case Particle.Group group -> {
                if (group.repeats()) {
                    rounds(group, object.get(group.json()), place);
                } else if (group.min() > 0 || isPresent(group, object)) {
                    once(group, object, place);
                }
            }
            case Particle.Wildcard _ -> {}
        }
    }

    private void one(Particle.One one, @Nullable JsonNode value, Place parent) {
        Place place = parent.at(one.json());
        if (value == null) {
            if (one.min() > 0) {
                misfits.add(place, Kind.MISSING, "is missing");
            }
        } else if (!one.isArray()) {
            element(one.element(), value, place);
        } else if (isArray(value, one.min(), one.max(), place)) {
            for (int i = 0; i < value.size(); i++) {
                element(one.element(), value.get(i), place.at(i));
            }
        }
    }

    private boolean isArray(JsonNode value, int min, int max, Place place) {
        if (!value.isArray()) {
            misfits.add(place, Kind.TYPE, "must be an array, even of one, not " + word(value));
            return false;
        }
        if (value.size() < Math.max(1, min) || value.size() > max) {
            String wanted =
                    max == Particle.UNBOUNDED ? "at least " + Math.max(1, min) : Math.max(1, min) + " to " + max;
            String hint = value.isEmpty() && min == 0 ? "; leave it out" : "";
            misfits.add(place, Kind.OCCURS, "has " + value.size() + " items, not " + wanted + hint);
        }
        return true;
    }

    private void rounds(Particle.Group group, @Nullable JsonNode value, Place parent) {
        Place place = parent.at(group.json());
        if (value == null) {
            if (group.min() > 0 && !isEmptiable(group)) {
                misfits.add(place, Kind.MISSING, "is missing");
            }
            return;
        }
        int least = isEmptiable(group) ? 0 : group.min();
        if (!isArray(value, least, group.max(), place)) {
            return;
        }
        Set<String> known = group.inside();
        for (int i = 0; i < value.size(); i++) {
            JsonNode round = value.get(i);
            if (!round.isObject()) {
                misfits.add(place.at(i), Kind.TYPE, "must be an object, not " + word(round));
            } else if (round.isEmpty()) {
                misfits.add(place.at(i), Kind.MISSING, "must hold something");
            } else {
                once(group, round, place.at(i));
                unknown(round, known, place.at(i));
            }
        }
    }

    private void once(Particle.Group group, JsonNode object, Place place) {
        if (group.order() != Particle.Order.CHOICE) {
            group.members().forEach(each -> content(each, object, place));
            return;
        }
        List<Particle> chosen = new ArrayList<>();
        for (Particle member : group.members()) {
            if (isPresent(member, object)) {
                chosen.add(member);
            }
        }
        if (chosen.isEmpty()) {
            if (!isEmptiable(group) && group.min() > 0) {
                misfits.add(place, Kind.CHOICE, "needs one of " + keys(group));
            }
            return;
        }
        for (Particle extra : chosen.subList(1, chosen.size())) {
            Set<String> keys = extra.keys();
            object.fieldNames().forEachRemaining(key -> {
                if (keys.contains(key)) {
                    misfits.add(place.at(key), Kind.CHOICE, "excludes " + keys(chosen.getFirst()) + ", which is there");
                }
            });
        }
        chosen.forEach(each -> content(each, object, place));
    }

    private static boolean isPresent(Particle particle, JsonNode object) {
        return switch (particle) {
            case Particle.One one -> object.has(one.json());
            case Particle.Group group ->
                group.repeats()
                        ? object.has(group.json())
                        : group.members().stream().anyMatch(each -> isPresent(each, object));
            case Particle.Wildcard _ -> false;
        };
    }

    /** Whether nothing at all fits. */
    public static boolean isEmptiable(Particle particle) {
        if (particle.min() == 0) {
            return true;
        }
        return switch (particle) {
            case Particle.One _ -> false;
            case Particle.Group group ->
                group.order() == Particle.Order.CHOICE
                        ? group.members().stream().anyMatch(ToXml::isEmptiable)
                        : group.members().stream().allMatch(ToXml::isEmptiable);
            case Particle.Wildcard _ -> true;
        };
    }

    private static String keys(Particle particle) {
        return String.join(", ", particle instanceof Particle.Group group ? group.inside() : particle.keys());
    }

    /** The written form of a value; null when it is not sound. */
    private @Nullable String simple(SimpleType type, JsonNode value, Place place) {
        String text = switch (type) {
            case SimpleType.Atomic atomic -> atomic(atomic, value, place);
            case SimpleType.Listing list -> list(list, value, place);
            case SimpleType.Union union -> union(union, value, place);
        };
        if (text == null) {
            return null;
        }
        int before = misfits.count();
        misfits.judge(type, text, place);
        return misfits.count() == before ? text : null;
    }

    /** A text that XML reads as it is: its blanks are those that the member keeps which it fits. */
    private @Nullable String union(SimpleType.Union union, JsonNode value, Place place) {
        String text = text(WhiteSpace.PRESERVE, value, place);
        if (text != null && Values.breaches(union, text).isEmpty()) {
            String read = Values.settled(union, text);
            if (!read.equals(text)) {
                misfits.add(
                        place, Kind.CHARACTERS, "has blanks that would be lost: it would be read as '" + read + "'");
                return null;
            }
        }
        return text;
    }

    private @Nullable String list(SimpleType.Listing list, JsonNode value, Place place) {
        if (!value.isArray()) {
            misfits.add(place, Kind.TYPE, "must be an array, even of one, not " + word(value));
            return null;
        }
        StringBuilder text = new StringBuilder();
        boolean sound = true;
        for (int i = 0; i < value.size(); i++) {
            String item = simple(list.item(), value.get(i), place.at(i));
            if (item != null && (item.isEmpty() || item.chars().anyMatch(c -> WhiteSpace.isBlank((char) c)))) {
                misfits.add(place.at(i), Kind.CHARACTERS, "must be one word, since blanks part the items of a list");
                sound = false;
            }
            sound &= item != null;
            text.append(i == 0 ? "" : " ").append(item);
        }
        return sound ? text.toString() : null;
    }

    private @Nullable String atomic(SimpleType.Atomic type, JsonNode value, Place place) {
        return switch (type.json()) {
            case TEXT -> {
                String text = text(type.facets().whiteSpace(), value, place);
                if (text != null && type.builtin() == Builtin.BASE64_BINARY && text.indexOf(' ') >= 0) {
                    misfits.add(place, Kind.CHARACTERS, "must have no blanks");
                    yield null;
                }
                yield text;
            }
            case BOOLEAN -> {
                if (!value.isBoolean()) {
                    misfits.add(place, Kind.TYPE, "must be true or false, not " + word(value));
                    yield null;
                }
                yield String.valueOf(value.booleanValue());
            }
            case NUMBER, INTEGER -> number(type, value, place);
        };
    }

    private @Nullable String number(SimpleType.Atomic type, JsonNode value, Place place) {
        boolean isReal = type.builtin() == Builtin.DOUBLE || type.builtin() == Builtin.FLOAT;
        if (isReal && value.isTextual() && Set.of("INF", "-INF", "NaN").contains(value.textValue())) {
            return value.textValue();
        }
        if (!value.isNumber()) {
            misfits.add(place, Kind.TYPE, "must be a number, not " + word(value));
            return null;
        }
        if (value.isIntegralNumber()) {
            return value.asText();
        }
        BigDecimal number = value.decimalValue();
        if (isReal) {
            return number.toString();
        }
        if (Math.abs((long) number.scale()) + number.precision() > MOST_DIGITS) {
            misfits.add(place, Kind.DIGITS, "has more than " + MOST_DIGITS + " digits");
            return null;
        }
        if (type.json() == Builtin.Json.NUMBER) {
            return number.toPlainString();
        }
        if (number.stripTrailingZeros().scale() > 0) {
            misfits.add(place, Kind.TYPE, "must be a whole number");
            return null;
        }
        return number.toBigInteger().toString();
    }

    private @Nullable String text(WhiteSpace whiteSpace, JsonNode value, Place place) {
        if (!value.isTextual()) {
            misfits.add(place, Kind.TYPE, "must be a text, not " + word(value));
            return null;
        }
        String text = value.textValue();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
            boolean alone = Character.isSurrogate(c) && !pair;
            if (control || c >= 0xFFFE || alone) {
                misfits.add(place, Kind.CHARACTERS, String.format("holds U+%04X, which XML cannot", (int) c));
                return null;
            }
            if (pair) {
                i++;
            }
        }
        if (!whiteSpace.apply(text).equals(text)) {
            misfits.add(
                    place,
                    Kind.CHARACTERS,
                    "has blanks that would be lost: "
                            + switch (whiteSpace) {
                                case COLLAPSE -> "none may lead, trail or double";
                                case REPLACE -> "only spaces are kept";
                                case PRESERVE -> "";
                            });
            return null;
        }
        return text;
    }

    private static String word(JsonNode value) {
        JsonNodeType type = value.getNodeType();
        return switch (type) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL, MISSING -> "null";
        };
    }
}
