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
        text.append('<').append(prefixed(name));
        if (declarations < 0) {
            declarations = text.length();
        }
        open = true;
    }

    public void attribute(QName name, String value) {
        text.append(' ').append(prefixed(name)).append("=\"");
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
            text.append("</").append(prefixed(name)).append('>');
        }
    }

    /** The name with the prefix that the document declares for its namespace. */
    public String prefixed(QName name) {
        if (name.getNamespaceURI().isEmpty()) {
            return name.getLocalPart();
        }
        if (name.getNamespaceURI().equals(XMLConstants.XML_NS_URI)) {
            return "xml:" + name.getLocalPart();
        }
        String prefix = prefixes.get(name.getNamespaceURI());
        if (prefix == null) {
            prefix = name.getNamespaceURI().equals(XSI) ? "xsi" : "n" + (prefixes.size() + 1);
            prefixes.put(name.getNamespaceURI(), prefix);
        }
        return prefix + ":" + name.getLocalPart();
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
        return text.substring(0, declarations) + names + text.substring(declarations);
    }
}
