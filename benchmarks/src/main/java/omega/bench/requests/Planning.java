package omega.bench.requests;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import omega.bench.Stopwatch;
import omega.catalogue.Catalogue;
import omega.catalogue.DemandeKind;
import omega.submitter.check.Priorite;
import omega.submitter.plan.Pending;
import omega.submitter.plan.Plan;
import omega.submitter.plan.PlanRules;
import omega.submitter.plan.Planner;
import omega.submitter.plan.Quota;

/** All that waits, planned at once. */
public final class Planning implements Benchmark {
    /** A Monday, 08:00 in Paris. */
    private static final Instant NOW = Instant.parse("2026-11-23T07:00:00Z");

    private static final String MONTH = "omega: over a month of quotas";
    private static final String DAY = "omega: all on one day";
    private static final String SORT = "a sort by priority and rank";

    @Override
    public String name() {
        return "planning";
    }

    @Override
    public String about(Scale scale) {
        return """
                Planning of %,d pending requests of all ten kinds, a third of them with deadlines, in random order.
                Beside it the least that any plan takes: one sort of the same requests by priority and rank.
                """.formatted(scale.requests());
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        Catalogue catalogue = Catalogue.provisional();
        Planner planner = new Planner(
                catalogue.calendar(),
                PlanRules.GUIDE,
                catalogue.demandes().values().stream().collect(Collectors.toMap(DemandeKind::code, DemandeKind::max)));
        List<Pending> pending =
                pending(scale.requests(), List.copyOf(catalogue.demandes().keySet()));
        Measured measured = Measured.interleaved(
                scale.rounds(),
                List.of(
                        new Contender(MONTH, () -> plan(planner, quota(scale.requests() / 25 + 1), pending)),
                        new Contender(DAY, () -> plan(planner, quota(scale.requests()), pending)),
                        new Contender(SORT, () -> sort(pending))));
        return new Outcome(
                measured,
                List.of(
                        new Goal.Absolute("seconds, over a month of quotas", Stopwatch.SECONDS, MONTH, Bound.atMost(5)),
                        new Goal.Absolute("seconds, all on one day", Stopwatch.SECONDS, DAY, Bound.atMost(5))),
                List.of("CPU seconds are of the whole JVM, its collector included."));
    }

    private static Quota quota(int limit) {
        return new Quota(limit, 0, Map.of(), Map.of());
    }

    private static List<Pending> pending(int count, List<String> kinds) {
        Random random = new Random(42);
        List<Pending> pending = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Instant echeance =
                    random.nextInt(3) == 0 ? NOW.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 40))) : null;
            Priorite priorite = random.nextInt(10) == 0
                    ? Priorite.HAUTE
                    : random.nextInt(10) == 0 ? Priorite.BASSE : Priorite.NORMALE;
            pending.add(new Pending("D-" + i, kinds.get(random.nextInt(kinds.size())), priorite, echeance, i));
        }
        Collections.shuffle(pending, random);
        return pending;
    }

    private static Map<String, Double> plan(Planner planner, Quota quota, List<Pending> pending) {
        Stopwatch watch = new Stopwatch();
        Plan plan = planner.plan(NOW, NOW, Instant.EPOCH, quota, pending);
        Map<String, Double> figures = watch.figures();
        if (plan.placements().size() != pending.size()) {
            throw new IllegalStateException("not every request has a place");
        }
        return figures;
    }

    private static Map<String, Double> sort(List<Pending> pending) {
        Pending[] copy = pending.toArray(Pending[]::new);
        Stopwatch watch = new Stopwatch();
        Arrays.sort(copy, Comparator.comparing(Pending::priorite).thenComparingLong(Pending::rang));
        return watch.figures();
    }
}
