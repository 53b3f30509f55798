package omega.bench.publications;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import omega.bench.kernel.Rows;
import omega.event.Topics;

/** More parsers for the same blocks. */
public final class Parsers implements Benchmark {
    private static final String RATE = "blocks/s";
    private static final String CPU = "CPU s a million rows";
    /** The first blocks, while each parser joins the group and compiles, do not count. */
    private static final double WARM = 0.3;

    @Override
    public String name() {
        return "parsers";
    }

    @Override
    public String about(Scale scale) {
        return """
                %,d rows, already cut into blocks in Kafka, to committed records by one, two and four parser processes of one thread each.
                The rate is of the last %.0f %% of the blocks, when all have joined and compiled; CPU is the parsers' from their start on. This machine has %d cores, \
                on which the broker and whatever else runs work too.
                """.formatted(
                        scale.rows(), (1 - WARM) * 100, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public Outcome run(Scale scale) throws Exception {
        Publications.needs(scale);
        try (Stage stage = new Stage(scale.home());
                Gateway gateway = new Gateway(stage, scale.root())) {
            Path archive = stage.home.resolve("rows.zip");
            Rows.archive(archive, Publications.name(1, "csv"), scale.rows());
            AtomicInteger sequence = new AtomicInteger();
            List<Contender> contenders = new ArrayList<>();
            for (int parsers : new int[] {1, 2, 4}) {
                contenders.add(new Contender(
                        name(parsers),
                        () -> turn(stage, gateway, archive, sequence.incrementAndGet(), parsers, scale)));
            }
            Measured measured = Measured.interleaved(scale.rounds(), contenders);
            return new Outcome(
                    measured,
                    List.of(
                            new Goal.Ratio("two over one", RATE, name(2), name(1), Bound.atLeast(1.8)),
                            new Goal.Ratio("four over one", RATE, name(4), name(1), Bound.atLeast(3.2))),
                    List.of(
                            "The goals hold for machines that have the cores: three or more for two parsers, five or more for four."));
        }
    }

    private static String name(int parsers) {
        return parsers == 1 ? "one parser" : parsers + " parsers";
    }

    private static Map<String, Double> turn(
            Stage stage, Gateway gateway, Path archive, int sequence, int parsers, Scale scale) throws Exception {
        String name = Publications.name(sequence, "zip");
        Gateway.Life life = gateway.cut(archive, name, sequence);
        gateway.parsers(parsers);
        gateway.complete(name, life, scale.rows());
        double cpu = gateway.parsersCpu().toNanos() / 1e9;
        gateway.stopParsers();
        stage.empty(Topics.publication(Rows.FLUX));
        int first = (int) (life.blocks.size() * WARM);
        double seconds = (life.blocks.getLast() - life.blocks.get(first)) / 1e9;
        return new TreeMap<>(Map.of(RATE, (life.blocks.size() - 1 - first) / seconds, CPU, cpu / scale.rows() * 1e6));
    }
}
