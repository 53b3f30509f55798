package omega.ws.gate;

import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.ws.call.Outcome;
import omega.ws.call.Outcome.Hold;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;

/** Says when OMEGA is open, and lets through as many calls as it bears: of each partner a minute, of each service at once, none while it fails. For many threads. */
@Singleton
public class Gate {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** The calendar looks no further: what does not open until then stays closed. */
    private static final Duration NEVER = Duration.ofDays(10);

    private static final Duration REST = Duration.ofSeconds(15);
    private final OmegaCalendar calendar;
    private final OmegaClock clock;
    private final int perMinute;
    private final int atOnce;
    private final Map<String, Deque<Long>> made = new ConcurrentHashMap<>();
    private final Map<String, Way> ways = new ConcurrentHashMap<>();

    /** The way to one service for one partner. */
    private static final class Way {
        final Semaphore places;
        final Guard guard;
        volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;

        Way(int atOnce) {
            places = new Semaphore(atOnce, true);
            guard = Guard.create()
                    .withCircuitBreaker()
                    .requestVolumeThreshold(20)
                    .failureRatio(0.5)
                    .delay(REST.toSeconds(), ChronoUnit.SECONDS)
                    .failOn(Unanswered.class)
                    .onStateChange(next -> state = next)
                    .done()
                    .build();
        }
    }

    /** A call that got no answer, for the circuit breaker. */
    private static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Outcome outcome;

        Unanswered(Outcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }
    }

    /**
     * The gate of one process.
     *
     * @param perMinute calls of a partner in any minute of real time, at most: OMEGA's services are not for robots (§4.2.1)
     * @param atOnce calls of one service by one partner at a time, at most
     */
    public Gate(
            Catalogue catalogue,
            OmegaClock clock,
            @ConfigProperty(name = "omega.ws.par-minute", defaultValue = "600") int perMinute,
            @ConfigProperty(name = "omega.ws.simultanes", defaultValue = "32") int atOnce) {
        this.calendar = catalogue.calendar();
        this.clock = clock;
        this.perMinute = perMinute;
        this.atOnce = atOnce;
    }

    /** The next opening for writes, or for reads, when OMEGA is closed now (§4.1); empty when it is open. */
    public Optional<Instant> opensAt(boolean write) {
        Instant now = clock.instant();
        Instant writes = next(OmegaCalendar.LECTURE_ECRITURE, now);
        Instant reads = write ? writes : next(OmegaCalendar.LECTURE, now);
        return Optional.of(reads.isBefore(writes) ? reads : writes).filter(each -> each.isAfter(now));
    }

    private Instant next(String acces, Instant now) {
        return calendar.nextOpening(Canal.WS, acces, now)
                .map(ZonedDateTime::toInstant)
                .orElseGet(() -> now.plus(NEVER));
    }

    /** Real time until OMEGA opens, as callers count it: while OMEGA's runs faster, so much less. */
    public Duration until(Instant opening) {
        Duration omegas = Duration.between(clock.instant(), opening);
        double speed = clock.speed();
        return speed > 0 ? Duration.ofNanos((long) Math.ceil(omegas.toNanos() / speed)) : omegas;
    }

    /** Makes a call of a partner's when there is room for it, unless OMEGA closed meanwhile. */
    public Outcome pass(String partner, String service, boolean write, Supplier<Outcome> call) {
        Way way = ways.computeIfAbsent(partner + "/" + service, _ -> new Way(atOnce));
        try {
            if (!way.places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome.Held(Hold.BUSY, PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Held(Hold.BUSY, PATIENCE);
        }
        try {
            Optional<Instant> opening = opensAt(write);
            if (opening.isPresent()) {
                return new Outcome.Held(Hold.CLOSED, until(opening.get()));
            }
            return take(partner)
                    .<Outcome>map(wait -> new Outcome.Held(Hold.CAP, wait))
                    .orElseGet(() -> guarded(partner, way, call));
        } finally {
            way.places.release();
        }
    }

    private Outcome guarded(String partner, Way way, Supplier<Outcome> call) {
        try {
            return way.guard.call(
                    () -> {
                        Outcome outcome = call.get();
                        return switch (outcome) {
                            case Outcome.Unsent _, Outcome.Lost _ -> throw new Unanswered(outcome);
                            case Outcome.Returned returned
                            when returned.status() >= 500 -> throw new Unanswered(outcome);
                            case Outcome.Faulted fault
                            when !fault.client() && fault.detail().isEmpty() -> throw new Unanswered(outcome);
                            case Outcome.Answered _,
                                    Outcome.Faulted _,
                                    Outcome.Returned _,
                                    Outcome.Capped _,
                                    Outcome.Held _ -> outcome;
                        };
                    },
                    Outcome.class);
        } catch (Unanswered e) {
            return e.outcome;
        } catch (CircuitBreakerOpenException e) {
            giveBack(partner);
            return new Outcome.Held(Hold.BROKEN, REST);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes one of this minute's calls; otherwise how long to wait for the next. */
    private Optional<Duration> take(String partner) {
        Deque<Long> minute = made.computeIfAbsent(partner, _ -> new ArrayDeque<>());
        synchronized (minute) {
            long now = System.nanoTime();
            long length = Duration.ofMinutes(1).toNanos();
            while (!minute.isEmpty() && now - minute.getFirst() >= length) {
                minute.removeFirst();
            }
            if (minute.size() >= perMinute) {
                return Optional.of(Duration.ofNanos(minute.getFirst() + length - now));
            }
            minute.addLast(now);
            return Optional.empty();
        }
    }

    /** Of a call that was not made after all. */
    private void giveBack(String partner) {
        Deque<Long> minute = made.computeIfAbsent(partner, _ -> new ArrayDeque<>());
        synchronized (minute) {
            minute.pollLast();
        }
    }

    /** Partner and service of each way that is cut because its calls failed. */
    public List<String> cut() {
        return ways.entrySet().stream()
                .filter(each -> each.getValue().state != CircuitBreakerState.CLOSED)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
