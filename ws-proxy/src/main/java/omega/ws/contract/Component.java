package omega.ws.contract;

import omega.ws.xml.XmlNode;
import org.jspecify.annotations.Nullable;

/** @param original what a redefinition redefines, which it may name by its own name */
record Component(
        SchemaDocument document, XmlNode node, @Nullable Component original) {

    /** Symbol spaces of XML Schema: a name may mean one thing in each. */
    enum Space {
        TYPE("simpleType", "complexType"),
        ELEMENT("element", ""),
        ATTRIBUTE("attribute", ""),
        GROUP("group", ""),
        ATTRIBUTE_GROUP("attributeGroup", "");

        private final String first;
        private final String second;

        Space(String first, String second) {
            this.first = first;
            this.second = second;
        }

        boolean holds(XmlNode node) {
            String local = node.name().getLocalPart();
            return node.name().getNamespaceURI().equals(SchemaDocument.XSD)
                    && (local.equals(first) || local.equals(second));
        }
    }
}
