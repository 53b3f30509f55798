package omega.bench.ws;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * OMEGA as far as it matters here: RecupererDonneesPCE behind mutual TLS, with the same answer each time: twelve months of readings, 3 kB. It costs little
 * beyond TLS, so that what is measured is its callers.
 */
final class Stub implements AutoCloseable {
    private final byte[] answer;
    private final SSLServerSocket door;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Stub(Credentials credentials) throws IOException, GeneralSecurityException {
        byte[] body = envelope().getBytes(StandardCharsets.UTF_8);
        byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        answer = java.util.Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, answer, head.length, body.length);
        SSLContext context = credentials.context();
        door = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 2_048, InetAddress.getLoopbackAddress());
        door.setNeedClientAuth(true);
        threads.execute(this::accept);
    }

    String address() {
        return "https://127.0.0.1:" + door.getLocalPort();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket caller = door.accept();
                caller.setTcpNoDelay(true);
                threads.execute(() -> serve(caller));
            } catch (IOException e) {
                // closed, or a caller that went away at once
            }
        }
    }

    private void serve(Socket caller) {
        try (Lines.Line line = new Lines.Line(caller)) {
            for (String head = line.head(); !head.isEmpty(); head = line.head()) {
                line.body(head);
                line.write(answer);
            }
        } catch (IOException e) {
            // it hung up
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
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
