package omega.ws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import omega.channel.ChannelException;
import omega.channel.credential.Identity;
import omega.channel.credential.Pem;

/**
 * A SOAP server that knows nothing of CXF nor of our translation: the JDK's HTTPS server, regular expressions, envelopes written by hand. It asks for
 * a client certificate. What it does with a request stands in the request's own reference: {@code PERDU-} does the work and cuts the connection,
 * {@code REFUS-} answers with a declared fault, and so on.
 */
final class SoapPeer implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("<(?:\\w+:)?idDemande>([^<]*)</");
    private static final Pattern COMMUNE = Pattern.compile("<(?:\\w+:)?commune>([^<]*)</");
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, String> register = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final HttpsServer server;
    private final Path home;

    SoapPeer(Path home) throws IOException {
        this.home = home;
        Clock clock = Clock.systemUTC();
        Authority authority = new Authority("CN=Tests", clock.instant());
        authority.write(authorities());
        authority.issue(home, "server", "CN=peer", clock.instant(), "127.0.0.1", "localhost");
        authority.issue(home, "client", "CN=first", clock.instant());
        authority.issue(home, "next", "CN=second", clock.instant());
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        try {
            SSLContext context = Identity.read("peer", home.resolve("server.crt"), home.resolve("server.key"), null)
                    .context(Pem.certificates("peer", authorities()));
            server.setHttpsConfigurator(new HttpsConfigurator(context) {
                @Override
                public void configure(HttpsParameters parameters) {
                    SSLParameters wanted = context.getDefaultSSLParameters();
                    wanted.setNeedClientAuth(true);
                    parameters.setSSLParameters(wanted);
                }
            });
        } catch (ChannelException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    Path authorities() {
        return home.resolve("authority.crt");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String client = ((com.sun.net.httpserver.HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName();
            String path = exchange.getRequestURI().getPath();
            note(path + "\n" + exchange.getRequestHeaders().getFirst("SOAPAction") + "\n"
                    + exchange.getRequestHeaders().getFirst("Content-Type") + "\n" + client + "\n" + body);
            if (path.endsWith("/SuiviDemande") && first(ID, body).orElse("").equals("INDISPO-9")) {
                exchange.getResponseHeaders().set("Retry-After", "7");
                answer(exchange, 503, "<html><body>plus tard</body></html>");
            } else if (path.endsWith("/SuiviDemande")) {
                answer(exchange, 200, soap(follow(first(ID, body).orElse(""))));
            } else if (path.endsWith("/RechercherPCEAdresse")) {
                search(exchange, first(COMMUNE, body).orElse(""));
            } else if (path.endsWith("/RecupererDonneesPCE")) {
                answer(exchange, 200, soap(data()));
            } else if (path.endsWith("/ProposerCreneauxHoraires")) {
                answer(exchange, 200, soap(slots()));
            } else {
                create(
                        exchange,
                        path.substring(path.lastIndexOf('/') + 1),
                        first(ID, body).orElse(""));
            }
        }
    }

    /** Each request is a file, since the tests have another class loader: path, SOAPAction, type, client, body. */
    private void note(String text) throws IOException {
        Path file = home.resolve("received-%05d".formatted(count.incrementAndGet()));
        Path next = Files.writeString(home.resolve(file.getFileName() + ".next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private void create(HttpExchange exchange, String service, String id) throws IOException {
        String operation = service.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + service.substring(1);
        String number = register.computeIfAbsent(id, _ -> "D%010d".formatted(register.size() + 1));
        String accepted = """
            <r:%sResponse xmlns:r="urn:omega:provisional:%s"><r:accuse xmlns:c="urn:omega:provisional:commun"><c:idDemande>%s</c:idDemande>\
            <c:numeroDemande>%s</c:numeroDemande><c:etat>REC</c:etat><c:dateReception>2026-11-24T09:00:00+01:00</c:dateReception>\
            <c:message code="M01">Reçue</c:message></r:accuse></r:%sResponse>\
            """.formatted(operation, service, id, number, operation);
        if (service.matches(".*(PPH|TJDC)")) {
            accepted = accepted.replace("r:accuse", "accuse"); // its elements are unqualified
        }
        switch (id.replaceFirst("-.*", "")) {
            case "PERDU" -> {} // the work is done, the connection is closed without a word
            case "REFUS" -> answer(exchange, 500, soap(fault("soap:Server", "non recevable", """
                <c:erreurFonctionnelle xmlns:c="urn:omega:provisional:commun"><c:code>FON-012</c:code><c:libelle>PCE inconnu</c:libelle>\
                </c:erreurFonctionnelle>\
                """)));
            case "CLIENT" -> answer(exchange, 500, soap(fault("soap:Client", "mal formé", "")));
            case "PANNE" -> answer(exchange, 500, soap(fault("soap:Server", "panne", "")));
            case "INDISPO" -> { // the work is done
                exchange.getResponseHeaders().set("Retry-After", "7");
                answer(exchange, 503, "<html><body>la base est perdue</body></html>");
            }
            case "AUTRES" -> answer(exchange, 500, soap(fault("soap:Server", "non recevable", """
                <x:pile xmlns:x="urn:autre">a.b.C</x:pile><c:erreurFonctionnelle xmlns:c="urn:omega:provisional:commun"><c:code>FON-012</c:code>\
                <c:libelle>PCE inconnu</c:libelle></c:erreurFonctionnelle>\
                """)));
            case "ILLISIBLE" ->
                answer(exchange, 500, soap(fault("soap:Client", "TEC-001 : illisible", technical("TEC-001"))));
            case "FERME" -> answer(exchange, 500, soap(fault("soap:Server", "ferme", technical("TEC-003"))));
            case "PANNEDITE" -> answer(exchange, 500, soap(fault("soap:Server", "panne", technical("TEC-099"))));
            case "GROS" ->
                answer(
                        exchange,
                        200,
                        soap(accepted.replace(
                                "</r:accuse>",
                                ("<c:message code=\"M01\">" + "x".repeat(250) + "</c:message>").repeat(3_000)
                                        + "</r:accuse>")));
            case "TROP" -> {
                exchange.getResponseHeaders().set("Retry-After", "7");
                answer(exchange, 429, "<html><body>trop</body></html>");
            }
            case "INTERDIT" -> answer(exchange, 403, "<html><body>non</body></html>");
            case "ERREUR" -> answer(exchange, 200, "<html><body>Erreur technique</body></html>");
            case "FAUX" -> answer(exchange, 200, soap(accepted.replace("REC", "QUOI")));
            case "DTD" ->
                answer(exchange, 200, "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + soap(accepted));
            case "ENORME" -> answer(exchange, 200, soap(" ".repeat(17 << 20) + accepted));
            case "LENT" -> trickle(exchange, soap(accepted));
            default -> answer(exchange, 200, soap(accepted));
        }
    }

    private String follow(String id) {
        String number = register.get(id);
        String found = number == null || id.startsWith("PERDU-JAMAIS")
                ? ""
                : """
            <s:demande><s:idDemande>%s</s:idDemande><s:numeroDemande>%s</s:numeroDemande><s:nature>CHF</s:nature><s:pce>12345678901234</s:pce>\
            <s:etat>INT</s:etat><s:dateEtat>2026-11-24T09:00:00+01:00</s:dateEtat></s:demande>\
            """.formatted(id, number).replace("CHF", id.startsWith("PERDU-AUTRE") ? "MES" : "CHF");
        return "<s:suiviDemandeResponse xmlns:s='urn:omega:provisional:SuiviDemande'>" + found
                + "<s:pages>1</s:pages></s:suiviDemandeResponse>";
    }

    private static String technical(String code) {
        return "<c:erreurTechnique xmlns:c='urn:omega:provisional:commun'><c:code>" + code
                + "</c:code><c:libelle>x</c:libelle></c:erreurTechnique>";
    }

    private static String slots() {
        StringBuilder slots = new StringBuilder(
                "<p:proposerCreneauxHorairesResponse xmlns:p='urn:omega:provisional:ProposerCreneauxHoraires'"
                        + " xmlns:c='urn:omega:provisional:commun'>");
        for (int hour = 8; hour < 10; hour++) {
            slots.append(
                    "<p:creneau reference='C000%d'><c:debut>2026-12-01T0%d:00:00+01:00</c:debut><c:fin>2026-12-01T0%d:30:00+01:00</c:fin></p:creneau>"
                            .formatted(hour, hour, hour));
        }
        return slots + "</p:proposerCreneauxHorairesResponse>";
    }

    private static void search(HttpExchange exchange, String commune) throws IOException {
        switch (commune) {
            case "ERREUR" -> answer(exchange, 200, "{\"erreur\": \"technique\"}");
            case "Besançon" ->
                answer(
                        exchange,
                        200,
                        soap("<r:rechercherPCEAdresseResponse xmlns:r='urn:omega:provisional:RechercherPCEAdresse'>"
                                + "<r:incomplet>false</r:incomplet></r:rechercherPCEAdresseResponse>"));
            default -> answer(exchange, 500, soap(fault("soap:Server", "indisponible", "")));
        }
    }

    private static String data() {
        return "<r:recupererDonneesPCEResponse xmlns:r='urn:omega:provisional:RecupererDonneesPCE'"
                + " xmlns:c='urn:omega:provisional:commun'><r:pce>12345678901234</r:pce><r:etat>ACT</r:etat><r:adresse>"
                + "<c:voie>rue</c:voie><c:codePostal>61000</c:codePostal><c:commune>Alençon</c:commune></r:adresse>"
                + "</r:recupererDonneesPCEResponse>";
    }

    /** A byte every fifth of a second, for ever. */
    private void trickle(HttpExchange exchange, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/xml; charset=UTF-8");
        exchange.sendResponseHeaders(200, 0);
        try {
            for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
                exchange.getResponseBody().write(each);
                exchange.getResponseBody().flush();
                if (closing.await(200, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String soap(String body) {
        return "<?xml version='1.0' encoding='UTF-8'?><soap:Envelope"
                + " xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'><soap:Header/><soap:Body>"
                + body + "</soap:Body></soap:Envelope>";
    }

    private static String fault(String code, String text, String detail) {
        return "<soap:Fault><faultcode>" + code + "</faultcode><faultstring>" + text + "</faultstring>"
                + (detail.isEmpty() ? "" : "<detail>" + detail + "</detail>") + "</soap:Fault>";
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", text.startsWith("<html") ? "text/html" : "text/xml; charset=UTF-8");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
    }
}
