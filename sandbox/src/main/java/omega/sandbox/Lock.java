package omega.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held by the one launcher that runs a stack on a home; the kernel releases it when that process ends, however it does. */
final class Lock implements AutoCloseable {
    private final FileChannel channel;

    private Lock(FileChannel channel) {
        this.channel = channel;
    }

    /** Nothing where another process holds it. */
    static Optional<Lock> tryOn(Home home) {
        try {
            FileChannel channel =
                    FileChannel.open(home.run().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new Lock(channel));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot lock " + home.run(), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
