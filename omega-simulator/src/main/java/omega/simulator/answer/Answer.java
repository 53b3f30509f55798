package omega.simulator.answer;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import omega.clock.OmegaClock;
import omega.simulator.publish.Registers.Point;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** An answer as it is written: elements of the service's own schema, and those of the schema that all services share. */
final class Answer {
    private final Document document;
    private final String own;
    private final String common;

    /** Begins {@code operation}'s answer. */
    Answer(Contract contract, Contract.Operation operation) {
        this.document = empty();
        this.own = contract.form();
        this.common = contract.fault("erreurFonctionnelle")
                .map(QName::getNamespaceURI)
                .orElse("");
        document.appendChild(
                element(operation.answer().getNamespaceURI(), operation.answer().getLocalPart()));
    }

    private static Document empty() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .newDocument();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("every Java makes documents", e);
        }
    }

    private Element element(String namespace, String name) {
        return namespace.isEmpty()
                ? document.createElementNS(null, name)
                : document.createElementNS(namespace, (namespace.equals(common) ? "c:" : "t:") + name);
    }

    Element root() {
        return document.getDocumentElement();
    }

    Document document() {
        return document;
    }

    /** An element of the service's own schema. */
    Element own(Element parent, String name, @Nullable Object value) {
        return add(parent, element(own, name), value);
    }

    /** An element of the shared schema; left out where {@code value} is null. */
    void common(Element parent, String name, @Nullable Object value) {
        if (value != null) {
            add(parent, element(common, name), value);
        }
    }

    private static Element add(Element parent, Element child, @Nullable Object value) {
        if (value != null) {
            child.setTextContent(value instanceof Instant instant ? text(instant) : value.toString());
        }
        parent.appendChild(child);
        return child;
    }

    /** With the offset of Paris. */
    static String text(Instant instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                instant.truncatedTo(ChronoUnit.MILLIS).atZone(OmegaClock.PARIS));
    }

    /** The shared type of addresses. */
    void address(Element parent, Point point) {
        Element address = own(parent, "adresse", null);
        common(address, "numero", point.rue());
        common(address, "voie", point.voie());
        common(address, "codePostal", point.codePostal());
        common(address, "commune", point.commune());
        common(address, "codeInsee", point.codeInsee());
    }

    /** The shared type of slots. */
    void slot(Element parent, String name, Creneaux.Creneau creneau) {
        Element slot = own(parent, name, null);
        slot.setAttribute("reference", creneau.reference());
        common(slot, "debut", creneau.debut());
        common(slot, "fin", creneau.fin());
    }

    /** A Fault's detail. */
    static Element detail(QName name, Refusal refusal) {
        Document document = empty();
        Element detail = document.createElement("detail");
        Element error = document.createElementNS(name.getNamespaceURI(), "c:" + name.getLocalPart());
        detail.appendChild(error);
        put(error, "code", refusal.reason().text());
        put(error, "libelle", refusal.libelle());
        if (!refusal.motif().isEmpty()) {
            put(error, "motif", refusal.motif());
        }
        for (Refusal.Champ champ : refusal.champs()) {
            Element field = put(error, "champ", "");
            put(field, "chemin", champ.chemin());
            put(field, "raison", champ.raison());
        }
        return detail;
    }

    private static Element put(Element parent, String name, String text) {
        Element child = parent.getOwnerDocument().createElementNS(parent.getNamespaceURI(), "c:" + name);
        child.setTextContent(text);
        parent.appendChild(child);
        return child;
    }
}
