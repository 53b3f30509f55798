package omega.ws.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import omega.ws.contract.ContractFault;

/**
 * What one Swagger or OpenAPI document offers.
 *
 * @param title as it stands in addresses
 * @param base path of its server; the host is never taken from it
 * @param components schemas by the {@code $ref} that stands for them
 * @param refused operations that are not carried, and what else is wrong, each with its place
 * @param limits what is not checked of those that are, each with its place
 * @param parts the files that it is made of, itself and those that it refers to
 */
public record RestContract(
        String file,
        String title,
        String base,
        List<RestOperation> operations,
        Map<String, ObjectNode> components,
        List<ContractFault> refused,
        List<ContractFault> limits,
        Set<String> parts) {

    /** The contract of one document among files that it may refer to; none where it is no contract. Never throws for what stands in them: it tells. */
    public static Optional<RestContract> read(NavigableMap<String, byte[]> files, String file) {
        return new RestReader(new Library(files), file).read();
    }

    public Optional<RestOperation> operation(String name) {
        return operations.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
