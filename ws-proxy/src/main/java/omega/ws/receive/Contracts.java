package omega.ws.receive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import omega.ws.rest.RestContract;

/**
 * Every WSDL, Swagger and OpenAPI document that is to be offered: those that the pack binds, those that somebody laid beside them, and those of a
 * directory.
 */
final class Contracts {
    private static final Pattern REST = Pattern.compile(".*\\.(json|ya?ml)");
    private final Map<String, Contract> bound = new LinkedHashMap<>();
    private final Map<String, Contract> dropped = new LinkedHashMap<>();
    private final Map<String, RestContract> boundRest = new LinkedHashMap<>();
    private final Map<String, RestContract> droppedRest = new LinkedHashMap<>();

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

    private void read(Path directory) {
        NavigableMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(directory, 8)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                String name = directory.relativize(file).toString().replace('\\', '/');
                if (isWsdl(name) || name.endsWith(".xsd") || isRest(name)) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read omega.ws.contrats: " + directory, e);
        }
        files.keySet().forEach(file -> read(files, file, directory.resolve(file).toString(), dropped, droppedRest));
    }

    private static void read(
            NavigableMap<String, byte[]> files,
            String file,
            String name,
            Map<String, Contract> soap,
            Map<String, RestContract> rest) {
        if (isWsdl(file)) {
            soap.put(name, Contract.read(files, file));
        } else if (isRest(file)) {
            RestContract.read(files, file).ifPresent(each -> rest.put(name, each));
        }
    }

    private static boolean isWsdl(String file) {
        return file.endsWith(".wsdl");
    }

    private static boolean isRest(String file) {
        return REST.matcher(file).matches();
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
