package omega.simulator.books;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import omega.simulator.play.Panne;
import omega.simulator.play.PanneWs;
import omega.simulator.play.Reglages;
import org.jspecify.annotations.Nullable;

/**
 * The books: a file of facts, one JSON object a line, and their fold in memory. A fact is on file before it counts. Thread-safe.
 */
public final class Books implements Closeable {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final BufferedWriter out;
    private final Map<String, Standing> standings = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> planned = new HashSet<>();
    private final List<Fact.Connexion> connexions = new ArrayList<>();
    private final Map<String, Instant> lastConnexion = new TreeMap<>();
    private final Demandes demandes = new Demandes();
    private final Unitaires unitaires = new Unitaires();
    private final List<Appel> appels = new ArrayList<>();
    private final List<Fact.PanneJouee> pannes = new ArrayList<>();
    private @Nullable Instant ouverture;
    private Reglages reglages = Reglages.DEFAUT;

    private Books(Path file) throws IOException {
        if (Files.exists(file)) {
            read(file);
        }
        this.out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Opens {@code file}, which need not exist. A last line that a crash cut short is dropped. */
    public static Books open(Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            return new Books(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the books " + file, e);
        }
    }

    private void read(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int whole = all.length;
        while (whole > 0 && all[whole - 1] != '\n') {
            whole--;
        }
        if (whole < all.length) {
            try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
            }
        }
        for (String line :
                new String(all, 0, whole, StandardCharsets.UTF_8).lines().toList()) {
            fold(JSON.readValue(line, Fact.class));
        }
    }

    public synchronized void write(Fact fact) {
        try {
            out.write(JSON.writeValueAsString(fact));
            out.write('\n');
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a fact must be JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the books", e);
        }
        fold(fact);
    }

    private void fold(Fact fact) {
        switch (fact) {
            case Fact.Ouverture(Instant instant) -> ouverture = instant;
            case Fact.MiseADisposition(Publication publication) -> {
                standings.put(publication.id(), new Standing(publication, List.of(), null));
                names.put(publication.partenaire() + "/" + publication.nom(), publication.id());
                if (publication.prevue()) {
                    planned.add(plan(publication.partenaire(), publication.flux(), publication.instant()));
                }
                if (publication.reponseA() != null) {
                    demandes.answered(publication.reponseA(), publication.nom());
                }
            }
            case Fact.Telechargement download ->
                standings.computeIfPresent(download.id(), (_, old) -> {
                    List<Instant> instants = new ArrayList<>(old.telechargements());
                    instants.add(download.instant());
                    return new Standing(old.publication(), List.copyOf(instants), old.retrait());
                });
            case Fact.Retrait retrait ->
                standings.computeIfPresent(
                        retrait.id(), (_, old) -> new Standing(old.publication(), old.telechargements(), retrait));
            case Fact.Connexion connexion -> {
                connexions.add(connexion);
                if (connexion.partenaire() != null) {
                    lastConnexion.merge(connexion.partenaire(), connexion.instant(), (a, b) -> a.isAfter(b) ? a : b);
                }
            }
            case Fact.Reglage(Reglages now) -> reglages = now;
            case Fact.Arrivee arrivee -> demandes.arrived(arrivee);
            case Fact.Depart depart -> demandes.left(depart);
            case Fact.Ramassage(Depot depot) -> demandes.received(depot);
            case Fact.Niveau1(Jugement jugement) -> demandes.judged(jugement);
            case Fact.Integration integration -> {
                demandes.integrated(integration);
                unitaires.integrated(integration);
            }
            case Fact.UsagePortail usage ->
                demandes.consume(new Consommation(usage.partenaire(), usage.jour(), 0, usage.nombre()));
            case Fact.PanneJouee played -> {
                pannes.add(played);
                reglages = reglages.happened(played.partenaire(), Panne.parse(played.panne()));
            }
            case Fact.Creation(Unitaire demande) -> unitaires.created(demande);
            case Fact.RendezVousPris agreed -> unitaires.agreed(agreed);
            case Fact.Annulation annulation -> unitaires.calledOff(annulation);
            case Fact.AppelRecu(Appel appel) -> appels.add(appel);
            case Fact.PanneWsJouee played ->
                reglages = reglages.with(reglages.ws().happened(played.service()));
        }
    }

    private static String plan(String partenaire, String flux, Instant instant) {
        return partenaire + "|" + flux + "|" + instant;
    }

    /** Whether what the calendar asked for has been put out. */
    public synchronized boolean isPutOut(String partenaire, String flux, Instant instant) {
        return planned.contains(plan(partenaire, flux, instant));
    }

    public synchronized Optional<Instant> ouverture() {
        return Optional.ofNullable(ouverture);
    }

    public synchronized Reglages reglages() {
        return reglages;
    }

    /** Changes the switches from what they are at this moment. */
    public synchronized void change(UnaryOperator<Reglages> change) {
        write(new Fact.Reglage(change.apply(reglages)));
    }

    /** The fault of this sort that the partner's next operation meets, now used up. */
    public synchronized Optional<Panne> play(String partenaire, Panne.Sorte sorte, Instant instant) {
        Optional<Panne> panne = reglages.panne(partenaire, sorte);
        panne.ifPresent(each -> write(new Fact.PanneJouee(partenaire, each.toString(), instant)));
        return panne;
    }

    /** The fault that the next call of this web service meets, now used up. */
    public synchronized Optional<PanneWs> playWs(String service, Instant instant) {
        Optional<PanneWs> panne = reglages.ws().panne(service);
        panne.ifPresent(each -> write(new Fact.PanneWsJouee(service, each.toString(), instant)));
        return panne;
    }

    /** Requests that came by web services, oldest first. */
    public synchronized List<Unitaire> unitaires(Predicate<Unitaire> which) {
        return unitaires.all(which);
    }

    public synchronized Optional<Unitaire> unitaire(String numeroDemande) {
        return unitaires.of(numeroDemande);
    }

    /** A partner's requests of one reference of his: more than one is a double. */
    public synchronized List<Unitaire> unitaires(String partenaire, String idDemande) {
        return unitaires.of(partenaire, idDemande);
    }

    public synchronized long countUnitaires() {
        return unitaires.count();
    }

    /** Those that level 2 has not seen yet. */
    public synchronized Collection<Unitaire> unitairesToIntegrate() {
        return unitaires.toIntegrate();
    }

    /** Calls of web services, oldest first. */
    public synchronized List<Appel> appels(Predicate<Appel> which) {
        return appels.stream().filter(which).toList();
    }

    /** The faults at the door that have been met. */
    public synchronized List<Fact.PanneJouee> pannes() {
        return List.copyOf(pannes);
    }

    /** What lies closed in the partners' directories of requests. */
    public synchronized List<Fact.Arrivee> lying() {
        return demandes.lying();
    }

    /** Deposited files, oldest first. */
    public synchronized List<Dossier> dossiers(Predicate<Dossier> which) {
        return demandes.dossiers(which);
    }

    public synchronized Optional<Dossier> dossier(String id) {
        return demandes.dossier(id);
    }

    /** Whose compte-rendu is due by {@code instant} and not there yet. */
    public synchronized List<Dossier> unanswered(Instant instant) {
        return demandes.unanswered(instant);
    }

    /** What level 1 accepted and level 2 has not seen yet. */
    public synchronized Collection<Dossier> toIntegrate() {
        return demandes.toIntegrate();
    }

    /** The rank of the partner's next file. */
    public synchronized int nextDepot(String partenaire) {
        return demandes.next(partenaire);
    }

    public synchronized Receptions receptions(Depot depot) {
        return demandes.receptions(depot);
    }

    /** How many files of that name were taken. */
    public synchronized int named(String partenaire, String nom) {
        return demandes.named(partenaire, nom);
    }

    /** In how many lines that reference came, of files that are not refused as a whole. */
    public synchronized int received(String partenaire, String idDemande) {
        return demandes.received(partenaire, idDemande);
    }

    /** How many requests of that reference were accepted, in lines of files and by web services. */
    public synchronized int taken(String partenaire, String idDemande) {
        return demandes.taken(partenaire, idDemande)
                + unitaires.of(partenaire, idDemande).size();
    }

    /** How many numéros de suivi have been given. */
    public synchronized long suivis() {
        return demandes.suivis();
    }

    public synchronized Consommation consommation(String partenaire, LocalDate jour) {
        return demandes.consommation(partenaire, jour);
    }

    public synchronized List<Consommation> consommations() {
        return demandes.consommations();
    }

    public synchronized List<Standing> publications(Predicate<Standing> which) {
        return standings.values().stream().filter(which).toList();
    }

    public synchronized Optional<Standing> publication(String id) {
        return Optional.ofNullable(standings.get(id));
    }

    /** What lies in a partner's directory under {@code nom}. */
    public synchronized Optional<Standing> present(String partenaire, String nom) {
        return Optional.ofNullable(names.get(partenaire + "/" + nom))
                .map(standings::get)
                .filter(Standing::present);
    }

    /** Whether there ever was an archive of that name for the partner. */
    public synchronized boolean isKnown(String partenaire, String nom) {
        return names.containsKey(partenaire + "/" + nom);
    }

    public synchronized List<Fact.Connexion> connexions() {
        return List.copyOf(connexions);
    }

    public synchronized Optional<Instant> lastConnexion(String partenaire) {
        return Optional.ofNullable(lastConnexion.get(partenaire));
    }

    /** One sheet a flux, by its code. */
    public synchronized List<Bilan> bilan(Predicate<Standing> which) {
        SortedMap<String, Bilan> sheets = new TreeMap<>();
        standings.values().stream()
                .filter(which)
                .forEach(each -> sheets.compute(
                        each.publication().flux(),
                        (flux, sheet) -> (sheet == null ? new Bilan(flux) : sheet).and(each)));
        return List.copyOf(sheets.values());
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the books", e);
        }
    }
}
