package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.InetAddress;
import java.net.ServerSocket;
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
