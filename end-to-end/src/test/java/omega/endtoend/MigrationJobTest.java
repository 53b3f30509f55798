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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import omega.sandbox.Database;
import org.jdbi.v3.core.Handle;
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
        restored(owner);
    }

    /** What docs/deployment.md runs after a restore fits the schemas, and lets nothing go again that left after the backup. */
    private static void restored(Database.Login owner) throws IOException {
        List<String> steps = statements();
        assertEquals(2, steps.size());
        Jdbi.create(owner.jdbcUrl(), owner.user(), owner.password()).useHandle(handle -> {
            handle.createScript("""
                INSERT INTO submitter.lot (partenaire, kind, fichier, sha256, taille, nombre, jour, servi, cree, etat, contenu, change) VALUES
                  ('ESA', 'RAD', 'known.zip', '', 1, 1, '2026-03-11', now(), now(), 'Depose', '{"etat": "Depose"}', now()),
                  ('ESA', 'RAD', 'open.zip', '', 1, 1, '2026-03-11', now(), now(), 'Prepare', '{"etat": "Prepare", "libere": false}', now());
                INSERT INTO submitter.demande (rang, partenaire, id_demande, empreinte, kind, priorite, source, recue, etat, lot) VALUES
                  (1, 'ESA', 'in-a-lot', '', 'RAD', 'NORMALE', 'rest', now(), 'EN_LOT', 1),
                  (2, 'ESA', 'left-later', '', 'RAD', 'NORMALE', 'rest', now(), 'EN_ATTENTE', NULL),
                  (3, 'ESA', 'waits', '', 'RAD', 'NORMALE', 'rest', now(), 'EN_ATTENTE', NULL);
                INSERT INTO submitter.quota VALUES ('ESA', '2026-03-11', 100, 10, 0, NULL, 1);
                INSERT INTO submitter.numero VALUES ('ESA', 'RAD', 2);
                INSERT INTO tracker.demande (partenaire, id, fichier, jour, premiere, etat, le, preuve) VALUES
                  ('ESA', 'in-a-lot', 'known.zip', '2026-03-11', now(), 'Deposee', now(), gen_random_uuid()),
                  ('ESA', 'left-later', 'lost.zip', '2026-03-11', now(), 'Deposee', now(), gen_random_uuid()),
                  ('ESA', 'the-day-after', 'lost2.zip', '2026-03-12', now(), 'Deposee', now(), gen_random_uuid()),
                  ('ESA', 'waits', NULL, NULL, now(), 'Recue', now(), gen_random_uuid())\
                """).execute();
            steps.forEach(handle::execute);
            assertEquals(
                    List.of("in-a-lot EN_LOT", "left-later REFUSEE", "waits EN_ATTENTE"),
                    texts(handle, "SELECT id_demande || ' ' || etat FROM submitter.demande ORDER BY rang"));
            assertEquals(
                    List.of("known.zip Depose", "open.zip Incertain"),
                    texts(
                            handle,
                            "SELECT fichier || ' ' || (contenu ->> 'etat') FROM submitter.lot WHERE etat = contenu ->> 'etat' ORDER BY id"));
            assertEquals(
                    List.of("2026-03-11 2 of 100", "2026-03-12 1 of 100"),
                    texts(
                            handle,
                            "SELECT jour || ' ' || utilise || ' of ' || limite FROM submitter.quota ORDER BY jour"));
            assertEquals(List.of("1002"), texts(handle, "SELECT dernier::text FROM submitter.numero"));
        });
    }

    private static List<String> texts(Handle handle, String query) {
        return handle.createQuery(query).mapTo(String.class).list();
    }

    /** The indented blocks of the section that are SQL. */
    private static List<String> statements() throws IOException {
        String section = Files.readString(ROOT.resolve("docs/deployment.md"), StandardCharsets.UTF_8)
                .replaceFirst("(?s).*\n### Backup and restore\n", "")
                .replaceFirst("(?s)\n## .*", "");
        return Pattern.compile("(?m)(^ {7}.*\n)+")
                .matcher(section)
                .results()
                .map(MatchResult::group)
                .filter(each -> each.strip().matches("(?s)(DO|UPDATE) .*"))
                .toList();
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
