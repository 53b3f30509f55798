package omega.ws.keep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final Object turn = new Object();
    private List<Write<T>> waiting = new ArrayList<>();
    private boolean committing;

    /** What a caller that waits is told. */
    private enum Word {
        /** Its turn has come to commit for all that wait. */
        COMMIT,
        ENDED
    }

    /** One caller's. */
    private static final class Write<T> {
        final T what;
        final CompletableFuture<Word> told = new CompletableFuture<>();
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
        boolean first;
        synchronized (turn) {
            waiting.add(mine);
            first = !committing;
            committing = true;
        }
        if (first || mine.told.join() == Word.COMMIT) {
            lead();
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
        synchronized (turn) {
            return waiting.size();
        }
    }

    /** Commits what waits, its own with it, and hands on to one of those that came meanwhile before it tells the others. */
    private void lead() {
        List<Write<T>> all;
        synchronized (turn) {
            all = waiting;
            waiting = new ArrayList<>();
        }
        try {
            commit(all);
        } finally {
            Optional<Write<T>> next;
            synchronized (turn) {
                next = waiting.stream().findFirst();
                committing = next.isPresent();
            }
            next.ifPresent(each -> each.told.complete(Word.COMMIT));
            all.forEach(each -> each.told.complete(Word.ENDED));
        }
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
