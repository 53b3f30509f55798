package omega.tracker;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes what comes for an OpenTelemetry collector (OTLP over HTTP), each request's body as a file. */
final class Collector implements AutoCloseable {
    private final HttpServer server;

    Collector(Path home) throws IOException {
        AtomicInteger number = new AtomicInteger();
        Files.createDirectories(home);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            Path part = home.resolve("part");
            Files.write(part, exchange.getRequestBody().readAllBytes());
            Files.move(part, home.resolve(number.incrementAndGet() + ".otlp"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
