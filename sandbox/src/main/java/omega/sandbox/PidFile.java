package omega.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A file that names a process by its pid and start. The pid alone is not enough: the system gives it to another
 * process one day, and that one is never touched.
 */
record PidFile(Path file) {
    /** Reckoned from the machine's boot, a start can differ by a second from one look to the next. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static PidFile of(Home home, String name) {
        return new PidFile(home.run().resolve(name + ".pid"));
    }

    static List<PidFile> all(Home home) {
        try (Stream<Path> files = Files.list(home.run())) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .map(PidFile::new)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + home.run(), e);
        }
    }

    void write(ProcessHandle process) {
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, process.pid() + " " + start + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }

    /** The process, if it is still the one that was written. */
    Optional<ProcessHandle> process() {
        String[] words;
        try {
            words = Files.readString(file).trim().split(" ", 2);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        if (words.length < 2) {
            return Optional.empty();
        }
        Instant start = Instant.parse(words[1]);
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(now -> Duration.between(start, now).abs().compareTo(TOLERANCE) <= 0)
                        .isPresent());
    }

    /**
     * Ends what a killed launcher left, with all that it started: waits for it to end by itself, as its lifeline makes
     * it, then asks, then kills.
     *
     * @return whether there was anything
     */
    boolean endLeftover() {
        Optional<ProcessHandle> found = process();
        found.ifPresent(process -> {
            List<ProcessHandle> tree =
                    Stream.concat(Stream.of(process), process.descendants()).toList();
            if (!ended(process, 3)) {
                process.destroy(); // no harm to one that is stopping already
                ended(process, 20);
            }
            tree.forEach(ProcessHandle::destroyForcibly);
            tree.forEach(each -> ended(each, 10));
        });
        delete();
        return found.isPresent();
    }

    static boolean ended(ProcessHandle process, int seconds) {
        return process.onExit()
                .thenApply(ignored -> true)
                .completeOnTimeout(false, seconds, TimeUnit.SECONDS)
                .join();
    }
}
