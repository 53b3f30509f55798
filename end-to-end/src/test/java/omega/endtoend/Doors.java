package omega.endtoend;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipInputStream;
import omega.catalogue.Catalogue;
import omega.catalogue.Transports;
import omega.channel.Environment;
import omega.channel.Partner;
import omega.clock.OmegaClock;
import omega.sandbox.Wire;
import omega.simulator.Omega;
import omega.simulator.books.Dossier;
import omega.simulator.play.Reglages;
import omega.simulator.play.ReglagesDemandes;
import omega.simulator.play.ReglagesDemandes.Ramassage;
import omega.simulator.serve.Authority;
import omega.simulator.serve.FtpsDoor;
import omega.simulator.serve.HostKeys;

/** The simulated OMEGA in this process, with its partner's keys and certificates, and a wire to each of its two doors. */
final class Doors implements AutoCloseable {
    static final Catalogue PACK = Catalogue.provisional();
    static final String PARTENAIRE = "DEMO";
    private static final Path KEYS = keys();
    private static final Authority AUTHORITY = authority();
    private static final Path SERVER_CERTIFICATE = AUTHORITY.issue("ftps", "localhost", "127.0.0.1", Wire.HOST);
    private static final Path PARTNER_CERTIFICATE = AUTHORITY.issue(PARTENAIRE);

    private final Path home;
    private final Omega omega;
    private final Wire wire = new Wire();
    private final Path knownHosts;
    private final int sftp;
    private final int ftps;

    Doors(Path home, OmegaClock clock) throws IOException {
        this.home = home;
        List<Integer> ports = led(wire);
        FtpsDoor.Setting setting = new FtpsDoor.Setting(
                0,
                false,
                ports.stream().map(String::valueOf).collect(Collectors.joining(",")),
                Duration.ofMinutes(1),
                false,
                SERVER_CERTIFICATE,
                Authority.key(SERVER_CERTIFICATE),
                AUTHORITY.certificate(),
                Map.of(PARTENAIRE, PARTNER_CERTIFICATE));
        omega = new Omega(
                new Omega.Setup(
                        home.resolve("omega"),
                        "127.0.0.1",
                        0,
                        KEYS.resolve("host"),
                        Map.of(PARTENAIRE, HostKeys.open(KEYS.resolve("user"))),
                        Optional.of(setting),
                        200,
                        1,
                        Duration.ofDays(1),
                        Duration.ZERO),
                PACK,
                clock);
        sftp = wire.lead(Wire.Line.CONTROL, 0, omega.sftpPort());
        ftps = wire.lead(Wire.Line.CONTROL, 0, omega.ftpsPort().orElseThrow());
        knownHosts = Files.writeString(
                home.resolve("known_hosts"),
                "[" + Wire.HOST + "]:" + sftp + " " + Files.readString(HostKeys.open(KEYS.resolve("host"))));
    }

    /** Four thousand bits take seconds: once for all runs. */
    private static Path keys() {
        Path directory = Path.of("target", "doors").toAbsolutePath();
        for (String each :
                List.of("host", "user")) { // no threads: they would wait for this class, which waits for them
            HostKeys.ensure(directory.resolve(each), each);
        }
        return directory;
    }

    /** Which would spoil each other's certificates if there were several. */
    private static Authority authority() {
        return new Authority(KEYS, Instant.now());
    }

    /** Ports that {@code wire} leads to the same ones of the server; one by one, since ports that are free are so for all. */
    private static synchronized List<Integer> led(Wire wire) throws IOException {
        List<Integer> ports = freePorts();
        for (int port : ports) {
            wire.lead(Wire.Line.DATA, port, port);
        }
        return ports;
    }

    private static List<Integer> freePorts() throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 24; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getByName(Wire.HOST)));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket each : held) {
                each.close();
            }
        }
    }

    /** The partner as the gateway is set for it: {@code sftp} or {@code ftps}, through the wire. */
    Partner partner(String canal) {
        Transports.Directories directories = PACK.transports().directories();
        return new Partner(
                PARTENAIRE,
                Environment.SANDBOX,
                canal.equals("sftp") ? sftp() : ftps(),
                new Partner.Directories(
                        directories.publications(),
                        directories.fichierListe(),
                        directories.demandes(),
                        directories.compteRendus()),
                Set.of());
    }

    private Partner.Sftp sftp() {
        return new Partner.Sftp(Wire.HOST, sftp, PARTENAIRE, KEYS.resolve("user"), null, knownHosts);
    }

    private Partner.Ftps ftps() {
        return new Partner.Ftps(
                Wire.HOST,
                ftps,
                false,
                PARTENAIRE,
                null,
                PARTNER_CERTIFICATE,
                Authority.key(PARTNER_CERTIFICATE),
                null,
                AUTHORITY.certificate(),
                Partner.Ftps.PASSIVE_PORTS);
    }

    Omega omega() {
        return omega;
    }

    Wire wire() {
        return wire;
    }

    /** Where OMEGA puts publications out for the partner. */
    Path publications() {
        return home.resolve(
                "omega/espaces/" + PARTENAIRE + PACK.transports().directories().publications());
    }

    /** The usual switches, but that these faults befall the partner next. */
    void play(List<String> faults) {
        Reglages usual = Reglages.DEFAUT;
        omega.set(new Reglages(
                usual.telechargement(),
                false,
                false,
                Map.of(),
                Map.of(),
                0,
                0,
                usual.demandes(),
                Map.of(PARTENAIRE, faults),
                Duration.ZERO));
    }

    /** Has OMEGA take files as soon as they are closed, and answer for each when it is asked to. */
    void takeAtOnce(Ramassage ramassage) {
        ReglagesDemandes usual = ReglagesDemandes.DEFAUT;
        Reglages reglages = Reglages.DEFAUT;
        omega.set(new Reglages(
                reglages.telechargement(),
                false,
                false,
                Map.of(),
                Map.of(),
                0,
                0,
                new ReglagesDemandes(
                        ramassage,
                        Duration.ZERO,
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
                        usual.tauxNonRecevables(),
                        usual.tauxSansSuite(),
                        usual.pceLibres()),
                Map.of(),
                Duration.ZERO));
    }

    /** Names of the files that OMEGA took. */
    Set<String> taken() {
        omega.advance();
        return omega.books().dossiers(_ -> true).stream()
                .map(each -> each.depot().nom())
                .collect(Collectors.toSet());
    }

    /** How often each request came to lie in a file that OMEGA took. */
    Map<String, Integer> received() throws IOException {
        Map<String, Integer> received = new HashMap<>();
        for (Dossier each : omega.books().dossiers(_ -> true)) {
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(omega.octets(each.depot())))) {
                assertNotNull(zip.getNextEntry(), "OMEGA took a part of a file");
                new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.startsWith("RAD;"))
                        .forEach(line -> received.merge(line.split(";", -1)[2], 1, Integer::sum));
            }
        }
        return received;
    }

    @Override
    public void close() throws IOException {
        wire.close();
        omega.close();
    }
}
