package omega.ws.contract;

import java.util.List;
import javax.xml.namespace.QName;
import omega.ws.xml.XmlNode;

/**
 * One schema: a file, or what a WSDL holds of it.
 *
 * @param namespace its target namespace; of an including schema where it has none of its own
 * @param borrowed whether the namespace is the including schema's
 */
record SchemaDocument(String file, XmlNode root, String namespace, boolean borrowed) {
    static final String XSD = "http://www.w3.org/2001/XMLSchema";

    static QName xsd(String local) {
        return new QName(XSD, local);
    }

    /** What a name in this schema means. */
    QName resolve(XmlNode at, String prefixed) {
        QName name;
        try {
            name = at.resolve(prefixed);
        } catch (IllegalArgumentException e) {
            throw uncarried(at, String.valueOf(e.getMessage()));
        }
        return borrowed && name.getNamespaceURI().isEmpty() ? new QName(namespace, name.getLocalPart()) : name;
    }

    QName named(XmlNode component) {
        return new QName(namespace, component.attribute("name", "?"));
    }

    /** Whether a local element or attribute carries the namespace. */
    boolean isQualified(XmlNode local, String form) {
        return local.attribute("form", root.attribute(form, "unqualified")).equals("qualified");
    }

    /** Whether an element is {@code xs:schema} itself: a DataSet of .NET brings the schema of what follows it. */
    static boolean holdsSchema(XmlNode element) {
        String name = element.attribute("ref", "");
        int colon = name.indexOf(':');
        return element.name().equals(xsd("element"))
                && name.substring(colon + 1).equals("schema")
                && XSD.equals(element.namespaces().get(name.substring(0, Math.max(0, colon))));
    }

    boolean blocks(XmlNode component, String what) {
        List<String> blocked = List.of(
                component.attribute("block", root.attribute("blockDefault", "")).split("\\s+"));
        return blocked.contains("#all") || blocked.contains(what);
    }

    Uncarried uncarried(XmlNode at, String reason) {
        return new Uncarried(file, at.line(), reason);
    }
}
