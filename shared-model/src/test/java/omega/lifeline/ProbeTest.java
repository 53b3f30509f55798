package omega.lifeline;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ProbeTest {
    @Test
    void onlyReadyIsReady() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try {
            answer(server, "/ready", 200);
            answer(server, "/down", 503);
            answer(server, "/elsewhere", 302);
            server.start();

            assertTrue(Probe.answersOk(base.resolve("/ready")));
            assertFalse(Probe.answersOk(base.resolve("/down")));
            assertFalse(Probe.answersOk(base.resolve("/elsewhere")));
        } finally {
            server.stop(0);
        }
        assertFalse(Probe.answersOk(base.resolve("/ready")), "nobody listens any more");
    }

    private static void answer(HttpServer server, String path, int status) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
    }
}
