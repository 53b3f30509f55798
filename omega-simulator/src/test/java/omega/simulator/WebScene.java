package omega.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import omega.simulator.answer.WebServices;
import omega.simulator.answer.WebServices.Acces;
import omega.simulator.books.Unitaire;
import omega.simulator.play.Reglages;
import omega.simulator.play.ReglagesDemandes;
import omega.simulator.play.ReglagesWs;
import omega.simulator.play.ReglagesWs.Doublons;
import omega.simulator.play.ReglagesWs.Heures;
import omega.simulator.publish.Registers;
import omega.simulator.serve.Authority;
import omega.simulator.serve.Tls;
import omega.simulator.serve.WebDoor;

/** A scene with the doors of web services open, and curl in front of them. */
final class WebScene implements Closeable {
    static final Path TLS = certificates();
    static final String NS = "urn:omega:provisional:";

    final Scene scene;
    private WebServices services;
    private WebDoor soap;
    private WebDoor rest;

    WebScene(Path home, String now) {
        this.scene = new Scene(home, now);
        open();
    }

    private void open() {
        services = new WebServices(
                scene.omega,
                Scene.PACK,
                scene.home,
                Map.of(
                        "DEMO",
                        new Acces(
                                Optional.of(Tls.subject(TLS.resolve("FOURNISSEUR.pem"))),
                                Optional.of("client-demo"),
                                Optional.of("un secret: avec & deux points")),
                        "AUTRE",
                        new Acces(Optional.empty(), Optional.empty(), Optional.empty())),
                "pce.adresse");
        Tls own = new Tls(TLS.resolve("omega.pem"), TLS.resolve("omega.key"), Optional.empty());
        Tls mutual = new Tls(own.certificate(), own.key(), Optional.of(TLS.resolve("autorite.pem")));
        soap = new WebDoor("127.0.0.1", 0, mutual, services::soap);
        rest = new WebDoor("127.0.0.1", 0, own, services::rest);
    }

    /** Made once for all tests: the server's, those of DEMO (old and new), AUTRE, a stranger, and one of another authority. */
    private static Path certificates() {
        try {
            Path dir = Scene.KEYS.resolve("web");
            Authority authority = new Authority(dir, Instant.now());
            for (String name : List.of("FOURNISSEUR", "AUTRE", "PERSONNE")) {
                authority.issue(name);
            }
            authority.issue("omega", "localhost", "127.0.0.1");
            Path renewed = Files.createDirectories(dir.resolve("neuf"));
            for (String own : List.of("autorite.pem", "autorite.key")) {
                Files.copy(dir.resolve(own), renewed.resolve(own));
            }
            new Authority(renewed, Instant.now()).issue("FOURNISSEUR");
            new Authority(dir.resolve("faux"), Instant.now()).issue("FOURNISSEUR");
            return dir;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String service) {
        return "https://127.0.0.1:" + soap.port() + "/ws/" + service;
    }

    String rest(String path) {
        return "https://127.0.0.1:" + rest.port() + path;
    }

    int revoke() {
        return services.revoke();
    }

    static Curl curl() {
        return Curl.trusting(TLS).with("-H", "Content-Type: text/xml; charset=utf-8");
    }

    /** Posts {@code body} in an envelope as DEMO. */
    Curl.Answer call(String service, String body) {
        return curl().as(TLS, "FOURNISSEUR").post(url(service), envelope(body));
    }

    static String envelope(String body) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\""
                + " xmlns:c=\"" + NS + "commun\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><e:Body>"
                + body
                + "</e:Body></e:Envelope>";
    }

    /** The element {@code operation} of {@code service}. */
    static String body(String service, String operation, String attributes, String inner) {
        return "<t:" + operation + " xmlns:t=\"" + NS + service + "\"" + attributes + ">" + inner + "</t:" + operation
                + ">";
    }

    /** A creation: what all begin with, then its own. */
    static String creation(String service, String id, String pce, String own) {
        String operation = Character.toLowerCase(service.charAt(0)) + service.substring(1);
        return body(
                service,
                operation,
                " idContrat=\"K1\"",
                "<c:idDemande>" + id + "</c:idDemande><c:pce>" + pce
                        + "</c:pce><c:dateSouhaitee>2026-12-15</c:dateSouhaitee>" + own);
    }

    /** A change of supplier. */
    static String chf(String id, String pce) {
        return creation(
                "CreerDemandeCHF",
                id,
                pce,
                "<t:client xsi:type=\"c:ClientParticulier\"><c:contact role=\"CLIENT\"><c:nom>Zoé Œuilly</c:nom>"
                        + "<c:telephone>0612345678</c:telephone></c:contact><c:nom>Œuilly</c:nom>"
                        + "<c:prenom xsi:nil=\"true\"/></t:client><t:tarif>T2</t:tarif>"
                        + "<t:accordClient>true</t:accordClient>");
    }

    /** One of the register's points, of DEMO. */
    String pce(int rank) {
        return scene.omega.registers().first("DEMO", rank + 1).getLast();
    }

    Registers.Point point(int rank) {
        return scene.omega.registers().point(pce(rank)).orElseThrow();
    }

    List<Unitaire> requests(String id) {
        return scene.omega.books().unitaires("DEMO", id);
    }

    void hours(Heures heures) {
        set(heures, ReglagesWs.DEFAUT.doublons(), ReglagesWs.DEFAUT.dureeJeton(), 0, Map.of());
    }

    void refuseDoubles() {
        set(Heures.CALENDRIER, Doublons.REFUSES, ReglagesWs.DEFAUT.dureeJeton(), 0, Map.of());
    }

    void tokensLast(Duration duration) {
        set(Heures.CALENDRIER, Doublons.ACCEPTES, duration, 0, Map.of());
    }

    void lose(double part) {
        set(Heures.CALENDRIER, Doublons.ACCEPTES, ReglagesWs.DEFAUT.dureeJeton(), part, Map.of());
    }

    /** Faults of the next calls of a service. */
    void play(String service, String... faults) {
        set(Heures.CALENDRIER, Doublons.ACCEPTES, ReglagesWs.DEFAUT.dureeJeton(), 0, Map.of(service, List.of(faults)));
    }

    private void set(Heures heures, Doublons doublons, Duration token, double lost, Map<String, List<String>> faults) {
        scene.set(Reglages.DEFAUT.with(new ReglagesWs(heures, doublons, false, token, Duration.ZERO, lost, faults)));
    }

    /** Without chance in what becomes of requests. */
    static Reglages certain() {
        ReglagesDemandes usual = ReglagesDemandes.DEFAUT;
        return Reglages.DEFAUT.with(new ReglagesDemandes(
                usual.ramassage(),
                usual.delaiRamassage(),
                usual.nomsEnDouble(),
                Map.of(),
                usual.jourDuQuota(),
                usual.apresLimite(),
                usual.compteRendu(),
                usual.delaiCompteRendu(),
                usual.delaiCompteRenduMax(),
                usual.numeroSuivi(),
                usual.sdem(),
                usual.demandesInventees(),
                0.0,
                0.0,
                false));
    }

    void restart() {
        soap.close();
        rest.close();
        scene.restart();
        open();
    }

    @Override
    public void close() {
        soap.close();
        rest.close();
        scene.close();
    }
}
