package omega.ws.receive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.ServiceWeb;
import omega.ws.contract.Contract;
import omega.ws.contract.ContractFault;
import omega.ws.rest.RestContract;

/**
 * Every WSDL, Swagger and OpenAPI document that is to be offered: those that the pack binds, those that somebody laid beside them, and those of a
 * directory.
 */
final class Contracts {
    private static final Pattern WSDL = Pattern.compile("(?i).*\\.wsdl");
    private static final Pattern REST = Pattern.compile("(?i).*\\.(json|ya?ml)");
    private static final Pattern HIDDEN = Pattern.compile("(^|/)\\.");
    private static final int MOST_BYTES = 32 << 20;
    private final Map<String, Contract> bound = new LinkedHashMap<>();
    private final Map<String, Contract> dropped = new LinkedHashMap<>();
    private final Map<String, RestContract> boundRest = new LinkedHashMap<>();
    private final Map<String, RestContract> droppedRest = new LinkedHashMap<>();
    private final List<ContractFault> ignored = new ArrayList<>();

    Contracts(Catalogue catalogue, Optional<Path> directory) {
        Set<String> named =
                catalogue.services().stream().map(ServiceWeb::contrat).collect(Collectors.toSet());
        NavigableMap<String, byte[]> builtIn = Catalogue.provisional().contracts();
        catalogue.contracts().forEach((file, bytes) -> {
            if (named.contains(file)) {
                read(catalogue.contracts(), file, file, bound, boundRest);
            } else if (!Arrays.equals(builtIn.get(file), bytes)) {
                read(catalogue.contracts(), file, file, dropped, droppedRest);
            }
        });
        directory.ifPresent(this::read);
        List<Contract> all = Stream.concat(bound.values().stream(), dropped.values().stream())
                .toList();
        dropped.values().removeIf(each -> all.stream().anyMatch(each::isPartOf));
    }

    /** Hidden files are left out, and with them the copies that Kubernetes keeps of a volume's files. */
    private void read(Path directory) {
        NavigableMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(directory, 8)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                String name = directory.relativize(file).toString().replace('\\', '/');
                if (!HIDDEN.matcher(name).find()) {
                    if (Files.size(file) <= MOST_BYTES) {
                        files.put(name, Files.readAllBytes(file));
                    } else {
                        ignored.add(new ContractFault(
                                file.toString(), 0, "is ignored: it has more than " + MOST_BYTES + " bytes"));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read omega.ws.contrats: " + directory, e);
        }
        Set<String> used = new HashSet<>();
        files.keySet()
                .forEach(file ->
                        used.addAll(read(files, file, directory.resolve(file).toString(), dropped, droppedRest)));
        files.keySet().stream()
                .filter(each -> !used.contains(each))
                .map(each -> new ContractFault(
                        directory.resolve(each).toString(),
                        0,
                        "is ignored: it is no WSDL, Swagger or OpenAPI document, and none of those here refers to it"))
                .forEach(ignored::add);
    }

    /** The files that the contract in {@code file} is made of; none where there is no contract in it. */
    private static Set<String> read(
            NavigableMap<String, byte[]> files,
            String file,
            String name,
            Map<String, Contract> soap,
            Map<String, RestContract> rest) {
        if (WSDL.matcher(file).matches()) {
            Contract contract = Contract.read(files, file);
            soap.put(name, contract);
            return contract.parts();
        }
        Optional<RestContract> contract =
                REST.matcher(file).matches() ? RestContract.read(files, file) : Optional.empty();
        contract.ifPresent(each -> rest.put(name, each));
        return contract.map(RestContract::parts).orElse(Set.of());
    }

    /** Files of the directory that say nothing. */
    List<ContractFault> ignored() {
        return ignored;
    }

    /** By path inside the pack. */
    Map<String, Contract> bound() {
        return bound;
    }

    /** By file, without those that others import; nothing says of them what is read or written, nor where it is. */
    Map<String, Contract> dropped() {
        return dropped;
    }

    /** By path inside the pack. */
    Map<String, RestContract> boundRest() {
        return boundRest;
    }

    /** By file. */
    Map<String, RestContract> droppedRest() {
        return droppedRest;
    }
}
