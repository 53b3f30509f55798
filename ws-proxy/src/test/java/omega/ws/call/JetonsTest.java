package omega.ws.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.oidc.client.OidcClient;
import io.quarkus.oidc.client.OidcClients;
import io.quarkus.oidc.client.Tokens;
import io.quarkus.oidc.client.runtime.OidcClientConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import omega.channel.ChannelException;
import omega.channel.Secret;
import omega.clock.OmegaClock;
import omega.clock.Timeline;
import omega.ws.AppStack;
import omega.ws.partner.Partenaire;
import omega.ws.partner.Partenaires;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(AppStack.class)
class JetonsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    OidcClients clients;

    @Inject
    TlsConfigurationRegistry tls;

    @Inject
    Partenaires partners;

    private final Path home = Path.of(ConfigProvider.getConfig().getValue("omega.test.home", String.class));

    /** The machine's clock, put forward by hand. */
    private static final class Later extends Clock {
        private Duration later = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(later);
        }
    }

    /** Real clients, of which it counts how many were made and closed. */
    private static final class Counted implements OidcClients {
        private final OidcClients real;
        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        Counted(OidcClients real) {
            this.real = real;
        }

        @Override
        public OidcClient getClient() {
            return real.getClient();
        }

        @Override
        public OidcClient getClient(String id) {
            return real.getClient(id);
        }

        @Override
        public void close() throws IOException {
            real.close();
        }

        @Override
        public Uni<OidcClient> newClient(OidcClientConfig config) {
            made.incrementAndGet();
            return real.newClient(config).map(client -> new OidcClient() {
                @Override
                public Uni<Tokens> getTokens(Map<String, String> parameters) {
                    return client.getTokens(parameters);
                }

                @Override
                public Uni<Tokens> refreshTokens(String token, Map<String, String> parameters) {
                    return client.refreshTokens(token, parameters);
                }

                @Override
                public Uni<Boolean> revokeAccessToken(String token, Map<String, String> parameters) {
                    return client.revokeAccessToken(token, parameters);
                }

                @Override
                public void close() throws IOException {
                    closed.incrementAndGet();
                    client.close();
                }
            });
        }
    }

    private Jetons jetons(OidcClients of, Https https, Duration most) {
        return new Jetons(of, tls, https, OmegaClock.real(), most);
    }

    private static Https https(Duration most) {
        return new Https(PATIENCE, most, OmegaClock.real());
    }

    /** A partner with a token server of its own. */
    private static Partenaire partner(OddServer server, Path authorities) {
        return new Partenaire(
                "ESA",
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Partenaire.Jeton(
                        URI.create("https://127.0.0.1:" + server.port() + "/jeton"),
                        "client",
                        Secret.of("secret"),
                        Optional.empty())),
                Optional.empty(),
                Optional.of(authorities));
    }

    private OddServer server(OddServer.Script script) throws IOException, ChannelException {
        return new OddServer(home, "server", "authority", (connection, number) -> {
            connection.secure(_ -> {});
            script.play(connection, number);
        });
    }

    private static String http(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " X\r\nContent-Type: application/json\r\n" + headers + "Content-Length: "
                + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    private static OddServer.Script always(String answer) {
        return (connection, _) -> {
            while (!connection.request().isEmpty()) {
                connection.say(answer);
            }
        };
    }

    /** Its renewal is asked for ahead of time; a token server that is away then costs no call while the token is good. */
    @Test
    void aTokenThatIsGoodIsUsedWhileItsRenewalFails() throws Exception {
        Later time = new Later();
        OmegaClock clock = OmegaClock.of(time, Timeline.starting(time.instant(), time.instant(), 1));
        Partenaire esa = partners.find(Optional.of("ESA")).orElseThrow();
        Jetons jetons = new Jetons(clients, tls, new Https(PATIENCE, PATIENCE, clock), clock, PATIENCE);
        try {
            Files.writeString(home.resolve("lifetime"), "600");
            String first = jetons.token(esa, PATIENCE);
            Files.writeString(home.resolve("away"), "");
            time.later = Duration.ofSeconds(580);
            assertEquals(first, jetons.token(esa, PATIENCE), "another is due, and there is none");
            time.later = Duration.ofSeconds(601);
            assertThrows(Jetons.NoToken.class, () -> jetons.token(esa, PATIENCE));
            Files.delete(home.resolve("away"));
            assertNotEquals(first, jetons.token(esa, PATIENCE));
        } finally {
            Files.deleteIfExists(home.resolve("away"));
            Files.writeString(home.resolve("lifetime"), "3600");
        }
    }

    /** {@code asked} is how often two calls one after the other ask: a token that has ended already is kept for nobody. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'access_token': 'a', 'expires_in': 3600; 1",
                "'access_token': 'a'; 1",
                "'access_token': 'a', 'expires_in': '3600', 'token_type': 'bearer', 'scope': ''; 1",
                "'access_token': 'a', 'expires_in': 3600.0; 1",
                "'access_token': 'a', 'expires_in': 1000000000000000000; 1",
                "'access_token': 'a', 'expires_in': 9223372036854775807; 1",
                "'access_token': 'a', 'expires_in': 0; 2",
                "'access_token': 'a', 'expires_in': -60; 2",
            })
    void aTokenIsKeptForAsLongAsItIsSaidToLive(String answer, int asked) throws Exception {
        try (OddServer server = server(always(http(200, "", "{" + answer.replace('\'', '"') + "}")))) {
            Partenaire partner = partner(server, home.resolve("authority.crt"));
            Jetons jetons = jetons(clients, https(PATIENCE), PATIENCE);
            assertEquals("a", jetons.token(partner, PATIENCE));
            assertEquals("a", jetons.token(partner, PATIENCE));
            assertEquals(asked, server.received().size());
            assertTrue(!server.received().getFirst().contains("scope="), "none is asked for where none is set");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "200; {}; access_token",
                "200; {\"access_token\": null}; access_token",
                "200; {\"access_token\": \"\"}; access_token",
                "200; {\"access_token\": \"a\\r\\nX: y\"}; access_token",
                "200; {\"access_token\": {\"a\": 1}}; no token for ESA",
                "200; <html>oui</html>; no token for ESA",
                "200; []; no token for ESA",
                "200; ``; no token for ESA",
                "302; {}; no token for ESA",
                "307; {}; no token for ESA",
                "400; {\"error\": \"invalid_scope\"}; invalid_scope",
                "401; {\"error\": \"invalid_client\"}; invalid_client",
                "503; <html>non</html>; no token for ESA",
            })
    void whateverIsNoTokenIsSaid(int status, String body, String why) throws Exception {
        try (OddServer elsewhere = server(always(http(200, "", "{\"access_token\": \"b\"}")));
                OddServer server = server(
                        always(http(status, "Location: https://127.0.0.1:" + elsewhere.port() + "/\r\n", body)))) {
            Jetons jetons = jetons(clients, https(PATIENCE), PATIENCE);
            Jetons.NoToken none = assertThrows(
                    Jetons.NoToken.class, () -> jetons.token(partner(server, home.resolve("authority.crt")), PATIENCE));
            assertTrue(String.valueOf(none.getMessage()).contains(why), none.toString());
            assertEquals(1, server.received().size());
            assertEquals(0, elsewhere.received().size(), "the secret goes nowhere else");
        }
    }

    @Test
    void aTokenServerThatIsSlowOrGoneHoldsNobodyLonger() throws Exception {
        try (OddServer slow = server((connection, _) -> {
                    connection.request();
                    connection.saysForEver("HTTP/1.1 100 Continue\r\n\r\n", 50);
                });
                OddServer gone = server((connection, _) -> connection.request())) {
            Duration most = Duration.ofSeconds(2);
            for (OddServer each : List.of(slow, gone)) {
                long begun = System.nanoTime();
                assertThrows(
                        Jetons.NoToken.class,
                        () -> jetons(clients, https(most), most)
                                .token(partner(each, home.resolve("authority.crt")), most));
                assertTrue(System.nanoTime() - begun < Duration.ofSeconds(8).toNanos());
            }
        }
    }

    @Test
    void allWhoWaitAskOnceAndWhoGivesUpFailsNobody() throws Exception {
        CountDownLatch calling = new CountDownLatch(1_000);
        try (OddServer server = server((connection, _) -> {
                    connection.request();
                    awaits(calling);
                    connection.say(http(200, "", "{\"access_token\": \"a\", \"expires_in\": 60}"));
                });
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Partenaire partner = partner(server, home.resolve("authority.crt"));
            Jetons jetons = jetons(clients, https(PATIENCE), PATIENCE);
            assertThrows(Jetons.NoToken.class, () -> jetons.token(partner, Duration.ofMillis(1)));
            List<Future<String>> tokens = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                tokens.add(callers.submit(() -> {
                    calling.countDown();
                    return jetons.token(partner, PATIENCE);
                }));
            }
            for (Future<String> each : tokens) {
                assertEquals("a", each.get());
            }
            assertEquals(1, server.received().size());
        }
    }

    /** The former client answers whoever asked by it, and is closed then. */
    @Test
    void aReplacedClientIsClosedOnceItsLastUseHasEnded() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Path authorities = Files.createTempFile(home, "authorities", ".crt");
        Files.copy(home.resolve("authority.crt"), authorities, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Counted counted = new Counted(clients);
        try (OddServer server = server((connection, _) -> {
                    connection.request();
                    awaits(answer);
                    connection.say(http(200, "", "{\"access_token\": \"a\", \"expires_in\": 60}"));
                });
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Partenaire partner = partner(server, authorities);
            Https https = https(Duration.ofSeconds(30));
            Jetons jetons = jetons(counted, https, Duration.ofSeconds(30));
            Future<String> first = callers.submit(() -> jetons.token(partner, Duration.ofSeconds(30)));
            Awaitility.await().until(() -> server.received().size() == 1);
            Files.writeString(authorities, Files.readString(authorities) + "\n");
            Awaitility.await().until(() -> https.keys(partner).current().version() == 2);
            Future<String> second = callers.submit(() -> jetons.token(partner, Duration.ofSeconds(30)));
            Awaitility.await().until(() -> counted.made.get() == 2);
            assertEquals(0, counted.closed.get(), "somebody still asks by it");
            answer.countDown();
            assertEquals("a", first.get());
            assertEquals("a", second.get());
            Awaitility.await().until(() -> counted.closed.get() == 1);
            assertEquals("a", jetons.token(partner, PATIENCE));
            assertEquals(List.of(1, 2), List.of(counted.closed.get(), counted.made.get()));
        }
    }

    private static void awaits(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
