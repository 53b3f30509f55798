package omega.sandbox;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.Callable;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The demo's days against a stack that something else has started, containers for instance, and may kill and start again meanwhile. Its
 * processes must follow the clock file from their first start on; {@code --begin} writes it, and does no more.
 */
@Command(
        name = "play",
        hidden = true,
        mixinStandardHelpOptions = true,
        description =
                "Plays the demo's days against a stack that runs elsewhere, and reconciles every line and request.")
final class PlayElsewhere implements Callable<Integer> {
    @Option(names = "--omega", defaultValue = "http://127.0.0.1:8090/", description = "The simulated OMEGA's REST.")
    private URI omega = URI.create("http://127.0.0.1:8090/");

    @Option(names = "--gateway", defaultValue = "http://127.0.0.1:8081/", description = "publication-fetcher's REST.")
    private URI gateway = URI.create("http://127.0.0.1:8081/");

    @Option(names = "--submitter", defaultValue = "http://127.0.0.1:8082/", description = "request-submitter's REST.")
    private URI submitter = URI.create("http://127.0.0.1:8082/");

    @Option(names = "--tracker", defaultValue = "http://127.0.0.1:8083/", description = "status-tracker's REST.")
    private URI tracker = URI.create("http://127.0.0.1:8083/");

    @Option(names = "--web", defaultValue = "http://127.0.0.1:8084/", description = "ws-proxy's REST.")
    private URI web = URI.create("http://127.0.0.1:8084/");

    @Option(names = "--kafka", defaultValue = "127.0.0.1:9092", description = "Kafka's bootstrap servers.")
    private String kafka = "127.0.0.1:9092";

    @Option(names = "--clock", required = true, description = "The timeline that all processes of that stack follow.")
    private Path clock = Path.of("clock");

    @Option(names = "--report", defaultValue = "report.json", description = "Where the report goes.")
    private Path report = Path.of("report.json");

    @Option(
            names = "--begin",
            description =
                    "Only set the clock to before the first day, for processes that start next; a clock that is there goes on.")
    private boolean begin;

    @Option(names = "--days", defaultValue = "1")
    private int days = 1;

    @Option(names = "--seed", defaultValue = "1")
    private long seed = 1;

    @Option(names = "--speed", defaultValue = "240")
    private double speed = 240;

    @Option(names = "--batch", defaultValue = "8")
    private int batch = 8;

    @Option(names = "--requests", defaultValue = "40")
    private int requests = 40;

    @Option(names = "--no-faults")
    private boolean noFaults;

    @Override
    public Integer call() throws IOException {
        Catalogue catalogue = Catalogue.load(Optional.ofNullable(System.getenv("OMEGA_CATALOGUE"))
                .filter(text -> !text.isBlank())
                .map(Path::of));
        LocalDate first = Demo.first(catalogue);
        VirtualTime time = new VirtualTime(clock, OmegaClock.real());
        if (begin && Files.exists(clock)) {
            return 0;
        }
        if (begin) {
            time.begin(Demo.begin(first));
            return 0;
        }
        Progress out = new Progress(System.out);
        Instant began = OmegaClock.real().instant();
        out.println("playing %d day(s) from %s, seed %d".formatted(days, first, seed));
        Days.At at = new Days.At(
                new Rest(omega), new Rest(gateway), new Rest(submitter), new Rest(tracker), new Rest(web), kafka);
        Days.Accounts accounts = new Days(at, catalogue, time, first, days, seed, !noFaults, requests, speed, batch)
                .play(out, Days::played);
        Duration took = Duration.between(began, OmegaClock.real().instant());
        accounts.reckoning().write(report, accounts.about().put("dureeSecondes", took.toSeconds()));
        return Demo.verdict(accounts.reckoning(), took, report, out);
    }
}
