package omega.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import omega.channel.credential.Identity;
import omega.channel.credential.Pem;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.event.Topics;
import omega.sandbox.TestStack;
import omega.simulator.serve.Authority;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod that is told to end in the middle of calls, as at every upgrade: ws-proxy as it is packaged, and an OMEGA that takes its time. */
final class EndingTest {
    private static final Path JAR =
            Path.of("..").toAbsolutePath().normalize().resolve("ws-proxy/target/quarkus-app/quarkus-run.jar");
    /** Tuesday, 09:00 in Paris. */
    private static final Instant OPEN = Instant.parse("2026-11-24T08:00:00Z");

    private static final Pattern ID = Pattern.compile("<(?:\\w+:)?idDemande>([^<]*)</");
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Semaphore asked = new Semaphore(0);
    private final CountDownLatch answeringCaller = new CountDownLatch(1);
    private final CountDownLatch answeringKafka = new CountDownLatch(1);

    @TempDir
    Path home;

    @BeforeAll
    static void packaged() throws IOException {
        Launched.assumePackaged("ws-proxy");
    }

    @Test
    void callsUnderWayAreAnswered() throws Exception {
        HttpsServer omega = omega();
        Map<String, String> settings = settings(omega.getAddress().getPort());
        Process proxy = start(settings);
        try {
            // Given a caller that waits for an answer, and a call by Kafka
            URI root = URI.create("http://127.0.0.1:" + settings.get("quarkus.http.port"));
            Awaitility.await("ready").atMost(Duration.ofMinutes(2)).until(() -> status(root, "ready") == 200);
            CompletableFuture<HttpResponse<String>> waiting = client.sendAsync(
                    HttpRequest.newBuilder(root.resolve("/ws/CreerDemandeCHF/creerDemandeCHF"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(chf("ATTEND")))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            send("""
                {"idDemande": "KAFKA", "service": "CreerDemandeCHF", "operation": "creerDemandeCHF", "corps": %s}\
                """.formatted(chf("KAFKA")));
            assertTrue(asked.tryAcquire(2, 2, TimeUnit.MINUTES), "both calls are at OMEGA");

            // When
            proxy.destroy();
            Awaitility.await("told not ready").atMost(Duration.ofMinutes(1)).until(() -> status(root, "ready") != 200);
            Awaitility.await("ends once nobody is under way")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> isClosing(root));
            answeringCaller.countDown();
            HttpResponse<String> answer = waiting.get(1, TimeUnit.MINUTES);
            Awaitility.await("nobody waits for HTTP any more")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> status(root, "live") == 0);
            assertFalse(proxy.waitFor(5, TimeUnit.SECONDS), "the call by Kafka is not answered yet");
            answeringKafka.countDown();

            // Then
            assertEquals(200, answer.statusCode(), answer::body);
            assertTrue(answer.body().contains("ATTEND"), answer::body);
            assertTrue(proxy.waitFor(1, TimeUnit.MINUTES));
            Map<String, String> states = Jdbi.create(
                            settings.get("quarkus.datasource.jdbc.url"),
                            settings.get("quarkus.datasource.username"),
                            settings.get("quarkus.datasource.password"))
                    .withHandle(handle -> handle.createQuery("SELECT id_demande, etat FROM ws.demande")
                            .collectRows(java.util.stream.Collectors.toMap(
                                    row -> row.getColumn("id_demande", String.class),
                                    row -> row.getColumn("etat", String.class))));
            assertEquals(Map.of("ATTEND", "ACCEPTEE", "KAFKA", "ACCEPTEE"), states);
        } finally {
            answeringCaller.countDown();
            answeringKafka.countDown();
            proxy.destroyForcibly();
            omega.stop(0);
        }
    }

    private int status(URI root, String kind) throws InterruptedException {
        return health(root, kind).map(HttpResponse::statusCode).orElse(0);
    }

    /** Connections are closed after one answer, so that clients go elsewhere. */
    private boolean isClosing(URI root) throws InterruptedException {
        return health(root, "live")
                .flatMap(each -> each.headers().firstValue("connection"))
                .filter("close"::equals)
                .isPresent();
    }

    private Optional<HttpResponse<Void>> health(URI root, String kind) throws InterruptedException {
        try {
            return Optional.of(client.send(
                    HttpRequest.newBuilder(root.resolve("/q/health/" + kind))
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    HttpResponse.BodyHandlers.discarding()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Process start(Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m", "-XX:+UseSerialGC"));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", JAR.toString()));
        return new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("printed").toFile())
                .start();
    }

    private Map<String, String> settings(int omega) throws IOException {
        Path clock = home.resolve("clock");
        OmegaClock.publish(Timeline.starting(Clock.systemUTC().instant(), OPEN, 1), clock);
        Path certificate = authority().issue("client");
        Map<String, String> settings = new HashMap<>(TestStack.settings());
        settings.put("quarkus.http.port", String.valueOf(freePort()));
        settings.put("quarkus.shutdown.delay", "2S");
        settings.put("omega.clock.file", clock.toString());
        settings.put("omega.partenaires.DEMO.ws.adresse", "https://localhost:" + omega);
        settings.put("omega.partenaires.DEMO.ws.certificate-file", certificate.toString());
        settings.put(
                "omega.partenaires.DEMO.ws.key-file", Authority.key(certificate).toString());
        settings.put(
                "omega.partenaires.DEMO.ws.authorities-file",
                authority().certificate().toString());
        return settings;
    }

    private Authority authority() {
        return new Authority(home.resolve("authority"), Clock.systemUTC().instant());
    }

    private static int freePort() throws IOException {
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return held.getLocalPort();
        }
    }

    private static void send(String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestStack.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.DEMANDE_UNITAIRE,
                            "KAFKA".getBytes(StandardCharsets.UTF_8),
                            value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    /** An OMEGA that has the request and answers when the test says so. */
    private HttpsServer omega() throws Exception {
        Path certificate = authority().issue("omega", "localhost");
        SSLContext context = Identity.read("omega", certificate, Authority.key(certificate), null)
                .context(Pem.certificates("omega", authority().certificate()));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("localhost"), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", this::accept);
        server.start();
        return server;
    }

    private void accept(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher id = ID.matcher(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (!id.find()) {
                throw new IOException("a request without its reference");
            }
            asked.release();
            (id.group(1).equals("KAFKA") ? answeringKafka : answeringCaller).await();
            byte[] answer = """
                <?xml version='1.0' encoding='UTF-8'?><soap:Envelope xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Body>\
                <r:creerDemandeCHFResponse xmlns:r="urn:omega:provisional:CreerDemandeCHF"><r:accuse xmlns:c="urn:omega:provisional:commun">\
                <c:idDemande>%s</c:idDemande><c:numeroDemande>D0000000001</c:numeroDemande><c:etat>REC</c:etat>\
                <c:dateReception>2026-11-24T09:00:00+01:00</c:dateReception></r:accuse></r:creerDemandeCHFResponse>\
                </soap:Body></soap:Envelope>\
                """.formatted(id.group(1)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/xml; charset=UTF-8");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A sound change of supplier. */
    private static String chf(String id) {
        return """
            {"@idContrat": "C-1", "idDemande": "%s", "pce": "12345678901234", "dateSouhaitee": "2026-12-01",
             "client": {"@xsi:type": "ClientParticulier", "nom": "Dupont", "prenom": null,
                        "contact": [{"@role": "CLIENT", "nom": "Dupont", "telephone_ou_courriel": [{"telephone": "0612345678"}]}]},
             "tarif": "T2", "cja": 12.50, "accordClient": true}\
            """.formatted(id);
    }
}
