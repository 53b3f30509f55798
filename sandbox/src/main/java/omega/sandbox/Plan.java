package omega.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import omega.lifeline.Lifeline;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * What the stack consists of: the one place that names its processes, their ports, heaps and settings. A further
 * service is one more port and one more {@link #service}.
 */
record Plan(Home home, Ports ports, Scenario scenario) {
    /** The supplier that the sandbox plays. */
    static final String PARTENAIRE = "DEMO";

    /** Mass requests a day that its contract allows. */
    static final int QUOTA = 100;

    /** The slow compiler only for what is very hot: otherwise it takes a third of a start. */
    private static final List<String> SLOW_COMPILER_LATE = List.of(
            "-XX:Tier4InvocationThreshold=50000",
            "-XX:Tier4MinInvocationThreshold=6000",
            "-XX:Tier4CompileThreshold=150000",
            "-XX:Tier4BackEdgeThreshold=400000");

    /** How long the other services leave the processors to the collector's first records. */
    private static final Duration FIRST_RECORDS = Duration.ofSeconds(6);

    static final String KAFKA = "kafka";
    /** In the environment of both ends: the supplier's secret at the token server. */
    private static final String JETON = "OMEGA_SANDBOX_JETON";

    static final String OMEGA = "omega-simulator";
    static final String FETCHER = "publication-fetcher";
    static final String SUBMITTER = "request-submitter";
    static final String TRACKER = "status-tracker";
    static final String WEB = "ws-proxy";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /**
     * What a stack is started with.
     *
     * @param pce     delivery points of the simulated OMEGA
     * @param seed    of all that it puts out
     * @param backlog days for which it has put out before its first start
     * @param parsers processes that only parse, besides the one that does everything
     * @param fetcher settings of publication-fetcher that differ from its own defaults
     * @param ftps    whether the supplier comes by FTPS, and not by SFTP
     * @param previous another build of the gateway, which each of its processes runs at every other start, the first one included
     */
    record Scenario(
            int pce,
            long seed,
            int backlog,
            int parsers,
            Map<String, String> fetcher,
            boolean ftps,
            Optional<Path> previous) {
        Scenario {
            if (pce < 1 || pce > MOST_PCE) {
                throw new IllegalArgumentException("--pce must be within 1.." + MOST_PCE + ", is " + pce);
            }
            if (parsers < 0 || parsers > MOST_PARSERS) {
                throw new IllegalArgumentException("--parsers must be within 0.." + MOST_PARSERS + ", is " + parsers);
            }
        }

        private static final int MOST_PCE = 50_000_000;
        private static final int MOST_PARSERS = 50;
        static final Scenario DEFAULT = new Scenario(1000, 1, 1, 0, Map.of(), false, Optional.empty());
    }

    /** Names of the processes that only parse. */
    static List<String> parsers(Scenario scenario) {
        return IntStream.rangeClosed(1, scenario.parsers())
                .mapToObj(number -> "parser-" + number)
                .toList();
    }

    static Map<String, Integer> usualPorts(Scenario scenario) {
        Map<String, Integer> usual = new LinkedHashMap<>();
        usual.put(KAFKA, 9092);
        usual.put("postgres", 5432);
        usual.put("simulator", 8090);
        usual.put("sftp", 2222);
        usual.put("ftps", 2990);
        usual.put("soap", 7002);
        usual.put("rest", 7003);
        usual.put("fetcher", 8081);
        usual.put("submitter", 8082);
        usual.put("tracker", 8083);
        usual.put("web", 8084);
        parsers(scenario).forEach(name -> usual.put(name, 8180 + usual.size()));
        return usual;
    }

    List<Child> children() {
        List<Child> children = new ArrayList<>(List.of(
                new Child(
                        KAFKA,
                        List.of(),
                        bootstrapServers(),
                        this::brokerAnswers,
                        () -> new Child.Launch(brokerCommand(), Map.of())),
                new Child(
                        "postgres",
                        List.of(),
                        "127.0.0.1:" + ports.of("postgres"),
                        home.postgres(ports)::answers,
                        () -> {
                            home.postgres(ports).prepare();
                            return new Child.Launch(home.postgres(ports).command(), Map.of());
                        }),
                service(OMEGA, OMEGA, "simulator", "256m", List.of(), this::simulator),
                service(FETCHER, FETCHER, "fetcher", "192m", List.of(KAFKA, "postgres", OMEGA), this::collector),
                // the first records need none of these: they leave the processors to what those do need
                service(
                        SUBMITTER,
                        SUBMITTER,
                        "submitter",
                        "256m",
                        List.of(KAFKA, "postgres", FETCHER),
                        afterFirstRecords(this::submitter)),
                service(
                        TRACKER,
                        TRACKER,
                        "tracker",
                        "192m",
                        List.of(KAFKA, "postgres", FETCHER),
                        afterFirstRecords(Map::of)),
                service(WEB, WEB, "web", "256m", List.of(KAFKA, "postgres", FETCHER), afterFirstRecords(this::web))));
        for (String parser : parsers(scenario)) {
            children.add(service(parser, FETCHER, parser, "128m", List.of(KAFKA, "postgres", FETCHER), () -> {
                Map<String, String> settings = new LinkedHashMap<>(fetcher());
                settings.put("omega.fetcher.roles", "parse");
                settings.put("omega.instance", parser);
                return settings;
            }));
        }
        return List.copyOf(children);
    }

    /** Has a process wait, at its first start only and a few seconds at most, while the collector's first records go through. */
    private Supplier<Map<String, String>> afterFirstRecords(Supplier<Map<String, String>> settings) {
        AtomicBoolean waited = new AtomicBoolean();
        return () -> {
            if (!waited.getAndSet(true)) {
                Rest gateway = Rest.on(ports.of("fetcher"));
                Waiting.until(() -> Rehearsal.hasPublished(gateway), FIRST_RECORDS);
            }
            return settings.get();
        };
    }

    private Map<String, String> simulator() {
        Keys keys = new Keys(home.keys());
        List.of(Keys.HOST, PARTENAIRE).parallelStream().forEach(keys::ensure);
        keys.trustHost(ports.of("sftp"));
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("omega.simulator.home", home.data().resolve("simulator").toString());
        settings.put("omega.simulator.pce", Integer.toString(scenario.pce()));
        settings.put("omega.simulator.backlog-days", Integer.toString(scenario.backlog()));
        settings.put("omega.simulator.seed", Long.toString(scenario.seed()));
        settings.put("omega.simulator.sftp.port", Integer.toString(ports.of("sftp")));
        settings.put("omega.simulator.ftps.port", Integer.toString(ports.of("ftps")));
        settings.put("omega.simulator.ws.port", Integer.toString(ports.of("soap")));
        settings.put("omega.simulator.rest.port", Integer.toString(ports.of("rest")));
        settings.put("omega.simulator.sftp.host-key", keys.secret(Keys.HOST).toString());
        settings.put(
                "omega.simulator.partenaires." + PARTENAIRE + ".authorized-key",
                keys.open(PARTENAIRE).toString());
        settings.put("omega.simulator.partenaires." + PARTENAIRE + ".client-secret", "${" + JETON + "}");
        return settings;
    }

    /** Kept for {@code ./omega doctor} and {@code ./omega audit}, with the password, for this user's eyes only. */
    private void keep(Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(common("fetcher"));
        all.putAll(settings);
        all.put("quarkus.datasource.password", home.postgres(ports).password());
        List<String> lines = all.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList();
        Path file = home.run().resolve("gateway.properties");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private Map<String, String> collector() {
        Map<String, String> settings = fetcher();
        keep(settings);
        return settings;
    }

    private Map<String, String> fetcher() {
        Map<String, String> settings = partner();
        settings.put("omega.fetcher.home", home.data().resolve("fetcher").toString());
        settings.putAll(scenario.fetcher());
        return settings;
    }

    private Map<String, String> submitter() {
        Map<String, String> settings = partner();
        settings.put("omega.partenaires." + PARTENAIRE + ".quota.limite", Integer.toString(QUOTA));
        settings.put("omega.partenaires." + PARTENAIRE + ".quota.reserve-portail", Integer.toString(QUOTA / 10));
        settings.put(
                "omega.partenaires." + PARTENAIRE + ".depot.temporaire-epargne",
                "true"); // as the simulator does by default
        return settings;
    }

    /** How the supplier's calls reach OMEGA, which has made his certificate (§4.2.2, §4.2.3). */
    private Map<String, String> web() {
        Path made = home.data().resolve("simulator").resolve("cles");
        String partenaire = "omega.partenaires." + PARTENAIRE + ".";
        String rest = "https://127.0.0.1:" + ports.of("rest");
        Map<String, String> settings = partner();
        settings.put(partenaire + "ws.adresse", "https://127.0.0.1:" + ports.of("soap"));
        settings.put(
                partenaire + "ws.certificate-file",
                made.resolve(PARTENAIRE + ".pem").toString());
        settings.put(
                partenaire + "ws.key-file", made.resolve(PARTENAIRE + ".key").toString());
        settings.put(
                partenaire + "ws.authorities-file", made.resolve("autorite.pem").toString());
        settings.put(partenaire + "rest.adresse", rest);
        settings.put(partenaire + "jeton.adresse", rest + "/oauth/token");
        settings.put(partenaire + "jeton.client", PARTENAIRE);
        settings.put(partenaire + "jeton.secret", "${" + JETON + "}");
        return settings;
    }

    /** How the supplier's services reach OMEGA; it makes the certificates for FTPS itself, before they start. */
    private Map<String, String> partner() {
        Keys keys = new Keys(home.keys());
        String partenaire = "omega.partenaires." + PARTENAIRE + ".";
        Map<String, String> settings = new LinkedHashMap<>();
        String canal = scenario.ftps() ? "ftps" : "sftp";
        settings.put(partenaire + "canal", canal);
        settings.put(partenaire + "host", "127.0.0.1");
        settings.put(partenaire + "port", Integer.toString(ports.of(canal)));
        settings.put(partenaire + "user", PARTENAIRE);
        if (scenario.ftps()) {
            Path made = home.data().resolve("simulator").resolve("cles");
            settings.put(
                    partenaire + "certificate-file",
                    made.resolve(PARTENAIRE + ".pem").toString());
            settings.put(
                    partenaire + "key-file", made.resolve(PARTENAIRE + ".key").toString());
            settings.put(
                    partenaire + "authorities-file",
                    made.resolve("autorite.pem").toString());
            return settings;
        }
        settings.put(partenaire + "key-file", keys.secret(PARTENAIRE).toString());
        settings.put(partenaire + "known-hosts", keys.knownHosts().toString());
        return settings;
    }

    String bootstrapServers() {
        return "127.0.0.1:" + ports.of(KAFKA);
    }

    private String database() {
        return "jdbc:postgresql://127.0.0.1:" + ports.of("postgres") + "/" + PostgresServer.DATABASE;
    }

    /** A Quarkus service: its module, the name of its HTTP port, its heap, and the settings that only it takes. */
    private Child service(
            String name,
            String module,
            String port,
            String heap,
            List<String> needs,
            Supplier<Map<String, String>> settings) {
        URI ready = URI.create("http://127.0.0.1:" + ports.of(port) + "/q/health/ready");
        AtomicInteger starts = new AtomicInteger();
        return new Child(name, needs, ready.resolve("/").toString(), () -> answersOk(ready), () -> {
            boolean other = starts.getAndIncrement() % 2 == 0 && !module.equals(OMEGA);
            Path build = scenario.previous().filter(_ -> other).orElse(home.root());
            List<String> command = java(heap, build, module);
            Map<String, String> all = new LinkedHashMap<>(common(port));
            all.putAll(settings.get());
            all.forEach((key, value) -> command.add("-D" + key + "=" + value));
            command.add("-jar");
            command.add(build.resolve(module)
                    .resolve("target/quarkus-app/quarkus-run.jar")
                    .toString());
            return new Child.Launch(command, secrets(name, needs));
        });
    }

    /** The settings that every service takes. */
    private Map<String, String> common(String port) {
        return Map.of(
                "quarkus.http.host",
                "127.0.0.1",
                "quarkus.http.port",
                Integer.toString(ports.of(port)),
                "kafka.bootstrap.servers",
                bootstrapServers(),
                "quarkus.datasource.jdbc.url",
                database(),
                "quarkus.datasource.username",
                PostgresServer.ROLE,
                "omega.clock.file",
                home.clock().toString(),
                "omega.environnement",
                "sandbox",
                Lifeline.PROPERTY,
                Lifeline.STDIN);
    }

    /** What may not stand on a command line, which everybody on the machine can read. */
    private Map<String, String> secrets(String name, List<String> needs) {
        Map<String, String> secrets = new LinkedHashMap<>();
        if (needs.contains("postgres")) {
            secrets.put("QUARKUS_DATASOURCE_PASSWORD", home.postgres(ports).password());
        }
        if (name.equals(WEB) || name.equals(OMEGA)) {
            secrets.put(JETON, new Keys(home.keys()).word(JETON));
        }
        return secrets;
    }

    private List<String> brokerCommand() {
        List<String> command = java("200m", home.root(), KAFKA);
        command.addAll(List.of(
                "-D" + Lifeline.PROPERTY + "=" + Lifeline.STDIN,
                "-cp",
                System.getProperty("java.class.path"),
                Broker.class.getName(),
                home.data().resolve(KAFKA).toString(),
                Integer.toString(ports.of(KAFKA))));
        return command;
    }

    private static List<String> java(String heap, Path build, String module) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m", // grows as needed, rather than to begin with all of it
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED", // LZ4 and Zstandard
                "--sun-misc-unsafe-memory-access=allow"));
        if (!module.equals(OMEGA)) { // which makes keys
            command.addAll(SLOW_COMPILER_LATE);
        }
        command.addAll(Rehearsal.options(build, module));
        return command;
    }

    private boolean brokerAnswers() {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.of(KAFKA)), 1000);
        } catch (IOException e) {
            return false; // before Kafka's client, which would wait and complain
        }
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "3000",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "3000"))) {
            return !admin.describeCluster().nodes().get(4, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean answersOk(URI uri) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
