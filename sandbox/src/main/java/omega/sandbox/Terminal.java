package omega.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a terminal does to the processes that run in it. */
final class Terminal {
    private static final boolean SETSID =
            Files.isExecutable(Path.of("/usr/bin/setsid")) || Files.isExecutable(Path.of("/bin/setsid"));

    private Terminal() {}

    /**
     * What to put before a command so that a Ctrl-C in the terminal does not reach it: the launcher stops its children
     * itself, in order. Where the system has no {@code setsid} (macOS), they stop at once and in no order.
     */
    static List<String> detached() {
        return SETSID ? List.of("setsid") : List.of();
    }

    /** What to put before a command so that it outlives the terminal. */
    static List<String> outliving() {
        return SETSID ? List.of("setsid") : List.of("nohup");
    }
}
