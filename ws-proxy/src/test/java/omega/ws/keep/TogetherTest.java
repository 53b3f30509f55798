package omega.ws.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omega.sandbox.TestStack;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final int CALLERS = 100;

    private AgroalDataSource dataSource;
    private Jdbi jdbi;
    private Together<Consumer<Handle>> together;

    @BeforeEach
    void open() {
        dataSource = TestStack.pool(TestStack.freshDatabase());
        jdbi = Jdbi.create(dataSource);
        jdbi.useHandle(handle -> handle.execute("""
                CREATE TABLE line (number int PRIMARY KEY, mark int UNIQUE DEFERRABLE INITIALLY DEFERRED, xact xid8)"""));
        together = new Together<>(jdbi, (handle, all) -> all.forEach(each -> each.accept(handle)));
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    /** What becomes of writes that all wait while another one, of number 0, is within its transaction. */
    private List<Future<?>> written(List<Consumer<Handle>> writes) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        List<Future<?>> others = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
            Future<?> first = threads.submit(() -> together.write(handle -> {
                held.countDown();
                await(free);
                insert(handle, 0, null);
            }));
            await(held);
            writes.forEach(each -> others.add(threads.submit(() -> together.write(each))));
            while (together.waiting() < writes.size()) {
                Thread.onSpinWait();
            }
            free.countDown();
            first.get();
        }
        return others;
    }

    @Test
    void oneThatFailsSpoilsNoOther() throws Exception {
        List<Future<?>> others = written(IntStream.rangeClosed(1, CALLERS)
                .<Consumer<Handle>>mapToObj(i -> handle -> insert(handle, i % 10 == 0 ? 0 : i, null))
                .toList());
        for (int i = 1; i <= CALLERS; i++) {
            Future<?> other = others.get(i - 1);
            if (i % 10 == 0) { // its number is taken
                assertInstanceOf(UnableToExecuteStatementException.class, failure(other));
            } else {
                other.get();
            }
        }
        assertEquals(
                IntStream.rangeClosed(0, CALLERS)
                        .filter(i -> i == 0 || i % 10 != 0)
                        .boxed()
                        .collect(Collectors.toSet()),
                numbers());
    }

    @Test
    void eachIsCommittedWhenItReturns() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> seen = new ArrayList<>();
            for (int i = 1; i <= CALLERS; i++) {
                int number = i;
                seen.add(threads.submit(() -> {
                    together.write(handle -> insert(handle, number, null));
                    return numbers().contains(number);
                }));
            }
            for (Future<Boolean> each : seen) {
                assertTrue(each.get());
            }
        }
    }

    @Test
    void thoseThatWaitGoInOneTransaction() throws Exception {
        List<Future<?>> others = written(IntStream.rangeClosed(1, CALLERS)
                .<Consumer<Handle>>mapToObj(i -> handle -> insert(handle, i, null))
                .toList());
        for (Future<?> other : others) {
            other.get();
        }
        int transactions = jdbi.withHandle(handle -> handle.createQuery("SELECT count(DISTINCT xact::text) FROM line")
                .mapTo(Integer.class)
                .one());
        assertEquals(2, transactions);
    }

    /** A commit that failed may have been one, as far as whoever asked for it can tell. */
    @Test
    void nothingIsWrittenAgainAfterACommitThatFails() throws Exception {
        Map<Integer, Integer> tries = new ConcurrentHashMap<>();
        List<Future<?>> others = written(IntStream.rangeClosed(1, 3)
                .<Consumer<Handle>>mapToObj(i -> handle -> {
                    tries.merge(i, 1, Integer::sum);
                    insert(handle, i, i == 3 ? 1 : i); // two have one mark, which is looked at in the commit
                })
                .toList());
        for (Future<?> other : others) {
            Throwable failure = failure(other);
            assertTrue(String.valueOf(failure.getCause()).contains("line_mark_key"), failure::toString);
        }
        assertEquals(Map.of(1, 1, 2, 1, 3, 1), tries);
        assertEquals(Set.of(0), numbers());
    }

    /** Whoever commits for all may end by an error; none of those that wait takes its write for committed. */
    @Test
    void thoseThatWaitHearOfAnError() throws Exception {
        List<Future<?>> others = written(List.of(
                handle -> insert(handle, 1, null),
                _ -> {
                    throw new StackOverflowError("as deep as it goes");
                },
                handle -> insert(handle, 2, null)));
        Map<Class<?>, Long> failures = others.stream()
                .collect(Collectors.groupingBy(each -> failure(each).getClass(), Collectors.counting()));
        assertEquals(Map.of(StackOverflowError.class, 1L, IllegalStateException.class, 2L), failures);
        assertEquals(Set.of(0), numbers());
    }

    private static Throwable failure(Future<?> write) {
        return Objects.requireNonNull(
                assertThrows(ExecutionException.class, write::get).getCause());
    }

    private Set<Integer> numbers() {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT number FROM line")
                .mapTo(Integer.class)
                .set());
    }

    private static void insert(Handle handle, int number, @Nullable Integer mark) {
        handle.execute("INSERT INTO line VALUES (?, ?, pg_current_xact_id())", number, mark);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
