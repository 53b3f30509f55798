package omega.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Consommation;
import omega.simulator.books.Depot;
import omega.simulator.books.Fact;
import omega.simulator.books.Publication;
import omega.simulator.integrate.Integrating;
import omega.simulator.integrate.Parcours;
import omega.simulator.judge.Answering;
import omega.simulator.judge.Judging;
import omega.simulator.play.Injection;
import omega.simulator.play.Reglages;
import omega.simulator.play.ReglagesDemandes;
import omega.simulator.play.ReglagesDemandes.JourDuQuota;
import omega.simulator.play.ReglagesWs;
import omega.simulator.publish.Due;
import omega.simulator.publish.Programme;
import omega.simulator.publish.Publishing;
import omega.simulator.publish.Registers;
import omega.simulator.publish.Spaces;
import omega.simulator.publish.Told;
import omega.simulator.serve.Downloads;
import omega.simulator.serve.FtpsDoor;
import omega.simulator.serve.Gate;
import omega.simulator.serve.Inbox;
import omega.simulator.serve.SftpDoor;
import org.jboss.logging.Logger;

/**
 * OMEGA, as a table of contents: it serves the partners' spaces over SFTP and FTPS, judges and integrates the
 * requests that they deposit, puts out what is due on its clock, and keeps books of it.
 * Time only moves it when {@link #advance} is called. Thread-safe.
 */
public final class Omega implements Closeable {
    private static final Logger LOG = Logger.getLogger(Omega.class);

    private final OmegaClock clock;
    private final Catalogue catalogue;
    private final Books books;
    private final Programme programme;
    private final Publishing publishing;
    private final Judging judging;
    private final long seed;
    private final Registers registers;
    private final Parcours parcours;
    private final Integrating integrating;
    private final SftpDoor door;
    private final Optional<FtpsDoor> ftps;
    private final Collection<String> partenaires;
    private final Spaces spaces;
    private Instant reached;
    private Instant next = Instant.MIN;

    /**
     * What one OMEGA is made of.
     *
     * @param host where it listens
     * @param ftps empty where it serves SFTP only
     * @param keys partner → file with his public key, one line as OpenSSH writes it
     * @param pce points of delivery a partner
     * @param catchUp how far back to look, after a downtime, for what was due in it
     * @param backlog how long before its first start OMEGA has been putting out
     */
    public record Setup(
            Path home,
            String host,
            int sftpPort,
            Path hostKey,
            Map<String, Path> keys,
            Optional<FtpsDoor.Setting> ftps,
            int pce,
            long seed,
            Duration catchUp,
            Duration backlog) {}

    public Omega(Setup setup, Catalogue catalogue, OmegaClock clock) {
        this.clock = clock;
        this.catalogue = catalogue;
        this.seed = setup.seed();
        this.partenaires = setup.keys().keySet();
        this.books = Books.open(setup.home().resolve("livres.jsonl"));
        Spaces spaces = new Spaces(setup.home(), catalogue.transports().directories(), partenaires);
        this.programme = new Programme(catalogue, partenaires, setup.seed());
        this.publishing = new Publishing(catalogue, spaces, books, clock, setup.seed(), setup.pce());
        Inbox inbox = new Inbox(spaces, books, clock);
        this.judging = new Judging(
                catalogue, spaces, inbox, books, clock, setup.seed(), new Answering(catalogue, books, publishing));
        this.registers = new Registers(catalogue, partenaires, setup.seed(), setup.pce());
        this.parcours = new Parcours(catalogue, registers, setup.seed());
        this.integrating = new Integrating(books, parcours);
        this.spaces = spaces;
        this.reached = from(setup);
        publishing.repair();
        judging.repair();
        try {
            inbox.repair(partenaires);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into the directories of requests", e);
        }
        inbox.promptly(this::advance);
        Gate gate = new Gate(books, clock, catalogue.calendar());
        Downloads downloads = new Downloads(books, clock);
        this.door = new SftpDoor(
                setup.host(), setup.sftpPort(), setup.hostKey(), setup.keys(), spaces, inbox, downloads, gate);
        this.ftps = setup.ftps().map(setting -> new FtpsDoor(setup.host(), setting, spaces, inbox, downloads, gate));
    }

    private Instant from(Setup setup) {
        Instant now = clock.instant();
        if (books.ouverture().isEmpty()) {
            books.write(new Fact.Ouverture(now.minus(setup.backlog())));
        }
        Instant opened = books.ouverture().orElseThrow();
        Instant earliest = now.minus(setup.catchUp());
        return earliest.isAfter(opened) ? earliest : opened;
    }

    /** Does all that has fallen due since the last call: publications and answers in order, then what has lain its time. */
    public synchronized void advance() {
        Instant now = clock.instant();
        if (now.isBefore(next) && !judging.isDue(now) && !integrating.isDue(now)) {
            return;
        }
        for (Due due : due(now)) {
            requests(due.instant());
            publish(due);
        }
        requests(now);
        publishing.expire(now);
        if (now.isAfter(reached)) {
            reached = now;
        }
        next = next();
    }

    private void requests(Instant until) {
        judging.until(until);
        integrating.until(until);
    }

    private Told told(String partenaire, Flux flux, Instant instant) {
        return flux.code().equals(Integrating.SDEM) ? integrating.sdem(partenaire, instant) : Told.REGISTER;
    }

    /** What is due and not yet put out; of several fichiers liste only the last, since each replaces the one before. */
    private List<Due> due(Instant now) {
        Map<String, Due> lists = new HashMap<>();
        List<Due> due = new ArrayList<>();
        for (Due each : programme.between(reached, now)) {
            if (each.flux().code().equals(Flux.FICHIER_LISTE)) {
                lists.put(each.partenaire(), each);
            } else {
                due.add(each);
            }
        }
        due.addAll(lists.values());
        due.removeIf(each -> books.isPutOut(each.partenaire(), each.flux().code(), each.instant()));
        return due;
    }

    private void publish(Due due) {
        try {
            publishing.planned(due, told(due.partenaire(), due.flux(), due.instant()));
        } catch (IllegalStateException e) {
            LOG.warnf("%s of %s: %s", due.flux().code(), due.jour(), e.getMessage());
        }
    }

    private Instant next() {
        Instant due = programme.next(reached, 1).stream()
                .map(Due::instant)
                .findFirst()
                .orElse(Instant.MAX);
        return publishing.nextExpiry().filter(expiry -> expiry.isBefore(due)).orElse(due);
    }

    /**
     * Puts a publication out now.
     *
     * @throws IllegalArgumentException when there is no such partner or flux
     * @throws IllegalStateException when its name is taken, or a fault needs something that is not there
     */
    public synchronized Publication publish(String partenaire, String flux, LocalDate jour, List<Injection> faults) {
        Flux known = catalogue.flux().get(flux);
        if (known == null || flux.equals(Flux.COMPTE_RENDU)) {
            throw new IllegalArgumentException(
                    "no flux " + flux + " among " + catalogue.flux().keySet());
        }
        if (!partenaires.contains(partenaire)) {
            throw new IllegalArgumentException("no partner " + partenaire + " among " + partenaires);
        }
        Due due = new Due(partenaire, known, jour, clock.instant());
        requests(due.instant());
        Publication publication = publishing.onDemand(due, faults, told(partenaire, known, due.instant()));
        next = Instant.MIN;
        return publication;
    }

    /** The portal: marks archives as downloaded. Returns how many were there. */
    public int downloadedByPortal(String partenaire, List<String> noms) {
        List<String> ids = noms.stream()
                .map(nom -> books.present(partenaire, nom))
                .flatMap(Optional::stream)
                .map(each -> each.publication().id())
                .toList();
        ids.forEach(id -> books.write(new Fact.Telechargement(id, clock.instant(), "PORTAIL")));
        return ids.size();
    }

    /**
     * Requests made on the portal, which the day's quota counts too (§2.2.1).
     *
     * @throws IllegalArgumentException when there is no such partner, or {@code nombre} is not positive
     * @throws IllegalStateException when the quota does not allow them
     */
    public synchronized Consommation requestedOnPortal(String partenaire, long nombre) {
        if (!partenaires.contains(partenaire) || nombre < 1) {
            throw new IllegalArgumentException("partenaire must be among " + partenaires + ", nombre at least 1, not "
                    + partenaire + ", " + nombre);
        }
        Instant now = clock.instant();
        ReglagesDemandes reglages = books.reglages().demandes();
        LocalDate jour = reglages.jourDuQuota() == JourDuQuota.DEPOT
                ? clock.today()
                : catalogue.calendar().processingDay(now);
        Long quota = reglages.quotas().get(partenaire);
        if (quota != null && books.consommation(partenaire, jour).total() + nombre > quota) {
            throw new IllegalStateException("the quota of " + partenaire + " for " + jour + " is " + quota
                    + ", of which " + books.consommation(partenaire, jour).total() + " are used");
        }
        books.write(new Fact.UsagePortail(partenaire, now, jour, nombre));
        return books.consommation(partenaire, jour);
    }

    /** The bytes of a deposited file, as they came. */
    public Path octets(Depot depot) {
        return spaces.recu(depot);
    }

    /** What became of requests, as of now. */
    public Parcours parcours() {
        return parcours;
    }

    /** The points of delivery. */
    public Registers registers() {
        return registers;
    }

    /** @throws IllegalArgumentException when a switch names a flux or version that the pack does not have */
    public synchronized void set(Reglages reglages) {
        reglages.versions().forEach((flux, version) -> {
            Flux known = catalogue.flux().get(flux);
            if (known == null || known.layout(version).isEmpty()) {
                throw new IllegalArgumentException("the pack has no version " + version + " of " + flux);
            }
        });
        reglages.prochainesFautes().keySet().stream()
                .filter(flux -> !catalogue.flux().containsKey(flux))
                .forEach(flux -> {
                    throw new IllegalArgumentException("the pack has no flux " + flux);
                });
        Set<String> services = new TreeSet<>(reglages.ws().pannes().keySet());
        services.removeAll(Set.of(ReglagesWs.TOUS, ReglagesWs.JETON));
        services.removeIf(each -> catalogue.service(each).isPresent());
        if (!services.isEmpty()) {
            throw new IllegalArgumentException("the pack has no web service " + services);
        }
        Set<String> unknown = new TreeSet<>(reglages.demandes().quotas().keySet());
        unknown.addAll(reglages.pannes().keySet());
        unknown.removeAll(partenaires);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("no partner " + unknown + " among " + partenaires);
        }
        books.write(new Fact.Reglage(reglages));
    }

    /** What will be put out next, in order. */
    public synchronized List<Due> upcoming(int count) {
        return programme.next(clock.instant(), count);
    }

    public Optional<Instant> nextExpiry() {
        return publishing.nextExpiry();
    }

    public long seed() {
        return seed;
    }

    public Books books() {
        return books;
    }

    public OmegaClock clock() {
        return clock;
    }

    public Collection<String> partenaires() {
        return partenaires;
    }

    public int sftpPort() {
        return door.port();
    }

    /** Empty where FTPS is not served. */
    public Optional<Integer> ftpsPort() {
        return ftps.map(FtpsDoor::port);
    }

    @Override
    public void close() {
        door.close();
        ftps.ifPresent(FtpsDoor::close);
        synchronized (this) {
            books.close();
        }
    }
}
