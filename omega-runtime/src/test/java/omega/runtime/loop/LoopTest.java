package omega.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LoopTest {

    /** An error too: a loop that ended without a word would never be missed. */
    @Test
    void whateverAnAttemptFailsOfItIsToldAndAnotherIsMade() throws Exception {
        AtomicInteger made = new AtomicInteger();
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        Loop[] self = new Loop[1];
        Supplier<Loop.Attempt> maker = () -> {
            int number = made.getAndIncrement();
            return () -> {
                assertTrue(go.await(60, TimeUnit.SECONDS));
                seen.add(String.valueOf(self[0].trouble()));
                return switch (number) {
                    case 0 -> throw new StackOverflowError("deep");
                    case 1 -> throw new IllegalStateException("broken");
                    default -> false;
                };
            };
        };
        try (Loop loop = new Loop("test", Duration.ofMillis(1), maker)) {
            self[0] = loop;
            go.countDown();
            assertEquals("null", seen.poll(60, TimeUnit.SECONDS));
            assertEquals("java.lang.StackOverflowError: deep", seen.poll(60, TimeUnit.SECONDS));
            assertEquals("broken", seen.poll(60, TimeUnit.SECONDS));
            assertEquals("null", seen.poll(60, TimeUnit.SECONDS), "all is well again");
        }
        assertEquals(3, made.get());
    }

    @Test
    void whatAnAttemptTellsOfItselfIsTold() throws Exception {
        CountDownLatch turned = new CountDownLatch(1);
        Loop.Attempt attempt = new Loop.Attempt() {
            @Override
            public boolean turn() {
                turned.countDown();
                return false;
            }

            @Override
            public @Nullable String trouble() {
                return "the host shows another key";
            }
        };
        Loop loop = new Loop("test", Duration.ofMinutes(1), () -> attempt);
        assertTrue(turned.await(60, TimeUnit.SECONDS));
        assertEquals("the host shows another key", loop.trouble());
        loop.close();
        assertNull(loop.trouble());
    }
}
