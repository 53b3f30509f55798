package omega.runtime.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.logging.LogManager;
import omega.runtime.doctor.Diagnosis.Etat;

/**
 * {@code ./omega doctor}: looks at a real configuration and tells what to do. Exits 0 when there is nothing to do (questions may be left), 1 when something is to be done, 2 when something does not
 * work, or when it was called wrongly.
 */
public final class Doctor {
    private static final String USAGE = """
            usage: ./omega doctor [--config FILE]… [--json] [--wait DURATION] [--no-connect]

            Looks at the settings that the services would read (the environment, then FILE; by default the running sandbox's, else
            config/application.properties of this directory) and at what they lead to: pack,
            certificates and keys, names, hours, database, Kafka with its topics and rights, clocks, and one session with each
            partner's OMEGA, in a slot of the connection rule (§3.2.1): the services wait five minutes after it.

              --config FILE     properties, as in docs/configuration.md; may be given several times, the last one wins
              --json            one JSON document instead of a table
              --wait DURATION   how long to wait for the slot, as PT6M; PT15S by default
              --no-connect      no session
            exits 0: nothing to do, 1: something is to be done, 2: something does not work, or wrong use""";

    /** How it was called. */
    record Call(List<Path> files, boolean json, boolean connect, Duration patience) {}

    private Doctor() {}

    /** Ends the process with the exit code. */
    public static void main(String[] arguments) throws InterruptedException {
        LogManager.getLogManager().reset();
        System.exit(run(System.out, arguments));
    }

    /** The command itself. */
    static int run(PrintStream out, String... arguments) throws InterruptedException {
        Call call;
        try {
            call = parse(arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage() + "\n\n" + USAGE);
            return 2;
        }
        List<Diagnosis> found = new ArrayList<>(new Examination(call).run());
        found.sort(Comparator.comparing(Diagnosis::domaine).thenComparing(Diagnosis::etat, Comparator.reverseOrder()));
        Etat worst = found.stream()
                .map(Diagnosis::etat)
                .max(Comparator.naturalOrder())
                .orElse(Etat.URGENT);
        out.println(call.json() ? json(found, worst) : table(found));
        return switch (worst) {
            case BIEN, NOTE, QUESTION -> 0;
            case ATTENTION -> 1;
            case URGENT -> 2;
        };
    }

    private static Call parse(String... arguments) {
        List<Path> files = new ArrayList<>();
        boolean json = false;
        boolean connect = true;
        Duration patience = Duration.ofSeconds(15);
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--json" -> json = true;
                case "--no-connect" -> connect = false;
                case "--config" -> files.add(readable(value(arguments, ++i)));
                case "--wait" -> patience = duration(value(arguments, ++i));
                default -> throw new IllegalArgumentException("omega doctor: what is " + arguments[i] + "?");
            }
        }
        return new Call(List.copyOf(files), json, connect, patience);
    }

    private static String value(String[] arguments, int at) {
        if (at == arguments.length) {
            throw new IllegalArgumentException("omega doctor: " + arguments[at - 1] + " needs a value");
        }
        return arguments[at];
    }

    private static Path readable(String name) {
        Path file = Path.of(name);
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException("omega doctor: " + file + " does not exist or cannot be read");
        }
        return file;
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("omega doctor: " + text + " is no duration such as PT6M", e);
        }
    }

    private static String table(List<Diagnosis> found) {
        StringBuilder text = new StringBuilder();
        for (Diagnosis each : found) {
            text.append("%-9s  %-13s  %s: %s%n"
                    .formatted(
                            each.etat() == Etat.BIEN ? "bien" : each.etat(),
                            each.domaine().name().toLowerCase(Locale.ROOT),
                            each.objet(),
                            each.constat()));
            if (!each.aFaire().isEmpty()) {
                text.append("%-9s  %-13s  → %s%s%n"
                        .formatted(
                                "", "", each.aFaire(), each.section().isEmpty() ? "" : " (§" + each.section() + ")"));
            }
        }
        for (Etat etat : List.of(Etat.URGENT, Etat.ATTENTION, Etat.QUESTION, Etat.NOTE, Etat.BIEN)) {
            long count = found.stream().filter(each -> each.etat() == etat).count();
            text.append(count > 0 ? "%d %s  ".formatted(count, etat.name().toLowerCase(Locale.ROOT)) : "");
        }
        return text.toString().stripTrailing();
    }

    private static String json(List<Diagnosis> found, Etat worst) {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode document = mapper.createObjectNode().put("etat", worst.name());
        ArrayNode lines = document.putArray("diagnostics");
        found.forEach(each -> lines.add(mapper.<ObjectNode>valueToTree(each)));
        try {
            return mapper.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
