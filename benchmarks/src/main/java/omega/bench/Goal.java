package omega.bench;

import omega.bench.Measured.Spread;

/** What performance.md of the design asks of a benchmark: told with the result, asserted nowhere. */
public sealed interface Goal {
    String text();

    Bound bound();

    Spread measured(Measured figures);

    /** A limit that the median is held against. */
    record Bound(boolean atLeast, double limit) {
        public static Bound atLeast(double limit) {
            return new Bound(true, limit);
        }

        public static Bound atMost(double limit) {
            return new Bound(false, limit);
        }

        boolean holds(double value) {
            return atLeast ? value >= limit : value <= limit;
        }

        @Override
        public String toString() {
            return (atLeast ? "≥ " : "≤ ") + Figure.show(limit);
        }
    }

    /** Of one contender's figure to another's in the same round. */
    record Ratio(String text, String column, String contender, String reference, Bound bound) implements Goal {
        @Override
        public Spread measured(Measured figures) {
            return figures.ratio(column, contender, reference);
        }
    }

    /** Of a figure by itself. */
    record Absolute(String text, String column, String contender, Bound bound) implements Goal {
        @Override
        public Spread measured(Measured figures) {
            return figures.of(contender, column);
        }
    }
}
