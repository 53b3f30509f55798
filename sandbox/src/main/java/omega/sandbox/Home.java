package omega.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a stack keeps what it keeps: {@code data/}, {@code keys/}, {@code logs/}, {@code run/} (pids, ports, the lock) and
 * {@code clock}. Removing the directory starts over.
 *
 * @param root the project, whose built services are run
 * @param dir  {@code .omega} under it, unless {@code OMEGA_HOME} says otherwise
 * @param lib  where PostgreSQL's programs are unpacked: with the other things that were built, for all homes
 */
record Home(Path root, Path dir, Path lib) {

    Home(Path root, Path dir) {
        this(root, dir, dir.resolve("lib"));
    }

    /** As the launcher passes it in {@code omega.root} and {@code omega.home}. */
    static Home fromLauncher() {
        Path root =
                Path.of(System.getProperty("omega.root", "")).toAbsolutePath().normalize();
        Path dir =
                Path.of(System.getProperty("omega.home", root.resolve(".omega").toString()));
        return new Home(root, dir.toAbsolutePath().normalize(), root.resolve("target"));
    }

    /** A home of its own for the demo, below this one. */
    Home demo() {
        return new Home(root, dir.resolve("demo"), lib);
    }

    /** This home with nothing left of earlier runs but its keys. */
    Home emptied() {
        try {
            Trees.delete(data());
            Trees.delete(logs());
            Files.deleteIfExists(clock());
            return made();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + dir, e);
        }
    }

    /** This home with its directories there. */
    Home made() {
        try {
            for (Path each : new Path[] {data(), keys(), logs(), run()}) {
                Files.createDirectories(each);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + dir, e);
        }
    }

    Path data() {
        return dir.resolve("data");
    }

    Path keys() {
        return dir.resolve("keys");
    }

    Path logs() {
        return dir.resolve("logs");
    }

    Path run() {
        return dir.resolve("run");
    }

    Path clock() {
        return dir.resolve("clock");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    PostgresServer postgres(Ports ports) {
        return new PostgresServer(data().resolve("postgres"), lib, ports.of("postgres"), true);
    }

    /** How {@code path} is told to a person: from the working directory where it lies below, else in full. */
    static String show(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
    }
}
