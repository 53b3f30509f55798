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
 * adds: no released process may fail on it, nor wait long for a table.
 * A release adds {@code released/VERSION.sha256}, made by {@code sha256sum} over all migrations.
 */
class MigrationsTest {
    private static final Path RELEASED = Path.of("src/test/resources/released");
    private static final Pattern CREATED = Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?([\\w.]+)");
    private static final Pattern INDEXED = Pattern.compile("CREATE (?:UNIQUE )?INDEX .*? ON ([\\w.]+).*");
    private static final Pattern BESIDE = Pattern.compile("CREATE INDEX CONCURRENTLY .*");
    private static final Pattern ALTERED = Pattern.compile("ALTER TABLE (?:ONLY )?([\\w.]+) (.*)");
    private static final Pattern ADDED = Pattern.compile("ADD COLUMN (?:IF NOT EXISTS )?(.*)");
    private static final Pattern DROPPED = Pattern.compile("DROP COLUMN \\w+");
    private static final Pattern UNREAD = Pattern.compile("-- unread since ([0-9.]+)");
    private static final Pattern HARMLESS = Pattern.compile(
            "(CREATE (TABLE|SEQUENCE|SCHEMA|VIEW)|DROP INDEX|COMMENT ON|INSERT INTO) .*|UPDATE .* WHERE .*");
    /** Migrations whose indexes are built on tables that are written meanwhile, and why that is borne. */
    private static final Map<String, String> WAITED_FOR = Map.of(
            "status-tracker/src/main/resources/db/tracker/V3__lists_by_first_date.sql",
            "the one tracker that writes waits, and hears on from Kafka where it was",
            "ws-proxy/src/main/resources/db/ws/V2__ws.sql",
            "unit requests are thousands a day: their callers wait for a scan of a second or two");

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
            faults(Files.readString(Chart.ROOT.resolve(file)), released().keySet()).stream()
                    .filter(each -> !WAITED_FOR.containsKey(file) || !each.startsWith("CREATE INDEX "))
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
            Matcher indexed = INDEXED.matcher(text);
            Matcher altered = ALTERED.matcher(text);
            boolean harmless = text.isEmpty()
                    || HARMLESS.matcher(text).matches()
                    || BESIDE.matcher(text).matches()
                    || (indexed.matches() && created.contains(indexed.group(1)))
                    || (altered.matches()
                            && (created.contains(altered.group(1))
                                    || actions(altered.group(2)).stream().allMatch(each -> only(each, mayDrop))));
            if (!harmless) {
                faults.add(statement.strip());
            }
        }
        return faults;
    }

    /** What one statement does to a table: a comma within parentheses parts nothing. */
    private static List<String> actions(String text) {
        List<String> actions = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '(' -> depth++;
                case ')' -> depth--;
                case ',' -> {
                    if (depth == 0) {
                        actions.add(text.substring(begin, i).strip());
                        begin = i + 1;
                    }
                }
                default -> {
                    // a letter of the action
                }
            }
        }
        actions.add(text.substring(begin).strip());
        return actions;
    }

    /** Whether an action adds what need not be given, or takes away what nobody reads. */
    private static boolean only(String action, boolean mayDrop) {
        Matcher added = ADDED.matcher(action);
        if (added.matches()) {
            String column = added.group(1);
            return !column.contains("PRIMARY KEY") && (!column.contains("NOT NULL") || column.contains(" DEFAULT "));
        }
        return mayDrop && DROPPED.matcher(action).matches();
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
        ALTER TABLE a.b ADD COLUMN c text, DROP COLUMN d                           | true
        ALTER TABLE a.b ADD COLUMN c text, ADD COLUMN d text NOT NULL              | true
        ALTER TABLE a.b ADD COLUMN c text NOT NULL, ADD COLUMN d int DEFAULT 0     | true
        ALTER TABLE a.b ADD COLUMN c numeric(9,2), ADD COLUMN d text DEFAULT f(1,2) | false
        ALTER TABLE a.b ADD CONSTRAINT x CHECK (c > 0)                             | true
        CREATE TABLE a.b (c text);ALTER TABLE a.b ADD CONSTRAINT x UNIQUE (c)      | false
        UPDATE a.b SET c = 1                                                       | true
        UPDATE a.b SET c = 1 WHERE c IS NULL                                       | false
        DELETE FROM a.b                                                            | true
        DROP TABLE a.b                                                             | true
        CREATE UNIQUE INDEX x ON a.b (c)                                           | true
        CREATE TABLE a.b (c text);CREATE UNIQUE INDEX x ON a.b (c)                 | false
        CREATE INDEX x ON a.b (c)                                                  | true
        CREATE INDEX CONCURRENTLY x ON a.b (c)                                     | false
        CREATE UNIQUE INDEX CONCURRENTLY x ON a.b (c)                              | true
        CREATE TABLE a.b (c text);CREATE INDEX x ON a.b (c)                        | false
        """)
    void whatWouldHurtTheVersionBeforeIsFound(String sql, boolean hurts) {
        List<String> faults =
                faults(sql.replace(";", ";\n").replace("0.9;", "0.9").replace("1.0;", "1.0"), Set.of("0.1.0"));

        assertEquals(hurts, !faults.isEmpty(), () -> sql + " " + faults);
        assertFalse(faults.contains(""));
    }
}
