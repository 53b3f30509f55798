package omega.simulator.answer;

import java.time.LocalDate;
import java.util.Optional;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Looks into a body that its schema has passed, by local names: their namespaces are the schema's business. */
final class Asking {
    private Asking() {}

    /** The element at {@code place}, a path such as {@code /releve/motif}. */
    static Optional<Element> element(Element body, String place) {
        Element here = body;
        for (String name : place.substring(1).split("/", -1)) {
            Optional<Element> next = child(here, name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            here = next.get();
        }
        return Optional.of(here);
    }

    private static Optional<Element> child(Element parent, String name) {
        for (Node each = parent.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element element && name.equals(element.getLocalName())) {
                return Optional.of(element);
            }
        }
        return Optional.empty();
    }

    /** Its text, without white space around it. */
    static Optional<String> text(Element body, String place) {
        return element(body, place).map(each -> each.getTextContent().strip()).filter(text -> !text.isEmpty());
    }

    static Optional<LocalDate> date(Element body, String place) {
        return text(body, place).map(LocalDate::parse);
    }

    static int number(Element body, String place, int usual) {
        return text(body, place).map(Integer::parseInt).orElse(usual);
    }

    /** The first element of this name, wherever it stands. */
    static Optional<Element> anywhere(Element body, String name) {
        return body.getElementsByTagNameNS("*", name).item(0) instanceof Element found
                ? Optional.of(found)
                : Optional.empty();
    }
}
