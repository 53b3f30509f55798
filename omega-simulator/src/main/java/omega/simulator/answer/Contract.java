package omega.simulator.answer;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** One WSDL as the JDK's own parsers and validator read it: operations by the element that asks for them, and the schema of all bodies. */
final class Contract {
    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String XSD = XMLConstants.W3C_XML_SCHEMA_NS_URI;
    private static final int MOST_FAULTS = 20;

    /** @param answer the element that answers */
    record Operation(String name, QName request, QName answer) {}

    private final QName service;
    private final QName port;
    private final Map<QName, Operation> operations = new HashMap<>();
    private final Map<String, QName> faults = new HashMap<>();
    private final String form;
    private final Schema schema;

    /** @throws IllegalArgumentException when {@code wsdl} is no contract that we can play */
    Contract(Path wsdl) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Element root =
                    factory.newDocumentBuilder().parse(wsdl.toUri().toString()).getDocumentElement();
            String target = root.getAttribute("targetNamespace");
            Element first = children(root, WSDL, "service").getFirst();
            this.service = new QName(target, first.getAttribute("name"));
            this.port =
                    new QName(target, children(first, WSDL, "port").getFirst().getAttribute("name"));
            List<Element> schemas = children(children(root, WSDL, "types").getFirst(), XSD, "schema");
            boolean qualified =
                    schemas.getFirst().getAttribute("elementFormDefault").equals("qualified");
            this.form = qualified ? schemas.getFirst().getAttribute("targetNamespace") : "";
            readOperations(root);
            SchemaFactory schemaFactory = SchemaFactory.newDefaultInstance();
            schemaFactory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            schemaFactory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "file");
            List<Source> sources = new ArrayList<>();
            for (Element each : schemas) {
                sources.add(alone(each, wsdl));
            }
            this.schema = schemaFactory.newSchema(sources.toArray(Source[]::new));
        } catch (ParserConfigurationException | SAXException | IOException | TransformerException e) {
            throw new IllegalArgumentException(wsdl + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(wsdl + " lacks what a contract here needs: " + e.getMessage(), e);
        }
    }

    private void readOperations(Element root) {
        Map<String, QName> messages = new HashMap<>();
        for (Element message : children(root, WSDL, "message")) {
            children(message, WSDL, "part")
                    .forEach(part ->
                            messages.put(message.getAttribute("name"), name(part, part.getAttribute("element"))));
        }
        for (Element type : children(root, WSDL, "portType")) {
            for (Element operation : children(type, WSDL, "operation")) {
                Operation read = new Operation(
                        operation.getAttribute("name"),
                        message(messages, operation, "input"),
                        message(messages, operation, "output"));
                operations.put(read.request(), read);
                children(operation, WSDL, "fault")
                        .forEach(fault -> faults.put(
                                fault.getAttribute("name"), element(messages, fault.getAttribute("message"))));
            }
        }
    }

    private static QName message(Map<String, QName> messages, Element operation, String direction) {
        return element(messages, children(operation, WSDL, direction).getFirst().getAttribute("message"));
    }

    private static QName element(Map<String, QName> messages, String message) {
        QName element = messages.get(message.substring(message.indexOf(':') + 1));
        if (element == null) {
            throw new IllegalArgumentException("no message " + message);
        }
        return element;
    }

    private static QName name(Element where, String prefixed) {
        int colon = prefixed.indexOf(':');
        String namespace = where.lookupNamespaceURI(colon < 0 ? null : prefixed.substring(0, colon));
        return new QName(namespace == null ? "" : namespace, prefixed.substring(colon + 1));
    }

    /** A schema that stands in a WSDL, with the prefixes that are declared around it. */
    private static Source alone(Element schema, Path wsdl) throws TransformerException {
        for (Node around = schema.getParentNode();
                around instanceof Element element;
                around = element.getParentNode()) {
            NamedNodeMap attributes = element.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                Node each = attributes.item(i);
                boolean prefix = XMLConstants.XMLNS_ATTRIBUTE_NS_URI.equals(each.getNamespaceURI());
                if (prefix && !schema.hasAttribute(each.getNodeName())) {
                    schema.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, each.getNodeName(), each.getNodeValue());
                }
            }
        }
        StringWriter text = new StringWriter();
        TransformerFactory.newDefaultInstance()
                .newTransformer()
                .transform(new DOMSource(schema), new StreamResult(text));
        return new StreamSource(new StringReader(text.toString()), wsdl.toUri().toString());
    }

    static List<Element> children(Element parent, String namespace, String name) {
        List<Element> found = new ArrayList<>();
        for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element element
                    && name.equals(element.getLocalName())
                    && namespace.equals(element.getNamespaceURI())) {
                found.add(element);
            }
        }
        return found;
    }

    QName service() {
        return service;
    }

    QName port() {
        return port;
    }

    Optional<Operation> operation(Element body) {
        String namespace = body.getNamespaceURI();
        return Optional.ofNullable(operations.get(new QName(namespace == null ? "" : namespace, body.getLocalName())));
    }

    /** The element of a Fault's detail. */
    Optional<QName> fault(String name) {
        return Optional.ofNullable(faults.get(name));
    }

    /** The namespace of its own schema's inner elements; empty where they are unqualified. */
    String form() {
        return form;
    }

    /** What the JDK's validator finds wrong, each with its path; at most twenty. */
    List<Refusal.Champ> faults(Document document) {
        Validator validator = schema.newValidator();
        Finding finding = new Finding(validator);
        validator.setErrorHandler(finding);
        try {
            validator.validate(new DOMSource(document));
        } catch (SAXException e) {
            finding.add(e);
        } catch (IOException e) {
            throw new IllegalStateException("a document in memory cannot fail to be read", e);
        }
        return finding.found;
    }

    /** Faults with the element at which the validator stood. */
    private static final class Finding implements ErrorHandler {
        private static final String CURRENT = "http://apache.org/xml/properties/dom/current-element-node";
        private final List<Refusal.Champ> found = new ArrayList<>();
        private final Validator validator;

        Finding(Validator validator) {
            this.validator = validator;
        }

        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) {
            add(e);
        }

        @Override
        public void fatalError(SAXParseException e) {
            add(e);
        }

        private void add(SAXException e) {
            if (found.size() < MOST_FAULTS) {
                found.add(new Refusal.Champ(path(), String.valueOf(e.getMessage())));
            }
        }

        private String path() {
            try {
                return validator.getProperty(CURRENT) instanceof Element element ? path(element) : "/";
            } catch (SAXException e) {
                return "/";
            }
        }

        private static String path(Element element) {
            return element.getParentNode() instanceof Element parent ? path(parent) + "/" + element.getLocalName() : "";
        }
    }
}
