package omega.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Wall-clock time and CPU time of this process since it was made. */
public final class Stopwatch {
    public static final String SECONDS = "s";
    public static final String CPU = "CPU s";

    private final long wall = System.nanoTime();
    private final Duration cpu = Machine.cpu();

    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(SECONDS, (System.nanoTime() - wall) / 1e9);
        figures.put(CPU, Machine.cpu().minus(cpu).toNanos() / 1e9);
        return figures;
    }
}
