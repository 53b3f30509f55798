package omega.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The launcher's own traces under {@code run/}: its pid, whether its stack is ready, when it was last alive. */
record Launcher(Home home) {

    PidFile pid() {
        return PidFile.of(home, "launcher");
    }

    /** The launcher that runs a stack on this home now. */
    Optional<ProcessHandle> process() {
        return pid().process();
    }

    /** Whether the stack of launcher {@code pid} has become healthy. */
    boolean isReady(long pid) {
        return Files.exists(ready())
                && process().filter(process -> process.pid() == pid).isPresent();
    }

    void markReady() {
        try {
            Files.writeString(ready(), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void clearReady() {
        try {
            Files.deleteIfExists(ready());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A sign of life, about once a second: where the stack's time goes on next time. */
    void beat(Instant now) {
        try {
            if (!Files.exists(alive())) {
                Files.createFile(alive());
            }
            Files.setLastModifiedTime(alive(), FileTime.from(now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When a launcher was last alive on this home, in real time. */
    @Nullable
    Instant lastSeen() {
        try {
            return Files.getLastModifiedTime(alive()).toInstant();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ready() {
        return home.run().resolve("ready");
    }

    private Path alive() {
        return home.run().resolve("alive");
    }
}
