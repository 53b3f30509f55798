package omega.ws.xml;

import com.ctc.wstx.api.WstxInputProperties;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads XML within bounds: no DTD, so no entity but the five of XML; bytes, depth and elements are counted. */
public final class XmlReader {
    /** Of contracts: larger than any real one. */
    public static final XmlReader CONTRACTS = new XmlReader(32 << 20, 128, 200_000);

    private static final Map<String, String> XML_PREFIX = Map.of("xml", "http://www.w3.org/XML/1998/namespace");
    private final WstxInputFactory factory = new WstxInputFactory();
    private final int bytes;
    private final int depth;
    private final int elements;

    /**
     * @param bytes most bytes of a document
     * @param depth most elements inside each other
     * @param elements most elements of a document
     */
    public XmlReader(int bytes, int depth, int elements) {
        this.bytes = bytes;
        this.depth = depth;
        this.elements = elements;
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, true);
        factory.setProperty(WstxInputProperties.P_MAX_ELEMENT_DEPTH, depth + 1);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTES_PER_ELEMENT, 200);
        factory.setProperty(WstxInputProperties.P_MAX_ATTRIBUTE_SIZE, 1 << 20);
    }

    /** @throws XmlException when it is no well-formed XML, has a DTD, or is beyond the bounds */
    public XmlNode read(byte[] document) throws XmlException {
        if (document.length > bytes) {
            throw new XmlException(1, "has " + document.length + " bytes, more than the " + bytes + " allowed");
        }
        try {
            return read(factory.createXMLStreamReader(new ByteArrayInputStream(document)));
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
            throw new XmlException(
                    line, String.valueOf(e.getMessage()).lines().findFirst().orElse("is no XML"));
        }
    }

    private XmlNode read(XMLStreamReader reader) throws XMLStreamException, XmlException {
        try {
            int count = 0;
            List<Open> open = new ArrayList<>();
            while (true) {
                switch (reader.next()) {
                    case XMLStreamConstants.DTD ->
                        throw new XmlException(line(reader), "has a DTD, which is not allowed");
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XmlException(line(reader), "refers to an entity, which is not allowed");
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (++count > elements || open.size() >= depth) {
                            throw new XmlException(
                                    line(reader),
                                    "is beyond the bounds of " + elements + " elements and a depth of " + depth);
                        }
                        open.add(new Open(reader, open.isEmpty() ? XML_PREFIX : open.getLast().namespaces));
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        if (!open.isEmpty()) {
                            open.getLast().add(reader.getText());
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        XmlNode node = open.removeLast().close();
                        if (!open.isEmpty()) {
                            open.getLast().add(node);
                        } else {
                            while (reader.next() != XMLStreamConstants.END_DOCUMENT) {
                                // what follows the root is read for its faults only
                            }
                            return node;
                        }
                    }
                    case XMLStreamConstants.END_DOCUMENT -> throw new XmlException(line(reader), "has no element");
                    default -> {}
                }
            }
        } finally {
            reader.close();
        }
    }

    private static int line(XMLStreamReader reader) {
        return reader.getLocation().getLineNumber();
    }

    private static final class Open {
        final QName name;
        final Map<QName, String> attributes;
        final Map<String, String> namespaces;
        final int line;
        private List<XmlNode> children = List.of();
        private String text = "";
        private @Nullable StringBuilder more;

        Open(XMLStreamReader reader, Map<String, String> inherited) {
            name = reader.getName();
            line = line(reader);
            attributes = reader.getAttributeCount() == 0 ? Map.of() : new LinkedHashMap<>();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                attributes.put(reader.getAttributeName(i), reader.getAttributeValue(i));
            }
            if (reader.getNamespaceCount() == 0) {
                namespaces = inherited;
            } else {
                namespaces = new HashMap<>(inherited);
                for (int i = 0; i < reader.getNamespaceCount(); i++) {
                    String prefix = reader.getNamespacePrefix(i);
                    String uri = reader.getNamespaceURI(i);
                    namespaces.put(prefix == null ? "" : prefix, uri == null ? "" : uri);
                }
            }
        }

        void add(XmlNode child) {
            if (children.isEmpty()) {
                children = new ArrayList<>();
            }
            children.add(child);
        }

        /** Most have their text in one piece. */
        void add(String piece) {
            if (text.isEmpty()) {
                text = piece;
            } else {
                if (more == null) {
                    more = new StringBuilder(text);
                }
                more.append(piece);
            }
        }

        XmlNode close() {
            return new XmlNode(name, attributes, namespaces, children, more == null ? text : more.toString(), line);
        }
    }
}
