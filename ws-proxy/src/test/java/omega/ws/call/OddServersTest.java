package omega.ws.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.ws.Authority;
import omega.ws.partner.Partenaire;
import omega.ws.receive.Appel;
import omega.ws.receive.Carried;
import omega.ws.receive.Endpoint;
import omega.ws.receive.Offer;
import omega.ws.reply.Answer;
import omega.ws.reply.Replying;
import omega.ws.translate.Json;
import omega.ws.translate.ToXml;
import org.apache.hc.client5.http.utils.DateUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of a write and of a look-up to a server that answers oddly, or not at all: surely not carried out, answered, or unknown. No request is
 * ever sent twice.
 */
class OddServersTest {
    private static final String GOOD = "ACCEPTEE 200 | ACCEPTEE 200";
    private static final String UNSENT = "NON_ENVOYEE unreached | NON_ENVOYEE unreached";
    private static final String LOST = "INCERTAINE uncertain | NON_ENVOYEE unanswered";
    private static final String BAD = "INCERTAINE uncertain | NON_ENVOYEE bad-answer";
    private static final String CAPPED = "NON_ENVOYEE capped | NON_ENVOYEE capped";
    private static final String WRITE = """
        {"idDemande": "O-1", "numeroDemande": "D0000000001", "motif": "M07"}\
        """;
    private static final Endpoint ANNULER = endpoint("AnnulerDemandeUnitaire/annulerDemandeUnitaire");
    private static final Endpoint SUIVI = endpoint("SuiviDemande/suiviDemande");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path home;

    /** A case: {@code said} is the outcome for a write and for a look-up, {@code why} a part of the problem's detail. */
    record Odd(String name, String said, String why, OddServer.Script script) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Endpoint endpoint(String name) {
        return new Offer(Catalogue.provisional(), Optional.empty(), Map::of)
                .find(name)
                .orElseThrow();
    }

    @BeforeAll
    static void issue() {
        Authority authority = new Authority("CN=Tests", Clock.systemUTC().instant());
        authority.write(home.resolve("authority.crt"));
        authority.issue(home, "server", "CN=odd", Clock.systemUTC().instant(), "127.0.0.1");
        authority.issue(home, "client", "CN=first", Clock.systemUTC().instant());
        authority.issue(home, "elsewhere", "CN=odd", Clock.systemUTC().instant(), "elsewhere.example");
        authority.issue(
                home, "expired", "CN=odd", Clock.systemUTC().instant().minus(Duration.ofDays(1_000)), "127.0.0.1");
        new Authority("CN=Others", Clock.systemUTC().instant()).write(home.resolve("others.crt"));
    }

    private static Partenaire partner(int port) {
        return new Partenaire(
                "ESA",
                Optional.of(URI.create("https://127.0.0.1:" + port)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Partenaire.Pieces(
                        home.resolve("client.crt"), home.resolve("client.key"), Optional.empty())),
                Optional.of(home.resolve("authority.crt")));
    }

    private static Answer write(Soap soap, Partenaire partner) {
        return ask(soap, partner, ANNULER, WRITE);
    }

    private static Answer look(Soap soap, Partenaire partner) {
        return ask(soap, partner, SUIVI, "{\"idDemande\": \"O-1\"}");
    }

    private static Answer ask(Soap soap, Partenaire partner, Endpoint endpoint, String body) {
        Appel appel = Appel.of(
                "ESA",
                endpoint,
                Json.read(body.getBytes(UTF_8)),
                Optional.empty(),
                Optional.empty(),
                "tests",
                Optional.of("essai"),
                "rest",
                false);
        Carried.BySoap way = (Carried.BySoap) endpoint.carried();
        String xml = ToXml.translate(way.operation().input(), appel.corps()).xml();
        return Replying.to(appel, soap.call(partner, endpoint, way.operation(), xml));
    }

    private static JsonNode json(Answer answer) {
        return Json.read(answer.body().getBytes(UTF_8));
    }

    private static String told(Answer answer) {
        return answer.issue() + " "
                + (answer.isProblem()
                        ? json(answer).path("type").asText().replace("urn:omega:problem:", "")
                        : String.valueOf(answer.status()));
    }

    private static Soap soap(Duration most) {
        return new Soap(new Https(Duration.ofSeconds(10), most, OmegaClock.real()));
    }

    @ParameterizedTest
    @MethodSource({"broken", "statuses", "bodies", "texts"})
    void theVerdictIsRight(Odd odd) throws Exception {
        judge(odd, PATIENCE, PATIENCE);
    }

    @ParameterizedTest
    @MethodSource("slow")
    void noServerHoldsACallerLonger(Odd odd) throws Exception {
        judge(odd, Duration.ofSeconds(2), Duration.ofSeconds(12));
    }

    /** {@code both} is what the two calls may take together. */
    private static void judge(Odd odd, Duration most, Duration both) throws Exception {
        try (OddServer server = new OddServer(home, "server", "authority", odd.script())) {
            Soap soap = soap(most);
            Partenaire partner = partner(server.port());
            long begun = System.nanoTime();
            Answer write = write(soap, partner);
            int wrote = server.received().size();
            Answer look = look(soap, partner);
            String details = write.body() + " " + look.body();
            assertEquals(odd.said(), told(write) + " | " + told(look), details);
            assertTrue(details.contains(odd.why()), details);
            assertTrue(wrote <= 1 && server.received().size() <= 2, "sent again");
            assertTrue(System.nanoTime() - begun < both.toNanos(), "takes too long");
        }
    }

    /** Whoever refuses a certificate by TLS 1.3 says so after the handshake, as it seems to us; it has read no request. */
    @ParameterizedTest
    @CsvSource({
        "server,authority,TLSv1.3,ACCEPTEE 200,''",
        "server,authority,TLSv1.2,ACCEPTEE 200,''",
        "server,others,TLSv1.3,NON_ENVOYEE unreached,OMEGA",
        "server,others,TLSv1.2,NON_ENVOYEE unreached,no connection",
        "elsewhere,authority,TLSv1.3,NON_ENVOYEE unreached,alternative names",
        "expired,authority,TLSv1.3,NON_ENVOYEE unreached,ended",
    })
    void certificatesAreJudgedOnBothSides(
            String certificate, String authority, String protocol, String said, String why) throws Exception {
        try (OddServer server = new OddServer(home, certificate, authority, (connection, _) -> {
            connection.secure(each -> {
                each.setNeedClientAuth(true);
                each.setEnabledProtocols(new String[] {protocol});
            });
            connection.say(xml(200, good(connection.request())));
        })) {
            Answer answer = write(soap(PATIENCE), partner(server.port()));
            assertEquals(said, told(answer), answer.body());
            assertTrue(answer.body().contains(why), answer.body());
            assertEquals(said.startsWith("ACCEPTEE") ? 1 : 0, server.received().size());
        }
    }

    /** As some servers do by path, which they know only then. */
    @Test
    void aCertificateMayBeAskedForOnceTheRequestWasRead() throws Exception {
        try (OddServer server = new OddServer(home, "server", "authority", (connection, _) -> {
            SSLSocket socket = connection.secure(each -> each.setEnabledProtocols(new String[] {"TLSv1.2"}));
            String request = connection.request();
            socket.setNeedClientAuth(true);
            socket.startHandshake();
            connection.say(xml(200, good(request)));
        })) {
            Answer answer = write(soap(PATIENCE), partner(server.port()));
            assertEquals("ACCEPTEE 200", told(answer), answer.body());
        }
    }

    /** What left a server's side of a kept connection after its answer, and what the second request then comes to. */
    static Stream<Arguments> left() {
        return Stream.of(
                Arguments.of("it closed", "ACCEPTEE 200", (Leaving) OddServer.Connected::closes),
                Arguments.of("it said that the time is over, and closed", "ACCEPTEE 200", (Leaving) connection -> {
                    connection.say(http(408, "Connection: close\r\n", "")).closes();
                }),
                Arguments.of("it answered once more", "ACCEPTEE 200", (Leaving)
                        connection -> connection.say(xml(200, good("").replace("D0000000002", "D0000000666")))),
                Arguments.of("it fell", "NON_ENVOYEE unreached", (Leaving) OddServer.Connected::resets));
    }

    interface Leaving {
        void with(OddServer.Connected connection) throws IOException;
    }

    private static void awaits(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("left")
    void aConnectionIsNotUsedAgainOnceTheServerLeftIt(String name, String said, Leaving leaving) throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (OddServer server = new OddServer(home, "server", "authority", (connection, number) -> {
            connection.secure();
            connection.say(xml(200, good(connection.request())));
            if (number == 0) {
                awaits(answered);
                leaving.with(connection);
                OddServer.roundTrip();
                gone.countDown();
            }
            connection.holds();
        })) {
            Soap soap = soap(PATIENCE);
            assertEquals("ACCEPTEE 200", told(write(soap, partner(server.port()))));
            answered.countDown();
            gone.await();
            Answer second = write(soap, partner(server.port()));
            assertEquals(said, told(second), second.body());
            assertEquals(
                    "ACCEPTEE 200".equals(said) ? "D0000000002" : "",
                    second.numero().orElse(""));
            assertEquals("ACCEPTEE 200".equals(said) ? 2 : 1, server.received().size());
        }
    }

    /** The rest of an answer that is longer than it says is no answer to the next request, though both look alike. */
    @Test
    void noAnswerIsThatOfAnotherRequest() throws Exception {
        try (OddServer server = new OddServer(home, "server", "authority", (connection, number) -> {
            connection.secure();
            byte[] first = xml(200, good(connection.request()));
            byte[] rest = xml(200, good("").replace("D0000000002", "D0000000666"));
            connection.say(ByteBuffer.allocate(first.length + rest.length)
                    .put(first)
                    .put(rest)
                    .array());
            connection.holds();
        })) {
            Soap soap = soap(PATIENCE);
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        "D0000000002",
                        write(soap, partner(server.port())).numero().orElse(""));
            }
        }
    }

    /** A kept connection that is cut with a request under way: it may have been carried out, and is not sent anew. */
    @Test
    void aRequestOnAKeptConnectionIsNotSentAnew() throws Exception {
        try (OddServer server = new OddServer(home, "server", "authority", (connection, _) -> {
            connection.secure();
            connection.say(xml(200, good(connection.request())));
            connection.request();
        })) {
            Soap soap = soap(PATIENCE);
            assertEquals("ACCEPTEE 200", told(write(soap, partner(server.port()))));
            assertEquals("INCERTAINE uncertain", told(write(soap, partner(server.port()))));
            assertEquals(2, server.received().size());
        }
    }

    /** Whoever does not read has not got all of it. */
    @Test
    void whatDidNotLeaveWholeWasNotCarriedOut() throws Exception {
        try (OddServer server = new OddServer(home, "server", "authority", (connection, number) -> {
            connection.secure();
            if (number == 0) {
                connection.waits(60_000);
            } else {
                connection.resets();
            }
        })) {
            Soap soap = soap(Duration.ofSeconds(2));
            String large = "<x>" + "y".repeat(20 << 20) + "</x>";
            for (int i = 0; i < 2; i++) {
                Outcome outcome = soap.call(
                        partner(server.port()), ANNULER, ((Carried.BySoap) ANNULER.carried()).operation(), large);
                assertTrue(
                        assertInstanceOf(Outcome.Unsent.class, outcome).reason().contains("not take the whole request"),
                        outcome.toString());
            }
        }
    }

    /** -1 where none can be made out. */
    @ParameterizedTest
    @CsvSource({"7,7", "Fri Nov 24 09:00:30 2000,-1", "bientôt,-1", "99999999999,-1", "'',-1"})
    void aPauseIsTakenAsSaid(String text, long seconds) throws Exception {
        assertEquals(seconds, pause(text));
    }

    @Test
    void aPauseMayBeADate() throws Exception {
        long pause =
                pause(DateUtils.formatStandardDate(Clock.systemUTC().instant().plusSeconds(100)));
        assertTrue(pause >= 50 && pause <= 100, "in seconds from now: " + pause);
    }

    private static long pause(String text) throws Exception {
        try (OddServer server =
                new OddServer(home, "server", "authority", always(http(429, "Retry-After: " + text + "\r\n", "")))) {
            return write(soap(PATIENCE), partner(server.port()))
                    .retryAfter()
                    .map(Duration::toSeconds)
                    .orElse(-1L);
        }
    }

    // what a server says

    private static String envelope(String body) {
        return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>" + body
                + "</s:Body></s:Envelope>";
    }

    /** The answer that the request deserves. */
    private static String deserved(String request) {
        return request.contains("SuiviDemande")
                ? "<s:suiviDemandeResponse xmlns:s='urn:omega:provisional:SuiviDemande'><s:pages>1</s:pages></s:suiviDemandeResponse>"
                : """
                <r:annulerDemandeUnitaireResponse xmlns:r="urn:omega:provisional:AnnulerDemandeUnitaire"><r:accuse xmlns:c="urn:omega:provisional:commun">\
                <c:idDemande>O-1</c:idDemande><c:numeroDemande>D0000000002</c:numeroDemande><c:etat>REC</c:etat>\
                <c:dateReception>2026-11-24T09:00:00+01:00</c:dateReception><c:message code="M01">Reçue</c:message></r:accuse>\
                </r:annulerDemandeUnitaireResponse>\
                """;
    }

    private static String good(String request) {
        return envelope(deserved(request));
    }

    private static byte[] http(int status, String headers, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("HTTP/1.1 " + status + " X\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(ISO_8859_1));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] http(int status, String headers, String body) {
        return http(status, headers, body.getBytes(UTF_8));
    }

    private static byte[] xml(int status, String body) {
        return http(status, "Content-Type: text/xml; charset=utf-8\r\n", body);
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    /** Makes an answer of a request. */
    private interface Making {
        byte[] of(String request) throws IOException;
    }

    /** A server that answers every request so, and keeps the connection. */
    private static OddServer.Script always(Making making) {
        return (connection, _) -> {
            connection.secure();
            for (String request = connection.request(); !request.isEmpty(); request = connection.request()) {
                connection.say(making.of(request));
            }
        };
    }

    private static OddServer.Script always(byte[] answer) {
        return always(_ -> answer);
    }

    /** A connection that is cut, at each stage. */
    static Stream<Odd> broken() {
        return Stream.of(
                new Odd("cut before the handshake", UNSENT, "no connection to OMEGA", (_, _) -> {}),
                new Odd("reset before the handshake", UNSENT, "no connection", (connection, _) -> connection.resets()),
                new Odd(
                        "no TLS at all",
                        UNSENT,
                        "no connection",
                        (connection, _) -> connection
                                .say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                                .holds()),
                new Odd("TLS 1.1 only", UNSENT, "protocol", (connection, _) -> {
                    connection.say(new byte[] {0x15, 3, 2, 0, 2, 2, 70}).holds(); // fatal alert protocol_version
                }),
                new Odd("cut once the request was read", LOST, "no answer", (connection, _) -> {
                    connection.secure();
                    connection.request();
                }),
                new Odd("reset once the request was read", LOST, "no answer", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection.resets();
                }),
                new Odd("cut amid the headers", LOST, "no answer", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection.say("HTTP/1.1 200 OK\r\nContent-Le");
                }),
                new Odd("cut amid a body of known length", LOST, "no answer", (connection, _) -> {
                    connection.secure();
                    byte[] whole = xml(200, good(connection.request()));
                    connection.say(java.util.Arrays.copyOf(whole, whole.length - 20));
                }),
                new Odd("cut amid a chunked body", LOST, "no answer", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n<s:Envelope");
                }),
                new Odd(
                        "cut amid a body that ends with the connection",
                        LOST,
                        "without a SOAP answer",
                        (connection, _) -> {
                            connection.secure();
                            connection.request();
                            connection.say(
                                    "HTTP/1.1 200 OK\r\n\r\n<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'>");
                        }),
                new Odd("a body that ends with the connection", GOOD, "", (connection, _) -> {
                    connection.secure();
                    connection.say("HTTP/1.0 200 OK\r\n\r\n" + good(connection.request()));
                }));
    }

    static Stream<Odd> slow() {
        return Stream.of(
                new Odd(
                        "never shakes hands",
                        UNSENT,
                        "no connection to OMEGA within 2 s",
                        (connection, _) -> connection.holds()),
                new Odd("says nothing", LOST, "no answer within 2 s", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection.holds();
                }),
                new Odd("drips headers", LOST, "no answer within 2 s", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection.say("HTTP/1.1 200 OK\r\n").saysForEver("X: y\r\n", 50);
                }),
                new Odd("drips a body", LOST, "no answer within 2 s", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection
                            .say("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                            .saysForEver(" ", 50);
                }),
                new Odd("promises more than it says", LOST, "no answer within 2 s", (connection, _) -> {
                    connection.secure();
                    String body = good(connection.request());
                    connection
                            .say("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + body)
                            .holds();
                }),
                new Odd("processing for ever", LOST, "no answer within 2 s", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection.saysForEver("HTTP/1.1 102 Processing\r\n\r\n", 50);
                }));
    }

    static Stream<Odd> statuses() {
        String html = "<html><body>non</body></html>";
        Stream<Odd> turnedAway = Stream.of(400, 401, 403, 404, 405, 407, 413, 415, 421, 307, 308)
                .map(status -> new Odd(
                        "HTTP " + status,
                        UNSENT,
                        "HTTP " + status,
                        always(http(status, "Location: https://127.0.0.1:1/\r\n", html))));
        Stream<Odd> unknown = Stream.of(202, 204, 205, 301, 302, 303, 304, 408, 409, 500, 501, 502, 503, 504)
                .map(status -> new Odd(
                        "HTTP " + status,
                        LOST,
                        "HTTP " + status,
                        always(
                                status == 204 || status == 304
                                        ? ("HTTP/1.1 " + status + " X\r\n\r\n").getBytes(UTF_8)
                                        : http(
                                                status,
                                                "Location: https://127.0.0.1:1/\r\n",
                                                status > 205 ? html : ""))));
        return Stream.concat(
                Stream.concat(turnedAway, unknown),
                Stream.of(
                        new Odd("HTTP 429", CAPPED, "no more calls", always(http(429, "Retry-After: 7\r\n", html))),
                        new Odd(
                                "interim answers",
                                GOOD,
                                "",
                                always(request -> ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n"
                                                + "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                                                + new String(xml(200, good(request)), UTF_8))
                                        .getBytes(UTF_8))),
                        new Odd(
                                "another protocol",
                                LOST,
                                "no answer",
                                always("HTTP/1.1 101 X\r\nUpgrade: y\r\n\r\n".getBytes(UTF_8))),
                        new Odd(
                                "no HTTP",
                                LOST,
                                "no answer",
                                always("220 ready\r\n".repeat(30).getBytes(UTF_8))),
                        new Odd(
                                "a fault with 200",
                                "REFUSEE refused | REFUSEE refused",
                                "mal",
                                always(
                                        xml(
                                                200,
                                                envelope(
                                                        "<s:Fault><faultcode>s:Client</faultcode><faultstring>mal</faultstring></s:Fault>")))),
                        new Odd(
                                "a fault with 500",
                                "INCERTAINE uncertain | NON_ENVOYEE failed",
                                "panne",
                                always(
                                        xml(
                                                500,
                                                envelope(
                                                        "<s:Fault><faultcode>s:Server</faultcode><faultstring>panne</faultstring></s:Fault>")))),
                        new Odd(
                                "a good answer with 500",
                                LOST,
                                "no SOAP fault",
                                always(request -> xml(500, good(request))))));
    }

    static Stream<Odd> bodies() {
        String lots = "<x>".repeat(2000);
        return Stream.of(
                new Odd(
                        "HTML",
                        LOST,
                        "HTTP 200 (text/html)",
                        always(http(200, "Content-Type: text/html\r\n", "<html><p>non</html>"))),
                new Odd("nothing", LOST, "HTTP 200", always(xml(200, ""))),
                new Odd("an empty body", LOST, "0 elements", always(xml(200, envelope("")))),
                new Odd(
                        "two bodies in one",
                        LOST,
                        "2 elements",
                        always(request -> xml(200, envelope(deserved(request).repeat(2))))),
                new Odd(
                        "SOAP 1.2",
                        LOST,
                        "http://www.w3.org/2003/05/soap-envelope",
                        always(request -> xml(
                                200,
                                good(request)
                                        .replace(
                                                "http://schemas.xmlsoap.org/soap/envelope/",
                                                "http://www.w3.org/2003/05/soap-envelope")))),
                new Odd(
                        "MTOM",
                        LOST,
                        "multipart/related",
                        always(request -> http(
                                200,
                                "Content-Type: multipart/related; boundary=b; type=\"application/xop+xml\"\r\n",
                                "--b\r\nContent-Type: application/xop+xml\r\n\r\n" + good(request) + "\r\n--b--"))),
                new Odd(
                        "a header",
                        GOOD,
                        "",
                        always(request -> xml(
                                200,
                                good(request)
                                        .replace(
                                                "<s:Body>", "<s:Header><a:x xmlns:a='u'>1</a:x></s:Header><s:Body>")))),
                new Odd(
                        "comments and instructions around",
                        GOOD,
                        "",
                        always(request -> xml(
                                200,
                                "<?xml version='1.0'?><!-- a --><?b c?>"
                                        + good(request).replace("<s:Body>", "<!-- d --><s:Body><!-- e -->\n<?f g?>")
                                        + "<!-- h -->\n<?i j?>"))),
                new Odd(
                        "something after it",
                        LOST,
                        "without a SOAP answer",
                        always(request -> xml(200, good(request) + "x"))),
                new Odd(
                        "a DTD",
                        LOST,
                        "DTD",
                        always(request -> xml(200, "<!DOCTYPE s SYSTEM 'file:///etc/passwd'>" + good(request)))),
                new Odd(
                        "a bomb of entities",
                        LOST,
                        "DTD",
                        always(request -> xml(
                                200,
                                "<!DOCTYPE s [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>"
                                        + good(request).replace("O-1", "&b;")))),
                new Odd("an unknown entity", LOST, "entity", always(xml(200, envelope("<a>&b;</a>")))),
                new Odd(
                        "an entity of HTML in a text",
                        LOST,
                        "HTTP 500 without a SOAP answer\"",
                        always(http(500, "", "<html>Erreur r&eacute;seau</html>"))),
                new Odd("depth", LOST, "without a SOAP answer", always(xml(200, envelope(lots)))),
                new Odd(
                        "another operation's answer",
                        BAD,
                        "1 fault: is the element",
                        always(xml(200, envelope("<a:autreResponse xmlns:a='urn:omega:provisional:Autre'/>")))),
                new Odd("100 MB", LOST, "more than", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection.say("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                    for (int i = 0; i < 100; i++) {
                        connection.say(new byte[1_000_000]);
                    }
                }),
                new Odd("a body without end", LOST, "more than", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection
                            .say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                            .saysForEver("10000\r\n" + " ".repeat(65_536) + "\r\n", 0);
                }),
                new Odd("a header without end", LOST, "no answer", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection.say("HTTP/1.1 200 OK\r\nX: ").saysForEver("y".repeat(65_536), 0);
                }),
                new Odd("headers without end", LOST, "no answer", (connection, _) -> {
                    connection.secure();
                    connection.request();
                    connection.say("HTTP/1.1 200 OK\r\n").saysForEver("X: y\r\n".repeat(10_000), 0);
                }),
                new Odd(
                        "two lengths",
                        LOST,
                        "no answer",
                        always(request -> http(200, "Content-Length: 3\r\n", good(request)))),
                new Odd(
                        "no length",
                        LOST,
                        "no answer",
                        always("HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n".getBytes(UTF_8))),
                new Odd(
                        "gzip unasked",
                        GOOD,
                        "",
                        always(request -> http(200, "Content-Encoding: gzip\r\n", zipped(good(request))))),
                new Odd("a bomb of gzip", LOST, "more than", always(http(200, "Content-Encoding: gzip\r\n", bomb()))),
                new Odd(
                        "a coding that nobody knows",
                        LOST,
                        "coded as br",
                        always(http(200, "Content-Encoding: br\r\n", new byte[] {1, 2, 3}))));
    }

    private static byte[] bomb() {
        try {
            return zipped(" ".repeat(20 << 20));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<Odd> texts() {
        return Stream.of(
                text("UTF-8", "", UTF_8, "text/xml; charset=utf-8"),
                text("UTF-8 with a mark", "\ufeff", UTF_8, "text/xml"),
                text("UTF-8 without a word", "", UTF_8, ""),
                text("UTF-8, said to be another by HTTP", "", UTF_8, "text/xml; charset=ISO-8859-1"),
                text("UTF-8, said to be something by HTTP", "", UTF_8, "text/xml; charset=quoi"),
                text("UTF-8, with a type that is none", "", UTF_8, "xml"),
                text("UTF-16 with a mark", "", UTF_16, "text/xml; charset=utf-16"),
                text("ISO-8859-1 by itself", "<?xml version='1.0' encoding='ISO-8859-1'?>", ISO_8859_1, "text/xml"),
                text("ISO-8859-1 by HTTP", "<?xml version='1.0'?>", ISO_8859_1, "text/xml; charset=ISO-8859-1"),
                new Odd(
                        "ISO-8859-1 said to be UTF-8",
                        "INCERTAINE uncertain | ACCEPTEE 200",
                        "UTF-8",
                        always(request -> http(
                                200,
                                "Content-Type: text/xml; charset=utf-8\r\n",
                                good(request).getBytes(ISO_8859_1)))));
    }

    private static Odd text(String name, String before, Charset charset, String type) {
        return new Odd(
                name,
                GOOD,
                "Reçue",
                always(request -> http(
                        200,
                        type.isEmpty() ? "" : "Content-Type: " + type + "\r\n",
                        (before + good(request)).getBytes(charset))));
    }
}
