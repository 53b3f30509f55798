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
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.lifeline.Lifeline;
import omega.simulator.answer.WebServices;
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
        config.partenaires().forEach((code, partner) -> keys.put(code, partner.authorizedKey()));
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
        omega.partenaires()
                .forEach(code -> acces.put(
                        code, new WebServices.Acces(Optional.empty(), Optional.empty(), Optional.empty())));
        config.partenaires().forEach((code, partner) -> acces.put(code, acces(partner)));
        Path home = config.home().toAbsolutePath();
        return new WebServices(omega, catalogue, home, acces, config.oauth().scope());
    }

    private static WebServices.Acces acces(SimulatorConfig.Partenaire partner) {
        return new WebServices.Acces(
                partner.certificateFile()
                        .map(file -> Tls.certificates(file).getFirst().getSubjectX500Principal()),
                partner.clientId(),
                partner.clientSecret());
    }

    /** The doors of web services; none where no certificate is set. */
    private static List<WebDoor> doors(SimulatorConfig.Ws ws, SimulatorConfig.Rest rest, WebServices services) {
        if (ws.certificateFile().isEmpty()) {
            return List.of();
        }
        Path certificate = ws.certificateFile().get();
        Path key = needed(ws.keyFile(), "key-file");
        Path authorities = needed(ws.authoritiesFile(), "authorities-file");
        return List.of(
                new WebDoor(ws.host(), ws.port(), new Tls(certificate, key, Optional.of(authorities)), services::soap),
                new WebDoor(ws.host(), rest.port(), new Tls(certificate, key, Optional.empty()), services::rest));
    }

    private static Path needed(Optional<Path> file, String name) {
        return file.orElseThrow(() -> new IllegalStateException(
                "omega.simulator.ws." + name + " must be set where omega.simulator.ws.certificate-file is"));
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
        doors = doors(config.ws(), config.rest(), services);
        Thread.ofPlatform().name("omega").start(() -> live(omega));
        LOG.info(banner(omega, catalogue, config, httpPort) + webBanner(doors));
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
            text.append(' ').append(partenaire).append("@127.0.0.1\n");
        }
        return text.toString();
    }

    private static String webBanner(List<WebDoor> doors) {
        return doors.isEmpty()
                ? "  no web services: omega.simulator.ws.certificate-file is not set\n"
                : "  SOAP https://127.0.0.1:" + doors.getFirst().port() + "/ws, token and REST https://127.0.0.1:"
                        + doors.getLast().port() + "\n";
    }

    private static Path knownHosts(SimulatorConfig config, Omega omega) {
        Path keys = config.home().toAbsolutePath().resolve("cles");
        Path file = keys.resolve("known_hosts");
        Path hostKey = HostKeys.open(config.sftp().hostKey().orElse(keys.resolve("hote")));
        try {
            if (Files.exists(hostKey)) {
                Files.writeString(file, "[127.0.0.1]:" + omega.sftpPort() + " " + Files.readString(hostKey));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        return file;
    }
}
