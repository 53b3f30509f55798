package omega.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import omega.clock.OmegaClock;
import omega.sandbox.Plan.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./omega up}. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts Kafka, PostgreSQL, a simulated OMEGA and the gateway's services, each a process of its own on"
                    + " 127.0.0.1, and says where to look. Ctrl-C (or `omega down`) stops them all.",
            "Data, keys and logs are kept under .omega/ and are there again next time; remove it to start over.",
            ""
        })
final class Up implements Callable<Integer> {
    @Mixin
    private final UpOptions options = new UpOptions();

    @Option(
            names = "--detach",
            description = "Return once all is healthy, and leave it running. `omega down` stops it.")
    private boolean detach;

    @Override
    public Integer call() throws IOException {
        Scenario scenario = options.scenario();
        options.speed();
        options.start();
        Home home = Home.fromLauncher().made();
        if (detach) {
            return detached(home);
        }
        return run(home, System.out, Plan.usualPorts(scenario), ports -> new Plan(home, ports, scenario).children());
    }

    /** Runs a stack until it is told to end; the exit code. Its children are what {@code plan} makes of the ports. */
    int run(Home home, PrintStream out, Map<String, Integer> usualPorts, Function<Ports, List<Child>> plan) {
        Clock real = OmegaClock.real();
        Optional<Running> running = Running.on(home, out, real);
        if (running.isEmpty()) {
            return 1;
        }
        try (Running held = running.get()) {
            VirtualTime time = new VirtualTime(home.clock(), real);
            time.set(held.lastSeen(), options.start(), options.speed());
            if (held.start(usualPorts, plan)) {
                new Tour(home, held.ports(), time).print(out);
                out.printf(
                        Locale.ROOT,
                        "Up after %.1f s.%n",
                        ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
                held.markReady();
                held.awaitEnd();
            }
            return 1; // nobody asked for this end: Ctrl-C and `down` end this JVM through the hook
        }
    }

    /** Starts this command again in a session of its own, and shows what it prints until it is ready or has ended. */
    private int detached(Home home) throws IOException {
        Launcher launcher = new Launcher(home);
        Path log = home.log("up");
        Files.deleteIfExists(log);
        List<String> command = new ArrayList<>(Terminal.outliving());
        command.addAll(ownCommand());
        command.addAll(options.arguments());
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int shown = 0;
        boolean done = false;
        while (!done) {
            done = Waiting.until(() -> !process.isAlive() || launcher.isReady(process.pid()), Duration.ofMillis(200));
            byte[] printed = Files.readAllBytes(log);
            System.out.print(new String(printed, shown, printed.length - shown, StandardCharsets.UTF_8));
            shown = printed.length;
        }
        return process.isAlive() ? 0 : Math.max(1, process.exitValue());
    }

    private static List<String> ownCommand() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Omega.class.getName(), "up"));
        return command;
    }

    /** What a stack is started with; all of it has a default, or goes on from last time. */
    static final class UpOptions {
        @Option(
                names = "--pce",
                paramLabel = "N",
                defaultValue = "1000",
                description = "Delivery points that the simulated OMEGA has (default: ${DEFAULT-VALUE}).")
        private int pce = Scenario.DEFAULT.pce();

        @Option(
                names = "--seed",
                paramLabel = "N",
                defaultValue = "1",
                description = "Same seed, same publications (default: ${DEFAULT-VALUE}).")
        private long seed = Scenario.DEFAULT.seed();

        @Option(
                names = "--speed",
                paramLabel = "N",
                description = "Virtual seconds a real second, 1 to 240. At 240 a day takes six minutes."
                        + " Default: as last time; 1, real time, at first.")
        private @Nullable Double speed;

        @Option(
                names = "--start",
                paramLabel = "TIME",
                description = "The time to begin at: 2026-03-02T06:00 (in Paris), or 2026-03-02T05:00:00Z."
                        + " Default: where it stood last time; now, at first.")
        private @Nullable String start;

        @Option(
                names = "--parsers",
                paramLabel = "N",
                defaultValue = "0",
                description = "Further processes that only parse (default: ${DEFAULT-VALUE}).")
        private int parsers = Scenario.DEFAULT.parsers();

        @Option(
                names = "--folder",
                paramLabel = "DIR",
                description = "A directory that is followed besides: archives put there, under the names that OMEGA"
                        + " gave them, are collected too. For what was downloaded from the portal.")
        private @Nullable Path folder;

        @Option(names = "--ftps", description = "The supplier comes by FTPS, and not by SFTP.")
        private boolean ftps;

        Scenario scenario() {
            return new Scenario(
                    pce,
                    seed,
                    Scenario.DEFAULT.backlog(),
                    parsers,
                    folder == null
                            ? Map.of()
                            : Map.of(
                                    "omega.partenaires." + Plan.PARTENAIRE + ".dossier",
                                    folder.toAbsolutePath().toString()),
                    ftps,
                    Optional.empty());
        }

        @Nullable
        Double speed() {
            if (speed != null && !(speed >= 1 && speed <= 240)) {
                throw new IllegalArgumentException("--speed must be within 1..240");
            }
            return speed;
        }

        @Nullable
        Instant start() {
            return start == null ? null : VirtualTime.parse(start);
        }

        /** These options as a command line gives them. */
        List<String> arguments() {
            List<String> arguments = new ArrayList<>(List.of("--pce=" + pce, "--seed=" + seed, "--parsers=" + parsers));
            if (ftps) {
                arguments.add("--ftps");
            }
            if (folder != null) {
                arguments.add("--folder=" + folder);
            }
            if (speed != null) {
                arguments.add("--speed=" + speed);
            }
            if (start != null) {
                arguments.add("--start=" + start);
            }
            return arguments;
        }
    }
}
