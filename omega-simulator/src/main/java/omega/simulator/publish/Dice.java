package omega.simulator.publish;

/** Chance that is always the same: pure functions of their arguments, well mixed (SplitMix64). */
public final class Dice {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Dice() {}

    public static long mix(long value) {
        long z = value + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    public static long mix(long a, long b) {
        return mix(mix(a) + b);
    }

    public static long mix(long a, String text) {
        long hash = a;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return mix(hash);
    }

    /** Within 0..bound-1. */
    public static int below(long dice, int bound) {
        return (int) Long.remainderUnsigned(dice, bound);
    }

    /** Within 0..1, 1 excluded. */
    public static double part(long dice) {
        return (dice >>> 11) * 0x1.0p-53;
    }
}
