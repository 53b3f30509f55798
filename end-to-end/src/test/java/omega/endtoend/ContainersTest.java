package omega.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.DockerClientFactory;

/** The demo's day against the images, in containers that are killed meanwhile: {@code ./omega test --containers}. */
@EnabledIfSystemProperty(
        named = "tests.containers",
        matches = "true",
        disabledReason = "./omega test --containers runs it")
final class ContainersTest {
    private static final Duration BOUND = Duration.ofMinutes(8);
    private static final List<String> VICTIMS = List.of(
            "publication-fetcher", "parser", "request-submitter", "status-tracker", "ws-proxy", "postgres", "kafka");
    private static final long PAUSE_SECONDS = 10;

    @BeforeAll
    static void anEngineAnswers() throws Exception {
        Launched.assumePackaged();
        Assumptions.assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(), "no container engine answers (DOCKER_HOST)");
    }

    @Test
    void aDayReconcilesWhileContainersAreKilled() throws Exception {
        try (Contained stack = new Contained()) {
            stack.start();
            CompletableFuture<String> play = CompletableFuture.supplyAsync(() -> stack.play(BOUND));
            List<String> victims = new ArrayList<>(VICTIMS);
            Collections.shuffle(victims, new Random(1));
            List<String> killed = new ArrayList<>();
            while (!ended(play)) {
                String victim = victims.get(killed.size() % victims.size());
                if (stack.isPlaying() && stack.kill(victim)) {
                    killed.add(victim);
                }
            }
            if (play.isCompletedExceptionally()) {
                VICTIMS.forEach(each -> System.out.println(stack.lastWords(each)));
            }
            String printed = play.get();
            System.out.println(printed + "\nkilled: " + killed);

            assertTrue(printed.contains("Every file, every line and every request reconciles"), printed);
            assertEquals(Set.copyOf(VICTIMS), Set.copyOf(killed), "each was to be killed");
        }
    }

    /** Whether it ended within the pause between two kills. */
    private static boolean ended(CompletableFuture<String> play) throws InterruptedException {
        try {
            play.get(PAUSE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            return true;
        }
    }
}
