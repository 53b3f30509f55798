package omega.channel.slot;

import static omega.channel.slot.Purpose.ANSWER;
import static omega.channel.slot.Purpose.DEPOSIT;
import static omega.channel.slot.Purpose.PUBLICATION;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import omega.channel.slot.Grant.Decision;
import omega.channel.slot.Grant.State;
import omega.channel.slot.Grant.Waiting;
import omega.clock.OmegaClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection rule (§3.1) as cases; times are of 23 November 2026 in Paris. */
class GrantTest {
    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final List<Purpose> PURPOSES = List.of(Purpose.values());
    private static final State FREE = new State(Instant.EPOCH, null);

    record Case(String why, State state, String now, List<Waiting> wants, Decision expected) {
        @Override
        public String toString() {
            return why;
        }
    }

    static Stream<Case> cases() {
        Waiting publication = waits("collect", PUBLICATION, null, 0);
        Waiting answer = waits("track", ANSWER, null, 0);
        Waiting deposit = waits("submit", DEPOSIT, "18:50:00", 0);
        return Stream.of(
                new Case("nobody waits", FREE, "10:00:00", List.of(), new Decision.Nobody()),
                new Case(
                        "the gap has not passed",
                        row("10:00:00", null),
                        "09:59:59",
                        List.of(answer),
                        notBefore("10:00:00")),
                new Case("the gap has just passed", row("10:00:00", null), "10:00:00", List.of(answer), to("track")),
                new Case(
                        "another claim may still connect",
                        row("10:00:00", "10:00:00"),
                        "10:00:05",
                        List.of(answer),
                        notBefore("10:00:05")),
                new Case("that claim is void", row("10:00:00", "10:00:00"), "10:00:06", List.of(answer), to("track")),
                new Case(
                        "answers before deposits before publications",
                        FREE,
                        "10:00:00",
                        List.of(publication, deposit, answer),
                        to("track")),
                new Case(
                        "a deposit before a publication",
                        FREE,
                        "10:00:00",
                        List.of(publication, deposit),
                        to("submit")),
                new Case("not near the cut-off yet", FREE, "18:34:59", List.of(deposit, answer), to("track")),
                new Case(
                        "near the cut-off a deposit goes first",
                        FREE,
                        "18:35:00",
                        List.of(answer, deposit),
                        to("submit")),
                new Case(
                        "near the cut-off even before those passed over",
                        FREE,
                        "18:44:00",
                        List.of(waits("track", ANSWER, null, 5), deposit),
                        to("submit")),
                new Case(
                        "after the cut-off no longer",
                        FREE,
                        "18:50:00",
                        List.of(answer, waits("submit", DEPOSIT, null, 0)),
                        to("track")),
                new Case(
                        "the publication nearest to its expiry",
                        FREE,
                        "10:00:00",
                        List.of(waits("a", PUBLICATION, "23:00:00", 0), waits("b", PUBLICATION, "22:00:00", 0)),
                        to("b")),
                new Case(
                        "a publication that would expire before the slot after this one",
                        FREE,
                        "10:00:00",
                        List.of(answer, waits("collect", PUBLICATION, "10:05:19", 0)),
                        to("collect")),
                new Case(
                        "a publication that can wait for the slot after this one",
                        FREE,
                        "10:00:00",
                        List.of(answer, waits("collect", PUBLICATION, "10:05:20", 0)),
                        to("track")),
                new Case(
                        "what has expired holds nobody up",
                        FREE,
                        "10:00:00",
                        List.of(publication, waits("track", ANSWER, "09:59:59", 0)),
                        to("collect")),
                new Case(
                        "passed over once can wait once more",
                        FREE,
                        "10:00:00",
                        List.of(answer, waits("collect", PUBLICATION, null, 1)),
                        to("track")),
                new Case(
                        "passed over twice gets the third",
                        FREE,
                        "10:00:00",
                        List.of(answer, waits("collect", PUBLICATION, null, 2)),
                        to("collect")),
                new Case(
                        "two passed over once cannot both wait",
                        FREE,
                        "10:00:00",
                        List.of(answer, waits("collect", PUBLICATION, null, 1), waits("submit", DEPOSIT, null, 1)),
                        to("submit")),
                new Case(
                        "more than three services: the longest passed over",
                        FREE,
                        "10:00:00",
                        List.of(
                                answer,
                                waits("a", PUBLICATION, null, 2),
                                waits("b", PUBLICATION, null, 3),
                                waits("c", PUBLICATION, null, 1)),
                        to("b")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void decides(Case c) {
        assertEquals(c.expected(), Grant.decide(c.state(), c.wants(), Rule.GUIDE, MARGIN, at(c.now())));
    }

    /** Three services that want again as soon as they had their turn, or a little later, whatever they want. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void eachWaitingServiceGetsOneOfAnyThreeSlots(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> services = List.of("a", "b", "c");
        Map<String, Waiting> waiting = new HashMap<>();
        Instant now = at("08:00:00");
        for (int slot = 0; slot < 10_000; slot++) {
            for (String service : services) {
                if (random.nextInt(4) > 0) {
                    Instant notAfter = random.nextInt(3) == 0 ? now.plusSeconds(random.nextInt(900)) : null;
                    Purpose purpose = PURPOSES.get(random.nextInt(PURPOSES.size()));
                    waiting.putIfAbsent(service, new Waiting(service, purpose, null, now, 0));
                    waiting.computeIfPresent(
                            service, (s, w) -> new Waiting(s, purpose, notAfter, w.since(), w.passed()));
                }
            }
            Instant asked = now;
            waiting.values().removeIf(w -> w.notAfter() != null && w.notAfter().isBefore(asked));
            Decision decision = Grant.decide(FREE, List.copyOf(waiting.values()), Rule.GUIDE, MARGIN, asked);
            if (decision instanceof Decision.To(String winner)) {
                waiting.remove(winner);
                waiting.replaceAll((s, w) -> new Waiting(s, w.purpose(), w.notAfter(), w.since(), w.passed() + 1));
                waiting.values().forEach(w -> assertTrue(w.passed() < 3, w + " got none of three slots"));
            }
            // The next morning before the window near the cut-off.
            now = slot % 100 == 99 ? at("08:00:00") : now.plusSeconds(310);
        }
    }

    @Test
    void aClaimMayConnectWithinHalfTheMargin() {
        // Half the margin exactly is still in time; a moment later it is not.
        assertEquals(false, Grant.isVoid(at("10:00:00"), MARGIN, at("10:00:05")));
        assertEquals(true, Grant.isVoid(at("10:00:00"), MARGIN, at("10:00:05").plusNanos(1)));
    }

    private static Waiting waits(String service, Purpose purpose, @Nullable String notAfter, int passed) {
        return new Waiting(service, purpose, notAfter == null ? null : at(notAfter), at("07:00:00"), passed);
    }

    private static State row(String prochaine, @Nullable String claimedAt) {
        return new State(at(prochaine), claimedAt == null ? null : at(claimedAt));
    }

    private static Decision to(String service) {
        return new Decision.To(service);
    }

    private static Decision notBefore(String time) {
        return new Decision.NotBefore(at(time));
    }

    private static Instant at(String time) {
        return LocalDateTime.parse("2026-11-23T" + time)
                .atZone(OmegaClock.PARIS)
                .toInstant();
    }
}
