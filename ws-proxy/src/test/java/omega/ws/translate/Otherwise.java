package omega.ws.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import omega.ws.xml.XmlNode;
import omega.ws.xml.XmlText;

/** A document as other libraries would write it: prefixes and default namespaces declared anywhere, CDATA, comments, attributes in another order. */
final class Otherwise {
    private static final QName NIL = new QName(XmlText.XSI, "nil");
    private static final QName TYPE = new QName(XmlText.XSI, "type");
    private final Random random;
    private final StringBuilder text = new StringBuilder("<?xml version='1.0'?>\n<!-- d'ailleurs -->");

    private Otherwise(Random random) {
        this.random = random;
    }

    static String written(XmlNode root, Random random) {
        Otherwise writing = new Otherwise(random);
        writing.element(root, "");
        return writing.text + "\n<?fin?>\n";
    }

    /** @param scope the default namespace */
    private void element(XmlNode node, String scope) {
        String namespace = node.name().getNamespaceURI();
        boolean isDefault = namespace.isEmpty() || random.nextBoolean();
        String name = (isDefault ? "" : "e:") + node.name().getLocalPart();
        text.append('<').append(name);
        List<String> attributes = new ArrayList<>();
        if (!isDefault) {
            attributes.add("xmlns:e='" + escaped(namespace) + "'");
        } else if (!namespace.equals(scope)) {
            attributes.add("xmlns='" + escaped(namespace) + "'");
        }
        int prefixes = 0;
        for (Map.Entry<QName, String> each : node.attributes().entrySet()) {
            QName attribute = each.getKey();
            String prefix = "";
            if (attribute.getNamespaceURI().equals(XMLConstants.XML_NS_URI)) {
                prefix = "xml:";
            } else if (!attribute.getNamespaceURI().isEmpty()) {
                prefix = "a" + prefixes++ + ":";
                attributes.add("xmlns:" + prefix.replace(":", "") + "='" + escaped(attribute.getNamespaceURI()) + "'");
            }
            String value = escaped(each.getValue());
            if (attribute.equals(NIL)) {
                value = " 1 ";
            } else if (attribute.equals(TYPE)) {
                QName type = node.resolve(each.getValue());
                attributes.add("xmlns:q='" + escaped(type.getNamespaceURI()) + "'");
                value = "\n q:" + type.getLocalPart();
            }
            attributes.add(prefix + attribute.getLocalPart() + "='" + value + "'");
        }
        attributes.reversed().forEach(each -> text.append("\n  ").append(each));
        text.append(" >");
        String inner = isDefault ? namespace : scope;
        for (XmlNode child : node.children()) {
            text.append(random.nextBoolean() ? "\r\n\t" : "<!-- <rien/> -->")
                    .append(random.nextInt(4) == 0 ? "<?pi x?>" : "");
            element(child, inner);
        }
        characters(node.text());
        text.append("</").append(name).append("\n>");
    }

    private void characters(String value) {
        int cut = value.isEmpty()
                ? 0
                : value.offsetByCodePoints(0, random.nextInt(value.codePointCount(0, value.length())));
        text.append(escaped(value.substring(0, cut)));
        String rest = value.substring(cut);
        boolean plain = rest.indexOf('\r') < 0 && !rest.contains("]]>");
        if (!rest.isEmpty() && plain && random.nextBoolean()) {
            text.append("<!-- coupé --><![CDATA[").append(rest).append("]]>");
        } else {
            text.append(escaped(rest));
        }
    }

    /** Some characters by number that need not be. */
    private String escaped(String value) {
        StringBuilder escaped = new StringBuilder();
        value.codePoints().forEach(c -> {
            boolean must = c < 0x20 || "<>&'\"".indexOf(c) >= 0;
            if (must || random.nextInt(8) == 0) {
                escaped.append(random.nextBoolean() ? "&#" + c + ";" : "&#x" + Integer.toHexString(c) + ";");
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
