package omega.sandbox;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./omega} that work on a stack. */
@Command(
        name = "omega",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Up.class,
            Down.class,
            Status.class,
            Watch.class,
            Import.class,
            Tracker.class,
            Demo.class,
            Rehearsal.class,
            Secrets.class,
            PlayElsewhere.class
        },
        mixinStandardHelpOptions = true,
        description = "The supplier's gateway to OMEGA, on one machine.")
public final class Omega {
    Omega() {}

    public static void main(String[] arguments) {
        Logs.configure();
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new Omega())
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    command.getErr().println("omega: " + reason(failure));
                    return 1;
                })
                .execute(arguments);
    }

    /** The message of {@code failure} and of what caused it: for people, who have no use for a stack trace. */
    static String reason(Throwable failure) {
        StringBuilder reason = new StringBuilder();
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            String message = each.getMessage() == null ? each.getClass().getSimpleName() : each.getMessage();
            if (reason.indexOf(message) < 0) {
                reason.append(reason.isEmpty() ? "" : ": ").append(message);
            }
        }
        return reason.toString();
    }
}
