package omega.ws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import omega.channel.ChannelException;
import omega.channel.credential.Identity;
import omega.channel.credential.Pem;

/**
 * A token server and the REST service behind it, written by hand on the JDK's HTTPS server, without a client certificate. What the service does stands in
 * the commune. The tests have another class loader: the file {@code tokens} counts the tokens given, {@code lifetime} says
 * for how many seconds; while {@code revoked} is there, none given before counts.
 */
final class RestPeer implements AutoCloseable {
    static final String SECRET = "un secret: avec & deux points";
    private static final String FOUND = """
        {"pces": [{"pce": "12345678901234", "etat": "ACT",
          "adresse": {"numero": 12, "voie": "RUE DES LILAS", "codePostal": "61000", "commune": "ALENCON"},
          "position": {"latitude": 48.4300, "longitude": 0.0900}}], "incomplet": false}\
        """;
    private final AtomicInteger given = new AtomicInteger();
    private final Set<String> good = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpsServer server;
    private final Path home;

    RestPeer(Path home) throws IOException {
        this.home = home;
        Files.writeString(home.resolve("tokens"), "0");
        Files.writeString(home.resolve("lifetime"), "3600");
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_000);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        try {
            server.setHttpsConfigurator(new HttpsConfigurator(
                    Identity.read("rest", home.resolve("server.crt"), home.resolve("server.key"), null)
                            .context(Pem.certificates("rest", home.resolve("authority.crt")))));
        } catch (ChannelException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/oauth/token", this::token);
        server.createContext("/pce/adresse", this::search);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void token(HttpExchange exchange) throws IOException {
        try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String basic =
                    Base64.getEncoder().encodeToString(("client-esa:" + SECRET).getBytes(StandardCharsets.UTF_8));
            String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String decoded = header.startsWith("Basic ")
                    ? URLDecoder.decode(
                            new String(Base64.getDecoder().decode(header.substring(6)), StandardCharsets.UTF_8),
                            StandardCharsets.UTF_8)
                    : "";
            boolean known = header.equals("Basic " + basic) || decoded.equals("client-esa:" + SECRET);
            if (!known || !form.contains("grant_type=client_credentials") || !form.contains("scope=pce.adresse")) {
                answer(exchange, 401, "{\"error\": \"invalid_client\"}");
                return;
            }
            if (Files.exists(home.resolve("away"))) {
                answer(exchange, 503, "{}");
                return;
            }
            String token = "jeton-" + given.incrementAndGet();
            good.add(token);
            Files.writeString(home.resolve("tokens"), String.valueOf(given.get()));
            answer(
                    exchange,
                    200,
                    "{\"access_token\": \"" + token + "\", \"token_type\": \"Bearer\", \"expires_in\": "
                            + Files.readString(home.resolve("lifetime")) + "}");
        }
    }

    private void search(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (Files.deleteIfExists(home.resolve("revoked"))) {
                good.clear();
            }
            String bearer = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            if (!good.contains(bearer.replace("Bearer ", ""))) {
                answer(exchange, 401, "{\"code\": \"TEC-010\", \"libelle\": \"jeton\"}");
                return;
            }
            String query = exchange.getRequestURI().getRawQuery();
            Files.writeString(home.resolve("query"), query);
            String commune = query.replaceFirst(".*commune=([^&]*).*", "$1").toUpperCase(Locale.ROOT);
            switch (commune) {
                case "ERREUR" -> answer(exchange, 200, "{\"code\": \"TEC-099\", \"libelle\": \"panne\"}");
                case "HTML" -> answer(exchange, 200, "<html>ou est la base ?</html>");
                case "FAUX" -> answer(exchange, 200, FOUND.replace("\"ACT\"", "\"XXX\""));
                case "VIDE" -> answer(exchange, 200, "");
                case "ENORME" -> answer(exchange, 200, "[\"" + "x".repeat(17 << 20) + "\"]");
                case "REFUS" -> answer(exchange, 400, "{\"code\": \"FON-001\", \"libelle\": \"mal demande\"}");
                case "TROP" -> answer(exchange, 429, "{\"code\": \"TEC-005\", \"libelle\": \"trop\"}");
                case "PANNE" -> answer(exchange, 500, "{\"code\": \"TEC-099\", \"libelle\": \"panne\"}");
                case "INTERDIT" -> answer(exchange, 403, "non");
                case "LENT" -> late();
                default -> answer(exchange, 200, FOUND);
            }
        }
    }

    private void late() {
        try {
            closing.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Retry-After", "7");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
