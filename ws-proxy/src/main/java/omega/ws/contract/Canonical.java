package omega.ws.contract;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.ws.xml.XmlNode;

/** A component of a schema as a text that says what it means: the same whatever its prefixes, blanks, annotations, place, and defaults written out. */
final class Canonical {
    private static final Set<String> NAMES =
            Set.of("type", "base", "ref", "itemType", "memberTypes", "substitutionGroup", "refer");
    private static final Set<String> TEXTS = Set.of("value", "fixed", "default");
    private static final Map<String, String> DEFAULTS = Map.of(
            "minOccurs",
            "1",
            "maxOccurs",
            "1",
            "nillable",
            "false",
            "abstract",
            "false",
            "mixed",
            "false",
            "use",
            "optional");

    private final SchemaDocument document;
    private final StringBuilder text = new StringBuilder();

    private Canonical(SchemaDocument document) {
        this.document = document;
    }

    static String of(Component component) {
        Canonical canonical = new Canonical(component.document());
        canonical.write(component.node(), true);
        return component.original() == null
                ? canonical.text.toString()
                : canonical.text + " redefines " + of(component.original());
    }

    private void write(XmlNode node, boolean isGlobal) {
        String local = node.name().getLocalPart();
        if (!node.name().getNamespaceURI().equals(SchemaDocument.XSD) || local.equals("annotation")) {
            return;
        }
        Map<String, String> attributes = new TreeMap<>();
        node.attributes().forEach((name, value) -> {
            if (name.getNamespaceURI().isEmpty()) {
                attributes.put(name.getLocalPart(), meaning(node, name.getLocalPart(), value));
            }
        });
        Stream.of("id", "final", "form", "block").forEach(attributes::remove);
        DEFAULTS.forEach((name, value) -> {
            if (value.equals(attributes.get(name))) {
                attributes.remove(name);
            }
        });
        if (!isGlobal && !attributes.containsKey("ref") && (local.equals("element") || local.equals("attribute"))) {
            attributes.put("form", String.valueOf(document.isQualified(node, local + "FormDefault")));
        }
        if (local.equals("element") || local.equals("complexType")) {
            attributes.put(
                    "block",
                    Stream.of("extension", "restriction", "substitution")
                            .filter(each -> document.blocks(node, each))
                            .collect(Collectors.joining(" ")));
        }
        text.append('<').append(local);
        attributes.forEach((name, value) ->
                text.append(' ').append(name).append("='").append(value).append('\''));
        text.append('>');
        node.children().forEach(each -> write(each, false));
        text.append("</>");
    }

    private String meaning(XmlNode node, String attribute, String value) {
        if (TEXTS.contains(attribute)) {
            return value;
        }
        String collapsed = WhiteSpace.COLLAPSE.apply(value);
        if (NAMES.contains(attribute)) {
            return Values.items(collapsed).stream()
                    .map(each -> document.resolve(node, each).toString())
                    .collect(Collectors.joining(" "));
        }
        return Objects.requireNonNullElse(
                Map.of("1", "true", "0", "false").get(isFlag(attribute) ? collapsed : ""), collapsed);
    }

    private static boolean isFlag(String attribute) {
        return "false".equals(DEFAULTS.get(attribute));
    }
}
