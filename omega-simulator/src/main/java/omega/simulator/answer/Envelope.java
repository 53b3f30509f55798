package omega.simulator.answer;

import java.io.InputStream;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import omega.simulator.answer.Refusal.Code;
import org.apache.cxf.binding.soap.Soap11;

/**
 * A message as a whole, by the JDK's own reader. CXF reads no further than the first Body, so that without this a Header after it, and a
 * message that ends too early, would be answered.
 */
final class Envelope {
    private Envelope() {}

    /** A new one each time: none is said to be thread-safe. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /**
     * Empty where it may be answered: well formed to its last byte, without Header (§4.2.2), one Body that holds one element and no text, and
     * nothing besides (WS-I Basic Profile 1.1, R1011, R9981). What is no SOAP 1.1 is CXF's to refuse.
     */
    static Optional<Refusal> fault(InputStream message) {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(message);
            try {
                reader.nextTag();
                return is(reader, "Envelope") ? read(reader) : Optional.empty();
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            // the JDK's words begin with the place, in its own way
            String words = String.valueOf(e.getMessage());
            Location place = e.getLocation();
            return illegible(words.replaceFirst("(?s)^.*\nMessage: ", "")
                    + (place == null
                            ? ""
                            : ", ligne " + place.getLineNumber() + ", colonne " + place.getColumnNumber()));
        }
    }

    private static Optional<Refusal> read(XMLStreamReader reader) throws XMLStreamException {
        boolean header = false;
        boolean text = false;
        boolean body = false;
        int bodies = 0;
        int others = 0;
        int inside = 0;
        int depth = 1;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    depth++;
                    if (depth == 2) {
                        body = is(reader, "Body");
                        header |= is(reader, "Header");
                        bodies += body ? 1 : 0;
                        others += body ? 0 : 1;
                    } else if (depth == 3 && body) {
                        inside++;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                    text |= depth < 3 && !reader.isWhiteSpace();
                default -> {}
            }
        }
        if (header) {
            return Optional.of(new Refusal(Code.ENTETE, "un message avec un entête SOAP est rejeté"));
        }
        return bodies == 1 && others == 0 && inside == 1 && !text
                ? Optional.empty()
                : illegible("une enveloppe a un Body, et le Body un élément");
    }

    private static boolean is(XMLStreamReader reader, String name) {
        return reader.getLocalName().equals(name) && Soap11.SOAP_NAMESPACE.equals(reader.getNamespaceURI());
    }

    private static Optional<Refusal> illegible(String why) {
        return Optional.of(new Refusal(Code.ILLISIBLE, why));
    }
}
