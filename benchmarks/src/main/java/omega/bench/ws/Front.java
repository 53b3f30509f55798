package omega.bench.ws;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import omega.lifeline.Lifeline;

/** The leanest HTTP front that there is, of contenders that bring none: the JDK's server on virtual threads. */
final class Front {
    private Front() {}

    /** What is done with the JSON of a request. */
    interface Work {
        byte[] answer(byte[] json) throws Exception;
    }

    /** Answers until standard input ends. */
    static void serve(int port, Work work) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_048);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] answer = work.answer(exchange.getRequestBody().readAllBytes());
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (Exception e) {
                System.getLogger(Front.class.getName()).log(System.Logger.Level.ERROR, "a call failed", e);
                throw new IOException(e);
            }
        });
        server.start();
        Lifeline.watch(() -> System.exit(0));
    }
}
