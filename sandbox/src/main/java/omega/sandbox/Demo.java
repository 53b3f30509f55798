package omega.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.sandbox.Plan.Scenario;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./omega demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Plays business days on a fast clock, on a stack of its own under .omega/demo, with faults of every kind, and"
                    + " compares what the simulated OMEGA put out, file by file and line by line, with the gateway's"
                    + " ledger and with what a separate consumer counted in Kafka.",
            "Meanwhile it sends mass requests of all kinds, some wrong, some twice, more than the quota takes and some"
                    + " after 18:50, and compares what was sent with what the gateway says and what lies in OMEGA's books.",
            "And it calls every web service, by JSON and by Kafka, before and after the opening, while answers get lost, a"
                    + " certificate is renewed and the access token revoked, and compares what it was told with what OMEGA took, and with"
                    + " the timeline beside the mass requests: nothing twice, one outcome for each, and all that was to go wrong did.",
            "Exits 0 only if all accounts agree. Its report: .omega/demo/report.json.",
            ""
        })
final class Demo implements Callable<Integer> {
    /** A month in which the 8th working day, with its monthly publications, is followed by working days. */
    private static final YearMonth MONTH = YearMonth.of(2026, 3);

    private static final int MONTHLY = 8;
    private static final LocalTime BEGIN = LocalTime.of(5, 30);

    /** Time enough, on the fast clock, to collect as often as the connection rule lets. */
    private static final Map<String, String> EAGER = Map.of(
            "omega.fetcher.period", "PT5M",
            "omega.fetcher.incomplete-after", "PT8H");

    @Option(
            names = "--pce",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Delivery points that the simulated OMEGA has (default: ${DEFAULT-VALUE}).")
    private int pce;

    @Option(
            names = "--days",
            paramLabel = "D",
            defaultValue = "1",
            description = "Days to play, from a month's 8th working day on (default: ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Same seed, same publications and faults (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--speed",
            paramLabel = "N",
            defaultValue = "240",
            description = "Virtual seconds a real second while anything is on its way, 1 to 240 (default:"
                    + " ${DEFAULT-VALUE}). Quiet hours are jumped over.")
    private double speed;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "2",
            description = "Publications between two jumps (default: ${DEFAULT-VALUE}). More is quicker, and rougher.")
    private int batch;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "100",
            description =
                    "Mass requests of the first morning, a third as many on later ones (default: ${DEFAULT-VALUE},"
                            + " which is OMEGA's quota of a day).")
    private int requests;

    @Option(names = "--no-faults", description = "Let nothing go wrong.")
    private boolean noFaults;

    @Option(
            names = "--parsers",
            paramLabel = "N",
            defaultValue = "0",
            description = "Further processes that only parse (default: ${DEFAULT-VALUE}).")
    private int parsers;

    @Option(
            names = "--kill",
            description =
                    "Kill collector, parsers (see --parsers), submitter, tracker and ws-proxy with kill -9 again and again while"
                            + " they work.")
    private boolean kill;

    @Option(names = "--kill-broker", description = "Kill Kafka too.")
    private boolean killBroker;

    @Option(names = "--ftps", description = "The supplier comes by FTPS, and not by SFTP.")
    private boolean ftps;

    @Option(
            names = "--previous",
            paramLabel = "DIR",
            description =
                    "With --kill: the gateway's processes begin as those of another build, and each start after a kill"
                            + " changes to the other one: old and new side by side, in every mixture.")
    private @Nullable Path previous;

    @Option(names = "--keep", description = "Leave the stack up afterwards, to look around, until Ctrl-C.")
    private boolean keep;

    @Override
    public Integer call() throws IOException {
        if (pce < 1 || days < 1 || requests < 1 || batch < 1 || parsers < 0 || !(speed >= 1 && speed <= 240)) {
            throw new IllegalArgumentException(
                    "--pce, --days, --requests and --batch must be 1 or more, --speed within 1..240");
        }
        Path build = previous;
        if (build != null
                && (!kill || !Files.isDirectory(build.resolve(Plan.FETCHER).resolve("target/quarkus-app")))) {
            throw new IllegalArgumentException(
                    "--previous names the directory of another version, packaged, and needs --kill");
        }
        Clock real = OmegaClock.real();
        Home home = Home.fromLauncher().demo().made();
        Progress out = new Progress(System.out);
        Optional<Running> running = Running.on(home, out, real);
        if (running.isEmpty()) {
            return 1;
        }
        try (Running held = running.get()) {
            home.emptied();
            Scenario scenario = scenario();
            Catalogue catalogue = Catalogue.load(Optional.ofNullable(System.getenv("OMEGA_CATALOGUE"))
                    .filter(text -> !text.isBlank())
                    .map(Path::of));
            LocalDate first = first(catalogue);
            VirtualTime time = new VirtualTime(home.clock(), real);
            time.begin(begin(first));
            Instant began = real.instant();
            if (!held.start(ports(scenario), ports -> new Plan(home, ports, scenario).children())) {
                return 1;
            }
            int code = play(held, home, catalogue, first, time, out, began);
            if (keep) {
                new Tour(home, held.ports(), time).print(out);
                held.markReady();
                held.awaitEnd();
            }
            return code;
        }
    }

    /** The first day that is played. */
    static LocalDate first(Catalogue catalogue) {
        return catalogue.calendar().workingDay(MONTH, MONTHLY);
    }

    /** Before OMEGA puts out anything on {@code day}. */
    static Instant begin(LocalDate day) {
        return day.atTime(BEGIN).atZone(OmegaClock.PARIS).toInstant();
    }

    private int play(
            Running running,
            Home home,
            Catalogue catalogue,
            LocalDate first,
            VirtualTime time,
            Progress out,
            Instant began)
            throws IOException {
        Days.At at = new Days.At(
                Rest.on(running.ports().of("simulator")),
                Rest.on(running.ports().of("fetcher")),
                Rest.on(running.ports().of("submitter")),
                Rest.on(running.ports().of("tracker")),
                Rest.on(running.ports().of("web")),
                "127.0.0.1:" + running.ports().of("kafka"));
        out.println("playing %d day(s) from %s, %,d PCE, seed %d".formatted(days, first, pce, seed));
        Map<String, Integer> kills = new TreeMap<>();
        List<String> spared = new ArrayList<>();
        Days.Accounts accounts = new Days(at, catalogue, time, first, days, seed, !noFaults, requests, speed, batch)
                .play(out, play -> {
                    try (Saboteur saboteur = new Saboteur(running.stack(), victims(), play::isBusy, seed)) {
                        List<String> troubles = Days.played(play);
                        kills.putAll(saboteur.kills());
                        spared.addAll(saboteur.spared());
                        return troubles;
                    }
                });
        Duration took = Duration.between(began, OmegaClock.real().instant());
        if (!kills.isEmpty()) {
            out.println("killed with kill -9: " + kills);
        }
        spared.forEach(each ->
                out.println(each + " was never killed, so nothing is proved of it: play more, or longer, days"));
        Path report = home.dir().resolve("report.json");
        ObjectNode about = accounts.about().put("pce", pce).put("dureeSecondes", took.toSeconds());
        about.set("arretsBrutaux", new ObjectMapper().valueToTree(kills));
        about.set("epargnes", new ObjectMapper().valueToTree(spared));
        accounts.reckoning().write(report, about);
        return verdict(accounts.reckoning(), took, report, out);
    }

    /** Alerts follow the files within a second or two. */
    static void awaitAlerts(Rest gateway) {
        Waiting.until(
                () -> {
                    try {
                        return Reckoning.alertsStandStill(gateway);
                    } catch (IOException e) {
                        return false;
                    }
                },
                Duration.ofSeconds(30));
    }

    /** Not the usual ones, so that a stack that comes up meanwhile finds those free. */
    private static Map<String, Integer> ports(Scenario scenario) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        Plan.usualPorts(scenario).forEach((name, usual) -> ports.put(name, 10_000 + usual));
        return ports;
    }

    private Scenario scenario() {
        return new Scenario(
                pce,
                seed,
                0,
                parsers,
                EAGER,
                ftps,
                Optional.ofNullable(previous).map(each -> each.toAbsolutePath().normalize()));
    }

    private List<String> victims() {
        List<String> victims = new ArrayList<>();
        if (kill) {
            victims.add(Plan.FETCHER);
            victims.addAll(Plan.parsers(scenario()));
            victims.add(Plan.SUBMITTER);
            victims.add(Plan.TRACKER);
            victims.add(Plan.WEB);
        }
        if (killBroker) {
            victims.add(Plan.KAFKA);
        }
        return victims;
    }

    /** Tells what differs; the exit code. */
    static int verdict(Reckoning reckoning, Duration took, Path report, Progress out) {
        List<String> differences = reckoning.differences();
        differences.forEach(each -> out.println("DIFFERS  " + each));
        out.println("%s after %d s; report: %s"
                .formatted(
                        differences.isEmpty()
                                ? "Every file, every line and every request reconciles"
                                : differences.size() + " differences",
                        took.toSeconds(),
                        Home.show(report)));
        return differences.isEmpty() ? 0 : 1;
    }
}
