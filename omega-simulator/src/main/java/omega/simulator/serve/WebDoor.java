package omega.simulator.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** An HTTPS server (§4.2.2, §4.2.3), TLS 1.2 or 1.3, that may ask every caller for his certificate, and may lose an answer. */
public final class WebDoor implements Closeable {
    private static final Logger LOG = Logger.getLogger(WebDoor.class);
    private static final int LARGEST = 4 << 20;
    private static final int BACKLOG = 1024;

    static {
        // of the JDK's server, read once: answers leave at once, and many idle connections stay
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
        System.setProperty("sun.net.httpserver.idleInterval", "300");
    }

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(WebDoor::thread);

    /**
     * A request.
     *
     * @param caller his certificate; null where none was asked for
     * @param headers by name, as {@link com.sun.net.httpserver.Headers} spells them
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Asked(
            @Nullable X509Certificate caller, String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        /** The header's first value; empty where it is not there. */
        public String header(String name) {
            List<String> values = headers.getOrDefault(name, List.of());
            return values.isEmpty() ? "" : values.getFirst();
        }
    }

    /** An answer, and whether it arrives. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Reply(int status, Map<String, String> headers, byte[] body, Fate fate) {
        public Reply(int status, String contentType, byte[] body) {
            this(status, Map.of("Content-Type", contentType), body, Fate.WHOLE);
        }

        public Reply with(Fate other) {
            return new Reply(status, headers, body, other);
        }

        public Reply with(String header, String value) {
            Map<String, String> more = new HashMap<>(headers);
            more.put(header, value);
            return new Reply(status, Map.copyOf(more), body, fate);
        }
    }

    /** What becomes of an answer: nothing of it leaves, or the first half, before the connection is cut. */
    public enum Fate {
        WHOLE,
        LOST,
        TRUNCATED
    }

    /** Who answers. Called on a thread for each request. */
    public interface Answering {
        Reply answer(Asked asked);
    }

    /** Listens at once; {@code port} 0 takes a free one. Where {@code tls} has authorities, nobody comes in without a certificate of theirs. */
    public WebDoor(String host, int port, Tls tls, Answering answering) {
        SSLContext context = tls.context();
        try {
            server = HttpsServer.create(new InetSocketAddress(host, port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen for HTTPS on port " + port, e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters params) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
                wanted.setNeedClientAuth(tls.authorities().isPresent());
                params.setSSLParameters(wanted);
            }
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> handle((HttpsExchange) exchange, answering));
        server.start();
    }

    /** Whoever answers finds his classes as this class does, not as the JDK's server. */
    private static Thread thread(Runnable task) {
        Thread thread = Thread.ofVirtual().unstarted(task);
        thread.setContextClassLoader(WebDoor.class.getClassLoader());
        return thread;
    }

    private static void handle(HttpsExchange exchange, Answering answering) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
            send(exchange, body.length > LARGEST ? tooLarge() : answering.answer(asked(exchange, body)));
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s stumbled", exchange.getRequestURI());
        }
    }

    private static Reply tooLarge() {
        return new Reply(413, "text/plain", new byte[0]);
    }

    private static Asked asked(HttpsExchange exchange, byte[] body) {
        return new Asked(
                caller(exchange),
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                exchange.getRequestHeaders(),
                body);
    }

    private static @Nullable X509Certificate caller(HttpsExchange exchange) {
        try {
            return (X509Certificate) exchange.getSSLSession().getPeerCertificates()[0];
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }

    /** An exchange that is closed before all of its answer was written takes its connection with it. */
    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        if (reply.fate() == Fate.LOST) {
            return;
        }
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        int length = reply.body().length;
        exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
        if (length > 0) {
            OutputStream out = exchange.getResponseBody();
            out.write(reply.body(), 0, reply.fate() == Fate.TRUNCATED ? length / 2 : length);
            out.flush();
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
