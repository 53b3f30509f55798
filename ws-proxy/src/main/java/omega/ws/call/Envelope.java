package omega.ws.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.namespace.QName;
import omega.ws.xml.XmlException;
import omega.ws.xml.XmlNode;
import omega.ws.xml.XmlReader;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpStatus;

/** What an HTTP answer to a SOAP 1.1 call comes to, whatever it holds. */
final class Envelope {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    /** What a front door says of a call that it read no further, or sends elsewhere unread. Of 503 it is not known what stood behind it. */
    private static final Set<Integer> TURNED_AWAY =
            Set.of(307, 308, 400, 401, 403, 404, 405, 406, 407, 411, 413, 414, 415, 417, 421, 426, 431);

    private static final Pattern ENCODING = Pattern.compile("<\\?xml[^>]*\\bencoding");

    private final XmlReader reader;

    Envelope(int mostBytes) {
        reader = new XmlReader(mostBytes, 128, 200_000);
    }

    Outcome read(Https.Answer answer) {
        if (answer.status == HttpStatus.SC_TOO_MANY_REQUESTS) {
            return new Outcome.Capped(answer.pause);
        }
        try {
            return read(answer, tree(answer));
        } catch (XmlException e) {
            // of what was to be no SOAP, a page of a front door say, the parser's words tell nothing
            return unreadable(answer, answer.status / 100 == 2 ? ": " + e.reason() : "");
        }
    }

    /** OMEGA writes UTF-8 (§4.2.2), or what a message says of itself; one that says nothing, and is no UTF-8, is read as HTTP says. */
    private XmlNode tree(Https.Answer answer) throws XmlException {
        try {
            return reader.read(answer.body);
        } catch (XmlException e) {
            Optional<Charset> said = answer.type.map(ContentType::getCharset).filter(each -> !each.equals(UTF_8));
            if (said.isEmpty()
                    || ENCODING.matcher(new String(answer.body, ISO_8859_1)).lookingAt()) {
                throw e;
            }
            return reader.read(new String(answer.body, said.get()).getBytes(UTF_8));
        }
    }

    private static Outcome read(Https.Answer answer, XmlNode envelope) {
        if (!envelope.name().equals(new QName(SOAP, "Envelope"))) {
            return unreadable(answer, ": its root is " + envelope.name());
        }
        Optional<XmlNode> body = envelope.child(new QName(SOAP, "Body"));
        List<XmlNode> inside = body.map(XmlNode::children).orElse(List.of());
        if (inside.size() != 1) {
            return unreadable(answer, ": its body holds " + inside.size() + " elements");
        }
        XmlNode only = inside.getFirst();
        if (only.name().equals(new QName(SOAP, "Fault"))) {
            return fault(only);
        }
        return answer.status / 100 == 2 ? new Outcome.Answered(only) : unreadable(answer, ": it holds no SOAP fault");
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

    private static Outcome unreadable(Https.Answer answer, String reason) {
        return TURNED_AWAY.contains(answer.status)
                ? new Outcome.Unsent(answer.words())
                : new Outcome.Lost(answer.words() + " without a SOAP answer" + reason, answer.pause);
    }
}
