package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @Test
    void areMadeOnceAndThenStay(@TempDir Path dir) throws IOException {
        new Secrets(dir, "omega:22").call();
        Map<String, String> first = contents(dir);
        new Secrets(dir, "omega:22").call();

        assertEquals(first, contents(dir));
        assertEquals(
                List.of(
                        "DEMO",
                        "DEMO.pub",
                        "database.properties",
                        "host_key",
                        "host_key.pub",
                        "jeton",
                        "jeton.properties",
                        "known_hosts",
                        "postgres-password"),
                List.copyOf(first.keySet()));
        assertEquals(
                "quarkus.datasource.password=" + first.get("postgres-password") + "\n",
                first.get("database.properties"));
        assertEquals("omega.sandbox.jeton=" + first.get("jeton") + "\n", first.get("jeton.properties"));
        assertTrue(Files.readString(dir.resolve("known_hosts")).startsWith("[omega]:22 ssh-rsa "));
        assertEquals("rw-------", permissions(dir.resolve("DEMO")));
        assertEquals("rw-------", permissions(dir.resolve("database.properties")));
        assertEquals("rw-------", permissions(dir.resolve("jeton.properties")));
    }

    @Test
    void passwordsDifferFromOneStackToTheNext(@TempDir Path one, @TempDir Path other) throws IOException {
        for (Path stack : List.of(one, other)) {
            for (String kept : List.of("DEMO", "host_key")) {
                Files.writeString(stack.resolve(kept), "kept");
                Files.writeString(stack.resolve(kept + ".pub"), "kept");
            }
            new Secrets(stack, "omega:22").call();
        }
        for (String made : List.of("postgres-password", "jeton")) {
            assertNotEquals(contents(one).get(made), contents(other).get(made));
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static Map<String, String> contents(Path dir) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return contents;
    }
}
