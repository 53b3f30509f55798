package omega.bench;

import java.util.Locale;
import java.util.stream.Collectors;
import omega.bench.Measured.Spread;
import omega.clock.OmegaClock;

/** A result as Markdown. */
record Page(Benchmark benchmark, Scale scale, Outcome outcome, OmegaClock clock) {

    String markdown() {
        Measured measured = outcome.measured();
        StringBuilder text = new StringBuilder();
        text.append("# ").append(benchmark.name()).append("\n\n");
        text.append(benchmark.about(scale).strip()).append("\n\n");
        text.append(row("contender", measured.columns()));
        text.append("|---".repeat(measured.columns().size() + 1)).append("|\n");
        for (String contender : measured.contenders()) {
            text.append(row(
                    contender,
                    measured.columns().stream()
                            .map(column -> measured.of(contender, column).toString())
                            .toList()));
        }
        if (!outcome.goals().isEmpty()) {
            text.append("\n| goal | | measured | |\n|---|---|---|---|\n");
            for (Goal goal : outcome.goals()) {
                Spread spread = goal.measured(measured);
                text.append(
                        "| %s | %s | %s | %s |\n".formatted(goal.text(), goal.bound(), spread, verdict(goal, spread)));
            }
        }
        Spread loads = measured.loads();
        text.append(
                "\nMedian (least–most) of %d rounds in which the contenders took turns, after one round uncounted.\n"
                        .formatted(scale.rounds()));
        text.append("%s; %s; load average %s, this benchmark's own share included.\n"
                .formatted(clock.today(), Machine.describe(), range(loads)));
        outcome.remarks().forEach(remark -> text.append("\n- ").append(remark));
        return text.append(outcome.remarks().isEmpty() ? "" : "\n").toString();
    }

    private static String verdict(Goal goal, Spread spread) {
        if (spread.isEmpty()) {
            return "not measured";
        }
        return goal.bound().holds(spread.median()) ? "met" : "**not met**";
    }

    private static String range(Spread loads) {
        return String.format(Locale.ROOT, "%.1f–%.1f", loads.least(), loads.most());
    }

    private static String row(String first, Iterable<String> others) {
        StringBuilder row = new StringBuilder("| ").append(first);
        others.forEach(each -> row.append(" | ").append(each));
        return row.append(" |\n").toString();
    }

    /** What did not run, and why. */
    static String skipped(Benchmark benchmark, String reason, OmegaClock clock) {
        return "# " + benchmark.name() + "\n\nSkipped on " + clock.today() + ": " + reason + "\n";
    }

    static String list(Iterable<Benchmark> benchmarks, Scale scale) {
        return java.util.stream.StreamSupport.stream(benchmarks.spliterator(), false)
                .map(each -> "%-14s %s"
                        .formatted(
                                each.name(),
                                each.about(scale).strip().lines().findFirst().orElse("")))
                .collect(Collectors.joining("\n"));
    }
}
