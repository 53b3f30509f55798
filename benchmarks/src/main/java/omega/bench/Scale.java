package omega.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * How much is measured.
 *
 * @param rounds turns of each contender, after one that is not counted
 * @param rows of a publication
 * @param requests mass requests that are planned at once; a quarter of them is tracked, and ten times as many are searched
 * @param lot mass requests of one file
 * @param iteration JMH's; zero for one call, in this process
 * @param root the project, whose built services are run
 * @param home where data of a run may lie; emptied afterwards
 */
public record Scale(int rounds, int rows, int requests, int lot, Duration iteration, Path root, Path home) {
    /** What the goals are stated for. */
    public static Scale full(Path root, Path home) {
        return new Scale(5, 5_000_000, 1_000_000, 100_000, Duration.ofSeconds(1), root, home);
    }

    public Scale withRounds(int other) {
        return new Scale(other, rows, requests, lot, iteration, root, home);
    }

    /** Deletes a directory with all that is in it, if it is there. */
    public static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    public Scale withRequests(int other) {
        return new Scale(rounds, rows, other, lot, iteration, root, home);
    }

    public Scale withRows(int other) {
        return new Scale(rounds, other, requests, lot, iteration, root, home);
    }
}
