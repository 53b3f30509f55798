package omega.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import omega.sandbox.Database;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's migration jobs, each with the very command that its manifest has, on the files that its image takes, over one empty database. */
final class MigrationJobTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path MANIFESTS = ROOT.resolve("deploy/src/test/resources/golden/homologation.yaml");
    private static final long BOUND_SECONDS = 120;

    @TempDir
    Path home;

    @BeforeAll
    static void packaged() throws IOException {
        Launched.assumePackaged();
    }

    @Test
    void eachMakesItsSchemasAndFindsThemMadeTheNextTime() throws Exception {
        Database.Login owner = Base.fresh();
        List<JsonNode> jobs = jobs();
        for (JsonNode job : jobs) {
            run(job, owner);
        }
        for (JsonNode job : jobs) {
            run(job, owner);
        }
        Set<String> made = Jdbi.create(owner.jdbcUrl(), owner.user(), owner.password())
                .withHandle(
                        handle -> handle.createQuery("""
                                SELECT DISTINCT table_schema FROM information_schema.tables
                                WHERE table_schema NOT IN ('pg_catalog', 'information_schema')""").mapTo(String.class).set());
        assertEquals(Set.of("audit", "channel", "fetcher", "submitter", "tracker", "ws"), made);
    }

    private static List<JsonNode> jobs() throws IOException {
        List<JsonNode> jobs = new ArrayList<>();
        try (var all = new ObjectMapper(new YAMLFactory())
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(MANIFESTS.toFile())) {
            all.forEachRemaining(each -> {
                if (each.path("kind").asText().equals("Job")) {
                    jobs.add(each.at("/spec/template/spec/containers/0"));
                }
            });
        }
        return jobs;
    }

    private void run(JsonNode job, Database.Login owner) throws IOException, InterruptedException {
        String image = job.path("image").asText();
        String module = image.substring(image.lastIndexOf('/') + 1, image.lastIndexOf(':'));
        String app = ROOT.resolve(module).resolve("target/quarkus-app") + "/";
        List<String> command = new ArrayList<>();
        job.path("command").forEach(word -> command.add(word.asText().replaceAll("(^|:)/app/", "$1" + app)));
        job.path("args").forEach(word -> command.add(word.asText()));
        command.set(
                0,
                Path.of(System.getProperty("java.home"), "bin", command.getFirst())
                        .toString());
        Path printed = home.resolve(module);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment()
                .putAll(Map.of(
                        "OMEGA_ENVIRONNEMENT", "sandbox",
                        "QUARKUS_DATASOURCE_JDBC_URL", owner.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", owner.user(),
                        "QUARKUS_DATASOURCE_PASSWORD", owner.password()));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS), () -> module + " does not end");
            assertEquals(0, process.exitValue(), Files.readString(printed, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
