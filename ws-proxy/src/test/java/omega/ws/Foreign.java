package omega.ws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.ws.contract.Contract;
import omega.ws.contract.Element;

/** The contracts that tests use: the pack's, and foreign ones of other styles, written by hand in {@code foreign/}. */
public final class Foreign {
    private Foreign() {}

    /** @param wsdl path of one contract among {@code files} */
    public record Sample(NavigableMap<String, byte[]> files, String wsdl) {
        /** How many of so many documents are tried: a few contracts are wide and deep, and the JDK takes milliseconds for a time span of .NET. */
        public int share(int documents) {
            return wsdl.matches(".*/(several|wide|Compteurs)\\.wsdl") ? Math.max(5, documents / 20) : documents;
        }

        @Override
        public String toString() {
            return wsdl;
        }
    }

    public static Stream<Sample> all() {
        NavigableMap<String, byte[]> pack = Catalogue.provisional().contracts();
        NavigableMap<String, byte[]> foreign = files();
        return Stream.concat(
                samples(pack),
                samples(foreign)
                        .filter(each -> !each.wsdl().contains("/refused/")
                                && !each.wsdl().matches(".*(abstract|PortType|wsdl0)\\.wsdl")));
    }

    private static Stream<Sample> samples(NavigableMap<String, byte[]> files) {
        return files.keySet().stream().filter(each -> each.endsWith(".wsdl")).map(each -> new Sample(files, each));
    }

    public static NavigableMap<String, byte[]> files() {
        NavigableMap<String, byte[]> files = new TreeMap<>();
        try {
            Path root = Path.of(Objects.requireNonNull(Foreign.class.getResource("/foreign"))
                    .toURI());
            try (Stream<Path> tree = Files.walk(root)) {
                for (Path file : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
                    files.put("soap/" + root.relativize(file), Files.readAllBytes(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return files;
    }

    /** All messages of a contract, faults too. */
    public static List<Element> messages(Contract contract) {
        List<Element> messages = new ArrayList<>();
        contract.operations().forEach(each -> {
            messages.add(each.input());
            messages.add(each.output());
            messages.addAll(each.faults());
        });
        return messages.stream().distinct().toList();
    }
}
