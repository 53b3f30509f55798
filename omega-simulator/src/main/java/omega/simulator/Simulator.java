package omega.simulator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.lifeline.Lifeline;
import omega.simulator.answer.WebServices;
import omega.simulator.serve.Authority;
import omega.simulator.serve.FtpsDoor;
import omega.simulator.serve.HostKeys;
import omega.simulator.serve.Tls;
import omega.simulator.serve.WebDoor;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Runs one {@link Omega} as a process: settings, a thread that lets time pass, a banner that says how to come in. */
@ApplicationScoped
public class Simulator {
    private static final Logger LOG = Logger.getLogger(Simulator.class);
    private static final Duration BEAT = Duration.ofMillis(50);

    private volatile boolean running = true;
    private volatile List<WebDoor> doors = List.of();

    @Produces
    @Singleton
    OmegaClock clock(@ConfigProperty(name = "omega.clock.file") Optional<Path> file) {
        return file.map(OmegaClock::following).orElseGet(OmegaClock::real);
    }

    @Produces
    @Singleton
    Catalogue catalogue(@ConfigProperty(name = "omega.catalogue") Optional<Path> directory) {
        return Catalogue.load(directory);
    }

    @Produces
    @Singleton
    Omega omega(SimulatorConfig config, Catalogue catalogue, OmegaClock clock) {
        Path home = config.home().toAbsolutePath();
        Path hostKey = config.sftp().hostKey().orElseGet(() -> made(home, "hote"));
        Map<String, Path> keys = new TreeMap<>();
        config.partenaires()
                .forEach((code, partner) ->
                        keys.put(code, partner.authorizedKey().orElseGet(() -> HostKeys.open(made(home, code)))));
        if (keys.isEmpty()) {
            keys.put("DEMO", HostKeys.open(made(home, "DEMO")));
        }
        return new Omega(
                new Omega.Setup(
                        home,
                        config.sftp().host(),
                        config.sftp().port(),
                        hostKey,
                        keys,
                        ftps(config, keys.keySet(), clock),
                        config.pce(),
                        config.seed(),
                        Duration.ofDays(config.catchUpDays()),
                        Duration.ofDays(config.backlogDays())),
                catalogue,
                clock);
    }

    @Produces
    @Singleton
    WebServices webServices(SimulatorConfig config, Catalogue catalogue, Omega omega) {
        Map<String, WebServices.Acces> acces = new TreeMap<>();
        for (String code : omega.partenaires()) {
            Optional<SimulatorConfig.Partenaire> partner =
                    Optional.ofNullable(config.partenaires().get(code));
            acces.put(
                    code,
                    new WebServices.Acces(
                            certificate(config, code).map(Tls::subject),
                            partner.flatMap(SimulatorConfig.Partenaire::clientId),
                            partner.flatMap(SimulatorConfig.Partenaire::clientSecret)
                                    .or(() -> secret(config).map(HostKeys::word))));
        }
        Path home = config.home().toAbsolutePath();
        return new WebServices(omega, catalogue, home, acces, config.oauth().scope());
    }

    private static Optional<Path> certificate(SimulatorConfig config, String partenaire) {
        return Optional.ofNullable(config.partenaires().get(partenaire))
                .flatMap(SimulatorConfig.Partenaire::certificate);
    }

    /** Of DEMO at the token server, where no partner is configured. */
    private static Optional<Path> secret(SimulatorConfig config) {
        return config.partenaires().isEmpty()
                ? Optional.of(config.home().toAbsolutePath().resolve("cles").resolve("DEMO.secret"))
                : Optional.empty();
    }

    /** The doors of web services: SOAP, and REST with the token server. */
    private static List<WebDoor> doors(SimulatorConfig config, WebServices services, Omega omega) {
        SimulatorConfig.Ws ws = config.ws();
        if (!ws.enabled()) {
            return List.of();
        }
        Authority authority = new Authority(
                config.home().toAbsolutePath().resolve("cles"), omega.clock().realInstant());
        Path certificate = ws.certificateFile().orElseGet(() -> authority.issue("ws", hosts(config)));
        Path key = ws.keyFile().orElseGet(() -> Authority.key(certificate));
        Path authorities = ws.authoritiesFile().orElseGet(authority::certificate);
        omega.partenaires().stream()
                .filter(code -> certificate(config, code).isEmpty())
                .forEach(authority::issue);
        Tls mutual = new Tls(certificate, key, Optional.of(authorities));
        Tls own = new Tls(certificate, key, Optional.empty());
        String host = config.sftp().host();
        return List.of(
                new WebDoor(host, ws.port(), mutual, services::soap),
                new WebDoor(host, config.rest().port(), own, services::rest));
    }

    private static Optional<FtpsDoor.Setting> ftps(SimulatorConfig config, Set<String> partenaires, OmegaClock clock) {
        SimulatorConfig.Ftps ftps = config.ftps();
        if (!ftps.enabled()) {
            return Optional.empty();
        }
        Authority authority = new Authority(config.home().toAbsolutePath().resolve("cles"), clock.realInstant());
        Path certificate = ftps.certificate().orElseGet(() -> authority.issue("ftps", hosts(config)));
        Map<String, Path> certificates = new TreeMap<>();
        partenaires.forEach(
                code -> certificates.put(code, certificate(config, code).orElseGet(() -> authority.issue(code))));
        return Optional.of(new FtpsDoor.Setting(
                ftps.port(),
                ftps.implicit(),
                ftps.passivePorts(),
                ftps.idle(),
                ftps.resumption(),
                certificate,
                ftps.key().orElseGet(() -> Authority.key(certificate)),
                ftps.authorities().orElseGet(authority::certificate),
                certificates));
    }

    /** By which its doors are reached. */
    private static String[] hosts(SimulatorConfig config) {
        return Stream.concat(Stream.of("localhost", "127.0.0.1"), config.hosts().orElse(List.of()).stream())
                .toArray(String[]::new);
    }

    private static Path made(Path home, String name) {
        Path file = home.resolve("cles").resolve(name);
        HostKeys.ensure(file, name + "@omega-simulator");
        return file;
    }

    void start(
            @Observes StartupEvent event,
            Omega omega,
            Catalogue catalogue,
            SimulatorConfig config,
            WebServices services,
            @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        Lifeline.watch(Quarkus::asyncExit);
        doors = doors(config, services, omega);
        Thread.ofPlatform().name("omega").start(() -> live(omega));
        LOG.info(banner(omega, catalogue, config, httpPort) + webBanner(doors, config, httpPort));
    }

    private void live(Omega omega) {
        while (running) {
            try {
                omega.advance();
            } catch (RuntimeException e) {
                LOG.error("OMEGA stumbled; it goes on", e);
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
            }
            LockSupport.parkNanos(BEAT.toNanos());
        }
    }

    void stop(@Observes ShutdownEvent event, Omega omega) {
        running = false;
        doors.forEach(WebDoor::close);
        omega.close();
    }

    private static String banner(Omega omega, Catalogue catalogue, SimulatorConfig config, int httpPort) {
        StringBuilder text = new StringBuilder("\n");
        text.append("  OMEGA simulator: provisional, not GRDF's official layouts\n");
        text.append("  pack ").append(catalogue.pack().id()).append(", ");
        text.append(catalogue.publications().size()).append(" publications, ");
        text.append(config.pce())
                .append(" PCE a partner, seed ")
                .append(config.seed())
                .append('\n');
        text.append("  clock ")
                .append(omega.clock().paris())
                .append(", speed ")
                .append(omega.clock().speed());
        text.append("\n  books http://127.0.0.1:").append(httpPort).append("/omega/bilan, ");
        text.append("switches /omega/reglages, OpenAPI /q/openapi\n");
        Path home = config.home().toAbsolutePath();
        for (String partenaire : omega.partenaires()) {
            Path key = home.resolve("cles").resolve(partenaire);
            text.append("  sftp -P ").append(omega.sftpPort());
            if (config.partenaires().isEmpty()) {
                text.append(" -i ")
                        .append(key)
                        .append(" -o UserKnownHostsFile=")
                        .append(knownHosts(config, omega));
            }
            text.append(' ')
                    .append(partenaire)
                    .append('@')
                    .append(reached(config))
                    .append('\n');
            omega.ftpsPort().ifPresent(port -> text.append(ftpsLine(config, partenaire, key, port)));
        }
        return text.toString();
    }

    private static String webBanner(List<WebDoor> doors, SimulatorConfig config, int httpPort) {
        if (doors.isEmpty()) {
            return "";
        }
        String https = "https://" + reached(config) + ":";
        StringBuilder text = new StringBuilder("  SOAP ")
                .append(https)
                .append(doors.getFirst().port())
                .append("/ws, token and REST ")
                .append(https)
                .append(doors.getLast().port())
                .append(", contracts http://127.0.0.1:")
                .append(httpPort)
                .append("/omega/contrats\n");
        secret(config).ifPresent(secret -> {
            Path key = secret.resolveSibling("DEMO");
            String curl = "  curl --cacert " + secret.resolveSibling("autorite.pem") + " ";
            text.append(curl)
                    .append("--cert " + key + ".pem --key " + key + ".key ")
                    .append("-H 'Content-Type: text/xml; charset=utf-8' --data-binary @demande.xml ")
                    .append(https + doors.getFirst().port() + "/ws/SuiviDemande\n")
                    .append(curl)
                    .append("--user DEMO:$(cat " + secret + ") -d grant_type=client_credentials ")
                    .append(https + doors.getLast().port() + "/oauth/token\n");
        });
        return text.toString();
    }

    /** By what a partner finds its doors. */
    private static String reached(SimulatorConfig config) {
        String listens = config.sftp().host();
        return config.hosts()
                .filter(names -> !names.isEmpty())
                .map(List::getFirst)
                .orElse(listens.equals("0.0.0.0") ? "127.0.0.1" : listens);
    }

    private static String ftpsLine(SimulatorConfig config, String partenaire, Path key, int port) {
        String scheme = config.ftps().implicit() ? "ftps://" : "--ssl-reqd ftp://";
        String known = config.partenaires().isEmpty()
                ? "--cacert " + key.resolveSibling("autorite.pem") + " --cert " + key + ".pem --key " + key + ".key "
                : "";
        return "  curl " + known + "--user " + partenaire + ": " + scheme + reached(config) + ":" + port + "/\n";
    }

    private static Path knownHosts(SimulatorConfig config, Omega omega) {
        Path keys = config.home().toAbsolutePath().resolve("cles");
        Path file = keys.resolve("known_hosts");
        Path hostKey = HostKeys.open(config.sftp().hostKey().orElse(keys.resolve("hote")));
        try {
            if (Files.exists(hostKey)) {
                Files.writeString(
                        file, "[" + reached(config) + "]:" + omega.sftpPort() + " " + Files.readString(hostKey));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file;
    }
}
