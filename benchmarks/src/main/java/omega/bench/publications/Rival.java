package omega.bench.publications;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import omega.bench.Stopwatch;
import omega.sandbox.Logs;

/** A peer in a process of its own, which stays for all rounds as the product's processes do. */
final class Rival implements AutoCloseable {
    private final Child child;
    private final BufferedReader answers;
    private final Path log;

    Rival(Path log, String brokers, String way) throws IOException {
        this.log = log;
        this.child = Child.java(
                log,
                "512m",
                Map.of(),
                true,
                List.of("-cp", System.getProperty("java.class.path"), Rival.class.getName(), brokers, way));
        this.answers =
                new BufferedReader(new InputStreamReader(child.process().getInputStream(), StandardCharsets.UTF_8));
    }

    /** What a turn took: rows, seconds, CPU seconds of the process. */
    record Taken(long rows, double seconds, double cpuSeconds) {}

    Taken send(Path file, String topic) throws IOException {
        child.process().outputWriter().write(file + "\t" + topic + "\n");
        child.process().outputWriter().flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IllegalStateException("a rival ended; see " + log);
        }
        String[] figures = answer.split(" ", -1);
        return new Taken(Long.parseLong(figures[0]), Double.parseDouble(figures[1]), Double.parseDouble(figures[2]));
    }

    /** Arguments: the broker, and {@code naive}, {@code camel} or {@code camel-grouped}; then a file and a topic a line. */
    public static void main(String[] arguments) throws Exception {
        Logs.configure();
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] words = order.split("\t", -1);
                Path file = Path.of(words[0]);
                Stopwatch watch = new Stopwatch();
                long rows = arguments[1].equals("naive")
                        ? NaiveLoop.run(arguments[0], file, words[1])
                        : CamelSplit.run(arguments[0], file, words[1], arguments[1].equals("camel-grouped"));
                Map<String, Double> figures = watch.figures();
                System.out.println(rows + " " + figures.get(Stopwatch.SECONDS) + " " + figures.get(Stopwatch.CPU));
            }
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
