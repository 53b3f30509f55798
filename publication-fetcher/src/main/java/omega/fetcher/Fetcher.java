package omega.fetcher;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import omega.catalogue.Catalogue;
import omega.channel.Partner;
import omega.channel.slot.Slots;
import omega.clock.OmegaClock;
import omega.fetcher.ledger.Ledger;
import omega.lifeline.Lifeline;
import omega.runtime.Awaited;
import omega.runtime.audit.Sealing;
import omega.runtime.kafka.Topology;
import omega.runtime.loop.Loops;
import omega.runtime.partner.Partners;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Starts the roles of this process: {@code collect}, {@code parse}, or both. */
@ApplicationScoped
public class Fetcher {
    private static final Logger LOG = Logger.getLogger(Fetcher.class);
    private final Loops loops = new Loops();
    private final Instance<Collection> collection;
    private final Set<String> roles;
    private final int parsers;

    public Fetcher(
            Instance<Collection> collection,
            @ConfigProperty(name = "omega.fetcher.roles", defaultValue = "collect,parse") Set<String> roles,
            @ConfigProperty(name = "omega.fetcher.parsers", defaultValue = "2") int parsers) {
        this.collection = collection;
        this.roles = Set.copyOf(roles);
        this.parsers = parsers;
        if (!Set.of("collect", "parse").containsAll(roles) || roles.isEmpty()) {
            throw new IllegalArgumentException("omega.fetcher.roles must be of collect and parse, is " + roles);
        }
    }

    void start(
            @Observes StartupEvent event,
            Catalogue catalogue,
            Topology topology,
            Instance<Ledger> ledger,
            Instance<Partners> partners,
            Instance<Parsing> parsing,
            javax.sql.DataSource dataSource,
            OmegaClock clock)
            throws InterruptedException {
        LOG.infof(
                "roles %s, catalogue pack %s (%s), fingerprint %s",
                roles, catalogue.pack().id(), catalogue.pack().status(), catalogue.fingerprint());
        topology.ensure();
        if (roles.contains("collect")) {
            LOG.infof(
                    "partners %s",
                    partners.get().all().stream().map(Partner::describe).toList());
            partners.get().all().forEach(partner -> check(partner, catalogue));
            if (partners.get().all().isEmpty()) {
                throw new IllegalStateException("there is nobody to collect for: set omega.partenaires.<CODE>.…");
            }
            Awaited.USUAL.database(dataSource);
            Slots.migrate(dataSource);
            ledger.get().migrate();
            loops.whileLeased(dataSource, "omega.fetcher.collect", collection.get()::start);
            Sealing.start(loops, dataSource, clock);
        }
        if (roles.contains("parse")) {
            for (int i = 0; i < parsers; i++) {
                int number = i;
                loops.start("parse " + i, Duration.ZERO, () -> parsing.get().parser(number));
            }
        }
        Lifeline.watch(() -> io.quarkus.runtime.Quarkus.asyncExit(0));
    }

    /** What is wrong with a partner's settings is told at the start, not by the first session that fails. */
    private static void check(Partner partner, Catalogue catalogue) {
        String prefix = "omega.partenaires." + partner.code() + ".";
        switch (partner.access()) {
            case Partner.Sftp sftp -> {
                readable(prefix + "key-file", sftp.key());
                readable(prefix + "known-hosts", sftp.knownHosts());
            }
            case Partner.Ftps ftps -> {
                readable(prefix + "certificate-file", ftps.certificate());
                readable(prefix + "key-file", ftps.key());
                if (ftps.authorities() != null) {
                    readable(prefix + "authorities-file", ftps.authorities());
                }
            }
            case Partner.Local _ -> {
                // a directory may be made later
            }
        }
        Set<String> foreign = new TreeSet<>(partner.flux());
        catalogue.publications().forEach(flux -> foreign.remove(flux.code()));
        if (!foreign.isEmpty()) {
            throw new IllegalStateException(
                    prefix + "flux names " + foreign + ", which the catalogue pack does not have");
        }
    }

    private static void readable(String key, Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalStateException(key + ": " + file + " does not exist or cannot be read");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        loops.close();
    }

    /** {@code collect}, {@code parse}, or both. */
    public Set<String> roles() {
        return roles;
    }

    /** What fails right now, by loop. */
    public List<String> troubles() {
        return loops.troubles();
    }
}
