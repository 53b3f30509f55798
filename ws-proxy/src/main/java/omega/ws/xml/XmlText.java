package omega.ws.xml;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/** An XML document as text, written element by element; namespaces are declared once, on the root. */
public final class XmlText {
    public static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private final Map<String, String> prefixes = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder(512);
    private int declarations = -1;
    private boolean open;

    public void start(QName name) {
        endTag();
        text.append('<');
        append(name);
        if (declarations < 0) {
            declarations = text.length();
        }
        open = true;
    }

    public void attribute(QName name, String value) {
        text.append(' ');
        append(name);
        text.append("=\"");
        escape(value, true);
        text.append('"');
    }

    public void text(String value) {
        if (!value.isEmpty()) {
            endTag();
            escape(value, false);
        }
    }

    public void end(QName name) {
        if (open) {
            text.append("/>");
            open = false;
        } else {
            text.append("</");
            append(name);
            text.append('>');
        }
    }

    /** The name with the prefix that the document declares for its namespace. */
    public String prefixed(QName name) {
        String prefix = prefix(name.getNamespaceURI());
        return prefix.isEmpty() ? name.getLocalPart() : prefix + ":" + name.getLocalPart();
    }

    private void append(QName name) {
        String prefix = prefix(name.getNamespaceURI());
        if (!prefix.isEmpty()) {
            text.append(prefix).append(':');
        }
        text.append(name.getLocalPart());
    }

    private String prefix(String namespace) {
        if (namespace.isEmpty()) {
            return "";
        }
        if (namespace.equals(XMLConstants.XML_NS_URI)) {
            return "xml";
        }
        String prefix = prefixes.get(namespace);
        if (prefix == null) {
            prefix = namespace.equals(XSI) ? "xsi" : "n" + (prefixes.size() + 1);
            prefixes.put(namespace, prefix);
        }
        return prefix;
    }

    private void endTag() {
        if (open) {
            text.append('>');
            open = false;
        }
    }

    private void escape(String value, boolean attribute) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> text.append("&amp;");
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '\r' -> text.append("&#13;");
                case '"' -> text.append(attribute ? "&quot;" : "\"");
                case '\n' -> text.append(attribute ? "&#10;" : "\n");
                case '\t' -> text.append(attribute ? "&#9;" : "\t");
                default -> text.append(c);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder names = new StringBuilder();
        prefixes.forEach((uri, prefix) -> {
            names.append(" xmlns:").append(prefix).append("=\"");
            names.append(uri.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;"))
                    .append('"');
        });
        return new StringBuilder(text.length() + names.length())
                .append(text, 0, declarations)
                .append(names)
                .append(text, declarations, text.length())
                .toString();
    }
}
