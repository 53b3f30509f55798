package omega.ws.xml;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * One element.
 *
 * @param attributes without namespace declarations, in document order
 * @param namespaces prefixes in scope; the empty prefix is the default namespace
 * @param text its own character data, concatenated
 * @param line where it starts, from 1
 */
public record XmlNode(
        QName name,
        Map<QName, String> attributes,
        Map<String, String> namespaces,
        List<XmlNode> children,
        String text,
        int line) {

    /** An attribute without namespace. */
    public @Nullable String attribute(String local) {
        return attributes.get(new QName(local));
    }

    public String attribute(String local, String otherwise) {
        String value = attribute(local);
        return value == null ? otherwise : value;
    }

    public Stream<XmlNode> children(QName wanted) {
        return children.stream().filter(child -> child.name.equals(wanted));
    }

    public Optional<XmlNode> child(QName wanted) {
        return children(wanted).findFirst();
    }

    /**
     * What a prefixed name written in this element means.
     *
     * @throws IllegalArgumentException when its prefix is declared nowhere
     */
    public QName resolve(String prefixed) {
        String name = prefixed.trim(); // blanks of XML: it holds no control character but those
        int colon = name.indexOf(':');
        String prefix = colon < 0 ? "" : name.substring(0, colon);
        String namespace = namespaces.get(prefix);
        if (namespace == null) {
            if (!prefix.isEmpty()) {
                throw new IllegalArgumentException("prefix '" + prefix + "' of '" + name + "' is not declared");
            }
            namespace = "";
        }
        return new QName(namespace, name.substring(colon + 1));
    }

    @Override
    public String toString() {
        return name.getLocalPart() + "@" + line;
    }
}
