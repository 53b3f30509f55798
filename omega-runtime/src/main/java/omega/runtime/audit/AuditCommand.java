package omega.runtime.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import omega.clock.OmegaClock;
import omega.runtime.settings.Settings;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** {@code ./omega audit export} and {@code ./omega audit verify}. */
public final class AuditCommand {
    private static final String USAGE = """
            usage: ./omega audit export [--from DATE] [--to DATE] [--format csv|jsonl] [--config FILE]…
                   ./omega audit verify [--seal HASH] [--config FILE]…

            export writes the lines of these days, both included, to the standard output; all by default.
            verify compares every sealed day with its seal, names each line that was edited, moved, added or is missing, and prints
            the newest seal. Keep that elsewhere: --seal says whether it still is one of the seals, which whoever rewrites
            lines and all seals after them cannot achieve.
            Settings are read as the services read them (docs/configuration.md); FILE holds more.
            exits 0: done, intact; 1: not intact; 2: wrong use, or no database""";

    private static final List<String> COLUMNS =
            List.of("id", "jour", "le", "service", "partenaire", "acteur", "action", "objet", "resultat", "raison");

    private static final ObjectMapper JSON = new ObjectMapper();
    private final PrintStream out;
    private final List<Path> files = new ArrayList<>();
    private @Nullable LocalDate from;
    private @Nullable LocalDate to;
    private boolean csv = true;
    private @Nullable String seal;

    private AuditCommand(PrintStream out) {
        this.out = out;
    }

    /** Ends the process with the exit code. */
    public static void main(String[] arguments) {
        LogManager.getLogManager().reset();
        System.exit(run(new PrintStream(System.out, true, StandardCharsets.UTF_8), arguments));
    }

    /** The command itself; {@code out} receives what it tells. */
    static int run(PrintStream out, String... arguments) {
        AuditCommand command = new AuditCommand(out);
        try {
            String what = command.parse(arguments);
            Settings settings = Settings.read(command.files);
            DataSource dataSource = settings.dataSource()
                    .orElseThrow(
                            () -> new IllegalArgumentException(
                                    "omega audit: quarkus.datasource.jdbc.url is not set: name the file that sets it with --config"));
            return what.equals("export") ? command.export(dataSource) : command.verify(dataSource, settings.clock());
        } catch (IllegalArgumentException | DateTimeException e) {
            System.err.println(e.getMessage() + "\n\n" + USAGE);
        } catch (IOException | JdbiException e) {
            System.err.println("omega audit: the audit cannot be read: " + e.getMessage());
        }
        return 2;
    }

    private String parse(String... arguments) {
        if (arguments.length == 0 || !List.of("export", "verify").contains(arguments[0])) {
            throw new IllegalArgumentException("omega audit: export or verify?");
        }
        boolean export = arguments[0].equals("export");
        for (int i = 1; i < arguments.length; i += 2) {
            String option = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("omega audit: " + option + " needs a value");
            }
            String value = arguments[i + 1];
            switch (export + " " + option) {
                case "true --from" -> from = LocalDate.parse(value);
                case "true --to" -> to = LocalDate.parse(value);
                case "true --format" -> csv = isCsv(value);
                case "false --seal" -> seal = value;
                case "true --config", "false --config" -> files.add(readable(value));
                default -> throw new IllegalArgumentException("omega audit: what is " + option + "?");
            }
        }
        return arguments[0];
    }

    private static boolean isCsv(String format) {
        if (!List.of("csv", "jsonl").contains(format)) {
            throw new IllegalArgumentException("omega audit: --format is csv or jsonl");
        }
        return format.equals("csv");
    }

    private static Path readable(String name) {
        Path file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("omega audit: " + file + " does not exist or cannot be read");
        }
        return file;
    }

    private int export(DataSource dataSource) {
        if (csv) {
            out.println(String.join(";", COLUMNS));
        }
        Jdbi.create(dataSource).useTransaction(handle -> {
            try (Stream<AuditLine> lines = handle
                    .createQuery("""
                            SELECT * FROM audit.ligne
                            WHERE (:from::date IS NULL OR jour >= :from::date) AND (:to::date IS NULL OR jour <= :to::date)
                            ORDER BY id""")
                    .bind(
                            "from",
                            Optional.ofNullable(from).map(LocalDate::toString).orElse(null))
                    .bind("to", Optional.ofNullable(to).map(LocalDate::toString).orElse(null))
                    .setFetchSize(1_000)
                    .map((row, _) -> AuditLine.of(row))
                    .stream()) {
                lines.forEach(line -> out.println(csv ? csv(line) : json(line)));
            }
        });
        out.flush();
        return out.checkError() ? 2 : 0;
    }

    private static List<@Nullable String> cells(AuditLine line) {
        return Arrays.asList(
                Long.toString(line.id()),
                line.jour().toString(),
                line.le().toString(),
                line.service(),
                line.partenaire(),
                line.acteur(),
                line.action(),
                line.objet(),
                line.resultat(),
                line.raison());
    }

    private static String csv(AuditLine line) {
        return cells(line).stream().map(AuditCommand::cell).collect(Collectors.joining(";"));
    }

    /** A cell that a spreadsheet would calculate begins with an apostrophe. */
    private static String cell(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String safe = "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.matches("(?s).*[;\"\r\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    private static String json(AuditLine line) {
        ObjectNode node = JSON.createObjectNode();
        List<@Nullable String> cells = cells(line);
        for (int i = 0; i < COLUMNS.size(); i++) {
            node.put(COLUMNS.get(i), cells.get(i));
        }
        return node.put("id", line.id()).toString();
    }

    private int verify(DataSource dataSource, OmegaClock clock) {
        Verification.Result result = new Verification(dataSource, clock).run();
        List<String> faults = new ArrayList<>(result.faults());
        String kept = seal;
        if (kept != null && !result.hashes().contains(kept)) {
            faults.add("no day has the seal " + kept
                    + " any more: lines were rewritten together with their seals, or seals were deleted");
        }
        faults.forEach(out::println);
        out.printf(
                "%d sealed days, %d lines, %s%n",
                result.days(), result.lines(), faults.isEmpty() ? "intact" : faults.size() + " faults");
        if (!result.last().isEmpty()) {
            out.println("newest seal: " + result.last());
        }
        return faults.isEmpty() ? 0 : 1;
    }
}
