package omega.catalogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a pack by path, the built-in ones overridden entry by entry; samples are left out. A directory named like a file ends in a slash. */
record PackFiles(SortedMap<String, byte[]> files) {
    private static final String BUILT_IN = "/catalogue/provisional/";

    static PackFiles open(Optional<Path> directory) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try {
            files.putAll(builtIn());
            if (directory.isPresent()) {
                if (!Files.isDirectory(directory.get())) {
                    throw new PackException(
                            List.of(new PackFault(directory.get().toString(), "", "is no directory")));
                }
                files.putAll(read(directory.get()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the catalogue pack", e);
        }
        return new PackFiles(files);
    }

    private static Map<String, byte[]> builtIn() throws IOException {
        URL mark = Objects.requireNonNull(PackFiles.class.getResource(BUILT_IN + "pack.yaml"), "no built-in pack");
        try {
            URI uri = mark.toURI();
            if (!"jar".equals(uri.getScheme())) {
                return read(Objects.requireNonNull(Path.of(uri).getParent()));
            }
            String jar = uri.getRawSchemeSpecificPart();
            Path path = Path.of(URI.create(jar.substring(0, jar.indexOf("!/"))));
            try (FileSystem zip = FileSystems.newFileSystem(path)) {
                return read(zip.getPath(BUILT_IN));
            }
        } catch (URISyntaxException e) {
            throw new IOException("unexpected place of the built-in pack: " + mark, e);
        }
    }

    private static SortedMap<String, byte[]> read(Path root) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path file : (Iterable<Path>) tree::iterator) {
                String name = root.relativize(file).toString().replace('\\', '/');
                if (name.startsWith("samples/")) {
                    continue;
                }
                if (Files.isRegularFile(file)) {
                    files.put(name, Files.readAllBytes(file));
                } else if (name.matches(".*\\.(ya?ml|csv|json)")) {
                    files.put(name + "/", new byte[0]);
                }
            }
        }
        return files;
    }

    /** Paths in {@code folder} that end in {@code extension}, without both: {@code flux/REMM.yaml} is {@code REMM}. */
    List<String> names(String folder, String extension) {
        return files.keySet().stream()
                .filter(path -> path.startsWith(folder + "/") && path.endsWith(extension))
                .map(path -> path.substring(folder.length() + 1, path.length() - extension.length()))
                .toList();
    }

    /** Contracts of web services, by path. */
    NavigableMap<String, byte[]> contracts() {
        NavigableMap<String, byte[]> contracts = new TreeMap<>(files);
        contracts.keySet().removeIf(path -> !path.startsWith("soap/") && !path.startsWith("rest/"));
        return Collections.unmodifiableNavigableMap(contracts);
    }

    /** A hash of some files, each with its path. */
    String hash(Stream<String> paths) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            paths.sorted().distinct().forEach(path -> {
                digest.update(path.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
                digest.update(Objects.requireNonNullElse(files.get(path), new byte[0]));
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
