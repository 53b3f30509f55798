package omega.ws.rest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;

/** The files of a pack or a directory, read when somebody refers to them. */
final class Library {
    private final NavigableMap<String, byte[]> files;
    private final Map<String, Source> read = new HashMap<>();

    Library(NavigableMap<String, byte[]> files) {
        this.files = files;
    }

    /** @throws Unfit when it cannot be read */
    Source source(String file) {
        Source known = read.get(file);
        if (known == null) {
            known = new Source(file, Objects.requireNonNull(files.get(file), file));
            read.put(file, known);
        }
        return known;
    }

    /** The files that were read. */
    Set<String> used() {
        return Set.copyOf(read.keySet());
    }

    /** What stands at a place, or where its {@code $ref}s lead. */
    At follow(At from) {
        Set<String> seen = new HashSet<>();
        At at = from;
        while (at.node().path("$ref").isTextual()) {
            if (!seen.add(at.id())) {
                throw at.unfit("$ref leads back to itself");
            }
            at = target(at);
        }
        return at;
    }

    /** Where a place's own {@code $ref} leads. */
    At target(At at) {
        String reference = at.text("$ref");
        int hash = reference.indexOf('#');
        String file = hash < 0 ? reference : reference.substring(0, hash);
        String pointer = hash < 0
                ? ""
                : URLDecoder.decode(reference.substring(hash + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        if (file.contains("://")) {
            throw at.unfit("$ref to " + reference + ": addresses are not fetched; lay the file beside this one");
        }
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            throw at.unfit("$ref to " + reference + ": only JSON pointers are followed");
        }
        String path = file.isEmpty()
                ? at.file()
                : Objects.requireNonNullElse(Path.of(at.file()).getParent(), Path.of(""))
                        .resolve(file)
                        .normalize()
                        .toString()
                        .replace('\\', '/');
        if (!files.containsKey(path)) {
            throw at.unfit("$ref to " + reference + ": there is no " + path);
        }
        At target = new At(source(path), pointer);
        if (target.node().isMissingNode()) {
            throw at.unfit("$ref to " + reference + ", where nothing is");
        }
        return target;
    }
}
