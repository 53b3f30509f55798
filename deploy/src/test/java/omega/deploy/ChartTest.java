package omega.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChartTest {
    @BeforeAll
    static void helm() {
        Chart.assumeHelm();
    }

    static List<String> examples() {
        return Chart.examples();
    }

    @Test
    void thereAreExamples() {
        assertEquals(List.of("homologation", "managed", "production"), examples());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void passesTheStrictLint(String example, @TempDir Path scratch) throws IOException {
        LintResult result = Chart.lint(example, scratch);

        assertFalse(result.isFailed(), () -> String.join("\n", result.getMessages()));
    }

    /** What was rendered when the golden file was last looked at. A change is seen in review: -Dgolden.refresh=true writes it anew. */
    @ParameterizedTest
    @MethodSource("examples")
    void rendersWhatItRenderedBefore(String example) throws IOException {
        Path golden = Path.of("src/test/resources/golden", example + ".yaml");
        String rendered = withoutDashboards(Chart.text(example, Map.of()));
        if (Boolean.getBoolean("golden.refresh")) {
            Files.writeString(golden, rendered);
        }

        assertEquals(
                Files.readString(golden),
                rendered,
                "the manifests have changed: -Dgolden.refresh=true rewrites " + golden + ", review it");
    }

    /** Dashboards are files of their own, which need no second copy. */
    private static String withoutDashboards(String rendered) {
        return String.join(
                "\n---\n",
                List.of(rendered.split("\n---\n", -1)).stream()
                        .filter(each -> !each.contains("grafana_dashboard"))
                        .map(String::stripTrailing)
                        .toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            environnement            | preproduction        | environnement
            environnement            | ''                   | environnement
            image.registry           | ''                   | registry
            image.tagg               | x                    | tagg
            gracePeriod              | 60                   | gracePeriod
            workloads.collector.replicas | 2                | replicas
            workloads.parser.replica | 2                    | replica
            workloads.parser.kind    | DaemonSet            | kind
            workloads.parser.scaling.min | 0                | min
            workloads.parser.scaling.min | 4                | more than max
            workloads.parser.kind    | Deployment           | kind
            workloads.collector.singleton | false           | singleton
            workloads.collector.kind | StatefulSet          | kind
            kafka.minInSyncReplicas  | 4                    | more than kafka.replicas
            database.caSecret        | ''                   | database.caSecret
            network.kafka.port       | 9092                 | network.kafka.port
            network.postgres.port    | 5433                 | network.postgres.port
            drain                    | 60                   | drain
            network.dns.ports[0]     | 0                    | ports
            network.omega.cidrs[0]   | 300.0.2.1/32         | cidrs
            network.omega.cidrs[0]   | 192.0.2.1/33         | cidrs
            network.omega.cidrs[0]   | ::/0                 | cidrs
            database.secret          | ''                   | secret
            database.url             | jdbc:postgresql://h/d?password=x | url
            kafka.authentication     | plain                | authentication
            kafka.authentication     | scram-sha-512        | kafka.secrets.parser
            kafka.caSecret           | ''                   | caSecret
            kafka.strimzi.cluster    | ''                   | cluster
            kafka.bootstrapServers   | kafka                | bootstrapServers
            network.omega.cidrs[0]   | 0.0.0.0/0            | cidrs
            network.omega.cidrs[0]   | b2b-sftp.grdf.fr     | cidrs
            partenaires.0123.settings.passphrase | geheim   | passphrase
            partenaires.0123.settings.user | null           | user
            partenaires.0123.settings.canal | local         | dossier
            settings.quarkus\\.datasource\\.password | geheim | password
            """)
    void refusesWhatCannotBeMeant(String key, String value, String named) {
        RuntimeException refusal =
                assertThrows(RuntimeException.class, () -> Chart.text("homologation", Map.of(key, value)));

        assertTrue(String.valueOf(refusal.getMessage()).contains(named), refusal::getMessage);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            database.url             | jdbc:postgresql://h/d                   | sslmode
            database.url             | jdbc:postgresql://h/d?sslmode=disable   | sslmode
            database.url             | jdbc:postgresql://h:6432/d?sslmode=require | 6432
            traces.port              | 4318                                    | traces.port
            """)
    void refusesInProductionWhatIsOpen(String key, String value, String named) {
        RuntimeException refusal =
                assertThrows(RuntimeException.class, () -> Chart.text("production", Map.of(key, value)));

        assertTrue(String.valueOf(refusal.getMessage()).contains(named), refusal::getMessage);
    }

    /** Their volumes would have one name. */
    @Test
    void refusesPartnersThatDifferInCaseOnly() {
        Map<String, String> twice = Map.of(
                "partenaires.ab.secret",
                "a",
                "partenaires.ab.settings.user",
                "a",
                "partenaires.AB.secret",
                "b",
                "partenaires.AB.settings.user",
                "b");

        RuntimeException refusal = assertThrows(RuntimeException.class, () -> Chart.text("homologation", twice));

        assertTrue(String.valueOf(refusal.getMessage()).contains("in case only"), refusal::getMessage);
    }

    @Test
    void believesTheJvmsAuthoritiesWhereTheUrlSaysSo() {
        String url = "jdbc:postgresql://h/d?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";

        String rendered = Chart.text("production", Map.of("database.url", url, "database.caSecret", ""));

        assertTrue(rendered.contains(url));
        assertFalse(rendered.contains("sslrootcert"));
    }

    @Test
    void omegaMayHaveAnAddressOfTheSixthVersion() {
        String rendered = Chart.text("production", Map.of("network.omega.cidrs[0]", "2001:db8::10/128"));

        assertTrue(rendered.contains("cidr: 2001:db8::10/128"));
    }

    @Test
    void theDefaultsAloneAreRefused() {
        RuntimeException refusal = assertThrows(
                RuntimeException.class,
                () -> new com.marcnuri.helm.Helm(Chart.DIR)
                        .template()
                        .withKubeVersion("1.32.0")
                        .call());

        assertTrue(String.valueOf(refusal.getMessage()).contains("environnement"), refusal::getMessage);
    }
}
