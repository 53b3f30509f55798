package omega.endtoend;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The launcher on a home of its own, each command a process, as {@code ./omega} starts it. */
record Launched(Path home) {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> SERVICES = List.of("publication-fetcher", "omega-simulator");

    /** How a command ended, and all that it printed. */
    record Outcome(int code, String printed) {}

    /** Skips the test, visibly, where the services are not packaged as they stand: {@code mvn test} alone does not. */
    static void assumePackaged() throws IOException {
        assumePackaged(SERVICES.toArray(String[]::new));
    }

    static void assumePackaged(String... services) throws IOException {
        for (String service : services) {
            Path jar = ROOT.resolve(service).resolve("target/quarkus-app/quarkus-run.jar");
            Assumptions.assumeTrue(Files.exists(jar), service + " is not packaged: run ./omega test, or mvn verify");
            Optional<FileTime> compiled = newest(ROOT.resolve(service).resolve("target/classes"));
            Assumptions.assumeTrue(
                    compiled.isEmpty() || compiled.get().compareTo(Files.getLastModifiedTime(jar)) <= 0,
                    service + " was compiled after it was packaged: run ./omega test, or mvn verify");
        }
    }

    private static Optional<FileTime> newest(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return Optional.empty();
        }
        List<FileTime> times = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                times.add(Files.getLastModifiedTime(file));
            }
        }
        return times.stream().max(Comparator.naturalOrder());
    }

    /** Runs a command to its end, and its process with it when it takes longer than {@code bound}. */
    Outcome run(Duration bound, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Domega.root=" + ROOT,
                "-Domega.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                "omega.sandbox.Omega"));
        command.addAll(List.of(arguments));
        Path printed = home.resolve("printed");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(printed.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OMEGA_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        boolean ended = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.destroy();
            process.waitFor(60, TimeUnit.SECONDS);
        }
        String text = Files.readString(printed, StandardCharsets.UTF_8);
        return new Outcome(
                ended ? process.exitValue() : -1, ended ? text : text + "\nnot done after " + bound.toSeconds() + " s");
    }

    /** The port that a stack on this home has for {@code name}. */
    int port(String name) throws IOException {
        Properties ports = new Properties();
        try (var in = Files.newBufferedReader(home.resolve("run/ports.properties"))) {
            ports.load(in);
        }
        return Integer.parseInt(ports.getProperty(name));
    }

    String bootstrapServers() throws IOException {
        return "127.0.0.1:" + port("kafka");
    }
}
