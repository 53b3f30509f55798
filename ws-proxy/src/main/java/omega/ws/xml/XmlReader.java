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
        factory.getConfig().doParseLazily(false); // or a fault in a text is an unchecked exception
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
            Reading reading = new Reading(reader);
            while (!reader.isStartElement()) {
                if (reading.next() == XMLStreamConstants.END_DOCUMENT) {
                    throw new XmlException(line(reader), "has no element");
                }
            }
            XmlNode root = reading.element(XML_PREFIX, 1);
            while (reading.next() != XMLStreamConstants.END_DOCUMENT) {
                // what follows the root is read for its faults only
            }
            return root;
        } finally {
            reader.close();
        }
    }

    private static int line(XMLStreamReader reader) {
        return reader.getLocation().getLineNumber();
    }

    /** Of one document. */
    private final class Reading {
        private final XMLStreamReader reader;
        private int count;

        Reading(XMLStreamReader reader) {
            this.reader = reader;
        }

        int next() throws XMLStreamException, XmlException {
            int event = reader.next();
            if (event == XMLStreamConstants.DTD) {
                throw new XmlException(line(reader), "has a DTD, which is not allowed");
            }
            if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new XmlException(line(reader), "refers to an entity, which is not allowed");
            }
            return event;
        }

        /** The element at which the reader stands, whole. */
        XmlNode element(Map<String, String> inherited, int level) throws XMLStreamException, XmlException {
            int line = line(reader);
            if (++count > elements || level > depth) {
                throw new XmlException(
                        line, "is beyond the bounds of " + elements + " elements and a depth of " + depth);
            }
            QName name = reader.getName();
            Map<QName, String> attributes = attributes();
            Map<String, String> namespaces = namespaces(inherited);
            List<XmlNode> children = List.of();
            String text = ""; // most have theirs in one piece
            StringBuilder pieces = null;
            while (true) {
                switch (next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        if (children.isEmpty()) {
                            children = new ArrayList<>();
                        }
                        children.add(element(namespaces, level + 1));
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                        if (pieces != null) {
                            pieces.append(reader.getText());
                        } else if (text.isEmpty()) {
                            text = reader.getText();
                        } else {
                            pieces = new StringBuilder(text).append(reader.getText());
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        return new XmlNode(
                                name,
                                attributes,
                                namespaces,
                                children,
                                pieces == null ? text : pieces.toString(),
                                line);
                    }
                    default -> {}
                }
            }
        }

        private Map<QName, String> attributes() {
            int count = reader.getAttributeCount();
            if (count == 0) {
                return Map.of();
            }
            if (count == 1) {
                return Map.of(reader.getAttributeName(0), reader.getAttributeValue(0));
            }
            Map<QName, String> attributes = LinkedHashMap.newLinkedHashMap(count);
            for (int i = 0; i < count; i++) {
                attributes.put(reader.getAttributeName(i), reader.getAttributeValue(i));
            }
            return attributes;
        }

        private Map<String, String> namespaces(Map<String, String> inherited) {
            if (reader.getNamespaceCount() == 0) {
                return inherited;
            }
            Map<String, String> namespaces = new HashMap<>(inherited);
            for (int i = 0; i < reader.getNamespaceCount(); i++) {
                String prefix = reader.getNamespacePrefix(i);
                String uri = reader.getNamespaceURI(i);
                namespaces.put(prefix == null ? "" : prefix, uri == null ? "" : uri);
            }
            return namespaces;
        }
    }
}
