package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import omega.clock.OmegaClock;
import omega.sandbox.Plan.Scenario;
import picocli.CommandLine.Command;

/**
 * Starts every process of the stack once, until its first records are in Kafka, and keeps beside its jars what its JVM has learned (JEP 483, 515):
 * later starts find their classes loaded and linked, and take half the processor time. What was learned of other jars or by another JDK is passed
 * over by the JVM, so it can be out of date but never wrong.
 */
@Command(
        name = "rehearse",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Starts the stack once after a build, and keeps what makes later starts quick.")
final class Rehearsal implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int APART = 20_000;

    /** What makes the next start quick, by the file that it is kept in. */
    private final Map<Path, List<String>> recorded = new LinkedHashMap<>();

    /** What a process of {@code module}, built in {@code root}, is to be started with. */
    static List<String> options(Path root, String module) {
        Path learned = learned(root, module);
        return Files.exists(learned) ? List.of("-XX:AOTCache=" + learned, "-Xlog:aot*=off") : List.of();
    }

    private static Path learned(Path root, String module) {
        return root.resolve(module.equals(Plan.KAFKA) ? "sandbox" : module)
                .resolve("target")
                .resolve(module + ".aot");
    }

    @Override
    public Integer call() throws IOException {
        Home given = Home.fromLauncher();
        Home home = new Home(given.root(), given.root().resolve("target/rehearsal"), given.lib()).made();
        Optional<Running> running = Running.on(home, System.out, OmegaClock.real());
        if (running.isEmpty()) {
            return 1;
        }
        try (Running held = running.get()) {
            home.emptied();
            if (!held.start(ports(), ports -> recording(new Plan(home, ports, Scenario.DEFAULT).children()))) {
                return 1;
            }
            Rest gateway = Rest.on(held.ports().of("fetcher"));
            Waiting.until(() -> hasPublished(gateway), PATIENCE);
        }
        long kept = recorded.entrySet().parallelStream()
                .filter(each -> keep(each.getKey(), each.getValue()))
                .count();
        Trees.delete(home.dir());
        return kept == recorded.size() ? 0 : 1;
    }

    /** Not the usual ones: a stack may be up. */
    private static Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        Plan.usualPorts(Scenario.DEFAULT).forEach((name, usual) -> ports.put(name, APART + usual));
        return ports;
    }

    private List<Child> recording(List<Child> children) {
        return children.stream()
                .map(child -> new Child(child.name(), child.needs(), child.address(), child.healthy(), () -> {
                    Child.Launch launch = child.launch().get();
                    return new Child.Launch(recording(child.name(), launch.command()), launch.environment());
                }))
                .toList();
    }

    private List<String> recording(String name, List<String> command) {
        if (!command.getFirst().endsWith("java")) {
            return command;
        }
        Path learned = learned(Home.fromLauncher().root(), name);
        List<String> plain = command.stream()
                .filter(each -> !each.startsWith("-XX:AOTCache="))
                .toList();
        synchronized (recorded) {
            recorded.put(learned, plain);
        }
        // by the quick compiler: what the other one compiled would be compiled by it again at each start, whether it
        // pays or not
        return with(
                plain,
                "-XX:TieredStopAtLevel=1",
                "-XX:AOTMode=record",
                "-XX:AOTConfiguration=" + configuration(learned));
    }

    private static Path configuration(Path learned) {
        return learned.resolveSibling(learned.getFileName() + ".conf");
    }

    private static List<String> with(List<String> command, String... options) {
        List<String> all = new ArrayList<>(command);
        all.addAll(1, List.of(options));
        return all;
    }

    /** Makes the file of what was recorded; it is whole or not there. */
    private static boolean keep(Path learned, List<String> command) {
        Path configuration = configuration(learned);
        Path next = learned.resolveSibling(learned.getFileName() + ".next");
        try {
            Process process = new ProcessBuilder(with(
                            command,
                            "-XX:AOTMode=create",
                            "-XX:AOTConfiguration=" + configuration,
                            "-XX:AOTCache=" + next))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            int code = process.onExit().join().exitValue();
            Files.deleteIfExists(configuration);
            boolean made = code == 0 && Files.exists(next);
            if (made) {
                Files.move(next, learned, StandardCopyOption.ATOMIC_MOVE);
            }
            System.out.println((made ? "learned: " : "nothing learned of ") + learned.getFileName());
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + learned, e);
        }
    }

    /** Whether the collector knows of a published record. */
    static boolean hasPublished(Rest gateway) {
        try {
            for (JsonNode sheet : gateway.get("bilan")) {
                if (sheet.path("publiees").asLong() > 0) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }
}
