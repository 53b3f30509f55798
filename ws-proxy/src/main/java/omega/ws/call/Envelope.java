package omega.ws.call;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.namespace.QName;
import omega.ws.xml.XmlException;
import omega.ws.xml.XmlNode;
import omega.ws.xml.XmlReader;

/** What an HTTP answer to a SOAP 1.1 call comes to, whatever it holds. */
final class Envelope {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    /** What a front door says of a call that it read no further, or sends elsewhere unread. Of 503 it is not known what stood behind it. */
    private static final Set<Integer> TURNED_AWAY =
            Set.of(307, 308, 400, 401, 403, 404, 405, 406, 407, 411, 413, 414, 415, 417, 421, 426, 429, 431);

    private final XmlReader reader;

    Envelope(int mostBytes) {
        reader = new XmlReader(mostBytes, 128, 200_000);
    }

    Outcome read(int status, byte[] bytes) {
        try {
            XmlNode envelope = reader.read(bytes);
            if (!envelope.name().equals(new QName(SOAP, "Envelope"))) {
                return unreadable(status, "its root is " + envelope.name());
            }
            Optional<XmlNode> body = envelope.child(new QName(SOAP, "Body"));
            List<XmlNode> inside = body.map(XmlNode::children).orElse(List.of());
            if (inside.size() != 1) {
                return unreadable(status, "its body holds " + inside.size() + " elements");
            }
            XmlNode only = inside.getFirst();
            if (only.name().equals(new QName(SOAP, "Fault"))) {
                return fault(only);
            }
            return status / 100 == 2 ? new Outcome.Answered(only) : unreadable(status, "it holds no SOAP fault");
        } catch (XmlException e) {
            return unreadable(status, e.reason());
        }
    }

    private static Outcome fault(XmlNode fault) {
        String code = text(fault, "faultcode");
        String local = code.substring(code.indexOf(':') + 1);
        return new Outcome.Faulted(
                local.equals("Client") || local.startsWith("Client."),
                local,
                text(fault, "faultstring"),
                child(fault, "detail").map(XmlNode::children).orElse(List.of()));
    }

    private static Optional<XmlNode> child(XmlNode node, String local) {
        return node.children().stream()
                .filter(each -> each.name().getLocalPart().equals(local))
                .findFirst();
    }

    private static String text(XmlNode node, String local) {
        return child(node, local).map(each -> each.text().strip()).orElse("");
    }

    private static Outcome unreadable(int status, String reason) {
        return TURNED_AWAY.contains(status)
                ? new Outcome.Unsent("OMEGA answered HTTP " + status)
                : new Outcome.Lost("OMEGA answered HTTP " + status + " without a SOAP answer: " + reason);
    }
}
