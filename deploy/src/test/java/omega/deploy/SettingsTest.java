package omega.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import omega.runtime.partner.PartnerConfig;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

/** Every setting that the chart and the compose file give is one that the code reads: a renamed key is found here. */
class SettingsTest {
    private static final Pattern PROPERTY = Pattern.compile("@ConfigProperty\\(\\s*name = \"([^\"]+)\"");
    private static final Pattern MAPPING =
            Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)\\s*(?:public )?interface (\\w+)");
    private static final Pattern PARTNER = Pattern.compile("omega\\.partenaires\\.[A-Za-z0-9-]+\\.(.+)");
    private static final Pattern OF_SIMULATOR = Pattern.compile("omega\\.simulator\\.(.+)");

    /** Of Quarkus, and of the image's other contents; each is used by its name there. */
    private static final Set<String> QUARKUS = Set.of(
            "quarkus.config.locations",
            "quarkus.datasource.jdbc.url",
            "quarkus.datasource.username",
            "quarkus.datasource.password",
            "quarkus.log.level",
            "quarkus.shutdown.delay",
            "quarkus.otel.exporter.otlp.endpoint");

    private static Set<String> declared() {
        Set<String> declared = new TreeSet<>();
        for (Path source : sources()) {
            PROPERTY.matcher(read(source)).results().forEach(each -> declared.add(each.group(1)));
        }
        return declared;
    }

    private static List<Path> sources() {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Chart.ROOT)) {
            for (Path module : modules.map(each -> each.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.filter(each -> each.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why {@code key} is not known; nothing if it is. */
    private static Optional<String> fault(String key, Set<String> declared) {
        var partner = PARTNER.matcher(key);
        boolean known;
        if (partner.matches()) {
            known = names(PartnerConfig.One.class).contains(partner.group(1));
        } else if (key.startsWith("kafka.")) {
            String own = key.substring("kafka.".length());
            known = ProducerConfig.configNames().contains(own)
                    && ConsumerConfig.configNames().contains(own)
                    && AdminClientConfig.configNames().contains(own);
        } else if (OF_SIMULATOR.matcher(key).matches()) {
            known = simulator().contains(key.replaceFirst("partenaires\\.[A-Z0-9]+", "partenaires.*"));
        } else {
            known = declared.contains(key) || QUARKUS.contains(key);
        }
        return known ? Optional.empty() : Optional.of(key);
    }

    /** Names of a mapping's leaves, {@code key-file}, {@code repertoires.publications}. */
    private static Set<String> names(Class<?> mapping) {
        Set<String> names = new HashSet<>();
        for (var method : mapping.getDeclaredMethods()) {
            String name = kebab(method.getName());
            if (method.getReturnType().isInterface() && method.getReturnType().getEnclosingClass() != null) {
                names(method.getReturnType()).forEach(each -> names.add(name + "." + each));
            } else {
                names.add(name);
            }
        }
        return names;
    }

    /** The simulator's mapping is not public: its methods are read from the source. */
    private static Set<String> simulator() {
        String source = sources().stream()
                .map(SettingsTest::read)
                .filter(each -> MAPPING.matcher(each)
                        .results()
                        .anyMatch(found -> found.group(1).equals("omega.simulator")))
                .findFirst()
                .orElseThrow();
        Set<String> names = new HashSet<>();
        String prefix = "omega.simulator.";
        for (String line : source.lines().toList()) {
            var nested = Pattern.compile("^    interface (\\w+) \\{").matcher(line);
            var method = Pattern.compile("^\\s+[\\w<>, ]+ (\\w+)\\(\\);").matcher(line);
            if (nested.find()) {
                prefix = "omega.simulator."
                        + (nested.group(1).equals("Partenaire") ? "partenaires.*" : kebab(nested.group(1))) + ".";
            } else if (method.find()) {
                names.add(prefix + kebab(method.group(1)));
            }
        }
        return names;
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** As SmallRye does: everything but letters and digits is an underscore. */
    private static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Optional<String> variableFault(String name, Set<String> declared) {
        Set<String> all = new HashSet<>(declared);
        all.addAll(QUARKUS);
        all.addAll(simulator());
        ProducerConfig.configNames().stream()
                .filter(ConsumerConfig.configNames()::contains)
                .forEach(each -> all.add("kafka." + each));
        return all.stream().anyMatch(each -> variable(each).equals(name)) ? Optional.empty() : Optional.of(name);
    }

    @Test
    void theCodeDeclaresSettings() {
        assertTrue(declared().contains("omega.fetcher.roles"), () -> declared().toString());
        assertTrue(names(PartnerConfig.One.class).contains("repertoires.fichier-liste"));
        assertTrue(
                simulator().contains("omega.simulator.sftp.host-key"),
                () -> simulator().toString());
    }

    @Test
    void aRenamedSettingIsFound() {
        Set<String> declared = declared();

        assertEquals(Optional.of("omega.fetcher.rolls"), fault("omega.fetcher.rolls", declared));
        assertEquals(Optional.of("omega.partenaires.X.keyfile"), fault("omega.partenaires.X.keyfile", declared));
        assertEquals(Optional.of("kafka.ssl.trust"), fault("kafka.ssl.trust", declared));
        assertEquals(Optional.of("OMEGA_FETCHER_ROLLS"), variableFault("OMEGA_FETCHER_ROLLS", declared));
    }

    @Test
    void theChartsSettingsAreTheCodes() throws IOException {
        Chart.assumeHelm();
        Set<String> declared = declared();
        List<String> faults = new ArrayList<>();
        int seen = 0;
        for (String example : Chart.examples()) {
            for (JsonNode config : Chart.manifests(example, "ConfigMap")) {
                JsonNode text = config.path("data").path("application.properties");
                Properties properties = new Properties();
                properties.load(new StringReader(text.asText("")));
                for (String key : properties.stringPropertyNames()) {
                    fault(key, declared).ifPresent(each -> faults.add(Chart.name(config) + ": " + each));
                    seen++;
                }
            }
            for (JsonNode manifest : Chart.manifests(example)) {
                for (JsonNode each : Chart.container(manifest).path("env")) {
                    variableFault(each.path("name").asText(), declared)
                            .ifPresent(fault -> faults.add(Chart.name(manifest) + ": " + fault));
                    seen++;
                }
            }
        }
        assertTrue(seen > 50, "only " + seen);
        assertEquals(List.of(), faults, "no @ConfigProperty or mapping of that name in any src/main/java");
    }

    /** The image asks for JSON, which takes an extension: without it the setting is passed over, and the log is text. */
    @Test
    void everyServicesImageLogsAsItsEnvironmentSays() throws IOException {
        assertTrue(
                read(Chart.ROOT.resolve("deploy/image/Dockerfile")).contains("QUARKUS_LOG_CONSOLE_JSON_ENABLED=true"));
        Set<String> services = new TreeSet<>();
        Chart.YAML
                .readTree(Chart.ROOT.resolve("docker-compose.yml").toFile())
                .path("services")
                .forEach(each -> services.add(
                        each.path("build").path("args").path("SERVICE").asText()));
        services.remove("");

        assertTrue(services.contains("omega-simulator"), services::toString);
        for (String service : services) {
            assertTrue(
                    read(Chart.ROOT.resolve(service).resolve("pom.xml")).contains(">quarkus-logging-json<"), service);
        }
    }

    /** What tells images apart, in both of their recipes. */
    @Test
    void imagesSayWhatTheyAre() {
        for (String recipe : List.of("Dockerfile", "sandbox.Dockerfile")) {
            String text = read(Chart.ROOT.resolve("deploy/image").resolve(recipe));
            for (String label : List.of("title", "description", "version", "revision", "vendor")) {
                assertTrue(text.contains("org.opencontainers.image." + label + "="), recipe + ": " + label);
            }
        }
    }

    @Test
    void theComposeFilesSettingsAreTheCodes() throws IOException {
        Set<String> declared = declared();
        List<String> faults = new ArrayList<>();
        for (String file : List.of("docker-compose.yml", "deploy/compose/demo.yml")) {
            JsonNode services =
                    Chart.YAML.readTree(Chart.ROOT.resolve(file).toFile()).path("services");
            assertFalse(services.isEmpty());
            services.properties().forEach(service -> {
                if (Set.of("kafka", "postgres").contains(service.getKey())) {
                    return;
                }
                service.getValue().path("environment").fieldNames().forEachRemaining(name -> {
                    if (!name.equals("<<")) {
                        variableFault(name, declared).ifPresent(each -> faults.add(service.getKey() + ": " + each));
                    }
                });
            });
        }
        Properties partners = new Properties();
        try (var in = Files.newBufferedReader(Chart.ROOT.resolve("deploy/compose/simulator.properties"))) {
            partners.load(in);
        }
        partners.stringPropertyNames().forEach(key -> fault(key, declared).ifPresent(faults::add));
        assertEquals(List.of(), faults);
    }
}
