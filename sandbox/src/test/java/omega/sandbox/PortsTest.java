package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortsTest {
    private static final Ports NONE = new Ports(Map.of());

    @Test
    void theUsualPortIsTakenWhenFree() {
        int usual = Ports.free();
        assertEquals(usual, Ports.choose(Map.of("kafka", usual), NONE).of("kafka"));
    }

    @Test
    void aTakenPortGivesWayToLastTimesAndThenToAnyFreeOne() throws Exception {
        int last = Ports.free();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Integer> usual = Map.of("kafka", other.getLocalPort());

            assertEquals(
                    last, Ports.choose(usual, new Ports(Map.of("kafka", last))).of("kafka"));
            assertNotEquals(other.getLocalPort(), Ports.choose(usual, NONE).of("kafka"));
        }
    }

    @Test
    void aPortTakenOnEveryAddressIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0)) {
            assertEquals(false, Ports.isFree(other.getLocalPort()));
        }
    }

    /** As when two stacks are started at once: neither listens yet when the other one chooses. */
    @Test
    void whatAnotherStackHasChosenIsTakenBeforeItListens() throws Exception {
        int port = Ports.free();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PortsTest.class.getName(),
                        String.valueOf(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertEquals(
                    String.valueOf(port),
                    new String(
                            other.getInputStream()
                                    .readNBytes(String.valueOf(port).length()),
                            StandardCharsets.US_ASCII));
            assertNotEquals(port, Ports.choose(Map.of("kafka", port), NONE).of("kafka"));
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    /** The other stack: chooses the port of its argument, says so, and waits for its end. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        System.out.print(Ports.choose(Map.of("kafka", port), NONE).of("kafka"));
        System.out.flush();
        if (System.in.read() < 0) {
            System.exit(0);
        }
    }

    @Test
    void twoUsesNeverShareAPort() {
        int port = Ports.free();
        Ports chosen = Ports.choose(Map.of("a", port, "b", port), NONE);
        assertNotEquals(chosen.of("a"), chosen.of("b"));
    }

    @Test
    void savedPortsAreReadBack(@TempDir Path dir) {
        Path file = dir.resolve("ports.properties");
        assertEquals(NONE, Ports.read(file));
        new Ports(Map.of("kafka", 9092, "sftp", 2222)).save(file);
        assertEquals(Map.of("kafka", 9092, "sftp", 2222), Ports.read(file).byName());
    }
}
