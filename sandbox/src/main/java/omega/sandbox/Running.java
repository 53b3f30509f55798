package omega.sandbox;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A home while this JVM runs a stack on it: nobody else may, and {@code status}, {@code down} and the next run find it. */
final class Running implements AutoCloseable {
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration BACKOFF = Duration.ofSeconds(1);

    private final Home home;
    private final Launcher launcher;
    private final Lock lock;
    private final PrintStream out;
    private final Clock real;
    private @Nullable Ports ports;
    private @Nullable Stack stack;

    private Running(Home home, Lock lock, PrintStream out, Clock real) {
        this.home = home;
        this.launcher = new Launcher(home);
        this.lock = lock;
        this.out = out;
        this.real = real;
    }

    /** Takes {@code home}, ending what an earlier run left; nothing, and it is told, where a stack is up on it. */
    static Optional<Running> on(Home home, PrintStream out, Clock real) {
        Optional<Lock> lock = Lock.tryOn(home);
        if (lock.isEmpty()) {
            out.println("A stack is up on " + Home.show(home.dir()) + " already: see `omega status`, `omega down`.");
            return Optional.empty();
        }
        Running running = new Running(home, lock.get(), out, real);
        running.launcher.clearReady();
        for (PidFile left : PidFile.all(home)) {
            if (left.endLeftover()) {
                out.println("ended a process that an earlier run left: " + Home.show(left.file()));
            }
        }
        return Optional.of(running);
    }

    /** When a stack was last alive on this home, in real time. */
    @Nullable
    Instant lastSeen() {
        return launcher.lastSeen();
    }

    /** Starts what {@code plan} makes of the ports; whether all became healthy. */
    boolean start(Map<String, Integer> usualPorts, Function<Ports, List<Child>> plan) {
        launcher.pid().write(ProcessHandle.current());
        launcher.beat(real.instant());
        Ports chosen = choose(usualPorts);
        ports = chosen;
        Stack children = new Stack(home, plan.apply(chosen), out, BACKOFF);
        stack = children;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "stop"));
        return children.start();
    }

    private Ports choose(Map<String, Integer> usualPorts) {
        Path file = home.run().resolve("ports.properties");
        Ports chosen = Ports.choose(usualPorts, Ports.read(file));
        usualPorts.forEach((name, usual) -> {
            if (chosen.of(name) != usual) {
                out.println("port " + usual + " (" + name + ") is taken: using " + chosen.of(name));
            }
        });
        chosen.save(file);
        return chosen;
    }

    /** From here on {@code status} calls it up. */
    void markReady() {
        launcher.markReady();
    }

    Ports ports() {
        return started(ports);
    }

    Stack stack() {
        return started(stack);
    }

    private static <T> T started(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("not started");
        }
        return part;
    }

    /** Returns when the stack has ended by itself, giving signs of life until then. */
    void awaitEnd() {
        while (!stack().ended(BEAT)) {
            launcher.beat(real.instant());
        }
    }

    /** Stops what runs, and gives the home back. */
    @Override
    public void close() {
        launcher.clearReady();
        Stack running = stack;
        if (running != null) {
            running.stop();
            launcher.pid().delete();
        }
        lock.close();
    }
}
