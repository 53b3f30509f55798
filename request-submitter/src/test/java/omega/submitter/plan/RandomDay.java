package omega.submitter.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import omega.clock.OmegaClock;
import omega.submitter.check.Priorite;
import org.jspecify.annotations.Nullable;

/** What a planner is asked for on one day, drawn from a seed; every other day is one of those at which rules meet. */
record RandomDay(long seed, Instant now, Instant nextSlot, Quota quota, List<Pending> pending) {
    static final Map<String, Integer> MOST = Map.of("CHF", 7, "RAD", 40, "COUP", 500);
    private static final List<Priorite> PRIORITES = List.of(Priorite.values());
    private static final List<String> KINDS = List.of("CHF", "RAD", "COUP");

    /** Third Saturdays, the Sundays of both clock changes and the days around them, holidays, a Sunday, month and year ends. */
    static final List<LocalDate> SPECIAL = List.of(
            LocalDate.of(2026, 3, 28),
            LocalDate.of(2026, 3, 29),
            LocalDate.of(2026, 3, 30),
            LocalDate.of(2026, 10, 24),
            LocalDate.of(2026, 10, 25),
            LocalDate.of(2026, 10, 26),
            LocalDate.of(2026, 11, 20),
            LocalDate.of(2026, 11, 21),
            LocalDate.of(2026, 8, 15),
            LocalDate.of(2026, 2, 21),
            LocalDate.of(2026, 5, 1),
            LocalDate.of(2026, 7, 14),
            LocalDate.of(2026, 12, 25),
            LocalDate.of(2026, 11, 22),
            LocalDate.of(2026, 12, 31),
            LocalDate.of(2028, 2, 29));

    static RandomDay of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        LocalDate day = seed % 2 == 0
                ? SPECIAL.get((int) (seed / 2 % SPECIAL.size()))
                : LocalDate.of(2026, 1, 1).plusDays(random.nextInt(1_000));
        int second = random.nextInt(4) == 0 ? 66_000 + random.nextInt(2_400) : random.nextInt(86_400);
        Instant now = day.atStartOfDay(OmegaClock.PARIS).toInstant().plusSeconds(second);
        Map<LocalDate, Integer> declared = new HashMap<>();
        Map<LocalDate, Integer> used = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            declared.put(day.plusDays(i), random.nextInt(60));
            used.put(day.plusDays(i), random.nextInt(40));
        }
        Quota quota = new Quota(20 + random.nextInt(300), random.nextInt(40), declared, used);
        List<Pending> pending = new ArrayList<>();
        int count = random.nextInt(10) == 0 ? random.nextInt(4) : random.nextInt(250);
        int withDeadline = random.nextInt(3) * 15;
        for (int i = 0; i < count; i++) {
            @Nullable
            Instant echeance = random.nextInt(100) < withDeadline ? now.plusSeconds(random.nextInt(3 * 86_400)) : null;
            pending.add(new Pending(
                    "R-" + i, KINDS.get(random.nextInt(KINDS.size())), PRIORITES.get(random.nextInt(3)), echeance, i));
        }
        return new RandomDay(seed, now, now.plusSeconds(random.nextInt(310)), quota, List.copyOf(pending));
    }
}
