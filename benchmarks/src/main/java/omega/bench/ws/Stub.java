package omega.bench.ws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** OMEGA as far as it matters here: RecupererDonneesPCE behind mutual TLS, with the same answer each time: twelve months of readings, 4 KiB. */
final class Stub implements AutoCloseable {
    static {
        // of the JDK's server, read once: answers leave at once, and many idle connections stay
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
    }

    private final byte[] answer = envelope().getBytes(StandardCharsets.UTF_8);
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Stub(Credentials credentials) throws IOException, GeneralSecurityException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2_048);
        SSLContext context = credentials.context();
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/xml; charset=UTF-8");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static String envelope() {
        StringBuilder text = new StringBuilder("""
            <?xml version="1.0" encoding="UTF-8"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>\
            <r:recupererDonneesPCEResponse xmlns:r="urn:omega:provisional:RecupererDonneesPCE" xmlns:c="urn:omega:provisional:commun">\
            <r:pce>12345678901234</r:pce><r:etat>ACT</r:etat><r:adresse><c:numero>12</c:numero><c:voie>RUE DES LILAS</c:voie>\
            <c:codePostal>61000</c:codePostal><c:commune>ALENÇON</c:commune></r:adresse>\
            <r:compteur telereleve="true"><r:numero>ABC12345678</r:numero><r:frequence>MM</r:frequence><r:coefficient>10.53</r:coefficient></r:compteur>\
            """);
        for (int month = 1; month <= 12; month++) {
            text.append("""
                <r:releve><r:date>2025-%02d-01</r:date><r:index cadran="BASE">%d</r:index><r:index cadran="HIVER" date="2025-01-01">%d</r:index>\
                <r:energie>%d</r:energie><r:volume>%d.125</r:volume></r:releve>\
                """.formatted(month, 4_000 + month, 200 + month, 170 * month, 16 * month));
        }
        return text.append("</r:recupererDonneesPCEResponse></e:Body></e:Envelope>")
                .toString();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
