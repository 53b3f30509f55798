package omega.ws.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
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

    /** A look-up: they are open on the clock of these tests. */
    private static Outcome pass(Gate gate, String partner, String service, Supplier<Outcome> call) {
        return gate.pass(partner, service, false, call);
    }

    @Test
    void aPartnerHasSoManyCallsAMinute() {
        Gate gate = new Gate(catalogue, clock, 3, 8);
        for (String service : List.of("A", "B", "A")) {
            assertEquals(GOOD, pass(gate, "ESA", service, () -> GOOD));
        }
        Outcome fourth = pass(gate, "ESA", "C", () -> {
            throw new AssertionError("was called");
        });
        assertEquals(Outcome.Hold.CAP, held(fourth));
        assertTrue(((Outcome.Held) fourth).pause().compareTo(Duration.ofMinutes(1)) <= 0);
        assertEquals(GOOD, pass(gate, "AUTRE", "A", () -> GOOD), "another partner has his own");
    }

    @Test
    void aServiceThatDoesNotAnswerIsLeftAloneAndNoOtherIs() {
        Gate gate = new Gate(catalogue, clock, 1_000, 8);
        for (int i = 0; i < 40; i++) {
            assertEquals(REFUSED, pass(gate, "ESA", "REFUSE", () -> REFUSED));
        }
        assertEquals(List.of(), gate.cut(), "a refusal is an answer");
        int made = 0;
        while (!(pass(gate, "ESA", "PANNE", () -> new Outcome.Lost("rien")) instanceof Outcome.Held)) {
            assertTrue(++made <= 20, "is still called");
        }
        assertEquals(Outcome.Hold.BROKEN, held(pass(gate, "ESA", "PANNE", () -> GOOD)));
        assertEquals(List.of("ESA/PANNE"), gate.cut());
        assertEquals(GOOD, pass(gate, "ESA", "AUTRE", () -> GOOD));
        assertEquals(GOOD, pass(gate, "AUTRE", "PANNE", () -> GOOD), "another partner's way is his own");
    }

    /** What is not called takes nothing of what may be called. */
    @Test
    void callsThatAreHeldBackTakeNothingOfTheMinute() {
        Gate gate = new Gate(catalogue, clock, 30, 8);
        Outcome fault = new Outcome.Faulted(false, "Server", "panne", List.of());
        for (int i = 0; i < 20; i++) {
            assertEquals(fault, pass(gate, "ESA", "PANNE", () -> fault));
        }
        assertEquals(List.of("ESA/PANNE"), gate.cut(), "a fault that no contract knows is a failure");
        for (int i = 0; i < 100; i++) {
            assertEquals(Outcome.Hold.BROKEN, held(pass(gate, "ESA", "PANNE", () -> GOOD)));
        }
        assertEquals(GOOD, pass(gate, "ESA", "AUTRE", () -> GOOD));
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
                calls.add(callers.submit(() -> pass(gate, "ESA", "A", () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    two.countDown();
                    await(go);
                    inside.decrementAndGet();
                    return GOOD;
                })));
            }
            two.await();
            assertEquals(GOOD, pass(gate, "ESA", "B", () -> GOOD));
            go.countDown();
            for (Future<Outcome> each : calls) {
                assertEquals(GOOD, each.get());
            }
        }
        assertEquals(2, most.get());
    }

    /** Whoever waited for his turn until OMEGA closed is told when it opens, and nothing is called. */
    @Test
    void aTurnThatComesAfterTheClosingIsNone() throws Exception {
        Instant closing = Instant.parse("2026-11-24T20:30:00Z"); // Tuesday, 21:30 (guide 4.1)
        AtomicReference<Instant> now = new AtomicReference<>(closing.minusNanos(1));
        Clock real = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        Gate gate = new Gate(catalogue, OmegaClock.of(real, Timeline.REAL), 1_000, 1);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Outcome> first = callers.submit(() -> gate.pass("ESA", "A", true, () -> {
                inside.countDown();
                await(go);
                return GOOD;
            }));
            inside.await();
            assertEquals(Optional.empty(), gate.opensAt(true));
            Future<Outcome> second = callers.submit(() -> gate.pass("ESA", "A", true, () -> {
                throw new AssertionError("was called");
            }));
            now.set(closing);
            go.countDown();
            assertEquals(GOOD, first.get(), "it began in time");
            assertEquals(
                    new Outcome.Held(Outcome.Hold.CLOSED, Duration.parse("PT10H30M")), second.get(), "until 08:00");
            assertEquals(GOOD, gate.pass("ESA", "A", false, () -> GOOD), "look-ups go on");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
