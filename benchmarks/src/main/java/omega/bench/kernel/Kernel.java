package omega.bench.kernel;

import java.util.List;
import java.util.Map;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link KernelTurns} by JMH, a process of its own for each turn. */
public final class Kernel implements Benchmark {
    private static final String ROWS = "rows/s";
    private static final String READ = "omega: split, check, decode";
    private static final String JSON = "omega: and JSON and key to Kafka";
    private static final String FAST_CSV = "FastCSV: split";
    private static final String JACKSON = "FastCSV, then JSON by Jackson";

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public String about(Scale scale) {
        return """
                One thread, lines of ten fields (84 bytes): `omega.layout` against FastCSV.
                Ours checks every field against its layout (form, date, code list, number) and writes typed JSON; FastCSV only splits into strings.
                """;
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        Measured measured = Measured.interleaved(
                scale.rounds(),
                List.of(
                        contender(READ, "read", scale),
                        contender(JSON, "readToJson", scale),
                        contender(FAST_CSV, "fastCsv", scale),
                        contender(JACKSON, "fastCsvToJson", scale)));
        return new Outcome(
                measured,
                List.of(
                        new Goal.Ratio(
                                "split, check, decode over FastCSV alone", ROWS, READ, FAST_CSV, Bound.atLeast(3)),
                        new Goal.Ratio(
                                "the same with JSON, over FastCSV alone", ROWS, JSON, FAST_CSV, Bound.atLeast(3))),
                List.of("FastCSV with its fastest handler (`StringArrayHandler`), from the same bytes, US-ASCII."));
    }

    private static Contender contender(String name, String method, Scale scale) {
        return new Contender(name, () -> Map.of(ROWS, score(method, scale)));
    }

    private static double score(String method, Scale scale) throws RunnerException {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(KernelTurns.class.getName() + "\\." + method + "$")
                .verbosity(VerboseMode.SILENT);
        if (scale.iteration().isZero()) {
            options.forks(0).warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(1));
        } else {
            TimeValue time = TimeValue.milliseconds(scale.iteration().toMillis());
            options.forks(1)
                    .jvmArgs("-Xmx256m", "-XX:+UseSerialGC", "--sun-misc-unsafe-memory-access=allow")
                    .warmupIterations(4)
                    .warmupTime(time)
                    .measurementIterations(5)
                    .measurementTime(time);
        }
        return new Runner(options.build()).runSingle().getPrimaryResult().getScore();
    }
}
