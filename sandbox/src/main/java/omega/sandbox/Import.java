package omega.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./omega import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Hands publication archives to the running gateway, as if OMEGA had put them out: same checks, same topics."
                    + " For what was downloaded from the portal, or lies in an old system. Exits 1 if one was refused.",
            ""
        })
final class Import implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Archives, under the names that OMEGA gave them.")
    private List<Path> files = List.of();

    @Option(
            names = "--partenaire",
            paramLabel = "CODE",
            defaultValue = Plan.PARTENAIRE,
            description = "The supplier that they were published for (default: ${DEFAULT-VALUE}).")
    private String partenaire = Plan.PARTENAIRE;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = Home.fromLauncher();
        Ports ports = Ports.read(home.run().resolve("ports.properties"));
        if (new Launcher(home).process().isEmpty() || ports.byName().isEmpty()) {
            System.err.println("Nothing is up. Start with: ./omega up");
            return 1;
        }
        int refused = 0;
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            for (Path file : files) {
                refused += hand(http, ports.of("fetcher"), file, System.out) ? 0 : 1;
            }
        }
        return refused == 0 ? 0 : 1;
    }

    boolean hand(HttpClient http, int port, Path file, PrintStream out) throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            out.println(file + ": no such file");
            return false;
        }
        URI uri = URI.create("http://127.0.0.1:" + port + "/fichiers?nom="
                + encoded(file.getFileName().toString()) + "&partenaire=" + encoded(partenaire));
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/octet-stream")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofFile(file))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        boolean taken = response.statusCode() / 100 == 2;
        out.println(file + ": "
                + (taken
                        ? told(response.body(), port)
                        : "refused (" + response.statusCode() + ") " + shortly(response.body())));
        return taken;
    }

    /** What the file is now, and where to see what becomes of it. */
    private static String told(String body, int port) {
        try {
            JsonNode file = JSON.readTree(body).path("fichier");
            return file.path("flux").asText() + ", " + file.at("/etat/etat").asText() + "; see http://127.0.0.1:" + port
                    + "/fichiers/" + file.path("id").asText();
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    /** A JSON object's plain fields on one line; other text as it is. */
    private static String shortly(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json.isObject()
                    ? json.properties().stream()
                            .filter(field -> field.getValue().isValueNode()
                                    && !field.getValue().isNull())
                            .map(field ->
                                    field.getKey() + " " + field.getValue().asText())
                            .collect(Collectors.joining(", "))
                    : body;
        } catch (JsonProcessingException e) {
            return body;
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
