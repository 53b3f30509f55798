package omega.ws.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import omega.channel.Secret;
import omega.clock.OmegaClock;
import omega.ws.AppStack;
import omega.ws.Authority;
import omega.ws.partner.Partenaire;
import omega.ws.translate.Json;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Tokens of a real Keycloak, which the full build unpacks from its Maven artifact: scope, one request for many, revoked and short-lived tokens. */
@QuarkusTest
@QuarkusTestResource(AppStack.class)
@EnabledIfSystemProperty(named = "tests.full", matches = "true", disabledReason = "starts a Keycloak")
class KeycloakTest {
    private static final String SECRET = "un secret: avec & deux points";
    private static final int CALLERS = 1_000;
    private static final String REALM = """
        {"realm": "omega", "enabled": true, "sslRequired": "all", "accessTokenLifespan": 300,
         "clientScopes": [{"name": "pce.adresse", "protocol": "openid-connect", "attributes": {"include.in.token.scope": "true"}}],
         "clients": [%s, %s]}\
        """.formatted(client("client-esa", 300), client("bref", 6));

    @Inject
    OidcClients clients;

    @Inject
    TlsConfigurationRegistry tls;

    @TempDir
    Path home;

    private static String client(String id, int seconds) {
        return """
            {"clientId": "%s", "enabled": true, "protocol": "openid-connect", "publicClient": false, "serviceAccountsEnabled": true,
             "standardFlowEnabled": false, "secret": "%s", "optionalClientScopes": ["pce.adresse"],
             "attributes": {"access.token.lifespan": "%d"}}\
            """.formatted(id, SECRET, seconds);
    }

    @Test
    void tokensOfKeycloak() throws Exception {
        Authority authority = new Authority("CN=Tests", Clock.systemUTC().instant());
        authority.write(home.resolve("authority.crt"));
        authority.issue(home, "keycloak", "CN=keycloak", Clock.systemUTC().instant(), "127.0.0.1");
        int port = freePort();
        URI realm = URI.create("https://127.0.0.1:" + port + "/realms/omega/");
        Https https = new Https(Duration.ofSeconds(10), Duration.ofSeconds(30), OmegaClock.real());
        Partenaire esa = partner("ESA", realm, "client-esa", SECRET);
        Process keycloak = start(port);
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(https.keys(esa).current().context())
                .build()) {
            Awaitility.await("Keycloak")
                    .atMost(Duration.ofMinutes(8))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        assertTrue(keycloak.isAlive(), () -> log());
                        return http.send(HttpRequest.newBuilder(realm).build(), HttpResponse.BodyHandlers.discarding())
                                        .statusCode()
                                == 200;
                    });
            Jetons jetons = new Jetons(clients, tls, https, OmegaClock.real(), Duration.ofSeconds(10));
            String first = manyAndOne(() -> jetons.token(esa, Duration.ofSeconds(30)));
            JsonNode told = introspected(http, realm, first);
            assertTrue(told.path("active").asBoolean(), told.toString());
            assertEquals("client-esa", told.path("client_id").asText());
            assertTrue(List.of(told.path("scope").asText().split(" ")).contains("pce.adresse"), told.toString());

            post(http, realm, "protocol/openid-connect/revoke", first);
            assertFalse(introspected(http, realm, first).path("active").asBoolean(), "revoked");
            String second = manyAndOne(() -> jetons.another(esa, first, Duration.ofSeconds(30)));
            assertNotEquals(first, second);
            assertTrue(introspected(http, realm, second).path("active").asBoolean());

            Partenaire brief = partner("BREF", realm, "bref", SECRET);
            String early = jetons.token(brief, Duration.ofSeconds(30));
            assertEquals(early, jetons.token(brief, Duration.ofSeconds(30)), "kept while it is good");
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                String current = jetons.token(brief, Duration.ofSeconds(30));
                assertTrue(introspected(http, realm, current).path("active").asBoolean(), "replaced before its end");
                return !current.equals(early);
            });

            Jetons.NoToken refused = assertThrows(
                    Jetons.NoToken.class,
                    () -> jetons.token(partner("FAUX", realm, "client-esa", "un autre"), Duration.ofSeconds(30)));
            assertFalse(String.valueOf(refused.getMessage()).contains("un autre"), refused.getMessage());
        } finally {
            List<ProcessHandle> all = Stream.concat(keycloak.descendants(), Stream.of(keycloak.toHandle()))
                    .toList();
            all.forEach(ProcessHandle::destroy);
            if (!keycloak.waitFor(20, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
            }
        }
    }

    /** A thousand callers get one token. */
    private static String manyAndOne(Callable<String> token) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = IntStream.range(0, CALLERS)
                    .mapToObj(_ -> callers.submit(token))
                    .toList();
            Set<String> tokens = new HashSet<>();
            for (Future<String> each : all) {
                tokens.add(each.get());
            }
            assertEquals(1, tokens.size());
            return tokens.iterator().next();
        }
    }

    private Partenaire partner(String code, URI realm, String client, String secret) {
        return new Partenaire(
                code,
                Optional.empty(),
                Optional.of(realm),
                Optional.of(new Partenaire.Jeton(
                        realm.resolve("protocol/openid-connect/token"),
                        client,
                        Secret.of(secret),
                        Optional.of("pce.adresse"))),
                Optional.empty(),
                Optional.of(home.resolve("authority.crt")));
    }

    private static JsonNode introspected(HttpClient http, URI realm, String token) throws Exception {
        return Json.read(post(http, realm, "protocol/openid-connect/token/introspect", token));
    }

    private static byte[] post(HttpClient http, URI realm, String path, String token) throws Exception {
        String basic =
                Base64.getEncoder().encodeToString(("client-esa:" + URLEncoder.encode(SECRET, UTF_8)).getBytes(UTF_8));
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(realm.resolve(path))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("token=" + URLEncoder.encode(token, UTF_8)))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), () -> new String(answer.body(), UTF_8));
        return answer.body();
    }

    private Process start(int port) throws IOException {
        Path unpacked;
        try (Stream<Path> inside = Files.list(Path.of("target", "keycloak").toAbsolutePath())) {
            unpacked = inside.filter(each -> Files.exists(each.resolve("bin/kc.sh")))
                    .findFirst()
                    .orElseThrow();
        }
        Path realms = Files.createDirectories(unpacked.resolve("data/import"));
        Files.writeString(realms.resolve("omega-realm.json"), REALM);
        ProcessBuilder builder = new ProcessBuilder(
                Stream.of("sh bin/kc.sh start-dev --import-realm --db=dev-mem --cache=local --http-host=127.0.0.1"
                                + " --https-port="
                                + port
                                + " --http-port=" + freePort() + " --http-management-port=" + freePort()
                                + " --https-certificate-file=" + home.resolve("keycloak.crt")
                                + " --https-certificate-key-file=" + home.resolve("keycloak.key"))
                        .flatMap(line -> Arrays.stream(line.split(" ")))
                        .toList());
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "JAVA_OPTS_KC_HEAP",
                        "-Xms64m -Xmx512m",
                        "JAVA_OPTS_APPEND",
                        "-Dnet.bytebuddy.experimental=true", // Keycloak builds itself with one that knows Java up to 24
                        "KC_RUN_IN_CONTAINER",
                        "true"));
        return builder.directory(unpacked.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile())
                .start();
    }

    private String log() {
        try {
            return Files.readString(home.resolve("log"));
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
