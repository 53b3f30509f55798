package omega.ws.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import omega.ws.xml.XmlNode;
import omega.ws.xml.XmlText;
import org.jspecify.annotations.Nullable;

/** XML to JSON. */
public final class ToJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Misfits misfits = new Misfits();

    private ToJson() {}

    /**
     * What translation came to.
     *
     * @param json the value of the message's element; not to be trusted when there are misfits
     */
    public record Result(JsonNode json, List<Misfit> misfits) {}

    /** The value of {@code xml}, which must be the element {@code root}. */
    public static Result translate(Element root, XmlNode xml) {
        ToJson translation = new ToJson();
        if (!root.name().equals(xml.name())) {
            translation.misfits.add(Place.ROOT, Kind.UNKNOWN, "is the element " + xml.name() + ", not " + root.name());
            return new Result(JSON.nullNode(), translation.misfits.all());
        }
        JsonNode json = translation.element(root, xml, Place.ROOT);
        return new Result(json, translation.misfits.all());
    }

    /** The value that {@code text} writes; null in JSON where it is none of {@code type}. */
    public static JsonNode value(SimpleType type, String text) {
        return new ToJson().value(type, text, null, Place.ROOT);
    }

    private JsonNode element(Element element, XmlNode xml, Place place) {
        if (place.depth() > Misfits.MOST_DEPTH) {
            misfits.add(place, Kind.DEPTH, "is deeper than " + Misfits.MOST_DEPTH);
            return JSON.nullNode();
        }
        boolean isNil = isNil(element, xml, place);
        return switch (element.type()) {
            case SimpleType simple -> {
                SimpleType actual = actual(element, simple, xml, place);
                checkAttributes(List.of(), xml, place);
                noChildren(xml, place);
                yield isNil
                        ? JSON.nullNode()
                        : value(simple, actual, filled(element, xml.text()), element.fixed(), place);
            }
            case ComplexType complex -> complex(element, complex, xml, isNil, place);
        };
    }

    private static String filled(Element element, String text) {
        if (!text.isEmpty()) {
            return text;
        }
        return element.otherwise() != null ? element.otherwise() : element.fixed() != null ? element.fixed() : text;
    }

    private boolean isNil(Element element, XmlNode xml, Place place) {
        String written = xml.attributes().get(ToXml.NIL);
        if (written == null) {
            return false;
        }
        String nil = WhiteSpace.COLLAPSE.apply(written);
        boolean isNil = nil.equals("true") || nil.equals("1");
        if (!element.nillable()) {
            misfits.add(place, Kind.NULL, "must not be nil");
        } else if (!isNil && !nil.equals("false") && !nil.equals("0")) {
            misfits.add(place, Kind.TYPE, "xsi:nil is neither true nor false");
        }
        if (isNil) {
            if (element.fixed() != null) {
                misfits.add(place, Kind.NULL, "must not be nil, since its value is fixed");
            }
            if (!xml.children().isEmpty() || !xml.text().isEmpty()) {
                misfits.add(place, Kind.NULL, "is nil, but holds something");
            }
        }
        return isNil;
    }

    /** The simple type that a value must be of: a narrower one than is declared where {@code xsi:type} names it, which JSON does not keep. */
    private SimpleType actual(Element element, SimpleType declared, XmlNode xml, Place place) {
        String written = xml.attributes().get(ToXml.TYPE);
        if (written == null) {
            return declared;
        }
        SimpleType named = resolved(xml, written).map(element.narrower()::get).orElse(null);
        if (named == null) {
            misfits.add(place.at(ToXml.TYPE_KEY), Kind.XSI_TYPE, "'" + written + "' is no type that may stand here");
            return declared;
        }
        return named;
    }

    /** What a name means; empty where its prefix is declared nowhere. */
    private static Optional<QName> resolved(XmlNode xml, String name) {
        try {
            return Optional.of(xml.resolve(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** That {@code xsi:type}, where it stands, names the complex type that is declared. */
    private void checkType(ComplexType declared, XmlNode xml, Place place) {
        String written = xml.attributes().get(ToXml.TYPE);
        if (written != null
                && (declared.name().isEmpty() || !resolved(xml, written).equals(declared.name()))) {
            misfits.add(place.at(ToXml.TYPE_KEY), Kind.XSI_TYPE, "'" + written + "' is not the type that stands here");
        }
    }

    private JsonNode complex(Element element, ComplexType declared, XmlNode xml, boolean isNil, Place place) {
        ObjectNode object = JSON.objectNode();
        ComplexType type = declared;
        if (element.alternatives().isEmpty()) {
            checkType(declared, xml, place);
        } else {
            ComplexType named = alternative(element, xml, object, place);
            if (named == null) {
                return object;
            }
            type = named;
        }
        attributes(type, xml, object, place);
        if (isNil) {
            if (object.isEmpty()) {
                return JSON.nullNode();
            }
            return object.put(ToXml.NIL_KEY, true);
        }
        if (type.text() != null) {
            noChildren(xml, place);
            object.set(
                    ToXml.TEXT_KEY,
                    value(type.text(), filled(element, xml.text()), element.fixed(), place.at(ToXml.TEXT_KEY)));
            return object;
        }
        boolean isEmpty = type.content() == null && xml.text().isEmpty();
        if (!isEmpty && (type.content() == null || !WhiteSpace.isBlank(xml.text()))) {
            misfits.add(
                    place,
                    Kind.UNKNOWN,
                    type.content() == null ? "must be empty, without blanks too" : "holds text between its elements");
        }
        Children children = new Children(xml.children());
        if (type.content() != null) {
            content(type.content(), children, object, place);
        }
        while (!children.isEnd()) {
            QName name = children.take().name();
            misfits.add(place.at(name.getLocalPart()), Kind.UNKNOWN, "is not expected here (the element " + name + ")");
        }
        return object;
    }

    private @Nullable ComplexType alternative(Element element, XmlNode xml, ObjectNode object, Place place) {
        String written = xml.attributes().get(ToXml.TYPE);
        if (written == null) {
            if (element.needsType()) {
                misfits.add(place.at(ToXml.TYPE_KEY), Kind.XSI_TYPE, "is missing");
                return null;
            }
            return (ComplexType) element.type();
        }
        QName name = resolved(xml, written).orElse(null);
        for (Element.Alternative each : element.alternatives()) {
            if (each.name().equals(name)) {
                object.put(ToXml.TYPE_KEY, each.json());
                return each.type();
            }
        }
        misfits.add(place.at(ToXml.TYPE_KEY), Kind.XSI_TYPE, "'" + written + "' is no type that may stand here");
        return null;
    }

    private void attributes(ComplexType type, XmlNode xml, ObjectNode object, Place place) {
        checkAttributes(type.attributes(), xml, place);
        for (Attribute attribute : type.attributes()) {
            String text = xml.attributes().get(attribute.name());
            if (text != null) {
                object.set(
                        attribute.json(), value(attribute.type(), text, attribute.fixed(), place.at(attribute.json())));
            } else if (attribute.required()) {
                misfits.add(place.at(attribute.json()), Kind.MISSING, "is missing");
            }
        }
    }

    private void checkAttributes(List<Attribute> known, XmlNode xml, Place place) {
        if (xml.attributes().isEmpty()) {
            return;
        }
        for (Map.Entry<QName, String> each : xml.attributes().entrySet()) {
            QName name = each.getKey();
            if (!name.getNamespaceURI().equals(XmlText.XSI) && !isKnown(known, name)) {
                misfits.add(place.at("@" + name.getLocalPart()), Kind.UNKNOWN, "is not expected here");
            }
        }
    }

    private static boolean isKnown(List<Attribute> known, QName name) {
        for (Attribute each : known) {
            if (each.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void noChildren(XmlNode xml, Place place) {
        for (XmlNode each : xml.children()) {
            misfits.add(place, Kind.UNKNOWN, "holds the element " + each.name() + ", but may only hold text");
        }
    }

    private JsonNode value(SimpleType type, String written, @Nullable String fixed, Place place) {
        return value(type, type, written, fixed, place);
    }

    /** @param actual {@code type}, or a narrower one, by which the value is read */
    private JsonNode value(SimpleType type, SimpleType actual, String written, @Nullable String fixed, Place place) {
        String text = Values.settled(actual, written);
        int before = misfits.count();
        misfits.judge(actual, actual instanceof SimpleType.Union ? written : text, place);
        if (!actual.equals(type)) {
            Values.breaches(type, text).forEach(each -> misfits.add(place, each.kind(), each.reason()));
            if (!Values.settled(type, text).equals(text)) {
                misfits.add(place, Kind.CHARACTERS, "has blanks that would be lost without its xsi:type");
            }
        }
        if (misfits.count() > before) {
            return JSON.nullNode();
        }
        if (fixed != null && !(Values.same(type, text, fixed) && isOfMember(type, actual, fixed))) {
            misfits.add(place, Kind.FIXED, "can only be " + fixed);
        }
        return json(type, text, place);
    }

    /** Values of two members of a union are never the same, though they be written alike. */
    private static boolean isOfMember(SimpleType type, SimpleType actual, String fixed) {
        return !(type instanceof SimpleType.Union union)
                || actual.equals(type)
                || actual.equals(Values.member(union, fixed));
    }

    private JsonNode json(SimpleType type, String text, Place place) {
        return switch (type) {
            case SimpleType.Union _ -> JSON.textNode(text);
            case SimpleType.Listing list -> {
                ArrayNode array = JSON.arrayNode();
                for (String item : Values.items(text)) {
                    array.add(value(list.item(), item, null, place));
                }
                yield array;
            }
            case SimpleType.Atomic atomic ->
                switch (atomic.json()) {
                    case TEXT ->
                        JSON.textNode(atomic.builtin() == Builtin.BASE64_BINARY ? text.replace(" ", "") : text);
                    case BOOLEAN -> JSON.booleanNode(text.equals("true") || text.equals("1"));
                    case INTEGER -> integer(text.startsWith("+") ? text.substring(1) : text);
                    case NUMBER ->
                        text.endsWith("F") || text.endsWith("N")
                                ? JSON.textNode(text)
                                : DecimalNode.valueOf(new BigDecimal(text));
                };
        };
    }

    private static JsonNode integer(String text) {
        if (text.length() < 10) {
            return JSON.numberNode(Integer.parseInt(text));
        }
        BigInteger value = new BigInteger(text);
        return value.bitLength() < 32
                ? JSON.numberNode(value.intValue())
                : value.bitLength() < 64 ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
    }

    private void content(Particle particle, Children children, ObjectNode object, Place place) {
        switch (particle) {
            case Particle.One one -> one(one, children, object, place);
            case Particle.Group group -> {
                if (group.repeats()) {
                    rounds(group, children, object, place);
                } else if (group.min() > 0 || canStart(group, children)) {
                    once(group, children, object, place);
                }
            }
            case Particle.Wildcard _ -> {}
        }
    }

    private void one(Particle.One one, Children children, ObjectNode object, Place parent) {
        Place place = parent.at(one.json());
        QName name = one.element().name();
        if (!one.isArray()) {
            if (children.isNext(name)) {
                object.set(one.json(), element(one.element(), children.take(), place));
            } else if (one.min() > 0) {
                misfits.add(place, Kind.MISSING, "is missing");
            }
            return;
        }
        ArrayNode array = JSON.arrayNode();
        while (array.size() < one.max() && children.isNext(name)) {
            array.add(element(one.element(), children.take(), place.at(array.size())));
        }
        if (!array.isEmpty()) {
            object.set(one.json(), array);
        }
        if (array.size() < one.min()) {
            if (array.isEmpty()) {
                misfits.add(place, Kind.MISSING, "is missing");
            } else {
                misfits.add(place, Kind.OCCURS, "has " + array.size() + " items, not at least " + one.min());
            }
        }
    }

    private void rounds(Particle.Group group, Children children, ObjectNode object, Place parent) {
        Place place = parent.at(group.json());
        ArrayNode array = JSON.arrayNode();
        while (array.size() < group.max() && canStart(group, children)) {
            ObjectNode round = JSON.objectNode();
            once(group, children, round, place.at(array.size()));
            array.add(round);
        }
        if (!array.isEmpty()) {
            object.set(group.json(), array);
        }
        if (array.size() < group.min() && !ToXml.isEmptiable(group)) {
            misfits.add(
                    place,
                    array.isEmpty() ? Kind.MISSING : Kind.OCCURS,
                    array.isEmpty() ? "is missing" : "has " + array.size() + " items, not at least " + group.min());
        }
    }

    private void once(Particle.Group group, Children children, ObjectNode object, Place place) {
        switch (group.order()) {
            case SEQUENCE -> group.members().forEach(each -> content(each, children, object, place));
            case CHOICE -> {
                for (Particle member : group.members()) {
                    if (canStart(member, children)) {
                        content(member, children, object, place);
                        return;
                    }
                }
                if (!ToXml.isEmptiable(group)) {
                    misfits.add(place, Kind.CHOICE, "holds none of its choices");
                }
            }
            case ALL -> {
                List<Particle> left = new ArrayList<>(group.members());
                boolean more = true;
                while (more) {
                    more = false;
                    for (Particle member : left) {
                        if (canStart(member, children)) {
                            content(member, children, object, place);
                            left.remove(member);
                            more = true;
                            break;
                        }
                    }
                }
                left.forEach(each -> content(each, children, object, place));
            }
        }
    }

    /** Whether the next element may begin this particle. */
    private static boolean canStart(Particle particle, Children children) {
        return switch (particle) {
            case Particle.One one -> children.isNext(one.element().name());
            case Particle.Group group -> {
                for (Particle member : group.members()) {
                    if (canStart(member, children)) {
                        yield true;
                    }
                    if (group.order() == Particle.Order.SEQUENCE && !ToXml.isEmptiable(member)) {
                        yield false;
                    }
                }
                yield false;
            }
            case Particle.Wildcard _ -> false;
        };
    }

    /** Elements one after the other. */
    private static final class Children {
        private final List<XmlNode> nodes;
        private int at;

        Children(List<XmlNode> nodes) {
            this.nodes = nodes;
        }

        boolean isNext(QName name) {
            return at < nodes.size() && nodes.get(at).name().equals(name);
        }

        XmlNode take() {
            return nodes.get(at++);
        }

        boolean isEnd() {
            return at == nodes.size();
        }
    }
}
