package omega.ws.contract;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import omega.ws.contract.Component.Space;
import omega.ws.contract.Facets.Bound;
import omega.ws.xml.XmlNode;
import org.jspecify.annotations.Nullable;

/** Reads simple types. */
final class SimpleTypes {
    private static final Set<String> FACETS = Set.of(
            "length",
            "minLength",
            "maxLength",
            "pattern",
            "enumeration",
            "whiteSpace",
            "totalDigits",
            "fractionDigits",
            "minInclusive",
            "maxInclusive",
            "minExclusive",
            "maxExclusive");
    private final SchemaSet schemas;
    private final Map<QName, SimpleType> known = new HashMap<>();
    private final Map<QName, Map<QName, SimpleType>> narrower = new HashMap<>();
    private @Nullable Map<QName, List<QName>> derived;

    SimpleTypes(SchemaSet schemas) {
        this.schemas = schemas;
    }

    /** The simple type of this name; empty when it names a complex one. */
    Optional<SimpleType> find(SchemaDocument document, XmlNode at, QName name) {
        if (name.getNamespaceURI().equals(SchemaDocument.XSD)) {
            return name.getLocalPart().equals("anyType")
                    ? Optional.empty()
                    : Optional.of(builtin(document, at, name.getLocalPart()));
        }
        SimpleType type = known.get(name);
        if (type != null) {
            return Optional.of(type);
        }
        Component component = schemas.find(Space.TYPE, name)
                .orElseThrow(() -> document.uncarried(at, "names the type " + name + ", which no schema here defines"));
        if (component.node().name().getLocalPart().equals("complexType")) {
            return Optional.empty();
        }
        SimpleType read = read(component, name.getLocalPart());
        known.put(name, read);
        return Optional.of(read);
    }

    private static SimpleType builtin(SchemaDocument document, XmlNode at, String local) {
        return switch (local) {
            case "NMTOKENS", "IDREFS" -> {
                SimpleType item = builtin(document, at, local.substring(0, local.length() - 1));
                yield new SimpleType.Listing(
                        local,
                        item,
                        new Facets(
                                WhiteSpace.COLLAPSE,
                                List.of(),
                                null,
                                1,
                                Facets.NONE,
                                Facets.NONE,
                                Facets.NONE,
                                List.of()));
            }
            default -> {
                Builtin builtin = Builtin.named(local);
                if (builtin == null) {
                    throw document.uncarried(at, "the type xs:" + local + " is not supported");
                }
                List<Bound> bounds = new ArrayList<>();
                if (builtin.least != null) {
                    bounds.add(new Bound(builtin.least, true, true));
                }
                if (builtin.most != null) {
                    bounds.add(new Bound(builtin.most, false, true));
                }
                yield new SimpleType.Atomic(
                        local,
                        builtin,
                        new Facets(
                                builtin.whiteSpace(),
                                List.of(),
                                null,
                                0,
                                Facets.NONE,
                                Facets.NONE,
                                Facets.NONE,
                                List.copyOf(bounds)));
            }
        };
    }

    /** @param component a simpleType, named or not */
    SimpleType read(Component component, String name) {
        SchemaDocument document = component.document();
        XmlNode node = component.node();
        for (XmlNode child : node.children()) {
            switch (child.name().getLocalPart()) {
                case "restriction" -> {
                    return narrow(document, child, name, base(component, child));
                }
                case "list" -> {
                    return new SimpleType.Listing(name, item(document, child), Facets.of(WhiteSpace.COLLAPSE));
                }
                case "union" -> {
                    return new SimpleType.Union(name, members(document, child), Facets.of(WhiteSpace.COLLAPSE));
                }
                default -> {}
            }
        }
        throw document.uncarried(node, "a simple type of nothing");
    }

    private SimpleType base(Component component, XmlNode restriction) {
        SchemaDocument document = component.document();
        String base = restriction.attribute("base");
        if (base == null) {
            return inner(document, restriction);
        }
        QName name = document.resolve(restriction, base);
        if (component.original() != null && name.equals(document.named(component.node()))) {
            return read(component.original(), name.getLocalPart());
        }
        return simple(document, restriction, name);
    }

    private SimpleType item(SchemaDocument document, XmlNode list) {
        String item = list.attribute("itemType");
        SimpleType type = item == null ? inner(document, list) : simple(document, list, document.resolve(list, item));
        if (type instanceof SimpleType.Listing) {
            throw document.uncarried(list, "a list of lists");
        }
        return type;
    }

    private List<SimpleType> members(SchemaDocument document, XmlNode union) {
        List<SimpleType> members = new ArrayList<>();
        for (String member : union.attribute("memberTypes", "").strip().split("\\s+", -1)) {
            if (!member.isEmpty()) {
                members.add(simple(document, union, document.resolve(union, member)));
            }
        }
        union.children(SchemaDocument.xsd("simpleType"))
                .forEach(each -> members.add(read(new Component(document, each, null), "")));
        return List.copyOf(members);
    }

    private SimpleType inner(SchemaDocument document, XmlNode node) {
        XmlNode type = node.child(SchemaDocument.xsd("simpleType"))
                .orElseThrow(() -> document.uncarried(node, node.name().getLocalPart() + " without a type"));
        return read(new Component(document, type, null), "");
    }

    SimpleType simple(SchemaDocument document, XmlNode at, QName name) {
        return find(document, at, name)
                .orElseThrow(() -> document.uncarried(at, "the type " + name + " is no simple one"));
    }

    /**
     * The simple types that {@code xsi:type} may name where one is declared: itself, what restricts it, and of a union what its members are.
     *
     * @param component what declares it; null for a built-in one
     * @param name null where it has none
     */
    Map<QName, SimpleType> narrower(
            SchemaDocument document, XmlNode at, @Nullable Component component, @Nullable QName name) {
        if (name != null && narrower.containsKey(name)) {
            return narrower.get(name);
        }
        Set<QName> names = new LinkedHashSet<>();
        if (name != null) {
            derive(name, names);
        } else if (component != null) {
            members(component, names);
        }
        Map<QName, SimpleType> all = new LinkedHashMap<>();
        for (QName each : names) {
            try {
                find(document, at, each).ifPresent(type -> all.put(each, type));
            } catch (Uncarried _) {
                // a type that is not carried is not carried here either: a value that names it is refused
            }
        }
        if (name != null) {
            narrower.put(name, all);
        }
        return all;
    }

    private void derive(QName name, Set<QName> names) {
        if (!names.add(name)) {
            return;
        }
        derived().getOrDefault(name, List.of()).forEach(each -> derive(each, names));
        schemas.find(Space.TYPE, name).ifPresent(each -> members(each, names));
    }

    private void members(Component component, Set<QName> names) {
        SchemaDocument document = component.document();
        for (XmlNode child : component.node().children()) {
            switch (child.name().getLocalPart()) {
                case "restriction" -> {
                    Optional<QName> base = base(component);
                    base.flatMap(each -> schemas.find(Space.TYPE, each)).ifPresent(each -> members(each, names));
                    child.child(SchemaDocument.xsd("simpleType"))
                            .ifPresent(each -> members(new Component(document, each, null), names));
                }
                case "union" -> {
                    Values.items(WhiteSpace.COLLAPSE.apply(child.attribute("memberTypes", "")))
                            .forEach(each -> derive(document.resolve(child, each), names));
                    child.children(SchemaDocument.xsd("simpleType"))
                            .forEach(each -> members(new Component(document, each, null), names));
                }
                default -> {}
            }
        }
    }

    /** What a simple type restricts, by its name; of a redefined one, what the original restricts. */
    private static Optional<QName> base(Component component) {
        SchemaDocument document = component.document();
        for (XmlNode restriction :
                component.node().children(SchemaDocument.xsd("restriction")).toList()) {
            if (restriction.attribute("base") != null) {
                QName base = document.resolve(restriction, restriction.attribute("base", ""));
                return component.original() != null && base.equals(document.named(component.node()))
                        ? base(component.original())
                        : Optional.of(base);
            }
        }
        return Optional.empty();
    }

    /** By what they restrict. */
    private Map<QName, List<QName>> derived() {
        Map<QName, List<QName>> all = derived;
        if (all == null) {
            all = new HashMap<>();
            for (Builtin each : Builtin.values()) {
                if (each.base != null) {
                    all.computeIfAbsent(SchemaDocument.xsd(each.base.xsd()), _ -> new ArrayList<>())
                            .add(SchemaDocument.xsd(each.xsd()));
                }
            }
            for (Map.Entry<QName, Component> each : schemas.all(Space.TYPE).entrySet()) {
                Optional<QName> base = base(each.getValue());
                if (base.isPresent()) {
                    all.computeIfAbsent(base.get(), _ -> new ArrayList<>()).add(each.getKey());
                }
            }
            derived = all;
        }
        return all;
    }

    /** The base with the facets of this restriction. */
    SimpleType narrow(SchemaDocument document, XmlNode restriction, String name, SimpleType base) {
        Facets before = base.facets();
        WhiteSpace whiteSpace = before.whiteSpace();
        List<Regex> patterns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        int minLength = before.minLength();
        int maxLength = before.maxLength();
        int totalDigits = before.totalDigits();
        int fractionDigits = before.fractionDigits();
        List<Bound> bounds = new ArrayList<>(before.bounds());
        for (XmlNode facet : restriction.children()) {
            String local = facet.name().getLocalPart();
            String value = facet.attribute("value", "");
            if (!facet.name().getNamespaceURI().equals(SchemaDocument.XSD) || !FACETS.contains(local)) {
                continue;
            }
            switch (local) {
                case "whiteSpace" -> whiteSpace = WhiteSpace.valueOf(value.toUpperCase(java.util.Locale.ROOT));
                case "pattern" -> {
                    try {
                        patterns.add(Regex.of(value));
                    } catch (IllegalArgumentException e) {
                        throw document.uncarried(facet, String.valueOf(e.getMessage()));
                    }
                }
                case "enumeration" -> values.add(base instanceof SimpleType.Union ? value : whiteSpace.apply(value));
                case "length" -> {
                    minLength = number(value);
                    maxLength = minLength;
                }
                case "minLength" -> minLength = number(value);
                case "maxLength" -> maxLength = number(value);
                case "totalDigits" -> totalDigits = number(value);
                case "fractionDigits" -> fractionDigits = number(value);
                default ->
                    bounds.add(new Bound(
                            WhiteSpace.COLLAPSE.apply(value), local.startsWith("min"), local.endsWith("Inclusive")));
            }
        }
        List<List<Regex>> steps = new ArrayList<>(before.patterns());
        if (!patterns.isEmpty()) {
            steps.add(List.copyOf(patterns));
        }
        Facets facets = new Facets(
                whiteSpace,
                List.copyOf(steps),
                values.isEmpty() ? before.values() : List.copyOf(values),
                minLength,
                maxLength,
                totalDigits,
                fractionDigits,
                List.copyOf(bounds));
        return switch (base) {
            case SimpleType.Atomic atomic -> new SimpleType.Atomic(name, atomic.builtin(), facets);
            case SimpleType.Listing list -> new SimpleType.Listing(name, list.item(), facets);
            case SimpleType.Union union -> new SimpleType.Union(name, union.members(), facets);
        };
    }

    private static int number(String value) {
        return new BigInteger(value.strip())
                .min(BigInteger.valueOf(Facets.NONE))
                .intValue();
    }
}
