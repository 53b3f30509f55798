package omega.ws.receive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.ServiceWeb;
import omega.ws.contract.Contract;

/** Every WSDL that is to be offered: those that the pack binds, those that somebody laid beside them, and those of a directory. */
final class Contracts {
    private final Map<String, Contract> bound = new LinkedHashMap<>();
    private final Map<String, Contract> dropped = new LinkedHashMap<>();

    Contracts(Catalogue catalogue, Optional<Path> directory) {
        Set<String> named =
                catalogue.services().stream().map(ServiceWeb::contrat).collect(Collectors.toSet());
        NavigableMap<String, byte[]> builtIn = Catalogue.provisional().contracts();
        catalogue.contracts().forEach((file, bytes) -> {
            if (named.contains(file) && isWsdl(file)) {
                bound.put(file, Contract.read(catalogue.contracts(), file));
            } else if (isWsdl(file) && !Arrays.equals(builtIn.get(file), bytes)) {
                dropped.put(file, Contract.read(catalogue.contracts(), file));
            }
        });
        directory.ifPresent(this::read);
    }

    private void read(Path directory) {
        NavigableMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(directory, 8)) {
            for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                String name = directory.relativize(file).toString().replace('\\', '/');
                if (isWsdl(name) || name.endsWith(".xsd")) {
                    files.put(name, Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read omega.ws.contrats: " + directory, e);
        }
        files.keySet().stream()
                .filter(Contracts::isWsdl)
                .forEach(file -> dropped.put(directory.resolve(file).toString(), Contract.read(files, file)));
    }

    private static boolean isWsdl(String file) {
        return file.endsWith(".wsdl");
    }

    /** By path inside the pack. */
    Map<String, Contract> bound() {
        return bound;
    }

    /** By file; nothing says of them what is read or written, nor where it is. */
    Map<String, Contract> dropped() {
        return dropped;
    }
}
