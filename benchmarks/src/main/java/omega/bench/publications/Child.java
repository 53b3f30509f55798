package omega.bench.publications;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import omega.bench.Machine;
import omega.lifeline.Lifeline;

/** A JVM of its own. Its standard input is a pipe of ours, so that it ends when this JVM does, however that ends. */
public final class Child implements AutoCloseable {
    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    /** Starts {@code java -Xmx<heap> arguments…}; standard error, and what {@code keepsOutput} leaves, go to {@code log}. */
    public static Child java(
            Path log, String heap, Map<String, String> environment, boolean keepsOutput, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-D" + Lifeline.PROPERTY + "=" + Lifeline.STDIN));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        if (!keepsOutput) {
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        }
        builder.environment().putAll(environment);
        return new Child(builder.start());
    }

    public Process process() {
        return process;
    }

    /** User and system time since its start. */
    public Duration cpu() {
        return Machine.cpu(process.toHandle());
    }

    /** The most memory that it ever held, in MiB, where the system tells (Linux). */
    public String peak() {
        try (Stream<String> status =
                Files.lines(Path.of("/proc", String.valueOf(process.pid()), "status"), StandardCharsets.UTF_8)) {
            return status.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .map(kib -> Long.parseLong(kib) / 1024 + " MiB")
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** @throws IllegalStateException when it has ended */
    public void check(Path log) {
        if (!process.isAlive()) {
            throw new IllegalStateException("a process ended with " + process.exitValue() + "; see " + log);
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
