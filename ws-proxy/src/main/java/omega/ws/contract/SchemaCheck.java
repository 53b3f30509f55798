package omega.ws.contract;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import omega.ws.xml.XmlNode;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.ls.LSInput;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Lets the JDK's own reader judge the schemas first, so that ours need only understand sound ones. */
final class SchemaCheck {
    private static final String XML = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'"
            + " targetNamespace='http://www.w3.org/XML/1998/namespace'><xs:attribute name='lang'"
            + " type='xs:language'/><xs:attribute name='space' type='xs:NCName'/><xs:attribute name='base'"
            + " type='xs:anyURI'/><xs:attribute name='id' type='xs:ID'/></xs:schema>";
    private static final String SCHEMA =
            "<xs:schema xmlns:xs='" + SchemaDocument.XSD + "' targetNamespace='" + SchemaDocument.XSD + "'/>";
    private static final String PACK = "pack:///";

    private final SchemaSet schemas;
    private final Folder folder;
    private final List<ContractFault> faults = new ArrayList<>();
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final IdentityHashMap<SchemaDocument, String> addresses = new IdentityHashMap<>();

    private SchemaCheck(SchemaSet schemas, Folder folder) {
        this.schemas = schemas;
        this.folder = folder;
    }

    static List<ContractFault> faults(SchemaSet schemas, Folder folder) {
        SchemaCheck check = new SchemaCheck(schemas, folder);
        check.compile();
        return check.faults;
    }

    /** The schemas as the JDK compiles them; null when it does not. */
    static @Nullable Schema compiled(SchemaSet schemas, Folder folder) {
        return new SchemaCheck(schemas, folder).compile();
    }

    /** One driver imports each namespace once, from a text that includes all its schemas: the JDK reads only the first import of a namespace. */
    private @Nullable Schema compile() {
        Map<String, Set<String>> byNamespace = new LinkedHashMap<>(); // those that no other includes
        for (SchemaDocument document : schemas.documents()) {
            texts.put(address(document), text(document));
            Set<String> roots = byNamespace.computeIfAbsent(document.namespace(), _ -> new LinkedHashSet<>());
            if (!isPulled(document)) {
                roots.add(address(document));
            }
        }
        // of those that include each other in a circle, any one brings the others
        schemas.documents().forEach(each -> {
            if (byNamespace.getOrDefault(each.namespace(), Set.of()).isEmpty()) {
                byNamespace.put(each.namespace(), Set.of(address(each)));
            }
        });
        StringBuilder driver = new StringBuilder(
                "<xs:schema xmlns:xs='" + SchemaDocument.XSD + "' targetNamespace='urn:omega:driver'>");
        byNamespace.forEach((namespace, addresses) -> {
            String target = namespace.isEmpty() ? "" : " targetNamespace='" + escaped(namespace) + "'";
            StringBuilder all = new StringBuilder("<xs:schema xmlns:xs='" + SchemaDocument.XSD + "'" + target + ">");
            addresses.forEach(each -> all.append("<xs:include schemaLocation='")
                    .append(escaped(each))
                    .append("'/>"));
            texts.put(whole(namespace), all + "</xs:schema>");
            append(driver, namespace);
        });
        texts.put(whole(XMLConstants.XML_NS_URI), XML);
        texts.put(whole(SchemaDocument.XSD), SCHEMA);
        try {
            SchemaFactory factory = SchemaFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, false);
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "pack");
            factory.setResourceResolver((_, namespace, _, location, base) -> resolve(namespace, location, base));
            factory.setErrorHandler(new Collecting());
            Schema schema =
                    factory.newSchema(new StreamSource(new StringReader(driver + "</xs:schema>"), PACK + "driver"));
            return faults.isEmpty() ? schema : null;
        } catch (SAXException e) {
            if (faults.isEmpty()) {
                faults.add(new ContractFault(schemas.documents().getFirst().file(), 1, String.valueOf(e.getMessage())));
            }
            return null;
        }
    }

    /** Whether another schema of its namespace includes or redefines it already. */
    @SuppressWarnings("ReferenceEquality") // the document itself is meant
    private boolean isPulled(SchemaDocument document) {
        return schemas.documents().stream()
                .filter(other -> other != document && other.namespace().equals(document.namespace()))
                .anyMatch(other -> other.root().children().stream()
                        .filter(node -> node.name().getLocalPart().matches("include|redefine"))
                        .anyMatch(node -> folder.resolve(other.file(), node.attribute("schemaLocation", ""))
                                .filter(document.file()::equals)
                                .isPresent()));
    }

    private static String whole(String namespace) {
        return PACK + "namespace?" + java.net.URLEncoder.encode(namespace, StandardCharsets.UTF_8);
    }

    /** A file's own, or one of the schemas that a WSDL holds. */
    @SuppressWarnings("ReferenceEquality") // the node itself is meant
    private String address(SchemaDocument document) {
        return addresses.computeIfAbsent(
                document,
                _ -> PACK
                        + document.file()
                        + (folder.read(document.file()) == document.root() ? "" : "?schema=" + addresses.size()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;");
    }

    /** The schema's own text, with the lines above it left blank so that lines count as in its file. */
    private String text(SchemaDocument document) {
        StringBuilder text = new StringBuilder("\n".repeat(document.root().line() - 1));
        write(document.root(), Map.of(), text, new int[] {document.root().line()}, imports(document));
        return text.toString();
    }

    /**
     * Of the other namespaces of the contract, which toolkits let schemas of one WSDL name without importing them; each has one meaning here. A file
     * without a namespace stands in that of each which includes it, so it has the imports that it says.
     */
    private String imports(SchemaDocument document) {
        Set<String> others = new LinkedHashSet<>();
        if (!document.borrowed()) {
            schemas.documents().forEach(each -> others.add(each.namespace()));
            others.removeAll(List.of("", document.namespace()));
        }
        document.root()
                .children(SchemaDocument.xsd("import"))
                .forEach(each -> others.remove(each.attribute("namespace", "")));
        StringBuilder imports = new StringBuilder();
        others.forEach(each -> append(imports, each));
        return imports.toString();
    }

    private static void append(StringBuilder imports, String namespace) {
        imports.append("<xs:import xmlns:xs='" + SchemaDocument.XSD + "'")
                .append(namespace.isEmpty() ? "" : " namespace='" + escaped(namespace) + "'")
                .append(" schemaLocation='")
                .append(escaped(whole(namespace)))
                .append("'/>");
    }

    /**
     * An {@code xs:schema} among the elements, which the JDK does not know, is any element of that name: an operation that has it is refused for it.
     *
     * @param first what stands before its children, without a line of its own
     */
    private static void write(
            XmlNode node, Map<String, String> inherited, StringBuilder text, int[] line, String first) {
        while (line[0] < node.line()) {
            text.append('\n');
            line[0]++;
        }
        String prefix = prefix(node);
        String name = (prefix.isEmpty() ? "" : prefix + ":") + node.name().getLocalPart();
        text.append('<').append(name);
        if (!node.namespaces().equals(inherited)) {
            node.namespaces().forEach((each, uri) -> {
                if (!each.equals("xml")) {
                    text.append(each.isEmpty() ? " xmlns" : " xmlns:" + each)
                            .append("='")
                            .append(escaped(uri))
                            .append('\'');
                }
            });
        }
        node.attributes().forEach((attribute, value) -> {
            if (attribute.getLocalPart().equals("ref") && SchemaDocument.holdsSchema(node)) {
                text.append(" name='schema'");
            } else if (attribute.getNamespaceURI().isEmpty()) {
                text.append(' ').append(attribute.getLocalPart()).append("='");
                text.append(escaped(bounded(attribute.getLocalPart(), value))
                                .replace("\n", "&#10;")
                                .replace("\t", "&#9;")
                                .replace("\r", "&#13;"))
                        .append('\'');
            }
        });
        text.append('>').append(first);
        if (!node.name().getLocalPart().equals("annotation")) {
            node.children().forEach(child -> write(child, node.namespaces(), text, line, ""));
        }
        text.append("</").append(name).append('>');
    }

    /** The JDK unfolds what repeats, and refuses to for thousands; whether a schema is sound does not hang on so high a number, which we count ourselves. */
    private static String bounded(String attribute, String value) {
        boolean most = attribute.equals("maxOccurs");
        if (!(most || attribute.equals("minOccurs")) || !value.strip().matches("0*[1-9][0-9]{3,}")) {
            return value;
        }
        return most ? "unbounded" : "999";
    }

    private static String prefix(XmlNode node) {
        return node.namespaces().entrySet().stream()
                .filter(each -> each.getValue().equals(node.name().getNamespaceURI()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private @Nullable LSInput resolve(@Nullable String namespace, @Nullable String location, @Nullable String base) {
        if (location != null && texts.containsKey(location)) {
            return new Text(location, texts.get(location));
        }
        String from = base == null || !base.startsWith(PACK)
                ? ""
                : base.substring(PACK.length()).replaceFirst("\\?.*", "");
        String found = location == null
                ? null
                : folder.resolve(from, location).map(each -> PACK + each).orElse(null);
        // several schemas of one WSDL share its file: only their addresses tell which of them asks
        boolean include = namespace != null
                && schemas.documents().stream()
                        .anyMatch(each ->
                                address(each).equals(base) && each.namespace().equals(namespace));
        if (found != null && texts.containsKey(found) && include) {
            return new Text(found, texts.get(found));
        }
        if (namespace != null && texts.containsKey(whole(namespace)) && !include) {
            return new Text(whole(namespace), texts.get(whole(namespace)));
        }
        if (location == null) {
            return null; // an import of what this contract has no schema of: only a use of it would be a fault
        }
        return found == null || !texts.containsKey(found)
                ? new Text(PACK + "nothing", "<nothing/>")
                : new Text(found, texts.get(found));
    }

    private final class Collecting implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {
            // a schema that is not found is an error where something is missing from it
        }

        @Override
        public void error(SAXParseException e) {
            String place = e.getSystemId() == null ? "" : e.getSystemId();
            String file =
                    place.startsWith(PACK) ? place.substring(PACK.length()).replaceFirst("\\?.*", "") : place;
            String reason = "the schema is unsound: " + e.getMessage();
            boolean theirs =
                    schemas.documents().stream().anyMatch(each -> each.file().equals(file));
            faults.add(
                    theirs ? new ContractFault(file, Math.max(1, e.getLineNumber()), reason) : ofOurs(place, reason));
        }

        /** A fault in what holds their schemas together: at the first of those that it is about. */
        private ContractFault ofOurs(String place, String reason) {
            SchemaDocument first = schemas.documents().stream()
                    .filter(each -> whole(each.namespace()).equals(place))
                    .findFirst()
                    .orElse(schemas.documents().getFirst());
            return new ContractFault(first.file(), first.root().line(), reason);
        }

        @Override
        public void fatalError(SAXParseException e) {
            error(e);
        }
    }

    /** A text with an address. */
    private record Text(String address, @Nullable String text) implements LSInput {
        @Override
        public @Nullable Reader getCharacterStream() {
            return text == null ? null : new StringReader(text);
        }

        @Override
        public @Nullable InputStream getByteStream() {
            return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public @Nullable String getStringData() {
            return text;
        }

        @Override
        public String getSystemId() {
            return address;
        }

        @Override
        public @Nullable String getPublicId() {
            return null;
        }

        @Override
        public @Nullable String getBaseURI() {
            return null;
        }

        @Override
        public String getEncoding() {
            return "UTF-8";
        }

        @Override
        public boolean getCertifiedText() {
            return false;
        }

        @Override
        public void setCharacterStream(Reader characterStream) {
            throw new UnsupportedOperationException("it is read only");
        }

        @Override
        public void setByteStream(InputStream byteStream) {
            throw new UnsupportedOperationException("it is read only");
        }

        @Override
        public void setStringData(String stringData) {
            throw new UnsupportedOperationException("it is read only");
        }

        @Override
        public void setSystemId(String systemId) {
            throw new UnsupportedOperationException("it is read only");
        }

        @Override
        public void setPublicId(String publicId) {
            throw new UnsupportedOperationException("it is read only");
        }

        @Override
        public void setBaseURI(String baseURI) {
            throw new UnsupportedOperationException("it is read only");
        }

        @Override
        public void setEncoding(String encoding) {
            throw new UnsupportedOperationException("it is read only");
        }

        @Override
        public void setCertifiedText(boolean certifiedText) {
            throw new UnsupportedOperationException("it is read only");
        }
    }
}
