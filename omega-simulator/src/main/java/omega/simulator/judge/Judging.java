package omega.simulator.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import omega.calendar.Canal;
import omega.calendar.OmegaCalendar;
import omega.catalogue.Catalogue;
import omega.catalogue.DemandeKind;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Consommation;
import omega.simulator.books.Depot;
import omega.simulator.books.Dossier;
import omega.simulator.books.Fact;
import omega.simulator.books.Jugement;
import omega.simulator.books.Jugement.Ligne;
import omega.simulator.judge.Lecture.Lignes;
import omega.simulator.judge.Lecture.Refus;
import omega.simulator.play.ReglagesDemandes;
import omega.simulator.play.ReglagesDemandes.ApresLimite;
import omega.simulator.play.ReglagesDemandes.CompteRendu;
import omega.simulator.play.ReglagesDemandes.JourDuQuota;
import omega.simulator.play.ReglagesDemandes.NomsEnDouble;
import omega.simulator.play.ReglagesDemandes.NumeroSuivi;
import omega.simulator.play.ReglagesDemandes.Ramassage;
import omega.simulator.publish.Dice;
import omega.simulator.publish.Spaces;
import omega.simulator.serve.Inbox;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Level 1 as time passes: takes the files that lie whole in the partners' directories, judges each at once, and enters what it found
 * with the instant of its answer. One thread at a time.
 */
public final class Judging {
    private static final Logger LOG = Logger.getLogger(Judging.class);

    private final Catalogue catalogue;
    private final Spaces spaces;
    private final Inbox inbox;
    private final Books books;
    private final OmegaClock clock;
    private final long seed;
    private final Answering answering;
    /** Nothing is judged as of an instant that has gone by. */
    private Instant reached;

    public Judging(
            Catalogue catalogue,
            Spaces spaces,
            Inbox inbox,
            Books books,
            OmegaClock clock,
            long seed,
            Answering answering) {
        this.catalogue = catalogue;
        this.spaces = spaces;
        this.inbox = inbox;
        this.books = books;
        this.clock = clock;
        this.seed = seed;
        this.answering = answering;
        this.reached = clock.instant();
    }

    /** After a crash: bytes that the books say were taken lie where OMEGA keeps them; files that were taken and not judged are. */
    public void repair() {
        try {
            for (Dossier each : books.dossiers(dossier -> dossier.jugement() == null)) {
                Depot depot = each.depot();
                Path lying = spaces.demandes(depot.partenaire()).resolve(depot.nom());
                if (!Files.exists(spaces.recu(depot)) && Files.exists(lying)) {
                    Files.move(lying, spaces.recu(depot), StandardCopyOption.ATOMIC_MOVE);
                }
                judge(depot);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot repair what was deposited", e);
        }
    }

    /** Whether {@link #until} has something to do. */
    public boolean isDue(Instant now) {
        return !ready(now).isEmpty() || answering.isDue(now);
    }

    /** Does all that falls due until {@code instant}, in order of time. */
    public void until(Instant instant) {
        for (Ready each : ready(instant)) {
            take(each);
        }
        answering.until(instant);
        if (instant.isAfter(reached)) {
            reached = instant;
        }
    }

    /** A file that OMEGA takes, and as of when. */
    private record Ready(Fact.Arrivee arrivee, Instant pris) {}

    private List<Ready> ready(Instant instant) {
        ReglagesDemandes reglages = books.reglages().demandes();
        if (reglages.compteRendu() == CompteRendu.PANNE) {
            return List.of();
        }
        return inbox.lying(instant).stream()
                .filter(each -> reglages.ramassage() == Ramassage.TOUS_LES_NOMS || isDefinitive(each.nom()))
                .map(each -> new Ready(each, taken(each, reglages)))
                .filter(each -> !each.pris().isAfter(instant))
                .sorted(Comparator.comparing(Ready::pris))
                .toList();
    }

    private static boolean isDefinitive(String nom) {
        return !nom.startsWith(".") && nom.regionMatches(true, nom.length() - 4, ".zip", 0, 4);
    }

    /** When OMEGA takes a file: once it has lain still, and, after 18:50, at the opening of the day that processes it (§3.2.1). */
    private Instant taken(Fact.Arrivee arrivee, ReglagesDemandes reglages) {
        Duration delay = reglages.delaiRamassage();
        Instant still = arrivee.instant().plus(delay.isZero() ? delay : clock.margin(delay));
        LocalDate day = catalogue.calendar().processingDay(arrivee.instant());
        boolean late = !day.equals(paris(arrivee.instant()));
        if (!late || reglages.apresLimite() == ApresLimite.AUSSITOT) {
            return latest(still, reached);
        }
        OmegaCalendar calendar = catalogue.calendar();
        Instant opening = calendar.openings(calendar.hours(Canal.FTP, OmegaCalendar.LECTURE_ECRITURE), day)
                .getFirst()
                .startOn(day)
                .toInstant();
        return latest(latest(still, opening), reached);
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static LocalDate paris(Instant instant) {
        return instant.atZone(OmegaClock.PARIS).toLocalDate();
    }

    private void take(Ready ready) {
        Fact.Arrivee arrivee = ready.arrivee();
        try {
            Path file = spaces.demandes(arrivee.partenaire()).resolve(arrivee.nom());
            boolean taken = inbox.take(arrivee, () -> {
                Depot depot = new Depot(
                        "%s.%06d".formatted(arrivee.partenaire(), books.nextDepot(arrivee.partenaire())),
                        arrivee.partenaire(),
                        arrivee.nom(),
                        sha256(file),
                        Files.size(file),
                        arrivee.instant(),
                        ready.pris(),
                        catalogue.calendar().processingDay(arrivee.instant()));
                books.write(new Fact.Ramassage(depot));
                Files.move(file, spaces.recu(depot), StandardCopyOption.ATOMIC_MOVE);
            });
            if (taken) {
                judge(books.dossiers(each -> each.depot().partenaire().equals(arrivee.partenaire()))
                        .getLast()
                        .depot());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take " + arrivee.nom() + " of " + arrivee.partenaire(), e);
        }
    }

    private void judge(Depot depot) throws IOException {
        Optional<DemandeKind> kind = kind(depot);
        ReglagesDemandes reglages = books.reglages().demandes();
        LocalDate jourQuota =
                reglages.jourDuQuota() == JourDuQuota.DEPOT ? paris(depot.instant()) : depot.jourTraitement();
        Jugement jugement = switch (read(depot, kind, reglages, jourQuota)) {
            case Refus(Motif motif, String libelle) ->
                new Jugement(
                        depot.id(),
                        depot.ramasse(),
                        Jugement.REFUSE,
                        motif.name(),
                        motif.label(catalogue) + " : " + libelle,
                        kind.map(DemandeKind::code).orElse(null),
                        null,
                        jourQuota,
                        answer(depot, reglages),
                        List.of());
            case Lignes(DemandeKind read, List<Ligne> lignes) -> accepted(depot, read, lignes, jourQuota, reglages);
        };
        books.write(new Fact.Niveau1(jugement));
    }

    private Optional<DemandeKind> kind(Depot depot) {
        return catalogue.demandes().values().stream()
                .filter(each -> each.archive()
                        .match(depot.nom())
                        .filter(places ->
                                depot.partenaire().equals(places.getOrDefault("partenaire", depot.partenaire())))
                        .isPresent())
                .findFirst();
    }

    private Lecture read(Depot depot, Optional<DemandeKind> kind, ReglagesDemandes reglages, LocalDate jourQuota)
            throws IOException {
        if (kind.isEmpty()) {
            return new Refus(Motif.F01, depot.nom());
        }
        if (reglages.nomsEnDouble() == NomsEnDouble.REFUSES
                && books.receptions(depot).memeNom() > 1) {
            return new Refus(Motif.F05, depot.nom());
        }
        Reading reading = new Reading(
                kind.get(), depot.partenaire(), depot.jourTraitement(), id -> books.taken(depot.partenaire(), id) > 0);
        Lecture lecture = whole(reading, depot);
        return lecture instanceof Lignes lignes ? limited(lignes, depot, reglages, jourQuota) : lecture;
    }

    /** Whatever stands in a file, OMEGA goes on. */
    private Lecture whole(Reading reading, Depot depot) throws IOException {
        try {
            return reading.read(spaces.recu(depot));
        } catch (RuntimeException e) {
            LOG.errorf(e, "level 1 stumbled over %s, %s", depot.id(), depot.nom());
            return new Refus(Motif.F02, "le contrôle a échoué");
        }
    }

    /** No more in a file than its kind allows, nor on a day than the partner may (§3.2.1), files and portal together. */
    private Lecture limited(Lignes lecture, Depot depot, ReglagesDemandes reglages, LocalDate jourQuota) {
        int count = lecture.lignes().size();
        if (count > lecture.kind().max()) {
            return new Refus(
                    Motif.F08, count + " demandes pour " + lecture.kind().max());
        }
        Long quota = reglages.quotas().get(depot.partenaire());
        Consommation used = books.consommation(depot.partenaire(), jourQuota);
        if (quota != null && used.total() + count > quota) {
            return new Refus(
                    Motif.F06,
                    used.total() + " de " + quota + " sont prises pour le " + jourQuota + ", et non " + count);
        }
        return lecture;
    }

    private Jugement accepted(
            Depot depot, DemandeKind kind, List<Ligne> read, LocalDate jourQuota, ReglagesDemandes reglages) {
        long good = read.stream().filter(Ligne::acceptee).count();
        String resultat = good == read.size() ? Jugement.ACCEPTE : good == 0 ? Jugement.REFUSE : Jugement.PARTIEL;
        boolean perLine = reglages.numeroSuivi() == NumeroSuivi.PAR_LIGNE;
        Numbering numbers = new Numbering(books.suivis(), depot.ramasse());
        List<Ligne> lignes = read.stream()
                .map(each -> each.acceptee() && perLine ? each.numbered(numbers.next()) : each)
                .toList();
        return new Jugement(
                depot.id(),
                depot.ramasse(),
                resultat,
                null,
                null,
                kind.code(),
                good > 0 && !perLine ? numbers.next() : null,
                jourQuota,
                answer(depot, reglages),
                lignes);
    }

    /** Numéros de suivi globaux, which go up for ever. */
    private static final class Numbering {
        private final int year;
        private long given;

        Numbering(long given, Instant instant) {
            this.given = given;
            this.year = paris(instant).getYear();
        }

        String next() {
            return "SG%d%06d".formatted(year, ++given);
        }
    }

    private @Nullable Instant answer(Depot depot, ReglagesDemandes reglages) {
        double part = Dice.part(Dice.mix(Dice.mix(seed, "compte-rendu"), depot.id()));
        return reglages.compteRendu() == CompteRendu.JAMAIS
                ? null
                : depot.ramasse().plus(reglages.delai(part));
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
