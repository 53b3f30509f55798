package omega.ws.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omega.sandbox.TestStack;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private static final int CALLERS = 100;

    @Test
    void everyWriteIsCommittedWhenItReturnsAndOneThatFailsSpoilsNoOther() throws Exception {
        try (AgroalDataSource dataSource = TestStack.pool(TestStack.freshDatabase())) {
            Jdbi jdbi = Jdbi.create(dataSource);
            jdbi.useHandle(handle -> handle.execute("CREATE TABLE line (number int PRIMARY KEY, xact xid8)"));
            Together together = new Together(jdbi);
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch free = new CountDownLatch(1);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                // one is within its transaction while all others come
                Future<?> first = threads.submit(() -> together.write(handle -> {
                    held.countDown();
                    await(free);
                    insert(handle, 0);
                }));
                await(held);
                List<Future<Boolean>> others = new ArrayList<>();
                for (int i = 1; i <= CALLERS; i++) {
                    int number = i % 10 == 0 ? 0 : i; // every tenth has a number that is taken
                    others.add(threads.submit(() -> {
                        together.write(handle -> insert(handle, number));
                        return jdbi.withHandle(
                                handle -> handle.createQuery("SELECT EXISTS (SELECT FROM line WHERE number = :number)")
                                        .bind("number", number)
                                        .mapTo(Boolean.class)
                                        .one());
                    }));
                }
                free.countDown();
                first.get();
                for (int i = 1; i <= CALLERS; i++) {
                    Future<Boolean> other = others.get(i - 1);
                    if (i % 10 == 0) {
                        Exception failure = assertThrows(ExecutionException.class, other::get);
                        assertInstanceOf(UnableToExecuteStatementException.class, failure.getCause());
                    } else {
                        assertTrue(other.get());
                    }
                }
            }
            Set<Integer> expected = IntStream.rangeClosed(0, CALLERS)
                    .filter(i -> i == 0 || i % 10 != 0)
                    .boxed()
                    .collect(Collectors.toSet());
            assertEquals(
                    expected,
                    new HashSet<>(jdbi.withHandle(handle -> handle.createQuery("SELECT number FROM line")
                            .mapTo(Integer.class)
                            .list())));
        }
    }

    @Test
    void thoseThatWaitGoInOneTransaction() throws Exception {
        try (AgroalDataSource dataSource = TestStack.pool(TestStack.freshDatabase())) {
            Jdbi jdbi = Jdbi.create(dataSource);
            jdbi.useHandle(handle -> handle.execute("CREATE TABLE line (number int PRIMARY KEY, xact xid8)"));
            Together together = new Together(jdbi);
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch free = new CountDownLatch(1);
            try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS + 1)) {
                Future<?> first = threads.submit(() -> together.write(handle -> {
                    held.countDown();
                    await(free);
                    insert(handle, 0);
                }));
                await(held);
                List<Future<?>> others = new ArrayList<>();
                for (int i = 1; i <= CALLERS; i++) {
                    int number = i;
                    others.add(threads.submit(() -> together.write(handle -> insert(handle, number))));
                }
                while (together.waiting() < CALLERS) {
                    Thread.onSpinWait();
                }
                free.countDown();
                first.get();
                for (Future<?> other : others) {
                    other.get();
                }
            }
            int transactions =
                    jdbi.withHandle(handle -> handle.createQuery("SELECT count(DISTINCT xact::text) FROM line")
                            .mapTo(Integer.class)
                            .one());
            assertEquals(2, transactions);
        }
    }

    private static void insert(org.jdbi.v3.core.Handle handle, int number) {
        handle.execute("INSERT INTO line VALUES (?, pg_current_xact_id())", number);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
