package omega.ws.contract;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import omega.ws.xml.XmlException;
import omega.ws.xml.XmlNode;
import omega.ws.xml.XmlReader;

/**
 * The contract files of a pack, by path. A location that is an address is looked for by its last part, since contracts often name where
 * they came from ({@code …?xsd=xsd0}, which may be kept as {@code xsd0.xsd}).
 */
final class Folder {
    private final NavigableMap<String, byte[]> files;
    private final Map<String, XmlNode> read = new HashMap<>();

    Folder(NavigableMap<String, byte[]> files) {
        this.files = files;
    }

    NavigableMap<String, byte[]> files() {
        return files;
    }

    Optional<String> resolve(String from, String location) {
        String named = location.strip().replace('\\', '/'); // as tools of Windows write it
        String path = named.matches("(?s).*[:?].*") ? named.replaceFirst(".*[/?&=]", "") : named;
        java.nio.file.Path base =
                Objects.requireNonNullElse(java.nio.file.Path.of(from).getParent(), java.nio.file.Path.of(""));
        String resolved = base.resolve(path).normalize().toString().replace('\\', '/');
        return Stream.of("", ".xsd", ".wsdl")
                .map(resolved::concat)
                .filter(files::containsKey)
                .findFirst();
    }

    byte[] bytes(String file) {
        return Objects.requireNonNull(files.get(file), file);
    }

    XmlNode read(String file) {
        XmlNode known = read.get(file);
        if (known == null) {
            try {
                known = XmlReader.CONTRACTS.read(bytes(file));
            } catch (XmlException e) {
                throw new Uncarried(file, e.line(), e.reason());
            }
            read.put(file, known);
        }
        return known;
    }
}
