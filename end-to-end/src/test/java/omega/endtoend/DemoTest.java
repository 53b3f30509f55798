package omega.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import omega.endtoend.Launched.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whole days, reconciled by the demo itself: OMEGA's books, the gateway's ledger and a separate consumer's count, file by
 * file and line by line.
 */
final class DemoTest {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @BeforeAll
    static void packaged() throws IOException {
        Launched.assumePackaged();
    }

    @Test
    void aDayReconciles() throws Exception {
        JsonNode report = demo("demo-day", Duration.ofMinutes(5), "--pce=200", "--batch=12", "--requests=16");

        assertEquals(17, sum(report, "enQuarantaine"), "each of the 17 ways in which a file can be bad, once");
        assertEquals(sum(report, "publiees"), sum(report, "comptees"));
        assertEquals(0, report.path("connexions").path("rapprochees").asInt());
        JsonNode requests = report.path("demandes");
        assertEquals(17, requests.path("envoyees").asInt(), "16 in the morning and 1 in the evening");
        assertTrue(requests.path("acceptees").asInt() > 0, requests::toString);
        assertEquals(0, requests.path("incertaines").asInt());
        JsonNode calls = report.path("appels");
        assertEquals(19, calls.path("services").asInt(), "18 SOAP services and the REST one");
        assertEquals(0, calls.path("omega").path("prisesEnDouble").asInt(-1));
        assertEquals(4, calls.path("reponsesCoupees").asInt(), "the answers that were to be cut");
        assertTrue(calls.path("parKafka").asInt() >= 19, () -> "each service by Kafka too: " + calls);
    }

    @Test
    @EnabledIfSystemProperty(named = "tests.full", matches = "true")
    void twoDaysOfTwentyThousandPoints() throws Exception {
        JsonNode report = demo("demo-20000", Duration.ofMinutes(15), "--pce=20000", "--days=2");

        assertEquals(34, sum(report, "enQuarantaine"));
        assertTrue(sum(report, "comptees") > 100_000, report::toString);
    }

    @Test
    @EnabledIfSystemProperty(named = "tests.full", matches = "true")
    void twoDaysReconcileWhileEveryProcessIsKilled() throws Exception {
        JsonNode report = demo(
                "demo-killed",
                Duration.ofMinutes(15),
                "--pce=300",
                "--days=2",
                "--batch=12",
                "--requests=30",
                "--kill",
                "--parsers=2",
                "--kill-broker");

        for (String victim : List.of(
                "publication-fetcher",
                "parser-1",
                "parser-2",
                "request-submitter",
                "status-tracker",
                "ws-proxy",
                "kafka")) {
            assertTrue(report.path("arretsBrutaux").path(victim).asInt() >= 1, () -> victim + " lived: " + report);
        }
        assertEquals(34, sum(report, "enQuarantaine"), "each of the 17 ways in which a file can be bad, twice");
        assertTrue(sum(report, "comptees") > 1_000, report::toString);
        assertTrue(sum(report, "rejetees") > 0, report::toString);
        assertEquals(sum(report, "publiees"), sum(report, "comptees"));
        assertEquals(0, report.path("connexions").path("rapprochees").asInt());
    }

    private static JsonNode demo(String name, Duration bound, String... options) throws Exception {
        Launched launched = new Launched(TARGET.resolve(name));
        String[] arguments = new String[options.length + 1];
        arguments[0] = "demo";
        System.arraycopy(options, 0, arguments, 1, options.length);
        Outcome outcome = launched.run(bound, Map.of(), arguments);
        System.out.println(outcome.printed());
        assertEquals(0, outcome.code(), outcome::printed);
        JsonNode report = new ObjectMapper()
                .readTree(launched.home().resolve("demo/report.json").toFile());
        assertEquals("[]", report.path("ecarts").toString());
        assertTrue(report.path("reconcilie").asBoolean());
        return report;
    }

    private static long sum(JsonNode report, String column) {
        return StreamSupport.stream(report.path("flux").spliterator(), false)
                .mapToLong(sheet -> sheet.path(column).asLong())
                .sum();
    }
}
