package omega.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Consumer;

/** Calls of OMEGA's web services through ws-proxy, as JSON. */
record Calling(URI base) {
    private static final String SUITES = "application/vnd.omega.suites+json";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration ENOUGH = Duration.ofMinutes(3);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /**
     * An answer.
     *
     * @param suites what may be asked for next, each with address and beginning of its body; missing where nothing may
     * @param retryAfter what {@code Retry-After} says, in seconds; 0 where it is not there
     */
    record Answer(int status, JsonNode body, JsonNode suites, long retryAfter) {
        String problem() {
            return body.path("type").asText().replace("urn:omega:problem:", "");
        }

        /** OMEGA's reference, where the request is accepted; empty otherwise. */
        String numero() {
            return switch (status) {
                case 200 -> body.at("/accuse/numeroDemande").asText();
                case 202 -> body.path("numeroDemande").asText();
                default -> "";
            };
        }

        boolean isUncertain() {
            return problem().equals("uncertain");
        }

        /** Whether no connection came about, as when a certificate and its key do not fit each other. */
        boolean isUnreached() {
            return problem().equals("unreached");
        }

        /** Whether the same call, said again, will do: it has not left, or is still under way. */
        boolean mayBeRepeated() {
            return switch (problem()) {
                case "in-progress", "capped", "busy", "broken", "unreached", "unanswered", "bad-answer", "failed" ->
                    true;
                default -> false;
            };
        }
    }

    /** Makes a call; {@code key} makes it one however often it is made, and {@code prefer} may be empty. */
    Answer once(String path, String key, String prefer, JsonNode body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", SUITES + ", application/json, application/problem+json")
                .header("Idempotency-Key", key)
                .header("X-Omega-Appelant", "omega demo")
                .header("X-Omega-Motif", "demonstration")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
        if (!prefer.isEmpty()) {
            request.header("Prefer", prefer);
        }
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            long wait = response.headers().firstValueAsLong("Retry-After").orElse(0);
            JsonNode said = JSON.readTree(response.body());
            boolean guides =
                    response.headers().firstValue("Content-Type").orElse("").startsWith(SUITES);
            return new Answer(response.statusCode(), guides ? said.path("reponse") : said, said.path("suites"), wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Makes it again while it has not left, or nobody answers: under one key it is one call, and the proxy may have been killed.
     *
     * @param each takes every answer, the last one too
     */
    Answer made(String path, String key, String prefer, JsonNode body, Consumer<Answer> each) throws IOException {
        long end = System.nanoTime() + ENOUGH.toNanos();
        while (true) {
            try {
                Answer answer = once(path, key, prefer, body);
                each.accept(answer);
                if (!answer.mayBeRepeated() || System.nanoTime() - end > 0) {
                    return answer;
                }
            } catch (IOException e) {
                if (System.nanoTime() - end > 0 || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            Waiting.until(() -> false, PAUSE);
        }
    }
}
