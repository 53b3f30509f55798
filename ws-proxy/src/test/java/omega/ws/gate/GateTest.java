package omega.ws.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.ws.AppStack;
import omega.ws.call.Outcome;
import org.junit.jupiter.api.Test;

/** OMEGA is called no more than it bears: by each partner a minute, of each service at once, and not while it fails. */
@QuarkusTest
@QuarkusTestResource(AppStack.class)
class GateTest {
    private static final Outcome REFUSED = new Outcome.Returned(422, Optional.empty(), Optional.empty());
    private static final Outcome GOOD = new Outcome.Returned(200, Optional.empty(), Optional.empty());

    @Inject
    Catalogue catalogue;

    @Inject
    OmegaClock clock;

    private static Outcome.Hold held(Outcome outcome) {
        return assertInstanceOf(Outcome.Held.class, outcome).hold();
    }

    @Test
    void aPartnerHasSoManyCallsAMinute() {
        Gate gate = new Gate(catalogue, clock, 3, 8);
        for (String service : List.of("A", "B", "A")) {
            assertEquals(GOOD, gate.pass("ESA", service, () -> GOOD));
        }
        Outcome fourth = gate.pass("ESA", "C", () -> {
            throw new AssertionError("was called");
        });
        assertEquals(Outcome.Hold.CAP, held(fourth));
        assertTrue(((Outcome.Held) fourth).pause().compareTo(Duration.ofMinutes(1)) <= 0);
        assertEquals(GOOD, gate.pass("AUTRE", "A", () -> GOOD), "another partner has his own");
    }

    @Test
    void aServiceThatDoesNotAnswerIsLeftAloneAndNoOtherIs() {
        Gate gate = new Gate(catalogue, clock, 1_000, 8);
        for (int i = 0; i < 40; i++) {
            assertEquals(REFUSED, gate.pass("ESA", "REFUSE", () -> REFUSED));
        }
        assertEquals(List.of(), gate.cut(), "a refusal is an answer");
        int made = 0;
        while (!(gate.pass("ESA", "PANNE", () -> new Outcome.Lost("rien")) instanceof Outcome.Held)) {
            assertTrue(++made <= 20, "is still called");
        }
        assertEquals(Outcome.Hold.BROKEN, held(gate.pass("ESA", "PANNE", () -> GOOD)));
        assertEquals(List.of("ESA/PANNE"), gate.cut());
        assertEquals(GOOD, gate.pass("ESA", "AUTRE", () -> GOOD));
        assertEquals(GOOD, gate.pass("AUTRE", "PANNE", () -> GOOD), "another partner's way is his own");
    }

    /** What is not called takes nothing of what may be called. */
    @Test
    void callsThatAreHeldBackTakeNothingOfTheMinute() {
        Gate gate = new Gate(catalogue, clock, 30, 8);
        Outcome fault = new Outcome.Faulted(false, "Server", "panne", List.of());
        for (int i = 0; i < 20; i++) {
            assertEquals(fault, gate.pass("ESA", "PANNE", () -> fault));
        }
        assertEquals(List.of("ESA/PANNE"), gate.cut(), "a fault that no contract knows is a failure");
        for (int i = 0; i < 100; i++) {
            assertEquals(Outcome.Hold.BROKEN, held(gate.pass("ESA", "PANNE", () -> GOOD)));
        }
        assertEquals(GOOD, gate.pass("ESA", "AUTRE", () -> GOOD));
    }

    @Test
    void aServiceHasSoManyCallsAtOnceAndHoldsUpNoOther() throws Exception {
        Gate gate = new Gate(catalogue, clock, 1_000, 2);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch two = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(callers.submit(() -> gate.pass("ESA", "A", () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    two.countDown();
                    await(go);
                    inside.decrementAndGet();
                    return GOOD;
                })));
            }
            two.await();
            assertEquals(GOOD, gate.pass("ESA", "B", () -> GOOD));
            go.countDown();
            for (Future<Outcome> each : calls) {
                assertEquals(GOOD, each.get());
            }
        }
        assertEquals(2, most.get());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
