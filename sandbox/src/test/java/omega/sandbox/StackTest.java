package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor over small shell scripts that write down what happens to them. */
final class StackTest {
    private static final String WHEN_TOLD = "until [ -e die ]; do sleep 0.02; done; ";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @TempDir
    private Path dir = Path.of("");

    private Home home = new Home(dir, dir);
    private Stack stack = new Stack(home, List.of(), new PrintStream(out), Duration.ZERO);

    @BeforeEach
    void directories() {
        home = new Home(dir, dir).made();
    }

    @AfterEach
    void stop() {
        stack.stop();
    }

    @Test
    void childrenStartInTheOrderOfTheirNeedsAndStopInReverse() {
        Child base = child(
                "base", List.of(), "echo start base >>journal; sleep 0.3; echo ready base >>journal; " + untilTheEnd());
        Child top =
                child("top", List.of("base"), "echo start top >>journal; echo ready top >>journal; " + untilTheEnd());

        assertTrue(run(base, top));
        stack.stop();

        assertEquals(
                List.of("start base", "ready base", "start top", "ready top", "end top", "end base"),
                journal().lines().toList());
    }

    @Test
    void aChildThatDiesIsToldWithItsLastWordsAndStartsAgain() throws Exception {
        Child child = child(
                "frail",
                List.of(),
                "echo ready frail >>journal; if [ ! -e died ]; then " + WHEN_TOLD
                        + "touch died; echo no space left; exit 3; fi; " + untilTheEnd());
        assertTrue(run(child));

        Files.createFile(dir.resolve("die"));

        assertTrue(Waiting.until(() -> printed().contains("ready again"), Duration.ofSeconds(60)), this::printed);
        assertTrue(printed().contains("frail ended with 3"), this::printed);
        assertTrue(printed().contains("    no space left"), this::printed);
        assertFalse(stack.ended(Duration.ZERO));
    }

    @Test
    void aChildThatDiesAgainAndAgainEndsTheStack() throws Exception {
        Child child = child(
                "hopeless", List.of(), "echo start >>journal; echo ready hopeless >>journal; " + WHEN_TOLD + "exit 3");
        Child other = child("other", List.of(), "echo ready other >>journal; " + untilTheEnd());
        assertTrue(run(child, other));

        Files.createFile(dir.resolve("die"));

        assertTrue(stack.ended(Duration.ofSeconds(60)), this::printed);
        stack.stop();
        assertEquals(6, journal().lines().filter("start"::equals).count(), "once, and five times again");
        assertTrue(journal().endsWith("end other\n"), this::journal);
    }

    @Test
    void aChildThatNeverComesUpFailsTheStart() {
        Child child = child("broken", List.of(), "echo cannot bind; exit 7");
        Child needy = child("needy", List.of("broken"), "echo start needy >>journal; " + untilTheEnd());

        assertFalse(run(child, needy));

        assertTrue(printed().contains("broken ended with 7"), this::printed);
        assertTrue(printed().contains("    cannot bind"), this::printed);
        assertEquals("", journal());
    }

    private boolean run(Child... children) {
        stack = new Stack(
                home, List.of(children), new PrintStream(out, true, StandardCharsets.UTF_8), Duration.ofMillis(1));
        return stack.start();
    }

    /** Healthy from when its script has written {@code ready NAME}. */
    private Child child(String name, List<String> needs, String script) {
        return new Child(
                name,
                needs,
                "",
                () -> journal().contains("ready " + name + "\n"),
                () -> new Child.Launch(List.of("sh", "-c", "name=" + name + "; " + script), Map.of()));
    }

    private static String untilTheEnd() {
        return "while read -r _; do :; done; echo end $name >>journal";
    }

    private String journal() {
        try {
            Path file = dir.resolve("journal");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
