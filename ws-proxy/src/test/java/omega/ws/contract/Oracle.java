package omega.ws.contract;

import java.io.StringReader;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/** The JDK's own schema validator over the schemas of a contract: the second opinion. */
public final class Oracle {
    private final Validator validator;

    private Oracle(Schema schema) {
        this.validator = schema.newValidator();
    }

    public static Oracle of(NavigableMap<String, byte[]> files, String wsdl) {
        Folder folder = new Folder(files);
        WsdlReader reader = new WsdlReader(folder, wsdl);
        Contract contract = reader.read();
        if (contract.operations().isEmpty()) {
            throw new IllegalArgumentException(wsdl + ": " + contract.refused());
        }
        return new Oracle(Objects.requireNonNull(SchemaCheck.compiled(reader.schemas(), folder), wsdl));
    }

    /** Why the document is refused; empty when it is accepted. */
    public Optional<String> refusal(String xml) {
        try {
            validator.validate(new StreamSource(new StringReader(xml)));
            return Optional.empty();
        } catch (SAXException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
