package omega.ws.keep;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Writes of many callers in few transactions: those that come while one commits go together in the next, by one statement where the writer has one. A
 * write that fails spoils no other's. For many threads.
 */
final class Together<T> {
    private final Jdbi jdbi;
    private final BiConsumer<Handle, List<T>> writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final Queue<Write<T>> waiting = new ConcurrentLinkedQueue<>();

    /** One caller's; what became of it is known to whoever holds the lock. */
    private static final class Write<T> {
        final T what;
        boolean done;

        @Nullable
        RuntimeException failed;

        Write(T what) {
            this.what = what;
        }
    }

    /** {@code writer} writes what several callers gave, in its order. */
    Together(Jdbi jdbi, BiConsumer<Handle, List<T>> writer) {
        this.jdbi = jdbi;
        this.writer = writer;
    }

    /** Returns once it is committed; what it throws, or what the database does, is thrown here. */
    void write(T what) {
        Write<T> mine = new Write<>(what);
        waiting.add(mine);
        writing.lock();
        try {
            if (!mine.done) {
                List<Write<T>> all = new ArrayList<>();
                for (Write<T> each = waiting.poll(); each != null; each = waiting.poll()) {
                    all.add(each);
                }
                commit(all);
            }
        } finally {
            writing.unlock();
        }
        if (mine.failed != null) {
            throw mine.failed;
        }
        if (!mine.done) {
            throw new IllegalStateException("whoever was to commit it ended by an error");
        }
    }

    /** How many wait. */
    int waiting() {
        return waiting.size();
    }

    private void commit(List<Write<T>> all) {
        RuntimeException failed = null;
        AtomicBoolean written = new AtomicBoolean();
        try {
            jdbi.useTransaction(handle -> {
                writer.accept(handle, all.stream().map(each -> each.what).toList());
                written.set(true);
            });
        } catch (RuntimeException e) {
            failed = e;
        }
        // a commit that fails may have been one: nothing is written again after it
        if (failed != null && all.size() > 1 && !written.get() && !(failed instanceof ConnectionException)) {
            all.forEach(each -> commit(List.of(each)));
            return;
        }
        for (Write<T> each : all) {
            each.failed = failed;
            each.done = true;
        }
    }
}
