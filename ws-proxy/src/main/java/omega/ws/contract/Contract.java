package omega.ws.contract;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/**
 * What one WSDL offers.
 *
 * @param operations those that are carried whole
 * @param refused those that are not, and what else is wrong, each with its place
 * @param limits parts of carried operations that are left out in both directions, each with its place
 * @param definitions what it takes the names of its namespaces for
 * @param parts the files that it is made of, itself and those that it imports or includes
 */
public record Contract(
        String file,
        List<SoapOperation> operations,
        List<ContractFault> refused,
        List<ContractFault> limits,
        List<Definition> definitions,
        Set<String> parts) {

    /** The contract of one WSDL among files that it may refer to. Never throws for what stands in them: it tells. */
    public static Contract read(NavigableMap<String, byte[]> files, String wsdl) {
        return new WsdlReader(new Folder(files), wsdl).read();
    }

    /** Whether {@code other} imports this one, so that all that it says is said there; of two that import each other, the first holds. */
    public boolean isPartOf(Contract other) {
        return !other.file.equals(file)
                && other.parts.contains(file)
                && !(parts.contains(other.file) && file.compareTo(other.file) < 0);
    }

    public Optional<SoapOperation> operation(String name) {
        return operations.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
