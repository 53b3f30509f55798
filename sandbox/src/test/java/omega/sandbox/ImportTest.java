package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportTest {

    @Test
    void eachFileIsPostedWholeAndARefusalIsTold(@TempDir Path dir) throws Exception {
        byte[] bytes = {0, 1, (byte) 0xff, '\n'};
        Path good = Files.write(dir.resolve("AJ+1 x.zip"), bytes);
        Path bad = Files.write(dir.resolve("bad.zip"), new byte[0]);
        CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();
        CopyOnWriteArrayList<byte[]> received = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/fichiers", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            asked.add(
                    exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawQuery() + " "
                            + exchange.getRequestHeaders().getFirst("Content-Type"));
            received.add(body);
            byte[] answer = (body.length > 0
                            ? "{\"fichier\":{\"id\":7,\"flux\":\"AJ+1\",\"etat\":{\"etat\":\"Archivee\"}},\"vie\":[]}"
                            : "{\"title\":\"vide\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(body.length > 0 ? 201 : 422, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        int port = server.getAddress().getPort();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Import command = new Import();

            assertTrue(command.hand(http, port, good, print));
            assertFalse(command.hand(http, port, bad, print));
            assertFalse(command.hand(http, port, dir.resolve("absent.zip"), print));
        } finally {
            server.stop(0);
        }

        assertEquals("POST nom=AJ%2B1+x.zip&partenaire=DEMO application/octet-stream", asked.getFirst());
        assertEquals(2, received.size());
        assertArrayEquals(bytes, received.getFirst());
        assertEquals(
                good + ": AJ+1, Archivee; see http://127.0.0.1:" + port + "/fichiers/7\n" + bad
                        + ": refused (422) title vide\n" + dir.resolve("absent.zip") + ": no such file\n",
                out.toString(StandardCharsets.UTF_8));
    }
}
