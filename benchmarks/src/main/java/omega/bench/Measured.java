package omega.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The figures of contenders that took turns: by contender and column, one a round. */
public final class Measured {
    private final Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
    private final List<Double> loads = new ArrayList<>();

    /** Lets the contenders take turns, so that what else the machine does meets all of them. A first round, uncounted, warms them. */
    public static Measured interleaved(int rounds, List<Contender> contenders) throws Exception {
        Measured measured = new Measured();
        for (int round = 0; round <= rounds; round++) {
            measured.loads.add(Machine.load());
            for (Contender contender : contenders) {
                Map<String, Double> taken = contender.turn().take();
                if (round > 0) {
                    taken.forEach((column, value) -> measured.add(contender.name(), column, value));
                }
                System.err.printf("  round %d of %d  %-34s %s%n", round, rounds, contender.name(), Figure.show(taken));
            }
        }
        return measured;
    }

    private void add(String contender, String column, double value) {
        figures.computeIfAbsent(contender, _ -> new LinkedHashMap<>())
                .computeIfAbsent(column, _ -> new ArrayList<>())
                .add(value);
    }

    public Set<String> contenders() {
        return figures.keySet();
    }

    /** Of all contenders, in order of appearance. */
    public Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>();
        figures.values().forEach(each -> columns.addAll(each.keySet()));
        return columns;
    }

    /** One a round; empty where the contender does not tell this column. */
    public Spread of(String contender, String column) {
        return new Spread(figures.getOrDefault(contender, Map.of()).getOrDefault(column, List.of()));
    }

    /** One contender's figure over the other's, round by round. */
    public Spread ratio(String column, String contender, String reference) {
        List<Double> over = of(contender, column).values();
        List<Double> under = of(reference, column).values();
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(over.size(), under.size()); i++) {
            ratios.add(over.get(i) / under.get(i));
        }
        return new Spread(ratios);
    }

    /** The machine's load average at the begin of each round. */
    public Spread loads() {
        return new Spread(loads);
    }

    /** Figures of one thing over the rounds. */
    public record Spread(List<Double> values) {
        public boolean isEmpty() {
            return values.isEmpty();
        }

        public double median() {
            double[] sorted = values.stream().mapToDouble(each -> each).sorted().toArray();
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }

        public double least() {
            return Arrays.stream(values.toArray(new Double[0]))
                    .mapToDouble(each -> each)
                    .min()
                    .orElse(Double.NaN);
        }

        public double most() {
            return Arrays.stream(values.toArray(new Double[0]))
                    .mapToDouble(each -> each)
                    .max()
                    .orElse(Double.NaN);
        }

        @Override
        public String toString() {
            return isEmpty()
                    ? ""
                    : Figure.show(median()) + " (" + Figure.show(least()) + "–" + Figure.show(most()) + ")";
        }
    }
}
