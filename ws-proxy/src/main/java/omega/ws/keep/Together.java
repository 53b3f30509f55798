package omega.ws.keep;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Writes of many callers in few transactions: those that come while one commits go together in the next. A write that fails spoils no other's. For many
 * threads.
 */
final class Together {
    private final Jdbi jdbi;
    private final ReentrantLock writing = new ReentrantLock();
    private final Queue<Write> waiting = new ConcurrentLinkedQueue<>();

    /** One caller's; what became of it is known to whoever holds the lock. */
    private static final class Write {
        final Consumer<Handle> what;
        boolean done;

        @Nullable
        RuntimeException failed;

        Write(Consumer<Handle> what) {
            this.what = what;
        }
    }

    Together(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Returns once it is committed; what it throws, or what the database does, is thrown here. */
    void write(Consumer<Handle> what) {
        Write mine = new Write(what);
        waiting.add(mine);
        writing.lock();
        try {
            if (!mine.done) {
                List<Write> all = new ArrayList<>();
                for (Write each = waiting.poll(); each != null; each = waiting.poll()) {
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

    private void commit(List<Write> all) {
        RuntimeException failed = null;
        AtomicBoolean written = new AtomicBoolean();
        try {
            jdbi.useTransaction(handle -> {
                all.forEach(each -> each.what.accept(handle));
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
        for (Write each : all) {
            each.failed = failed;
            each.done = true;
        }
    }
}
