package omega.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes in the order of their needs, watches them, starts again one that dies, and stops all in reverse
 * order. Every child has its standard input on a pipe of this JVM's and ends when that closes, so nothing outlives this
 * JVM, however it ends. One use: start, await, stop. Thread-safe.
 */
final class Stack {
    private static final Duration START = Duration.ofMinutes(2);
    private static final int RESTARTS = 5;
    private static final Duration STEADY = Duration.ofSeconds(10);
    private static final int LOG_LINES = 12;
    private static final long LOG_BYTES = 20_000_000;

    private final Home home;
    private final PrintStream out;
    private final Duration backoff;
    private final Map<String, Keeper> keepers = new LinkedHashMap<>();
    private final long began = System.nanoTime();
    /** Completes when the stack is to end, exceptionally when a child has failed for good. */
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** @param backoff what to wait before the first restart of a child that died; doubled each time */
    Stack(Home home, List<Child> children, PrintStream out, Duration backoff) {
        this.home = home;
        this.out = out;
        this.backoff = backoff;
        children.forEach(child -> keepers.put(child.name(), new Keeper(child)));
    }

    /** Starts all children and returns once all are healthy, or one has failed: it and its last log lines are told. */
    boolean start() {
        keepers.values()
                .forEach(keeper -> Thread.ofVirtual().name(keeper.child.name()).start(keeper));
        try {
            CompletableFuture.anyOf(
                            end,
                            CompletableFuture.allOf(keepers.values().stream()
                                    .map(keeper -> keeper.healthy)
                                    .toArray(CompletableFuture<?>[]::new)))
                    .join();
            return !end.isDone();
        } catch (CompletionException e) {
            return false;
        }
    }

    /** Waits up to {@code period} for the stack's end. */
    boolean ended(Duration period) {
        try {
            end.get(period.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } catch (ExecutionException e) {
            return true;
        }
    }

    /** Stops all that runs, the last started first. Called twice, the second call finds nothing to do. */
    synchronized void stop() {
        end.complete(null);
        for (Keeper keeper : new ArrayList<>(keepers.values()).reversed()) {
            keeper.stop();
        }
    }

    /** Whether every child does its job, as far as is known. */
    boolean isWhole() {
        return keepers.values().stream().allMatch(keeper -> keeper.up);
    }

    /** Kills a child with no warning, as a test does; it starts again at once, and that is not counted as its failure. */
    void kill(String name) {
        keeper(name).kill();
    }

    /** Keeps one child running. */
    private final class Keeper implements Runnable {
        private final Child child;
        private final CompletableFuture<Void> healthy = new CompletableFuture<>();
        private final PidFile pidFile;
        private @Nullable Process process;
        private volatile boolean up;
        private volatile boolean killed;

        Keeper(Child child) {
            this.child = child;
            this.pidFile = PidFile.of(home, child.name());
        }

        @Override
        public void run() {
            try {
                for (String need : child.needs()) {
                    CompletableFuture.anyOf(end, keeper(need).healthy).join();
                }
                if (end.isDone()) {
                    return;
                }
                Process running = launch();
                if (!becomesHealthy(running)) {
                    fail(running);
                    return;
                }
                say("%-20s ready after %.1f s   %s"
                        .formatted(child.name(), (System.nanoTime() - began) / 1e9, child.address()));
                up = true;
                healthy.complete(null);
                keep(running);
            } catch (IOException | RuntimeException e) {
                if (!end.isDone()) {
                    say("%s cannot run: %s".formatted(child.name(), Omega.reason(e)));
                    end.completeExceptionally(e);
                }
            }
        }

        private void keep(Process first) throws IOException {
            Process running = first;
            int restarts = 0;
            while (true) {
                long born = System.nanoTime();
                int code = running.onExit().join().exitValue();
                up = false;
                if (System.nanoTime() - born > STEADY.toNanos()) {
                    restarts = 0;
                }
                if (end.isDone()) {
                    return;
                }
                boolean meant = killed;
                killed = false;
                if (!meant) {
                    tell("ended with " + code);
                    if (restarts == RESTARTS) {
                        say("%s died %d times in a row: giving up".formatted(child.name(), restarts + 1));
                        end.completeExceptionally(new IllegalStateException(child.name()));
                        return;
                    }
                    Duration pause = backoff.multipliedBy(1L << restarts++);
                    say("%s starts again in %.1f s (%d of %d)"
                            .formatted(child.name(), pause.toMillis() / 1e3, restarts, RESTARTS));
                    if (ended(pause)) {
                        return;
                    }
                }
                running = launch();
                if (becomesHealthy(running)) {
                    up = true;
                    if (!meant) {
                        say("%-20s ready again".formatted(child.name()));
                    }
                } else {
                    running.descendants().forEach(ProcessHandle::destroyForcibly);
                    running.destroyForcibly();
                }
            }
        }

        private synchronized Process launch() throws IOException {
            Child.Launch launch = child.launch().get();
            if (end.isDone()) {
                throw new IllegalStateException("the stack is stopping");
            }
            List<String> command = new ArrayList<>(Terminal.detached());
            command.addAll(launch.command());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.dir().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            // glibc's arenas keep tens of MiB a process for nothing
            builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "2");
            builder.environment().putAll(launch.environment());
            Process started = builder.start();
            pidFile.write(started.toHandle());
            process = started;
            return started;
        }

        private boolean becomesHealthy(Process running) {
            return Waiting.until(
                            () -> !running.isAlive()
                                    || end.isDone()
                                    || child.healthy().getAsBoolean(),
                            START)
                    && running.isAlive()
                    && !end.isDone();
        }

        synchronized void kill() {
            Process running = process;
            if (running != null && running.isAlive()) {
                killed = true;
                up = false;
                running.destroyForcibly();
                PidFile.ended(running.toHandle(), 10);
            }
        }

        private void fail(Process running) {
            if (!end.isDone()) {
                tell(
                        running.isAlive()
                                ? "is not healthy after " + START.toSeconds() + " s"
                                : "ended with " + running.exitValue());
                end.completeExceptionally(new IllegalStateException(child.name()));
            }
        }

        /** Lets go of the lifeline; asks, then kills, where that is not enough. */
        synchronized void stop() {
            Process running = process;
            process = null;
            if (running == null) {
                return;
            }
            boolean alive = running.isAlive();
            List<ProcessHandle> below = running.descendants().toList();
            try {
                running.getOutputStream().close();
            } catch (IOException e) {
                say("%s: its lifeline does not close: %s".formatted(child.name(), e));
            }
            if (!PidFile.ended(running.toHandle(), 2)) {
                running.destroy(); // no harm to one that is stopping already
                if (!PidFile.ended(running.toHandle(), 30)) {
                    say("%s does not stop: killed".formatted(child.name()));
                    running.destroyForcibly();
                    below.forEach(ProcessHandle::destroyForcibly);
                    PidFile.ended(running.toHandle(), 10);
                }
            }
            pidFile.delete();
            if (alive) {
                say("%-20s stopped".formatted(child.name()));
            }
        }

        private void tell(String what) {
            say("%s %s; the end of %s:".formatted(child.name(), what, Home.show(home.log(child.name()))));
            lastLines(home.log(child.name())).forEach(line -> say("    %s".formatted(line)));
        }

        /** The child's log, started anew where it has grown large. */
        private Path log() throws IOException {
            Path log = home.log(child.name());
            if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
                Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return log;
        }
    }

    private Keeper keeper(String name) {
        Keeper keeper = keepers.get(name);
        if (keeper == null) {
            throw new IllegalArgumentException("no child is called " + name);
        }
        return keeper;
    }

    private void say(String line) {
        out.println(line);
    }

    /** The last lines of {@code log} that say something: not the frames of a stack trace, which would fill the screen. */
    private static List<String> lastLines(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - 65_536);
            byte[] tail = new byte[(int) (file.length() - from)];
            file.seek(from);
            file.readFully(tail);
            List<String> lines = new String(tail, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.matches("\\s+(at |\\.\\.\\. \\d+ more).*"))
                    .toList();
            return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }
}
