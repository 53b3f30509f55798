package omega.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import omega.catalogue.Catalogue;
import omega.catalogue.Transports;
import omega.channel.Environment;
import omega.channel.Partner;
import omega.clock.OmegaClock;
import omega.sandbox.Wire;
import omega.simulator.Omega;
import omega.simulator.play.Reglages;
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

    @Override
    public void close() throws IOException {
        wire.close();
        omega.close();
    }
}
