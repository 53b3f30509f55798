package omega.ws.contract;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import omega.ws.contract.Component.Space;
import omega.ws.xml.XmlNode;
import org.jspecify.annotations.Nullable;

/** The schemas of one contract and all that they include, import or redefine; their components by name. Nothing is fetched. */
final class SchemaSet {
    /** Namespaces that need no file. */
    private static final Set<String> KNOWN = Set.of(XMLConstants.XML_NS_URI, SchemaDocument.XSD);

    private final Folder folder;
    private final List<SchemaDocument> documents = new ArrayList<>();
    private final Map<String, SchemaDocument> loaded = new HashMap<>();
    private final Map<Space, Map<QName, Component>> components = new EnumMap<>(Space.class);
    private final Map<QName, List<Component>> derived = new LinkedHashMap<>();
    private final Map<QName, List<Component>> substitutes = new LinkedHashMap<>();

    SchemaSet(Folder folder) {
        this.folder = folder;
        for (Space space : Space.values()) {
            components.put(space, new LinkedHashMap<>());
        }
    }

    List<SchemaDocument> documents() {
        return documents;
    }

    /** Takes a schema in, with all that it refers to. */
    SchemaDocument add(String file, XmlNode root, @Nullable String including) {
        String own = root.attribute("targetNamespace", "");
        String namespace = own.isEmpty() && including != null ? including : own;
        SchemaDocument document = new SchemaDocument(file, root, namespace, !namespace.equals(own));
        documents.add(document);
        loaded.put(key(file, root, document.namespace()), document);
        for (XmlNode node : root.children()) {
            if (!node.name().getNamespaceURI().equals(SchemaDocument.XSD)) {
                continue;
            }
            switch (node.name().getLocalPart()) {
                case "include" -> reach(document, node, document.namespace(), true);
                case "redefine" -> {
                    reach(document, node, document.namespace(), true);
                    node.children().forEach(each -> define(document, each, true));
                }
                case "import" -> reach(document, node, null, false);
                default -> define(document, node, false);
            }
        }
        return document;
    }

    private static String key(String file, XmlNode root, String namespace) {
        return file + "#" + root.line() + "#" + namespace;
    }

    private void reach(SchemaDocument from, XmlNode node, @Nullable String including, boolean required) {
        String location = node.attribute("schemaLocation");
        if (KNOWN.contains(node.attribute("namespace", ""))) {
            return;
        }
        if (location == null) {
            if (required) {
                throw from.uncarried(node, node.name().getLocalPart() + " has no schemaLocation");
            }
            return;
        }
        Optional<String> file = folder.resolve(from.file(), location);
        if (file.isEmpty()) {
            if (!required
                    && documents.stream().anyMatch(each -> each.namespace().equals(node.attribute("namespace", "")))) {
                return;
            }
            throw from.uncarried(
                    node, "needs '" + location + "', which is no file beside it; put it there (nothing is fetched)");
        }
        XmlNode root = folder.read(file.get());
        if (!root.name().equals(SchemaDocument.xsd("schema"))) {
            throw new Uncarried(file.get(), root.line(), "is no schema");
        }
        String own = root.attribute("targetNamespace", "");
        String namespace = own.isEmpty() && including != null ? including : own;
        if (!loaded.containsKey(key(file.get(), root, namespace))) {
            add(file.get(), root, including);
        }
    }

    private void define(SchemaDocument document, XmlNode node, boolean again) {
        for (Space space : Space.values()) {
            if (space.holds(node) && node.attribute("name") != null) {
                QName name = document.named(node);
                Map<QName, Component> named = all(space);
                Component former = named.get(name);
                if (former != null && !again && !former.node().equals(node)) {
                    if (former.original() != null) {
                        return;
                    }
                    throw document.uncarried(
                            node,
                            "defines '" + name.getLocalPart() + "' again, after "
                                    + former.document().file() + ":"
                                    + former.node().line()
                                    + ": one namespace can stand for one version only (guide 4.2.2)");
                }
                if (former == null || again) {
                    named.put(name, new Component(document, node, again ? former : null));
                }
            }
        }
    }

    Map<QName, Component> all(Space space) {
        return java.util.Objects.requireNonNull(components.get(space));
    }

    /** What stands under each name of a namespace. */
    Stream<Definition> definitions() {
        return components.entrySet().stream()
                .flatMap(space -> space.getValue().entrySet().stream()
                        .filter(each -> !each.getKey().getNamespaceURI().isEmpty())
                        .map(each -> new Definition(
                                each.getKey().getNamespaceURI() + ": the "
                                        + space.getKey()
                                                .name()
                                                .toLowerCase(Locale.ROOT)
                                                .replace('_', ' ') + " "
                                        + each.getKey().getLocalPart(),
                                each.getValue().document().file(),
                                each.getValue().node().line(),
                                Canonical.of(each.getValue()))));
    }

    Optional<Component> find(Space space, QName name) {
        return Optional.ofNullable(all(space).get(name));
    }

    /** Once all schemas are in: who derives from whom, and who may stand for whom. */
    void link() {
        for (Component type : all(Space.TYPE).values()) {
            for (XmlNode content : type.node().children()) {
                for (XmlNode derivation : content.children()) {
                    String base = derivation.attribute("base");
                    if (base != null && content.name().getLocalPart().endsWith("Content")) {
                        QName name = type.document().resolve(derivation, base);
                        if (!name.equals(type.document().named(type.node()))) {
                            derived.computeIfAbsent(name, _ -> new ArrayList<>())
                                    .add(type);
                        }
                    }
                }
            }
        }
        for (Component element : all(Space.ELEMENT).values()) {
            String head = element.node().attribute("substitutionGroup");
            if (head != null) {
                substitutes
                        .computeIfAbsent(element.document().resolve(element.node(), head), _ -> new ArrayList<>())
                        .add(element);
            }
        }
    }

    /** Named complex types that derive from this one, however far, without those that it blocks. */
    List<Component> derivedFrom(QName base, Set<String> blocked) {
        List<Component> all = new ArrayList<>();
        for (Component each : derived.getOrDefault(base, List.of())) {
            boolean byExtension = each.node().children().stream()
                    .flatMap(content -> content.children().stream())
                    .anyMatch(derivation -> derivation.name().getLocalPart().equals("extension"));
            if (!blocked.contains(byExtension ? "extension" : "restriction") && !blocked.contains("#all")) {
                all.add(each);
                all.addAll(derivedFrom(each.document().named(each.node()), blocked));
            }
        }
        return all;
    }

    /** Elements that may stand for this one, however far. */
    List<Component> substitutesOf(QName head) {
        List<Component> all = new ArrayList<>();
        for (Component each : substitutes.getOrDefault(head, List.of())) {
            all.add(each);
            all.addAll(substitutesOf(each.document().named(each.node())));
        }
        return all;
    }
}
