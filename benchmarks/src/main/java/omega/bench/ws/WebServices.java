package omega.bench.ws;

import jakarta.xml.ws.BindingProvider;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import omega.bench.Benchmark;
import omega.bench.Contender;
import omega.bench.Goal;
import omega.bench.Goal.Bound;
import omega.bench.Measured;
import omega.bench.Outcome;
import omega.bench.Scale;
import omega.bench.publications.Child;
import omega.bench.publications.Stage;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;
import org.apache.cxf.transport.http.HTTPConduit;

/** A look-up from JSON over SOAP to JSON. */
public final class WebServices implements Benchmark {
    static final String PATH = "/ws/RecupererDonneesPCE";
    private static final String HEAP = "256m";
    private static final String RATE = "calls/s";
    private static final String CPU = "CPU ms a call";
    private static final String MEDIAN = "p50 ms";
    private static final String LATE = "p99 ms";
    private static final String ADDED = "added at p99, ms";
    private static final String FAILED = "failed";
    private static final String PROXY = "omega: ws-proxy, whole";
    private static final String BARE = "omega: its mapping and call alone";
    private static final String CAMEL = "Camel-CXF, generated classes";
    private static final String CHECKED = "Camel-CXF, generated classes, schema enforced";
    private static final String ALONE = "CXF alone, generated classes";
    private static final String DIRECT = "CXF alone, generated classes, half load";
    private static final String HALF = "omega: ws-proxy, whole, half load";
    private static final String MANY = "omega: ws-proxy, whole, 1,000 callers at once";
    private static final int CALLERS = 32;
    private static final int MANY_CALLERS = 1_000;
    private static final String ASKED = "{\"pce\": \"12345678901234\", \"accordClient\": true}";

    /** What ws-proxy had last: calls a second, and its share of the turns at half that rate. */
    private double rate;

    private Map<String, Double> half = Map.of();

    @Override
    public String name() {
        return "ws";
    }

    @Override
    public String about(Scale scale) {
        return """
            RecupererDonneesPCE from JSON over SOAP 1.1 with mutual TLS to JSON (twelve readings, 3 kB of XML), %,d calls a turn by %d callers, before one stub. \
            ws-proxy as it is deployed, a process with `-Xmx%s` that checks request and answer by every constraint of the schema and commits an audit line and an \
            event of each call to PostgreSQL; its mapping and call alone behind the front that Camel has; Camel's CXF component with classes that CXF generated, \
            with the schema enforced and without. None of Camel's has an audit, hours, caps or a circuit breaker.
            For latency a fifth as many calls are due at half the rate that ws-proxy had in the same round, and are timed from when they were due; the two \
            take turns within the second.
            """.formatted(calls(scale), CALLERS, HEAP);
    }

    private static int calls(Scale scale) {
        return Math.max(200, scale.lot() / 2);
    }

    /** A contender that is a process. */
    private record Peer(Child child, Path log, Load.Caller caller) {}

    @Override
    public Outcome run(Scale scale) throws Exception {
        Path jar = scale.root().resolve("ws-proxy/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new Skipped("ws-proxy is not built; ./omega bench builds it");
        }
        List<Child> children = new ArrayList<>();
        try (Stage stage = new Stage(scale.home())) {
            Credentials credentials = Credentials.make(stage.home);
            Generated generated = Generated.make(stage.home);
            try (Stub stub = new Stub(credentials)) {
                Peer proxy = proxy(stage, jar, stub, credentials, children);
                String store = credentials.store().toString();
                Peer bare = front(stage, "bare", generated, children, Bare.class, stub.address(), store);
                String wsdl = generated.wsdl().toString();
                Peer camel =
                        front(stage, "camel", generated, children, Camel.class, stub.address(), store, wsdl, "false");
                Peer checked = front(
                        stage, "camel-checked", generated, children, Camel.class, stub.address(), store, wsdl, "true");
                Load.Caller direct = direct(generated, credentials, stub);
                int calls = calls(scale);
                int some = calls / 5;
                Measured measured = Measured.interleaved(
                        scale.rounds(),
                        List.of(
                                new Contender(PROXY, () -> {
                                    Map<String, Double> figures = throughput(proxy, calls);
                                    rate = figures.getOrDefault(RATE, 100.0);
                                    return figures;
                                }),
                                new Contender(BARE, () -> throughput(bare, calls)),
                                new Contender(CAMEL, () -> throughput(camel, calls)),
                                new Contender(CHECKED, () -> throughput(checked, calls)),
                                new Contender(ALONE, () -> rate(calls, direct)),
                                new Contender(DIRECT, () -> latencies(some, direct, proxy.caller())),
                                new Contender(HALF, () -> half),
                                new Contender(MANY, () -> many(some, proxy))));
                return outcome(measured, proxy);
            }
        } finally {
            children.reversed().forEach(Child::close);
        }
    }

    private static Outcome outcome(Measured measured, Peer proxy) {
        return new Outcome(
                measured,
                List.of(
                        new Goal.Ratio(
                                "calls/s over Camel-CXF's, the same mapping", RATE, BARE, CAMEL, Bound.atLeast(2)),
                        new Goal.Ratio(
                                "the same where Camel enforces the schema as we do",
                                RATE,
                                BARE,
                                CHECKED,
                                Bound.atLeast(2)),
                        new Goal.Ratio(
                                "calls/s over Camel-CXF's, ws-proxy whole", RATE, PROXY, CAMEL, Bound.atLeast(2)),
                        new Goal.Absolute("ms added at p99 over CXF alone, half load", ADDED, HALF, Bound.atMost(2)),
                        new Goal.Absolute("failed of 1,000 callers at once, -Xmx256m", FAILED, MANY, Bound.atMost(0))),
                List.of(
                        "Peak memory (RSS) of ws-proxy: " + proxy.child().peak() + ".",
                        "CPU is user and system time of the contender's process; the stub, the callers and PostgreSQL"
                                + " run beside it on the same cores.",
                        "Camel " + version(org.apache.camel.CamelContext.class) + ", CXF "
                                + version(org.apache.cxf.Bus.class) + "."));
    }

    private static String version(Class<?> one) {
        String version = one.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    private static Map<String, Double> throughput(Peer peer, int calls) throws Exception {
        peer.child().check(peer.log());
        Duration before = peer.child().cpu();
        Load.Taken taken = Load.together(CALLERS, calls, peer.caller());
        if (taken.failed() > 0) {
            throw new IllegalStateException(taken.failed() + " calls failed; see " + peer.log());
        }
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(RATE, calls / taken.seconds());
        figures.put(CPU, peer.child().cpu().minus(before).toNanos() / 1e6 / calls);
        return figures;
    }

    /** The client is of this process, and so is its time. */
    private static Map<String, Double> rate(int calls, Load.Caller caller) throws Exception {
        return Map.of(RATE, calls / Load.together(CALLERS, calls, caller).seconds());
    }

    /** Of both, who take turns: what this tells of the direct call, and what is left for the turn of ws-proxy. */
    private Map<String, Double> latencies(int calls, Load.Caller direct, Load.Caller proxy) throws Exception {
        List<double[]> took = Load.inTurns(rate / 2, calls, CALLERS, List.of(direct, proxy));
        double late = Load.percentile(took.getFirst(), 0.99);
        double later = Load.percentile(took.getLast(), 0.99);
        half = Map.of(MEDIAN, Load.percentile(took.getLast(), 0.5), LATE, later, ADDED, later - late);
        return Map.of(MEDIAN, Load.percentile(took.getFirst(), 0.5), LATE, late);
    }

    private static Map<String, Double> many(int calls, Peer proxy) throws Exception {
        int all = Math.max(MANY_CALLERS, calls);
        Load.Taken taken = Load.together(MANY_CALLERS, all, proxy.caller());
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(RATE, all / taken.seconds());
        figures.put(FAILED, (double) taken.failed());
        return figures;
    }

    private static Peer proxy(Stage stage, Path jar, Stub stub, Credentials credentials, List<Child> children)
            throws IOException, InterruptedException {
        OmegaClock.publish(
                Timeline.starting(OmegaClock.real().realInstant(), Instant.parse("2026-11-24T08:00:00Z"), 1),
                stage.home.resolve("clock"));
        int port = Stage.freePort();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("kafka.bootstrap.servers", stage.brokers);
        settings.put("quarkus.datasource.jdbc.url", stage.login.jdbcUrl());
        settings.put("quarkus.datasource.username", stage.login.user());
        settings.put("omega.clock.file", stage.home.resolve("clock").toString());
        settings.put("omega.ws.par-minute", "100000000");
        settings.put("omega.partenaires.BENCH.ws.adresse", stub.address());
        settings.put(
                "omega.partenaires.BENCH.ws.certificate-file",
                credentials.certificate().toString());
        settings.put("omega.partenaires.BENCH.ws.key-file", credentials.key().toString());
        settings.put(
                "omega.partenaires.BENCH.ws.authorities-file",
                credentials.certificate().toString());
        List<String> arguments = new ArrayList<>();
        settings.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        arguments.addAll(List.of("-jar", jar.toString()));
        Path log = stage.log("ws-proxy");
        Child child =
                Child.java(log, HEAP, Map.of("QUARKUS_DATASOURCE_PASSWORD", stage.login.password()), false, arguments);
        children.add(child);
        Load.Caller caller = caller(port, PATH + "/recupererDonneesPCE");
        await(child, log, caller);
        return new Peer(child, log, caller);
    }

    private static Peer front(
            Stage stage, String name, Generated generated, List<Child> children, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        int port = Stage.freePort();
        List<String> all = new ArrayList<>(List.of(
                "-Dhttp.maxConnections="
                        + MANY_CALLERS, // Camel's way of TLS would keep five, and shake hands for most calls
                "-cp",
                System.getProperty("java.class.path") + java.io.File.pathSeparator + generated.classes(),
                main.getName(),
                Integer.toString(port)));
        all.addAll(List.of(arguments));
        Path log = stage.log(name);
        Child child = Child.java(log, HEAP, Map.of(), false, all);
        children.add(child);
        Load.Caller caller = caller(port, "/");
        await(child, log, caller);
        return new Peer(child, log, caller);
    }

    private static void await(Child child, Path log, Load.Caller caller) throws InterruptedException {
        Stage.await(String.valueOf(log.getFileName()), Duration.ofMinutes(2), () -> {
            child.check(log);
            caller.call();
            return true;
        });
    }

    private static Load.Caller caller(int port, String path) {
        Lines lines = new Lines(port, path, ASKED, "X-Omega-Appelant: bench\r\n", "X-Omega-Motif: mesure\r\n");
        return () -> {
            int length = lines.call().length;
            if (length < 1_000) {
                throw new IOException("answered " + length + " bytes only");
            }
        };
    }

    /** What a program does that calls OMEGA by itself. */
    private static Load.Caller direct(Generated generated, Credentials credentials, Stub stub) throws Exception {
        Class<?> port = Generated.port(generated.loader());
        Method operation = Generated.operation(port);
        JaxWsProxyFactoryBean factory = new JaxWsProxyFactoryBean();
        factory.setServiceClass(port);
        factory.setAddress(stub.address() + PATH);
        Object client = factory.create();
        TLSClientParameters tls = new TLSClientParameters();
        tls.setSslContext(credentials.context());
        ((HTTPConduit) ClientProxy.getClient(client).getConduit()).setTlsClientParameters(tls);
        ((BindingProvider) client).getRequestContext().put("thread.local.request.context", "true");
        Class<?> request = operation.getParameterTypes()[0];
        Method pce = request.getMethod("setPce", String.class);
        Method agreed = request.getMethod("setAccordClient", boolean.class);
        return () -> {
            Object asked = request.getConstructor().newInstance();
            pce.invoke(asked, "12345678901234");
            agreed.invoke(asked, true);
            if (operation.invoke(client, asked) == null) {
                throw new IOException("no answer");
            }
        };
    }
}
