package omega.endtoend;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The whole stack in containers of their own network, on a clock that all follow: the images as {@code deploy/image} builds them, PostgreSQL and
 * Kafka as {@code POSTGRES_IMAGE} and {@code KAFKA_IMAGE} name them.
 */
final class Contained implements AutoCloseable {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Duration START = Duration.ofMinutes(3);
    /** Where partners' settings are mounted. */
    private static final String SETTINGS = "/config/partenaires.properties";

    private final Network network = Network.newNetwork();
    private final String run = "omega-test-" + UUID.randomUUID();
    private final List<GenericContainer<?>> started = new ArrayList<>();
    private volatile @Nullable GenericContainer<?> player;
    private final Map<String, GenericContainer<?>> byName = new HashMap<>();
    private final ImageFromDockerfile sandbox = new ImageFromDockerfile("omega-test/sandbox", false)
            .withFileFromPath("Dockerfile", ROOT.resolve("deploy/image/sandbox.Dockerfile"))
            .withFileFromPath("deploy/image/data", ROOT.resolve("deploy/image/data"))
            .withFileFromPath("sandbox/target/lib", ROOT.resolve("sandbox/target/lib"))
            .withFileFromPath("sandbox/target/sandbox-0.1.0.jar", ROOT.resolve("sandbox/target/sandbox-0.1.0.jar"))
            .withBuildArg("BASE", image("JAVA_IMAGE", "eclipse-temurin:25-jre"));

    static String image(String variable, String usual) {
        return System.getenv().getOrDefault(variable, usual);
    }

    /** Starts all, each after what it needs. */
    void start() {
        once("secrets", "/secrets", "--omega=omega-simulator:2222");
        once("play", "--begin", "--clock=/clock/timeline");
        add("postgres", new GenericContainer<>(DockerImageName.parse(image("POSTGRES_IMAGE", "postgres:17"))))
                .withEnv("POSTGRES_USER", "omega")
                .withEnv("POSTGRES_DB", "omega")
                .withEnv("POSTGRES_PASSWORD_FILE", "/secrets/postgres-password")
                .waitingFor(Wait.forSuccessfulCommand("pg_isready -h 127.0.0.1 -U omega -d omega"))
                .start();
        add("kafka", new GenericContainer<>(DockerImageName.parse(image("KAFKA_IMAGE", "apache/kafka:4.1.2"))))
                .withEnv(broker())
                .waitingFor(Wait.forSuccessfulCommand("nc -z localhost 19092"))
                .start();
        service("omega-simulator", "omega-simulator")
                .withEnv("OMEGA_SIMULATOR_HOME", "/data")
                .withEnv("OMEGA_SIMULATOR_SFTP_HOST", "0.0.0.0")
                .withEnv("OMEGA_SIMULATOR_PCE", "300")
                .withEnv("QUARKUS_CONFIG_LOCATIONS", "/secrets/jeton.properties," + SETTINGS)
                .withCreateContainerCmdModifier(command -> bind(command, new Bind(run + "-omega", new Volume("/data"))))
                .start();
        fetcher("publication-fetcher", Map.of()).start();
        gateway("request-submitter", "request-submitter").start();
        gateway("status-tracker", "status-tracker").start();
        gateway("ws-proxy", "ws-proxy")
                .withCreateContainerCmdModifier(
                        command -> bind(command, new Bind(run + "-omega", new Volume("/simulator"), AccessMode.ro)))
                .start();
        fetcher("parser", Map.of("OMEGA_FETCHER_ROLES", "parse", "OMEGA_INSTANCE", "parser-1"))
                .start();
    }

    /** Plays a demo's day to its end; what it printed. */
    String play(Duration bound) {
        return once(
                bound,
                "play",
                "--omega=http://omega-simulator:8080/",
                "--gateway=http://publication-fetcher:8080/",
                "--submitter=http://request-submitter:8080/",
                "--tracker=http://status-tracker:8080/",
                "--web=http://ws-proxy:8080/",
                "--kafka=kafka:19092",
                "--clock=/clock/timeline",
                "--report=/clock/report.json");
    }

    /** Whether the day is being played, and not yet reckoned. */
    boolean isPlaying() {
        GenericContainer<?> playing = player;
        if (playing == null || !playing.isRunning()) {
            return false;
        }
        String printed = playing.getLogs();
        return printed.contains("playing ") && !printed.contains("played; ");
    }

    /** Kills a container with no warning, and starts it again; whether it ran. */
    boolean kill(String name) {
        String id = container(name).getContainerId();
        var docker = DockerClientFactory.instance().client();
        try {
            docker.killContainerCmd(id).exec();
        } catch (ConflictException e) {
            return false; // it is starting again by itself: what it needs was killed before
        }
        docker.startContainerCmd(id).exec();
        return true;
    }

    private GenericContainer<?> container(String name) {
        GenericContainer<?> found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException(name);
        }
        return found;
    }

    private GenericContainer<?> fetcher(String name, Map<String, String> more) {
        return gateway(name, "publication-fetcher")
                .withEnv("OMEGA_FETCHER_HOME", "/data")
                .withEnv("OMEGA_FETCHER_PERIOD", "PT5M")
                .withEnv("OMEGA_FETCHER_INCOMPLETE_AFTER", "PT8H")
                .withEnv(more);
    }

    private GenericContainer<?> gateway(String name, String module) {
        return service(name, module)
                .withEnv("KAFKA_BOOTSTRAP_SERVERS", "kafka:19092")
                .withEnv("OMEGA_TOPICS_REPLICATION", "1")
                .withEnv("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://postgres:5432/omega")
                .withEnv("QUARKUS_DATASOURCE_USERNAME", "omega")
                .withEnv(
                        "QUARKUS_CONFIG_LOCATIONS",
                        "/secrets/database.properties,/secrets/jeton.properties," + SETTINGS);
    }

    private GenericContainer<?> service(String name, String module) {
        ImageFromDockerfile image = new ImageFromDockerfile("omega-test/" + module, false)
                .withFileFromPath("Dockerfile", ROOT.resolve("deploy/image/Dockerfile"))
                .withFileFromPath("deploy/image/data", ROOT.resolve("deploy/image/data"))
                .withFileFromPath(
                        module + "/target/quarkus-app", ROOT.resolve(module).resolve("target/quarkus-app"))
                .withBuildArg("BASE", image("JAVA_IMAGE", "eclipse-temurin:25-jre"))
                .withBuildArg("SERVICE", module);
        return add(name, new GenericContainer<>(image))
                .withEnv("OMEGA_CLOCK_FILE", "/clock/timeline")
                .withCopyFileToContainer(
                        MountableFile.forHostPath(ROOT.resolve("deploy/compose/simulator.properties"), 0644), SETTINGS)
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(START));
    }

    private GenericContainer<?> add(String name, GenericContainer<?> container) {
        byName.put(name, container);
        started.add(container);
        return container
                .withNetwork(network)
                .withNetworkAliases(name)
                .withStartupTimeout(START)
                .withCreateContainerCmdModifier(command -> hosted(command)
                        .withRestartPolicy(RestartPolicy.unlessStoppedRestart())
                        .withBinds(
                                new Bind(run + "-secrets", new Volume("/secrets"), AccessMode.ro),
                                new Bind(run + "-clock", new Volume("/clock"), AccessMode.ro)));
    }

    private static void bind(CreateContainerCmd command, Bind further) {
        List<Bind> binds = new ArrayList<>(List.of(hosted(command).getBinds()));
        binds.add(further);
        hosted(command).withBinds(binds);
    }

    private static HostConfig hosted(CreateContainerCmd command) {
        return Objects.requireNonNull(command.getHostConfig());
    }

    private void once(String... command) {
        once(Duration.ofMinutes(1), command);
    }

    private String once(Duration bound, String... command) {
        try (GenericContainer<?> container = new GenericContainer<>(sandbox)) {
            player = container;
            container
                    .withNetwork(network)
                    .withCommand(command)
                    .withCreateContainerCmdModifier(create -> hosted(create)
                            .withBinds(
                                    new Bind(run + "-secrets", new Volume("/secrets")),
                                    new Bind(run + "-clock", new Volume("/clock"))))
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(bound))
                    .start();
            return container.getLogs();
        }
    }

    private static Map<String, String> broker() {
        return Map.ofEntries(
                Map.entry("KAFKA_NODE_ID", "1"),
                Map.entry("KAFKA_PROCESS_ROLES", "broker,controller"),
                Map.entry("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093"),
                Map.entry("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER"),
                Map.entry("KAFKA_LISTENERS", "INSIDE://:19092,CONTROLLER://:9093"),
                Map.entry("KAFKA_ADVERTISED_LISTENERS", "INSIDE://kafka:19092"),
                Map.entry("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("KAFKA_INTER_BROKER_LISTENER_NAME", "INSIDE"),
                Map.entry("KAFKA_LOG_DIRS", "/var/lib/kafka/data"),
                Map.entry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false"),
                Map.entry("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1"),
                Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1"),
                Map.entry("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1"),
                Map.entry("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0"));
    }

    /** The last lines of what a container said, for a failed run. */
    String lastWords(String name) {
        List<String> lines = container(name).getLogs().lines().toList();
        return name + ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    @Override
    public void close() {
        var docker = DockerClientFactory.instance().client();
        started.reversed().forEach(GenericContainer::stop);
        GenericContainer<?> playing = player;
        if (playing != null) {
            playing.stop();
        }
        network.close();
        for (String volume : List.of(run + "-secrets", run + "-clock", run + "-omega")) {
            docker.removeVolumeCmd(volume).exec();
        }
    }
}
