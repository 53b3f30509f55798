package omega.channel;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Notices a session that stands still, whatever it waits for, and cuts it: closes its socket, which ends every blocked
 * call. Each operation runs inside {@link #during}; one that returns, or tells of progress, starts the time-out anew.
 */
public final class Watch implements AutoCloseable {
    /** An operation on the session. */
    @FunctionalInterface
    public interface Operation<T extends @Nullable Object> {
        T run() throws IOException;
    }

    private final Duration stall;
    private final Thread watcher;
    private volatile @Nullable Socket socket;
    private volatile boolean busy;
    private volatile boolean stalled;
    private volatile long moved = System.nanoTime();

    public Watch(Duration stall) {
        this.stall = stall;
        this.watcher = Thread.ofVirtual().name("channel-watch").start(this::look);
    }

    /** The socket to close when the session stalls. */
    public void guard(Socket socket) {
        this.socket = socket;
    }

    public <T extends @Nullable Object> T during(Operation<T> operation) throws IOException {
        progress();
        busy = true;
        try {
            return operation.run();
        } finally {
            busy = false;
        }
    }

    public void progress() {
        moved = System.nanoTime();
    }

    /** True once a session was cut because it stood still. */
    public boolean stalled() {
        return stalled;
    }

    public Duration stall() {
        return stall;
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(stall.dividedBy(8));
                if (busy && System.nanoTime() - moved > stall.toNanos()) {
                    stalled = true;
                    cut();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** Ends the session at once: closes its socket. */
    public void cut() {
        Socket current = socket;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // closing is all that can be done
            }
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
        cut();
    }
}
