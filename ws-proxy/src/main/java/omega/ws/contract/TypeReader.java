package omega.ws.contract;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import omega.ws.contract.Component.Space;
import omega.ws.xml.XmlNode;
import org.jspecify.annotations.Nullable;

/**
 * Makes types of schemas. A complex type is made at once and filled later, so that types may hold themselves; what cannot be carried
 * is noted at the type where it stands.
 */
final class TypeReader {
    private static final int MOST_TYPES = 20_000;
    private static final String NOTHING_DERIVES = "its type is abstract and nothing derives from it";
    private static final BigInteger MOST_OCCURS = BigInteger.valueOf(Particle.UNBOUNDED);

    private final SchemaSet schemas;
    private final SimpleTypes simples;
    private final Map<Definition, ComplexType> types = new HashMap<>();
    private final Map<QName, Element> elements = new HashMap<>();
    private final Deque<Runnable> pending = new ArrayDeque<>();
    private final IdentityHashMap<ComplexType, List<ContractFault>> faults = new IdentityHashMap<>();
    private final List<ContractFault> limits = new ArrayList<>();

    /** Where a type is defined, in the namespace of the reading: a file without one stands for a type in each that includes it. */
    private record Definition(XmlNode node, String namespace) {
        static Definition of(Component component) {
            return new Definition(component.node(), component.document().namespace());
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the node itself is meant, not one like it
        public boolean equals(@Nullable Object other) {
            return other instanceof Definition that && node == that.node && namespace.equals(that.namespace);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(node) * 31 + namespace.hashCode();
        }
    }

    TypeReader(SchemaSet schemas) {
        this.schemas = schemas;
        this.simples = new SimpleTypes(schemas);
    }

    /** What is carried but for a part that may be left out. */
    List<ContractFault> limits() {
        return limits;
    }

    /** A global element, with all its types filled. */
    Element root(SchemaDocument document, XmlNode at, QName name) {
        Component component = element(document, at, name);
        Element element = global(component);
        while (!pending.isEmpty()) {
            pending.removeFirst().run();
        }
        if (isAbstract(component.node())) {
            throw component.document().uncarried(component.node(), "a message cannot be an abstract element");
        }
        if (element.isImpossible()) {
            throw component.document().uncarried(component.node(), NOTHING_DERIVES);
        }
        return element;
    }

    /** Why this element cannot be carried: the faults of all the types within its reach. */
    List<ContractFault> faultsOf(Element root) {
        Set<ComplexType> seen = new HashSet<>();
        List<ContractFault> found = new ArrayList<>();
        Deque<Type> next = new ArrayDeque<>(List.of(root.type()));
        root.alternatives().forEach(each -> next.add(each.type()));
        while (!next.isEmpty()) {
            if (next.removeFirst() instanceof ComplexType type && seen.add(type)) {
                found.addAll(faults.getOrDefault(type, List.of()));
                if (type.content() != null) {
                    elementsOf(type.content()).forEach(each -> {
                        next.add(each.type());
                        each.alternatives().forEach(alternative -> next.add(alternative.type()));
                    });
                }
            }
        }
        return found.stream().distinct().toList();
    }

    private static Stream<Element> elementsOf(Particle particle) {
        return switch (particle) {
            case Particle.One one -> Stream.of(one.element());
            case Particle.Group group -> group.members().stream().flatMap(TypeReader::elementsOf);
            case Particle.Wildcard _ -> Stream.empty();
        };
    }

    private Component element(SchemaDocument document, XmlNode at, QName name) {
        return schemas.find(Space.ELEMENT, name)
                .orElseThrow(
                        () -> document.uncarried(at, "names the element " + name + ", which no schema here defines"));
    }

    private Element global(Component component) {
        QName name = component.document().named(component.node());
        Element known = elements.get(name);
        if (known == null) {
            known = element(component, name);
            elements.put(name, known);
        }
        return known;
    }

    private Element element(Component component, QName name) {
        SchemaDocument document = component.document();
        XmlNode node = component.node();
        for (XmlNode child : node.children()) {
            String local = child.name().getLocalPart();
            if (local.equals("key") || local.equals("keyref") || local.equals("unique")) {
                throw document.uncarried(child, "xs:" + local + " is not supported");
            }
        }
        Typed typed = typeOf(document, node, 0);
        String fixed = node.attribute("fixed");
        String otherwise = node.attribute("default");
        if (typed.type instanceof ComplexType && (fixed != null || otherwise != null)) {
            throw document.uncarried(node, "a default or fixed value of a complex type is not supported");
        }
        return new Element(
                name,
                typed.type,
                alternatives(document, node, typed),
                narrower(document, node, typed),
                node.attribute("nillable", "false").strip().matches("true|1"),
                collapsed(typed.type, fixed),
                collapsed(typed.type, otherwise));
    }

    private static @Nullable String collapsed(Type type, @Nullable String value) {
        return value == null || !(type instanceof SimpleType simple)
                ? value
                : simple.facets().whiteSpace().apply(value);
    }

    /** @param anonymous what defines a simple type that has no name */
    private record Typed(
            Type type, @Nullable QName name, @Nullable Component anonymous) {}

    private Typed typeOf(SchemaDocument document, XmlNode node, int depth) {
        String type = node.attribute("type");
        if (type != null) {
            QName name = document.resolve(node, type);
            return new Typed(named(document, node, name), name, null);
        }
        for (XmlNode child : node.children()) {
            if (child.name().equals(SchemaDocument.xsd("simpleType"))) {
                Component anonymous = new Component(document, child, null);
                return new Typed(simples.read(anonymous, ""), null, anonymous);
            }
            if (child.name().equals(SchemaDocument.xsd("complexType"))) {
                return new Typed(complex(new Component(document, child, null)), null, null);
            }
        }
        String head = node.attribute("substitutionGroup");
        if (head != null && depth < 100) {
            Component component = element(document, node, document.resolve(node, head));
            return typeOf(component.document(), component.node(), depth + 1);
        }
        throw document.uncarried(
                node, "the element '" + node.attribute("name", "?") + "' has no type, so it could hold anything");
    }

    private Type named(SchemaDocument document, XmlNode at, QName name) {
        Optional<SimpleType> simple = simples.find(document, at, name);
        if (simple.isPresent()) {
            return simple.get();
        }
        if (name.getNamespaceURI().equals(SchemaDocument.XSD)) {
            throw document.uncarried(at, "xs:" + name.getLocalPart() + " could hold anything, which is not supported");
        }
        return complex(schemas.find(Space.TYPE, name).orElseThrow());
    }

    private Map<QName, SimpleType> narrower(SchemaDocument document, XmlNode node, Typed typed) {
        if (!(typed.type instanceof SimpleType simple)) {
            return Map.of();
        }
        if (document.blocks(node, "restriction")) {
            return typed.name == null ? Map.of() : Map.of(typed.name, simple);
        }
        return simples.narrower(document, node, typed.anonymous, typed.name);
    }

    private List<Element.Alternative> alternatives(SchemaDocument document, XmlNode node, Typed typed) {
        if (!(typed.type instanceof ComplexType complex) || typed.name == null) {
            return List.of();
        }
        Component base = schemas.find(Space.TYPE, typed.name).orElseThrow();
        Set<String> blocked = Stream.of("extension", "restriction")
                .filter(each -> document.blocks(node, each) || base.document().blocks(base.node(), each))
                .collect(Collectors.toSet());
        Map<QName, ComplexType> all = new LinkedHashMap<>();
        all.put(typed.name, complex);
        schemas.derivedFrom(typed.name, blocked).stream()
                .filter(each -> each.node().name().getLocalPart().equals("complexType"))
                .forEach(each -> all.put(each.document().named(each.node()), complex(each)));
        if (all.size() == 1 && !complex.isAbstract()) {
            return List.of();
        }
        Map<String, Long> locals =
                all.keySet().stream().collect(Collectors.groupingBy(QName::getLocalPart, Collectors.counting()));
        List<Element.Alternative> alternatives = new ArrayList<>();
        all.forEach((name, type) -> {
            if (!type.isAbstract()) {
                String local = name.getLocalPart();
                alternatives.add(new Element.Alternative(
                        Objects.equals(locals.get(local), 1L) ? local : name.toString(), name, type));
            }
        });
        return List.copyOf(alternatives);
    }

    private ComplexType complex(Component component) {
        ComplexType known = types.get(Definition.of(component));
        if (known == null) {
            XmlNode node = component.node();
            if (types.size() >= MOST_TYPES) {
                throw component.document().uncarried(node, "has more than " + MOST_TYPES + " types");
            }
            ComplexType type = new ComplexType(
                    node.attribute("name") == null ? null : component.document().named(node), isAbstract(node));
            types.put(Definition.of(component), type);
            known = type;
            pending.add(() -> {
                try {
                    fill(type, component);
                } catch (Uncarried e) {
                    faults.computeIfAbsent(type, _ -> new ArrayList<>()).add(e.fault());
                }
            });
        }
        return known;
    }

    private void fill(ComplexType type, Component component) {
        Optional<SimpleType> text = text(component, 0);
        List<Attribute> attributes = attributes(component);
        if (text.isPresent()) {
            type.fill(attributes, null, text.get());
            return;
        }
        List<Particle> content = content(component, new Names(), 0);
        type.fill(
                attributes,
                content.isEmpty()
                        ? null
                        : content.size() == 1
                                ? content.getFirst()
                                : new Particle.Group(Particle.Order.SEQUENCE, "", content, 1, 1),
                null);
    }

    /** What a complex type says of its base: the derivation, and the base where it is no built-in. */
    private record Derivation(
            XmlNode node,
            boolean simple,
            boolean extension,
            QName base,
            @Nullable Component of) {}

    private Optional<Derivation> derivation(Component component, int depth) {
        SchemaDocument document = component.document();
        if (depth > 100) {
            throw document.uncarried(component.node(), "derives from too many types");
        }
        for (XmlNode content : component.node().children()) {
            String local = content.name().getLocalPart();
            if (!local.equals("simpleContent") && !local.equals("complexContent")) {
                continue;
            }
            refuseMixed(document, content);
            for (XmlNode node : content.children()) {
                String kind = node.name().getLocalPart();
                if (kind.equals("extension") || kind.equals("restriction")) {
                    QName base = document.resolve(node, node.attribute("base", "?"));
                    boolean self = component.original() != null && base.equals(document.named(component.node()));
                    Component of = self
                            ? component.original()
                            : schemas.find(Space.TYPE, base).orElse(null);
                    return Optional.of(
                            new Derivation(node, local.equals("simpleContent"), kind.equals("extension"), base, of));
                }
            }
        }
        return Optional.empty();
    }

    private static void refuseMixed(SchemaDocument document, XmlNode node) {
        if (node.attribute("mixed", "false").strip().matches("true|1")) {
            throw document.uncarried(node, "text between elements (mixed) is not supported");
        }
    }

    /** The text of a type with simple content. */
    private Optional<SimpleType> text(Component component, int depth) {
        Optional<Derivation> found = derivation(component, depth);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Derivation derivation = found.get();
        if (!derivation.simple) {
            // an extension by attributes alone keeps the text of its base, however it is written
            return derivation.extension && derivation.of != null ? text(derivation.of, depth + 1) : Optional.empty();
        }
        SchemaDocument document = component.document();
        Optional<XmlNode> own = derivation.node.child(SchemaDocument.xsd("simpleType"));
        SimpleType base;
        if (own.isPresent()) {
            base = simples.read(new Component(document, own.get(), null), "");
        } else if (derivation.of != null
                && derivation.of.node().name().getLocalPart().equals("complexType")) {
            base = text(derivation.of, depth + 1)
                    .orElseThrow(() -> document.uncarried(derivation.node, "its base has no simple content"));
        } else {
            base = simples.simple(document, derivation.node, derivation.base);
        }
        return Optional.of(derivation.extension ? base : simples.narrow(document, derivation.node, base.name(), base));
    }

    private List<Attribute> attributes(Component component) {
        Map<QName, Attribute> all = new LinkedHashMap<>();
        collect(component, all, 0);
        Set<String> keys = new HashSet<>();
        return all.values().stream()
                .map(each -> {
                    String key = each.json();
                    for (int i = 2; !keys.add(key); i++) {
                        key = each.json() + "_" + i;
                    }
                    return new Attribute(
                            each.name(), key, each.type(), each.required(), each.fixed(), each.otherwise());
                })
                .toList();
    }

    private void collect(Component component, Map<QName, Attribute> all, int depth) {
        Optional<Derivation> derivation = derivation(component, depth);
        if (derivation.isPresent()) {
            Component base = derivation.get().of;
            if (base != null && base.node().name().getLocalPart().equals("complexType")) {
                collect(base, all, depth + 1);
            }
        }
        own(component.document(), derivation.isPresent() ? derivation.get().node : component.node(), all, 0);
    }

    private void own(SchemaDocument document, XmlNode node, Map<QName, Attribute> all, int depth) {
        for (XmlNode child : node.children()) {
            switch (child.name().getLocalPart()) {
                case "attribute" -> attribute(document, child, all);
                case "attributeGroup" -> {
                    QName name = document.resolve(child, child.attribute("ref", "?"));
                    Component group = schemas.find(Space.ATTRIBUTE_GROUP, name)
                            .filter(_ -> depth < 50)
                            .orElseThrow(() -> document.uncarried(
                                    child, "names the attribute group " + name + ", which no schema here defines"));
                    boolean self =
                            group.original() != null && group.node().children().contains(child);
                    Component meant = self ? Objects.requireNonNull(group.original()) : group;
                    own(meant.document(), meant.node(), all, depth + 1);
                }
                case "anyAttribute" ->
                    limits.add(new ContractFault(
                            document.file(),
                            child.line(),
                            "xs:anyAttribute: such attributes are never sent, and an answer with one is refused"));
                default -> {}
            }
        }
    }

    private void attribute(SchemaDocument document, XmlNode use, Map<QName, Attribute> all) {
        String reference = use.attribute("ref");
        XmlNode node = use;
        SchemaDocument home = document;
        QName name;
        if (reference == null) {
            name = new QName(
                    document.isQualified(use, "attributeFormDefault") ? document.namespace() : "",
                    use.attribute("name", "?"));
        } else {
            name = document.resolve(use, reference);
            if (name.getNamespaceURI().equals(XMLConstants.XML_NS_URI)) {
                SimpleType simple = simples.simple(
                        document,
                        use,
                        SchemaDocument.xsd(
                                switch (name.getLocalPart()) {
                                    case "lang" -> "language";
                                    case "base" -> "anyURI";
                                    case "id" -> "ID";
                                    default -> "NCName"; // xml:space
                                }));
                all.put(
                        name,
                        new Attribute(
                                name,
                                "@xml:" + name.getLocalPart(),
                                simple,
                                required(use),
                                use.attribute("fixed"),
                                use.attribute("default")));
                return;
            }
            Component component = schemas.find(Space.ATTRIBUTE, name)
                    .orElseThrow(() ->
                            document.uncarried(use, "names the attribute " + name + ", which no schema here defines"));
            node = component.node();
            home = component.document();
        }
        if (use.attribute("use", "optional").equals("prohibited")) {
            all.remove(name);
            return;
        }
        String type = node.attribute("type");
        SimpleType simple;
        if (type != null) {
            simple = simples.simple(home, node, home.resolve(node, type));
        } else if (node.child(SchemaDocument.xsd("simpleType")).isPresent()) {
            simple = simples.read(
                    new Component(
                            home, node.child(SchemaDocument.xsd("simpleType")).get(), null),
                    "");
        } else {
            // xs:anySimpleType: any text
            simple = simples.simple(document, use, SchemaDocument.xsd("string"));
        }
        all.put(
                name,
                new Attribute(
                        name,
                        "@" + name.getLocalPart(),
                        simple,
                        required(use),
                        collapsed(simple, either(use, node, "fixed")),
                        collapsed(simple, either(use, node, "default"))));
    }

    private static @Nullable String either(XmlNode use, XmlNode declaration, String attribute) {
        String value = use.attribute(attribute);
        return value == null ? declaration.attribute(attribute) : value;
    }

    private static boolean required(XmlNode use) {
        return use.attribute("use", "optional").equals("required");
    }

    private List<Particle> content(Component component, Names names, int depth) {
        SchemaDocument document = component.document();
        refuseMixed(document, component.node());
        Optional<Derivation> found = derivation(component, depth);
        List<Particle> content = new ArrayList<>();
        if (found.isPresent()) {
            Derivation derivation = found.get();
            if (derivation.extension) {
                if (derivation.of == null) {
                    if (!derivation.base.equals(SchemaDocument.xsd("anyType"))) {
                        throw document.uncarried(
                                derivation.node, "extends " + derivation.base + ", which no schema here defines");
                    }
                    throw document.uncarried(derivation.node, "extends xs:anyType, which could hold anything");
                }
                content.addAll(content(derivation.of, names, depth + 1));
            } else if (derivation.of == null && !derivation.base.equals(SchemaDocument.xsd("anyType"))) {
                throw document.uncarried(
                        derivation.node, "restricts " + derivation.base + ", which no schema here defines");
            }
            group(document, derivation.node, names).ifPresent(content::add);
        } else {
            group(document, component.node(), names).ifPresent(content::add);
        }
        return content;
    }

    private Optional<Particle> group(SchemaDocument document, XmlNode parent, Names names) {
        return parent.children().stream()
                .filter(each -> Set.of("sequence", "choice", "all", "group")
                        .contains(each.name().getLocalPart()))
                .findFirst()
                .flatMap(each -> particle(document, each, names, 0));
    }

    private Optional<Particle> particle(SchemaDocument document, XmlNode node, Names names, int depth) {
        if (!node.name().getNamespaceURI().equals(SchemaDocument.XSD)) {
            return Optional.empty();
        }
        if (depth > 100) {
            throw document.uncarried(node, "groups stand too deep in each other");
        }
        int min = occurs(document, node, "minOccurs");
        int max = occurs(document, node, "maxOccurs");
        String local = node.name().getLocalPart();
        if (max == 0) {
            return Optional.empty();
        }
        return switch (local) {
            case "element" -> Optional.of(element(document, node, names, min, max));
            case "sequence", "choice", "all" -> {
                Particle.Order order = Particle.Order.valueOf(local.toUpperCase(java.util.Locale.ROOT));
                yield group(order, null, document, node, names, min, max, depth);
            }
            case "group" -> {
                QName name = document.resolve(node, node.attribute("ref", "?"));
                Component found = schemas.find(Space.GROUP, name)
                        .orElseThrow(() ->
                                document.uncarried(node, "names the group " + name + ", which no schema here defines"));
                Component group = found.original() != null && holds(found.node(), node) ? found.original() : found;
                XmlNode model = group.node().children().stream()
                        .filter(each -> Set.of("sequence", "choice", "all")
                                .contains(each.name().getLocalPart()))
                        .findFirst()
                        .orElseThrow(() -> group.document().uncarried(group.node(), "a group of nothing"));
                Particle.Order order =
                        Particle.Order.valueOf(model.name().getLocalPart().toUpperCase(java.util.Locale.ROOT));
                yield group(order, name.getLocalPart(), group.document(), model, names, min, max, depth);
            }
            case "any" -> {
                if (min > 0) {
                    throw document.uncarried(
                            node, "xs:any that must be there could hold anything, which is not supported");
                }
                limits.add(new ContractFault(
                        document.file(),
                        node.line(),
                        "xs:any: nothing is sent there, and an answer that holds something there is refused"));
                yield Optional.of(new Particle.Wildcard(min, max));
            }
            default -> Optional.empty();
        };
    }

    @SuppressWarnings("ReferenceEquality") // the node itself is meant, not one like it
    private static boolean holds(XmlNode tree, XmlNode wanted) {
        return tree == wanted || tree.children().stream().anyMatch(each -> holds(each, wanted));
    }

    private Optional<Particle> group(
            Particle.Order order,
            @Nullable String name,
            SchemaDocument document,
            XmlNode node,
            Names names,
            int min,
            int max,
            int depth) {
        Function<Names, List<Particle>> members = scope -> node.children().stream()
                .flatMap(each -> particle(document, each, scope, depth + 1).stream())
                .toList();
        if (max == 1) {
            List<Particle> found = members.apply(names);
            return found.isEmpty() ? Optional.empty() : Optional.of(new Particle.Group(order, "", found, min, 1));
        }
        List<Particle> found = members.apply(new Names());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        if (found.stream().allMatch(Particle.Wildcard.class::isInstance)) {
            return Optional.of(new Particle.Wildcard(0, max));
        }
        if (found.size() == 1 && found.getFirst() instanceof Particle.One one && one.min() == 1 && one.max() == 1) {
            return Optional.of(new Particle.One(names.unique(one.json()), one.element(), min, max));
        }
        if (!Rounds.areTold(order, found)) {
            if (min > 1 || found.stream().anyMatch(TypeReader::isCounted)) {
                throw document.uncarried(
                        node,
                        "repeats in rounds that XML does not tell apart, and asks for more than one of something: which"
                                + " belong together could only be guessed");
            }
            limits.add(new ContractFault(
                    document.file(),
                    node.line(),
                    "repeats in rounds that XML does not tell apart: each is read back as full as it can be"));
        }
        return Optional.of(
                new Particle.Group(order, names.unique(name == null ? joined(order, found) : name), found, min, max));
    }

    /** Whether there is something of which more than one must be there. */
    private static boolean isCounted(Particle particle) {
        return particle.min() > 1
                || (particle instanceof Particle.Group group
                        && group.members().stream().anyMatch(TypeReader::isCounted));
    }

    /** A repeated group has no name in XML, so its array is named after what it holds. */
    private static String joined(Particle.Order order, List<Particle> members) {
        List<String> keys = members.stream().flatMap(TypeReader::keys).toList();
        String word = order == Particle.Order.CHOICE ? "_ou_" : "_et_";
        return keys.size() <= 3 ? String.join(word, keys) : keys.getFirst() + word + "autres";
    }

    private static Stream<String> keys(Particle particle) {
        return switch (particle) {
            case Particle.One one -> Stream.of(one.json());
            case Particle.Group group ->
                group.repeats()
                        ? Stream.of(group.json())
                        : group.members().stream().flatMap(TypeReader::keys);
            case Particle.Wildcard _ -> Stream.empty();
        };
    }

    private static int occurs(SchemaDocument document, XmlNode node, String attribute) {
        String value = node.attribute(attribute, "1").strip();
        if (value.equals("unbounded")) {
            return Particle.UNBOUNDED;
        }
        try {
            return new BigInteger(value).min(MOST_OCCURS).intValue();
        } catch (NumberFormatException _) {
            throw document.uncarried(node, attribute + " '" + value + "' is no number of times");
        }
    }

    private Particle element(SchemaDocument document, XmlNode node, Names names, int min, int max) {
        if (SchemaDocument.holdsSchema(node)) {
            throw document.uncarried(node, "a schema, with which anything could follow, is not supported");
        }
        String reference = node.attribute("ref");
        if (reference == null) {
            QName name = new QName(
                    document.isQualified(node, "elementFormDefault") ? document.namespace() : "",
                    node.attribute("name", "?"));
            Element element = element(new Component(document, node, null), name);
            return element.isImpossible()
                    ? nothing(document, node, min, max, NOTHING_DERIVES)
                    : new Particle.One(names.unique(name.getLocalPart()), element, min, max);
        }
        Component head = element(document, node, document.resolve(node, reference));
        QName name = head.document().named(head.node());
        List<Component> choices = new ArrayList<>(List.of(head));
        if (!head.document().blocks(head.node(), "substitution")) {
            schemas.substitutesOf(name).stream()
                    .filter(each -> maySubstitute(each, head))
                    .forEach(choices::add);
        }
        List<Element> able = choices.stream()
                .filter(each -> !isAbstract(each.node()))
                .map(this::global)
                .filter(each -> !each.isImpossible())
                .toList();
        if (able.isEmpty()) {
            return nothing(
                    document, node, min, max, "'" + name.getLocalPart() + "' is abstract and nothing can stand for it");
        }
        if (able.size() == 1) {
            Element only = able.getFirst();
            return new Particle.One(names.unique(only.name().getLocalPart()), only, min, max);
        }
        Names scope = max > 1 ? new Names() : names;
        List<Particle> members = able.stream()
                .<Particle>map(each -> new Particle.One(scope.unique(each.name().getLocalPart()), each, 1, 1))
                .toList();
        return new Particle.Group(
                Particle.Order.CHOICE, max > 1 ? names.unique(name.getLocalPart()) : "", members, min, max);
    }

    /** An element that no document can hold: a place for what others add, which is nothing here. */
    private static Particle nothing(SchemaDocument document, XmlNode node, int min, int max, String reason) {
        if (min > 0) {
            throw document.uncarried(node, reason);
        }
        return new Particle.Wildcard(min, max);
    }

    private static boolean isAbstract(XmlNode node) {
        return node.attribute("abstract", "false").strip().matches("true|1");
    }

    /** Whether the way in which the substitute's type derives from the head's is not blocked. */
    private boolean maySubstitute(Component substitute, Component head) {
        Optional<Component> headType = typeComponent(head, 0);
        Optional<Component> type = typeComponent(substitute, 0);
        for (int i = 0; i < 100 && type.isPresent() && headType.isPresent(); i++) {
            Component current = type.get();
            if (Definition.of(current).equals(Definition.of(headType.get()))) {
                return true;
            }
            Optional<Derivation> derivation = derivation(current, 0);
            if (derivation.isEmpty()) {
                return true;
            }
            String method = derivation.get().extension ? "extension" : "restriction";
            if (head.document().blocks(head.node(), method)
                    || headType.get().document().blocks(headType.get().node(), method)) {
                return false;
            }
            type = Optional.ofNullable(derivation.get().of);
        }
        return true;
    }

    /** The complex type of a global element, its own or its head's. */
    private Optional<Component> typeComponent(Component element, int depth) {
        SchemaDocument document = element.document();
        String type = element.node().attribute("type");
        if (type != null) {
            return schemas.find(Space.TYPE, document.resolve(element.node(), type));
        }
        Optional<XmlNode> own = element.node().child(SchemaDocument.xsd("complexType"));
        String head = element.node().attribute("substitutionGroup");
        if (own.isPresent() || head == null || depth > 100) {
            return own.map(each -> new Component(document, each, null));
        }
        return schemas.find(Space.ELEMENT, document.resolve(element.node(), head))
                .flatMap(each -> typeComponent(each, depth + 1));
    }

    /** The keys of one JSON object: a name that comes again gets a number. */
    private static final class Names {
        private final Set<String> taken = new HashSet<>();

        String unique(String wanted) {
            String name = wanted;
            for (int i = 2; !taken.add(name); i++) {
                name = wanted + "_" + i;
            }
            return name;
        }
    }
}
