package omega.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import omega.bench.Goal.Bound;
import omega.clock.OmegaClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark that needs no other process runs on a tiny input; no figure is asserted, only how figures are told. */
class BenchTest {
    @TempDir
    private Path dir = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"kernel", "planning", "writing"})
    void runsOnATinyInput(String name) throws Exception {
        String page = page(name);
        assertTrue(page.startsWith("# " + name + "\n"), page);
        assertTrue(page.contains("| omega: "), page);
    }

    /** Where OpenSSH is missing, or its server does not start, the page says so. */
    @Test
    void downloadsAFewBytesOrSaysWhatIsMissing() throws Exception {
        String page = page("sftp");
        assertTrue(page.contains("| omega: to a file | ") || page.contains("\nSkipped on "), page);
    }

    /** Half a minute each: a database of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"tracker", "search"})
    @EnabledIfSystemProperty(named = "tests.full", matches = "true")
    void runsWithADatabaseOnATinyInput(String name) throws Exception {
        runsOnATinyInput(name);
    }

    /** Half a minute each: processes of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"publications", "parsers"})
    @EnabledIfSystemProperty(named = "tests.full", matches = "true")
    void runsWithProcessesOnATinyInput(String name) throws Exception {
        String page = page(name);
        assertTrue(page.contains("CPU s a million rows"), page);
    }

    @Test
    @EnabledIfSystemProperty(named = "tests.full", matches = "true")
    void callsWebServicesAFewTimes() throws Exception {
        String page = page("ws");
        assertTrue(
                page.contains("| omega: ws-proxy, whole | ") && page.contains("| Camel-CXF, generated classes | "),
                page);
    }

    private String page(String name) throws Exception {
        Benchmark benchmark = Bench.ALL.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        return Bench.page(
                benchmark,
                new Scale(1, 30_000, 500, 200, Duration.ZERO, Path.of("..").toAbsolutePath(), dir.resolve("run")));
    }

    @Test
    void aPageTellsMediansSpreadsAndRatiosRoundByRound() throws Exception {
        // warming up, then 2/4, 6/4, 3/1: ratios 0.5, 1.5, 3
        Iterator<Double> ours = List.of(99.0, 2.0, 6.0, 3.0).iterator();
        Iterator<Double> theirs = List.of(99.0, 4.0, 4.0, 1.0).iterator();
        Measured measured = Measured.interleaved(
                3,
                List.of(
                        new Contender("ours", () -> Map.of("rows/s", ours.next())),
                        new Contender("theirs", () -> Map.of("rows/s", theirs.next()))));
        Outcome outcome = new Outcome(
                measured,
                List.of(
                        new Goal.Ratio("ours over theirs", "rows/s", "ours", "theirs", Bound.atLeast(1.5)),
                        new Goal.Absolute("ours", "rows/s", "ours", Bound.atMost(2))),
                List.of("a remark"));
        Benchmark benchmark = new omega.bench.kernel.Kernel();
        Scale scale = new Scale(3, 1, 1, 1, Duration.ZERO, dir, dir);
        String page = new Page(benchmark, scale, outcome, OmegaClock.real()).markdown();
        assertTrue(page.contains("| ours | 3.00 (2.00–6.00) |"), page);
        assertTrue(page.contains("| theirs | 4.00 (1.00–4.00) |"), page);
        assertTrue(page.contains("| ours over theirs | ≥ 1.50 | 1.50 (0.500–3.00) | met |"), page);
        assertTrue(page.contains("| ours | ≤ 2.00 | 3.00 (2.00–6.00) | **not met** |"), page);
        assertTrue(page.contains("\n- a remark\n"), page);
    }

    @Test
    void numbersHaveThreeDigitsThatCount() {
        assertEquals("2.81 M", Figure.show(2_812_345));
        assertEquals("15.3 k", Figure.show(15_300));
        assertEquals("9999", Figure.show(9_999));
        assertEquals("12.3", Figure.show(12.34));
        assertEquals("0.046", Figure.show(0.0456));
    }
}
