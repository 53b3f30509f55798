package omega.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each manifest read by the types of its API, every field known; and whether manifests that name one another agree. */
class ManifestsTest {
    private static final Map<String, Class<?>> KINDS = kinds();

    /** The models keep what they do not know beside; without that, an unknown field is a failure. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private static Map<String, Class<?>> kinds() {
        Map<String, Class<?>> kinds = new HashMap<>(Keda.kinds());
        List.of(
                        ConfigMap.class,
                        PersistentVolumeClaim.class,
                        Service.class,
                        ServiceAccount.class,
                        Deployment.class,
                        StatefulSet.class,
                        HorizontalPodAutoscaler.class,
                        Job.class,
                        NetworkPolicy.class,
                        PodDisruptionBudget.class,
                        PrometheusRule.class,
                        ServiceMonitor.class,
                        KafkaTopic.class,
                        KafkaUser.class)
                .forEach(each -> kinds.put(each.getSimpleName(), each));
        return kinds;
    }

    @BeforeAll
    static void helm() {
        Chart.assumeHelm();
    }

    static List<String> examples() {
        return Chart.examples();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyFieldIsKnownToItsApi(String example) throws Exception {
        List<JsonNode> manifests = Chart.manifests(example);

        assertTrue(manifests.size() > 10, () -> "only " + manifests.size());
        for (JsonNode manifest : manifests) {
            Class<?> type = KINDS.get(manifest.path("kind").asText());
            assertNotNull(type, () -> "no type for " + Chart.name(manifest));
            STRICT.treeToValue(manifest, type);
        }
    }

    /** The check can fail: at any depth, in every kind. */
    @Test
    void anUnknownFieldIsNoticed() {
        for (String example : examples()) {
            for (JsonNode manifest : Chart.manifests(example)) {
                if (!manifest.path("spec").isObject()) {
                    continue;
                }
                ObjectNode spoilt = manifest.deepCopy();
                ((ObjectNode) spoilt.path("spec")).put("replicaz", 1);
                assertThrows(
                        UnrecognizedPropertyException.class,
                        () -> STRICT.treeToValue(
                                spoilt, KINDS.get(manifest.path("kind").asText())),
                        () -> Chart.name(manifest));
            }
        }
        ObjectNode deep = Chart.workloads("production").getFirst().deepCopy();
        ((ObjectNode) Chart.container(deep).path("readinessProbe")).put("httpGett", "x");
        assertThrows(UnrecognizedPropertyException.class, () -> STRICT.treeToValue(deep, Deployment.class));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void namesAreUniqueAndAllAreInTheSameWay(String example) {
        Set<String> names = new HashSet<>();
        for (JsonNode manifest : Chart.manifests(example)) {
            assertTrue(names.add(Chart.name(manifest)), () -> "twice: " + Chart.name(manifest));
            assertTrue(
                    manifest.path("metadata").path("name").asText().matches("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?"),
                    () -> Chart.name(manifest));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everySelectorSelectsPods(String example) {
        List<JsonNode> pods = Chart.workloads(example).stream()
                .map(each -> each.path("spec").path("template"))
                .toList();
        int selectors = 0;
        for (JsonNode manifest : Chart.manifests(example)) {
            String kind = manifest.path("kind").asText();
            JsonNode selector = switch (kind) {
                case "Service" -> manifest.path("spec").path("selector");
                case "Deployment", "StatefulSet", "PodDisruptionBudget" ->
                    manifest.path("spec").path("selector").path("matchLabels");
                case "NetworkPolicy" ->
                    manifest.path("spec").path("podSelector").path("matchLabels");
                default -> null;
            };
            if (selector == null) {
                continue;
            }
            selectors++;
            List<JsonNode> selected = pods.stream()
                    .filter(pod -> matches(selector, pod.path("metadata").path("labels")))
                    .toList();
            boolean all = Chart.name(manifest).equals("NetworkPolicy " + Chart.RELEASE);
            assertEquals(all ? pods.size() : 1, selected.size(), () -> Chart.name(manifest));
        }
        assertTrue(selectors >= 4 * pods.size(), "of " + selectors);
        for (JsonNode monitor : Chart.manifests(example, "ServiceMonitor")) {
            List<JsonNode> services = Chart.manifests(example, "Service").stream()
                    .filter(each -> matches(
                            monitor.path("spec").path("selector").path("matchLabels"),
                            each.path("metadata").path("labels")))
                    .toList();
            assertEquals(1, services.size(), () -> Chart.name(monitor));
            assertEquals(
                    services.getFirst().path("spec").path("ports").path(0).path("name"),
                    monitor.path("spec").path("endpoints").path(0).path("port"));
        }
    }

    private static boolean matches(JsonNode selector, JsonNode labels) {
        return selector.properties().stream().allMatch(each -> each.getValue().equals(labels.get(each.getKey())));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatIsMountedIsDeclaredAndTheConfigurationIsThere(String example) {
        Set<String> configs = Chart.manifests(example, "ConfigMap").stream()
                .map(each -> each.path("metadata").path("name").asText())
                .collect(Collectors.toSet());
        for (JsonNode workload : Chart.workloads(example)) {
            JsonNode spec = workload.path("spec").path("template").path("spec");
            Set<String> volumes = StreamSupport.stream(spec.path("volumes").spliterator(), false)
                    .map(each -> each.path("name").asText())
                    .collect(Collectors.toSet());
            Set<String> mounted = new HashSet<>();
            for (JsonNode mount : Chart.container(workload).path("volumeMounts")) {
                mounted.add(mount.path("name").asText());
            }
            assertEquals(volumes, mounted, () -> Chart.name(workload));
            assertTrue(configs.contains(
                    spec.path("volumes").path(0).path("configMap").path("name").asText()));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void podsAreConfined(String example) {
        for (JsonNode pod : podTemplates(example)) {
            JsonNode spec = pod.path("spec");
            assertTrue(spec.path("securityContext").path("runAsNonRoot").asBoolean());
            assertEquals(
                    "RuntimeDefault",
                    spec.path("securityContext")
                            .path("seccompProfile")
                            .path("type")
                            .asText());
            assertFalse(spec.path("automountServiceAccountToken").asBoolean(true));
            for (JsonNode container : spec.path("containers")) {
                JsonNode security = container.path("securityContext");
                assertTrue(security.path("readOnlyRootFilesystem").asBoolean());
                assertFalse(security.path("allowPrivilegeEscalation").asBoolean(true));
                assertEquals(
                        "ALL",
                        security.path("capabilities").path("drop").path(0).asText());
                assertFalse(container.path("resources").path("requests").isEmpty());
                assertFalse(container
                        .path("resources")
                        .path("limits")
                        .path("memory")
                        .isMissingNode());
            }
        }
    }

    /** Literal values of the environment are settings, never secrets. */
    @ParameterizedTest
    @MethodSource("examples")
    void secretsAreReferredToOnly(String example) {
        assertTrue(Chart.manifests(example, "Secret").isEmpty());
        for (JsonNode pod : podTemplates(example)) {
            for (JsonNode variable : pod.path("spec").path("containers").path(0).path("env")) {
                String name = variable.path("name").asText();
                boolean secret = name.matches(".*(PASSWORD|USERNAME|JAAS|KEYSTORE|TRUSTSTORE).*");
                assertEquals(
                        secret, variable.path("valueFrom").has("secretKeyRef"), name + " of " + pod.path("metadata"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void podsEndWithinTheirGraceAndStartWithoutOmega(String example) {
        for (JsonNode workload : Chart.workloads(example)) {
            JsonNode spec = workload.path("spec").path("template").path("spec");
            assertTrue(spec.path("terminationGracePeriodSeconds").asInt() > 60, "a Kafka transaction may take 60 s");
            JsonNode container = Chart.container(workload);
            assertEquals(
                    "/q/health/ready",
                    container
                            .path("readinessProbe")
                            .path("httpGet")
                            .path("path")
                            .asText());
            for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                assertEquals(
                        "http",
                        container.path(probe).path("httpGet").path("port").asText());
            }
            assertEquals(
                    8080, container.path("ports").path(0).path("containerPort").asInt());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theCollectorRunsOnceAndParsersNeverAtNone(String example) {
        JsonNode collector = one(example, "Deployment", "omega-collector");
        assertEquals(1, collector.path("spec").path("replicas").asInt());
        assertEquals(
                "Recreate", collector.path("spec").path("strategy").path("type").asText());

        boolean keda = Chart.manifests(example, "HorizontalPodAutoscaler").isEmpty();
        JsonNode scaler = one(example, keda ? "ScaledObject" : "HorizontalPodAutoscaler", "omega-parser")
                .path("spec");
        assertTrue(scaler.path(keda ? "minReplicaCount" : "minReplicas").asInt() >= 1);
        JsonNode target = scaler.path("scaleTargetRef");
        JsonNode parser =
                one(example, target.path("kind").asText(), target.path("name").asText());
        assertTrue(parser.path("spec").path("replicas").isMissingNode(), "the scaler alone says how many");
        for (JsonNode topic : Chart.manifests(example, "KafkaTopic")) {
            if (topic.path("spec").path("topicName").asText().equals("omega.publication.bloc.v1")) {
                int most = scaler.path(keda ? "maxReplicaCount" : "maxReplicas").asInt();
                assertTrue(
                        2 * most <= topic.path("spec").path("partitions").asInt(),
                        "some of two parsers a pod would idle");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void onlyWhatSpeaksToOmegaMayReachIt(String example) {
        for (JsonNode policy : Chart.manifests(example, "NetworkPolicy")) {
            Set<String> reached = policy.path("spec").findValuesAsText("cidr").stream()
                    .filter(each -> each.startsWith("192.0.2."))
                    .collect(Collectors.toSet());
            boolean speaks = Chart.name(policy).matches("NetworkPolicy omega-(collector|submitter|proxy)");
            assertEquals(speaks, !reached.isEmpty(), () -> Chart.name(policy));
            for (JsonNode rule : policy.path("spec").path("egress")) {
                assertFalse(rule.path("to").isEmpty(), () -> Chart.name(policy) + " lets out to everywhere");
                assertFalse(rule.path("ports").isEmpty(), () -> Chart.name(policy) + " lets out to every port");
            }
        }
        JsonNode collector = one(example, "NetworkPolicy", "omega-collector");
        String ports = collector.path("spec").path("egress").toString();
        assertTrue(ports.contains("\"port\":22}"), ports);
        assertTrue(ports.contains("\"port\":49160,\"endPort\":49260"), "the passive range of §3.1.2: " + ports);
    }

    /** Strimzi deletes a topic with its resource, and Helm the resource with the release or with the setting, unless told to keep it. */
    @ParameterizedTest
    @MethodSource("examples")
    void recordsAndTheArchiveOutliveTheRelease(String example) {
        List<JsonNode> kept = new ArrayList<>(Chart.manifests(example, "KafkaTopic"));
        kept.addAll(Chart.manifests(example, "PersistentVolumeClaim"));

        for (JsonNode manifest : kept) {
            assertEquals(
                    "keep",
                    manifest.path("metadata")
                            .path("annotations")
                            .path("helm.sh/resource-policy")
                            .asText(),
                    () -> Chart.name(manifest));
        }
        assertEquals(example.equals("managed"), kept.isEmpty());
    }

    /** The driver would look for an authority in a home directory that is not there. */
    @ParameterizedTest
    @MethodSource("examples")
    void theDatabaseIsVerifiedByAnAuthorityThatIsMounted(String example) {
        String url = "sslmode=verify-full&sslrootcert=/database/ca.crt";
        for (JsonNode pod : podTemplates(example)) {
            JsonNode container = pod.path("spec").path("containers").path(0);
            String mounts = container.path("volumeMounts").toString();
            assertTrue(
                    mounts.contains("{\"name\":\"database\",\"mountPath\":\"/database\",\"readOnly\":true}"), mounts);
            JsonNode volume = StreamSupport.stream(
                            pod.path("spec").path("volumes").spliterator(), false)
                    .filter(each -> each.path("name").asText().equals("database"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    "ca.crt",
                    volume.path("secret").path("items").path(0).path("path").asText());
            if (container.path("name").asText().equals("migration")) {
                assertTrue(container.path("env").toString().contains(url), container.path("env")::toString);
            }
        }
        List<JsonNode> settings = Chart.manifests(example, "ConfigMap").stream()
                .map(each -> each.path("data").path("application.properties"))
                .filter(JsonNode::isTextual)
                .toList();
        assertEquals(Chart.workloads(example).size(), settings.size());
        settings.forEach(each -> assertTrue(each.asText().contains(url), each::asText));
    }

    /** Of the services' own settings, so that a longer wait in one of them is noticed here. */
    @ParameterizedTest
    @MethodSource("examples")
    void callsUnderWayEndWithinTheGrace(String example) throws IOException {
        for (JsonNode workload : Chart.workloads(example)) {
            String image = Chart.container(workload).path("name").asText();
            Properties own = new Properties();
            try (var in = Files.newBufferedReader(
                    Chart.ROOT.resolve(image).resolve("src/main/resources/application.properties"))) {
                own.load(in);
            }
            assertEquals("true", own.getProperty("quarkus.shutdown.delay-enabled"), image);
            long calls = seconds(own.getProperty("quarkus.shutdown.timeout"));
            String settings = one(
                            example,
                            "ConfigMap",
                            workload.path("metadata").path("name").asText())
                    .path("data")
                    .path("application.properties")
                    .asText();
            long drain = seconds(settings.replaceAll("(?s).*quarkus\\.shutdown\\.delay=(\\S+).*", "$1"));
            long grace = workload.path("spec")
                    .path("template")
                    .path("spec")
                    .path("terminationGracePeriodSeconds")
                    .asLong();

            assertTrue(drain > 0, "a load balancer needs some seconds to hear of it");
            // those that somebody waits for, then those that were sent for Kafka meanwhile, or a transaction
            assertTrue(grace > drain + calls + Math.max(calls, 60), () -> Chart.name(workload) + ": " + grace);
        }
    }

    private static long seconds(String duration) {
        return Duration.parse("PT" + duration).toSeconds();
    }

    /** helm-java renders no hooks, so it is the template that is looked at. */
    @Test
    void migrationsRunBeforeTheFirstPodOfAVersionAndAreTakenAwayAfter() throws IOException {
        String template = Files.readString(Chart.DIR.resolve("templates/migrations.yaml"));
        String annotations = template.replaceAll("(?s).*?\n  annotations:\n(.*?)\nspec:.*", "$1");

        assertEquals(
                List.of(
                        "helm.sh/hook: pre-install,pre-upgrade",
                        "helm.sh/hook-weight: \"0\"",
                        "helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded"),
                annotations
                        .lines()
                        .map(each -> each.replaceAll("#.*", "").strip())
                        .toList());
        int deadline = one("production", "Job", "omega-migration-submitter")
                .path("spec")
                .path("activeDeadlineSeconds")
                .asInt();
        String guide = Files.readString(Chart.ROOT.resolve("docs/deployment.md"));
        List<Integer> timeouts = Pattern.compile("helm upgrade --install .*--timeout (\\d+)m")
                .matcher(guide)
                .results()
                .map(each -> Integer.parseInt(each.group(1)))
                .toList();
        assertFalse(timeouts.isEmpty());
        timeouts.forEach(each -> assertTrue(60 * each > deadline, "Helm would give up before the job does"));
    }

    @Test
    void namesAreAskedForWhereTheClusterAnswersThem() {
        String defaults = one("homologation", "NetworkPolicy", Chart.RELEASE)
                .path("spec")
                .path("egress")
                .path(0)
                .toString();
        String other = Chart.manifests(
                        "homologation",
                        Map.of(
                                "network.dns.ports[0]", "5353",
                                "network.dns.to[0].namespaceSelector.matchLabels.kubernetes\\.io/metadata\\.name",
                                        "openshift-dns"))
                .stream()
                .filter(each -> Chart.name(each).equals("NetworkPolicy " + Chart.RELEASE))
                .findFirst()
                .orElseThrow()
                .path("spec")
                .path("egress")
                .path(0)
                .toString();

        assertTrue(defaults.contains("kube-dns") && defaults.contains("{\"protocol\":\"UDP\",\"port\":53}"), defaults);
        assertTrue(other.contains("openshift-dns") && other.contains("{\"protocol\":\"TCP\",\"port\":5353}"), other);
        assertFalse(other.contains("kube-system") || other.contains(":53}"), other);
    }

    private static JsonNode one(String example, String kind, String name) {
        List<JsonNode> found = Chart.manifests(example, kind).stream()
                .filter(each -> each.path("metadata").path("name").asText().equals(name))
                .toList();
        assertEquals(1, found.size(), kind + " " + name);
        return found.getFirst();
    }

    private static List<JsonNode> podTemplates(String example) {
        return Chart.manifests(example).stream()
                .map(each -> each.path("spec").path("template"))
                .filter(each -> each.path("spec").has("containers"))
                .toList();
    }
}
