package omega.ws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Certificate, key and token change while many callers wait: no call fails, and one token is asked for. */
@QuarkusTest
@QuarkusTestResource(AppStack.class)
class RotationTest {
    private static final Map<String, String> LOOK = Map.of("X-Omega-Appelant", "tests", "X-Omega-Motif", "essai");
    private static final int CALLERS = Boolean.getBoolean("tests.full") ? 1_000 : 200;

    private final Path home = Path.of(App.setting("omega.test.home"));

    @Test
    void certificateKeyAndTokenAreReplacedUnderLoad() throws Exception {
        assertEquals(200, call(1));
        int before = tokens();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> calls = IntStream.range(0, CALLERS)
                    .mapToObj(i -> callers.submit(() -> {
                        if (i == CALLERS / 4) {
                            replace();
                        }
                        return call(i);
                    }))
                    .toList();
            for (Future<Integer> each : calls) {
                assertEquals(200, each.get());
            }
        }
        assertEquals(before + 1, tokens());
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            App.post("/ws/SuiviDemande/suiviDemande", "{\"idDemande\": \"R-9\"}", LOOK);
            assertTrue(App.received("SuiviDemande", "R-9").getLast().contains("CN=second"));
        });
    }

    /** Writes by SOAP and look-ups by REST in turns. */
    private static int call(int i) {
        return (i % 2 == 0
                        ? App.chf("R-" + i, Map.of())
                        : App.post(
                                "/ws/pce-adresse/rechercherPce",
                                "{\"codePostal\": \"61000\", \"voie\": \"rue\"}",
                                LOOK))
                .statusCode();
    }

    private int tokens() throws IOException {
        return Integer.parseInt(Files.readString(home.resolve("tokens")));
    }

    private void replace() throws IOException {
        Files.writeString(home.resolve("revoked"), "");
        // the certificate first: for a moment the files do not fit each other, and the former ones go on
        Files.copy(home.resolve("next.crt"), home.resolve("client.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(home.resolve("next.key"), home.resolve("client.key"), StandardCopyOption.REPLACE_EXISTING);
    }
}
