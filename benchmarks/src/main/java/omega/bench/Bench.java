package omega.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import omega.bench.channel.FtpsDownloading;
import omega.bench.channel.SftpDownloading;
import omega.bench.channel.SmallFiles;
import omega.bench.kernel.Kernel;
import omega.bench.publications.Parsers;
import omega.bench.publications.Publications;
import omega.bench.requests.Planning;
import omega.bench.requests.Writing;
import omega.bench.tracker.Find;
import omega.bench.tracker.Keep;
import omega.bench.ws.WebServices;
import omega.clock.OmegaClock;
import omega.sandbox.Logs;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./omega bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = {
            "Measures the gateway beside peers, in turns on this machine, and writes benchmarks/results/NAME.md.",
            "Without a NAME it runs all; --list says what there is. Nothing else should run meanwhile.",
            ""
        })
public final class Bench implements Callable<Integer> {
    /** In the order of the design's table. */
    static final List<Benchmark> ALL = List.of(
            new Kernel(),
            new Planning(),
            new Writing(),
            new Keep(),
            new Find(),
            new Publications(),
            new Parsers(),
            new SftpDownloading(),
            new FtpsDownloading(),
            new SmallFiles(),
            new WebServices());

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which to run.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "List the benchmarks, and run none.")
    private boolean list;

    @Option(names = "--rounds", paramLabel = "N", description = "Turns of each contender (default: ${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(names = "--rows", paramLabel = "N", description = "Rows of a publication (default: ${DEFAULT-VALUE}).")
    private int rows = 5_000_000;

    @Option(
            names = "--requests",
            paramLabel = "N",
            description =
                    "Requests that are planned; a quarter of them is tracked, ten times as many are searched (default:"
                            + " ${DEFAULT-VALUE}).")
    private int requests = 1_000_000;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "Where the pages go (default: benchmarks/results of the project).")
    private Path results = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        Logs.configure();
        System.setOut(new PrintStream(System.out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path root =
                Path.of(System.getProperty("omega.root", "")).toAbsolutePath().normalize();
        Path home = Path.of(
                        System.getProperty("omega.home", root.resolve(".omega").toString()))
                .resolve("bench")
                .toAbsolutePath();
        Scale scale = Scale.full(root, home).withRounds(rounds).withRows(rows).withRequests(requests);
        if (list) {
            System.out.println(Page.list(ALL, scale));
            return 0;
        }
        List<Benchmark> chosen = ALL.stream()
                .filter(each -> names.isEmpty() || names.contains(each.name()))
                .toList();
        List<String> known = ALL.stream().map(Benchmark::name).toList();
        if (rounds < 1 || rows < 1 || requests < 1 || !known.containsAll(names)) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "benchmarks are " + known + "; rounds, rows and requests are at least 1");
        }
        Path pages = results.toString().isEmpty() ? root.resolve("benchmarks/results") : results;
        for (Benchmark benchmark : chosen) {
            System.err.println(benchmark.name());
            String page = page(benchmark, scale);
            write(pages.resolve(benchmark.name() + ".md"), page);
            System.out.println(page);
        }
        return 0;
    }

    /** Runs one benchmark; its page, or why it did not run here. */
    static String page(Benchmark benchmark, Scale scale) throws Exception {
        OmegaClock clock = OmegaClock.real();
        try {
            return new Page(benchmark, scale, benchmark.run(scale), clock).markdown();
        } catch (Benchmark.Skipped e) {
            return Page.skipped(benchmark, String.valueOf(e.getMessage()), clock);
        }
    }

    private static void write(Path file, String page) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, page);
    }
}
