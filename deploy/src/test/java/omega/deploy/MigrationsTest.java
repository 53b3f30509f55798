package omega.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * While an upgrade is under way the version before works on the new one's schema. So what a release has migrated stays as it is, and what comes after only
 * adds: no released process may fail on it. A release adds {@code released/VERSION.sha256}, made by {@code sha256sum} over all migrations.
 */
class MigrationsTest {
    private static final Path RELEASED = Path.of("src/test/resources/released");
    private static final Pattern CREATED = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?([\\w.]+)");
    private static final Pattern INDEXED = Pattern.compile("CREATE UNIQUE INDEX .*? ON ([\\w.]+).*");
    private static final Pattern ADDED = Pattern.compile("ALTER TABLE [\\w.]+ ADD COLUMN (.*)");
    private static final Pattern DROPPED = Pattern.compile("ALTER TABLE [\\w.]+ DROP COLUMN \\w+");
    private static final Pattern UNREAD = Pattern.compile("-- unread since ([0-9.]+)");
    private static final Pattern HARMLESS =
            Pattern.compile("(CREATE (TABLE|INDEX|SEQUENCE|SCHEMA|VIEW)|DROP INDEX|COMMENT ON|INSERT INTO|UPDATE) .*");

    /** Version → the migrations that it brought or had, with their hashes. */
    private static Map<String, Map<String, String>> released() throws IOException {
        Map<String, Map<String, String>> released = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(RELEASED)) {
            for (Path file : files.sorted().toList()) {
                Map<String, String> hashes = new LinkedHashMap<>();
                Files.readAllLines(file).forEach(line -> hashes.put(line.substring(66), line.substring(0, 64)));
                released.put(String.valueOf(file.getFileName()).replace(".sha256", ""), hashes);
            }
        }
        return released;
    }

    private static Set<String> migrations() throws IOException {
        Set<String> migrations = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Chart.ROOT)) {
            for (Path db : modules.map(each -> each.resolve("src/main/resources/db"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(db)) {
                    files.filter(each -> each.toString().endsWith(".sql"))
                            .forEach(each ->
                                    migrations.add(Chart.ROOT.relativize(each).toString()));
                }
            }
        }
        return migrations;
    }

    @Test
    void whatWasReleasedStaysAndWhatFollowsOnlyAdds() throws Exception {
        Set<String> young = migrations();
        for (var version : released().entrySet()) {
            for (var each : version.getValue().entrySet()) {
                assertEquals(
                        each.getValue(),
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest(Files.readAllBytes(Chart.ROOT.resolve(each.getKey())))),
                        () -> each.getKey() + " is released with " + version.getKey() + ": add a further migration");
                young.remove(each.getKey());
            }
        }
        assertTrue(migrations().size() >= 10, () -> "only " + young);
        List<String> faults = new ArrayList<>();
        for (String file : young) {
            faults(Files.readString(Chart.ROOT.resolve(file)), released().keySet())
                    .forEach(each -> faults.add(file + ": " + each));
        }
        assertEquals(List.of(), faults, "a process of the version before may fail on it (docs/deployment.md)");
    }

    /** The statements of {@code sql} on which a process of the version before could fail. */
    private static List<String> faults(String sql, Set<String> versions) {
        Matcher unread = UNREAD.matcher(sql);
        boolean mayDrop = unread.find() && versions.contains(unread.group(1));
        String statements = sql.replaceAll("--[^\n]*", "").replaceAll("\\s+", " ");
        Set<String> created = new HashSet<>();
        CREATED.matcher(statements.toUpperCase(Locale.ROOT)).results().forEach(each -> created.add(each.group(1)));
        List<String> faults = new ArrayList<>();
        for (String statement : statements.split(";", -1)) {
            String text = statement.strip().toUpperCase(Locale.ROOT);
            Matcher added = ADDED.matcher(text);
            Matcher indexed = INDEXED.matcher(text);
            boolean harmless = text.isEmpty()
                    || HARMLESS.matcher(text).matches()
                    || (indexed.matches() && created.contains(indexed.group(1)))
                    || (added.matches() && (!added.group(1).contains("NOT NULL") || text.contains(" DEFAULT ")))
                    || (mayDrop && DROPPED.matcher(text).matches());
            if (!harmless) {
                faults.add(statement.strip());
            }
        }
        return faults;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALTER TABLE a.b DROP COLUMN c                                              | true
            -- unread since 0.0.9;ALTER TABLE a.b DROP COLUMN c                        | true
            -- unread since 0.1.0;ALTER TABLE a.b DROP COLUMN c                        | false
            ALTER TABLE a.b RENAME COLUMN c TO d                                       | true
            ALTER TABLE a.b ALTER COLUMN c DROP DEFAULT                                | true
            ALTER TABLE a.b ALTER COLUMN c TYPE text                                   | true
            ALTER TABLE a.b ADD COLUMN c text NOT NULL                                 | true
            ALTER TABLE a.b ADD COLUMN c text NOT NULL DEFAULT ''                      | false
            ALTER TABLE a.b ADD COLUMN c text                                          | false
            DROP TABLE a.b                                                             | true
            CREATE UNIQUE INDEX x ON a.b (c)                                           | true
            CREATE TABLE a.b (c text);CREATE UNIQUE INDEX x ON a.b (c)                 | false
            CREATE INDEX x ON a.b (c)                                                  | false
            """)
    void whatWouldHurtTheVersionBeforeIsFound(String sql, boolean hurts) {
        List<String> faults =
                faults(sql.replace(";", ";\n").replace("0.9;", "0.9").replace("1.0;", "1.0"), Set.of("0.1.0"));

        assertEquals(hurts, !faults.isEmpty(), () -> sql + " " + faults);
        assertFalse(faults.contains(""));
    }
}
