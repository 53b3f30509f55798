package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shell launcher, copied beside a project whose tools are fakes that tell how they were called. */
final class ScriptTest {
    private static final Path SCRIPT = Path.of("..", "omega");

    @TempDir
    private Path dir = Path.of("");

    /** What a command printed, both streams, and how it ended. */
    private record Outcome(int code, String printed) {}

    @Test
    void anUnknownCommandPrintsTheHelpAndExits2() throws Exception {
        Outcome outcome = omega(Map.of(), "bogus");
        assertEquals(2, outcome.code());
        assertTrue(outcome.printed().contains("no such command: bogus"), outcome::printed);
        assertTrue(outcome.printed().contains("usage: ./omega COMMAND"), outcome::printed);
        assertEquals(2, omega(Map.of(), "test", "--quick").code());
    }

    @Test
    void helpNeedsNoJdkAndNoBuild() throws Exception {
        Outcome outcome = omega(Map.of("PATH", "/usr/bin:/bin"), "help");
        assertEquals(0, outcome.code());
        assertTrue(outcome.printed().startsWith("usage:"), outcome::printed);
    }

    @Test
    void everyCommandOfTheHelpIsKnownToTheSandboxOrTheScript() throws Exception {
        List<String> inScript = List.of("audit", "bench", "catalogue", "doctor", "test", "help");
        List<String> told = omega(Map.of(), "help")
                .printed()
                .lines()
                .filter(line -> line.startsWith("  ") && !line.startsWith("   "))
                .map(line -> line.trim().split(" ", 2)[0])
                .distinct()
                .toList();
        Stream<String> inSandbox = new picocli.CommandLine(new Omega())
                .getSubcommands().entrySet().stream()
                        .filter(each ->
                                !each.getValue().getCommandSpec().usageMessage().hidden())
                        .map(Map.Entry::getKey);
        assertEquals(
                Stream.concat(inScript.stream(), inSandbox).sorted().toList(),
                told.stream().sorted().toList());
    }

    @Test
    void javaHomeIsUsedWhenItIsNewEnough() throws Exception {
        Outcome outcome = built().omega(Map.of("JAVA_HOME", jdk("26.0.1")), "watch", "REMM");
        assertEquals(0, outcome.code(), outcome::printed);
        assertTrue(outcome.printed().contains("java 26.0.1 runs"), outcome::printed);
        assertTrue(
                outcome.printed().contains("-jar " + dir + "/project/sandbox/target/sandbox-0.1.0.jar watch REMM"),
                outcome::printed);
    }

    @Test
    void directoriesAreToldInFull() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_HOME", jdk("25"), "OMEGA_CATALOGUE", "my pack", "OMEGA_HOME", "elsewhere");
        Outcome outcome = built().omega(environment, "watch");
        assertTrue(outcome.printed().contains("with " + dir + "/my pack"), outcome::printed);
        assertTrue(outcome.printed().contains("-Domega.home=" + dir + "/elsewhere "), outcome::printed);
    }

    @Test
    void anOldJavaHomeIsNotUsed() throws Exception {
        Outcome outcome = built().omega(Map.of("JAVA_HOME", jdk("17.0.9")), "watch");
        assertFalse(outcome.printed().contains("java 17.0.9 runs"), outcome::printed);
    }

    @Test
    void aSourceNewerThanTheBuildIsBuiltFirst() throws Exception {
        built();
        Path source = dir.resolve("project/sandbox/src/main/java/A.java");
        Files.createDirectories(source.getParent());
        Files.writeString(source, "");
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("25"), "PATH", tools("3.9.9") + ":/usr/bin:/bin");

        Outcome first = omega(environment, "watch");
        Outcome second = omega(environment, "watch");

        assertTrue(first.printed().contains("Building"), first::printed);
        assertTrue(first.printed().contains("java 25 runs"), first::printed);
        assertFalse(second.printed().contains("Building"), second::printed);
    }

    @Test
    void aQuickStartIsRehearsedOnceABuild() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("25"));
        Outcome first = built().omega(environment, "up");
        Outcome second = omega(environment, "up");

        assertTrue(first.printed().contains("Starting everything once"), first::printed);
        assertTrue(first.printed().endsWith(" up with \n"), first::printed);
        String log = Files.readString(dir.resolve("project/.omega/logs/rehearsal.log"));
        assertTrue(log.contains("-XX:AOTCacheOutput=") && log.contains(" rehearse "), log);
        assertFalse(second.printed().contains("Starting everything once"), second::printed);
        assertTrue(second.printed().contains("-XX:AOTCache="), second::printed);
    }

    @Test
    void anOldMavenIsRefused() throws Exception {
        Outcome outcome = omega(Map.of("JAVA_HOME", jdk("25"), "PATH", tools("3.6.3") + ":/usr/bin:/bin"), "test");
        assertEquals(1, outcome.code());
        assertTrue(outcome.printed().contains("Maven 3.6.3 is too old"), outcome::printed);
    }

    @Test
    void testPassesMavensOutputAndEndOn() throws Exception {
        Outcome outcome =
                omega(Map.of("JAVA_HOME", jdk("25"), "PATH", tools("3.8.7") + ":/usr/bin:/bin"), "test", "--full");
        assertEquals(0, outcome.code(), outcome::printed);
        assertTrue(outcome.printed().contains("mvn -B -ntp -T 2 verify -Dtests.full=true -Pfull"), outcome::printed);
        assertTrue(
                outcome.printed()
                        .contains("mvn -B -ntp -pl shared-model -Pmutation test-compile pitest:mutationCoverage"),
                outcome::printed);
        assertTrue(outcome.printed().contains("BUILD SUCCESS"), outcome::printed);
    }

    private Outcome omega(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path script = dir.resolve("project/omega");
        Files.createDirectories(script.getParent());
        if (!Files.exists(script)) {
            Files.copy(SCRIPT, script);
        }
        ProcessBuilder builder = new ProcessBuilder(
                        Stream.concat(Stream.of("sh", script.toString()), Stream.of(arguments))
                                .toList())
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("OMEGA_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), printed);
    }

    /** Leaves behind what a build does, an hour old. */
    private ScriptTest built() throws IOException {
        for (String file : List.of(
                "pom.xml",
                "sandbox/target/sandbox-0.1.0.jar",
                "publication-fetcher/target/quarkus-app/quarkus-run.jar",
                "omega-simulator/target/quarkus-app/quarkus-run.jar",
                "request-submitter/target/quarkus-app/quarkus-run.jar",
                "status-tracker/target/quarkus-app/quarkus-run.jar",
                "target/built")) {
            Path path = dir.resolve("project").resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, "");
            Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        }
        return this;
    }

    private String jdk(String version) throws IOException {
        Path home = dir.resolve("jdk-" + version);
        program(home.resolve("bin/javac"), "echo javac " + version);
        program(home.resolve("bin/java"), "echo java " + version + " runs \"$@\" with \"$OMEGA_CATALOGUE\"");
        return home.toString();
    }

    private String tools(String mavenVersion) throws IOException {
        Path bin = dir.resolve("bin-" + mavenVersion);
        program(
                bin.resolve("mvn"),
                "if [ \"$1\" = -v ]; then echo Apache Maven " + mavenVersion
                        + "; else echo mvn \"$@\"; echo '[INFO] BUILD SUCCESS'; fi");
        return bin.toString();
    }

    private static void program(Path path, String script) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
