package omega.ws.contract;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * What one WSDL offers.
 *
 * @param operations those that are carried whole
 * @param refused those that are not, and what else is wrong, each with its place
 * @param limits parts of carried operations that are left out in both directions, each with its place
 */
public record Contract(
        String file, List<SoapOperation> operations, List<ContractFault> refused, List<ContractFault> limits) {

    /** The contract of one WSDL among files that it may refer to. Never throws for what stands in them: it tells. */
    public static Contract read(NavigableMap<String, byte[]> files, String wsdl) {
        return new WsdlReader(new Folder(files), wsdl).read();
    }

    public Optional<SoapOperation> operation(String name) {
        return operations.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
