package omega.channel;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Notices a session that stands still or lasts too long, whatever it waits for, and cuts it: closes its sockets, which ends
 * every blocked call. Each operation runs inside {@link #during}; one that returns, or tells of progress, starts the stall
 * time-out anew, but not the total one.
 */
public final class Watch implements AutoCloseable {
    /** An operation on the session. */
    @FunctionalInterface
    public interface Operation<T extends @Nullable Object> {
        T run() throws IOException;
    }

    private static final int LOGIN_STALLS = 4;

    private final Duration stall;
    private final Duration total;
    private final Thread watcher;
    private final long began = System.nanoTime();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Duration allowed;
    private volatile boolean cut;
    private volatile boolean busy;
    private volatile boolean stalled;
    private volatile long moved = System.nanoTime();

    /** Until {@link #loggedIn()} the session may last four times the stall time-out. */
    public Watch(Timeouts timeouts) {
        this.stall = timeouts.stall();
        this.total = timeouts.total();
        this.allowed = shorter(stall.multipliedBy(LOGIN_STALLS), total);
        this.watcher = Thread.ofVirtual().name("channel-watch").start(this::look);
    }

    /** A socket to close when the session stalls; one that is closed already is forgotten. */
    public void guard(Socket socket) {
        sockets.removeIf(Socket::isClosed);
        sockets.add(socket);
        if (cut) {
            cut();
        }
    }

    /** From here on the session may last its total time. */
    public void loggedIn() {
        allowed = total;
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

    /** Why the session was cut, for people. */
    public String verdict() {
        return overdue()
                ? "the session took longer than " + allowed.toSeconds() + " s"
                : "nothing moved for " + stall.toSeconds() + " s";
    }

    private boolean overdue() {
        return System.nanoTime() - began > allowed.toNanos();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void look() {
        try {
            while (true) {
                Thread.sleep(shorter(stall, total).dividedBy(8));
                if (busy && (System.nanoTime() - moved > stall.toNanos() || overdue())) {
                    stalled = true;
                    cut();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** Ends the session at once: closes its sockets. */
    public void cut() {
        cut = true;
        for (Socket socket : sockets) {
            try {
                socket.close();
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
