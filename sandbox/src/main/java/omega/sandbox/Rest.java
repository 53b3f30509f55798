package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** JSON over HTTP with one service of the stack. */
record Rest(URI base) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** The service answered, but not as was hoped. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    static Rest on(int port) {
        return new Rest(URI.create("http://127.0.0.1:" + port + "/"));
    }

    /** @throws IOException when the service is away, or {@link Refused} */
    JsonNode get(String path) throws IOException {
        return send(path, "GET", BodyPublishers.noBody(), Duration.ofSeconds(20));
    }

    /** Waits for minutes: what is asked for may be large. */
    JsonNode post(String path) throws IOException {
        return send(path, "POST", BodyPublishers.noBody(), Duration.ofMinutes(20));
    }

    /** Waits for minutes, too. */
    JsonNode post(String path, JsonNode body) throws IOException {
        return send(path, "POST", BodyPublishers.ofString(body.toString()), Duration.ofMinutes(20));
    }

    /** The same, again and again while the service is away; only for what may be said twice. */
    JsonNode postUntilAnswered(String path, JsonNode body, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return post(path, body);
            } catch (IOException e) {
                boolean answered = e instanceof Refused refused && refused.status() < 500;
                if (answered
                        || System.nanoTime() - end > 0
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            Waiting.until(() -> false, PAUSE);
        }
    }

    JsonNode put(String path, JsonNode body) throws IOException {
        return send(path, "PUT", BodyPublishers.ofString(body.toString()), Duration.ofSeconds(20));
    }

    private JsonNode send(String path, String method, HttpRequest.BodyPublisher body, Duration patience)
            throws IOException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body)
                .build();
        try {
            HttpResponse<InputStream> response = HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                JsonNode answer = JSON.readTree(in);
                if (response.statusCode() / 100 != 2) {
                    throw new Refused(response.statusCode(), method + " " + path + ": " + answer);
                }
                return answer;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
