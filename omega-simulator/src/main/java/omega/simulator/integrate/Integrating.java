package omega.simulator.integrate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import omega.clock.OmegaClock;
import omega.simulator.books.Books;
import omega.simulator.books.Dossier;
import omega.simulator.books.Fact;
import omega.simulator.books.Jugement;
import omega.simulator.books.Jugement.Ligne;
import omega.simulator.books.Publication;
import omega.simulator.books.Unitaire;
import omega.simulator.play.ReglagesDemandes;
import omega.simulator.play.ReglagesDemandes.DemandesInventees;
import omega.simulator.play.ReglagesDemandes.Sdem;
import omega.simulator.publish.Row;
import omega.simulator.publish.Told;
import org.jspecify.annotations.Nullable;

/** Level 2 as time passes, and what the next SDEM tells of it. One thread at a time. */
public final class Integrating {
    /** The flux that tells of requests (§3.2.4). */
    public static final String SDEM = "SDEM";

    /** When the night's work begins: ours, the guide gives no hour. */
    private static final LocalTime EVENING = LocalTime.of(21, 0);

    private final Books books;
    private final Parcours parcours;

    public Integrating(Books books, Parcours parcours) {
        this.books = books;
        this.parcours = parcours;
    }

    /** Whether {@link #until} has something to do. */
    public boolean isDue(Instant now) {
        return books.toIntegrate().stream().anyMatch(each -> !night(each).isAfter(now))
                || books.unitairesToIntegrate().stream()
                        .anyMatch(each -> !night(each).isAfter(now));
    }

    /** Integrates what level 1 or a web service accepted, each file and each request in the night that follows. */
    public void until(Instant instant) {
        ReglagesDemandes reglages = books.reglages().demandes();
        books.toIntegrate().stream()
                .filter(each -> !night(each).isAfter(instant))
                .sorted(Comparator.comparing(Integrating::night))
                .forEach(each -> books.write(new Fact.Integration(
                        each.depot().id(),
                        night(each),
                        Objects.requireNonNull(reglages.tauxNonRecevables()),
                        Objects.requireNonNull(reglages.tauxSansSuite()),
                        reglages.pceLibres())));
        boolean anyPoint = reglages.pceLibres() || books.reglages().ws().pceLibres();
        books.unitairesToIntegrate().stream()
                .filter(each -> !night(each).isAfter(instant))
                .sorted(Comparator.comparing(Integrating::night))
                .forEach(each -> books.write(new Fact.Integration(
                        each.numeroDemande(),
                        night(each),
                        Objects.requireNonNull(reglages.tauxNonRecevables()),
                        0,
                        anyPoint)));
    }

    /** The evening of the day that processes the file, or the first one after level 1 has read it. */
    private static Instant night(Dossier dossier) {
        ZonedDateTime judged =
                Objects.requireNonNull(dossier.jugement()).instant().atZone(OmegaClock.PARIS);
        LocalDate day = dossier.depot().jourTraitement();
        return night(day.isBefore(judged.toLocalDate()) ? judged.toLocalDate() : day, judged);
    }

    private static Instant night(Unitaire demande) {
        ZonedDateTime accepted = demande.instant().atZone(OmegaClock.PARIS);
        return night(accepted.toLocalDate(), accepted);
    }

    private static Instant night(LocalDate day, ZonedDateTime judged) {
        ZonedDateTime evening = day.atTime(EVENING).atZone(OmegaClock.PARIS);
        return (evening.isBefore(judged) ? day.plusDays(1).atTime(EVENING).atZone(OmegaClock.PARIS) : evening)
                .toInstant();
    }

    /** The lines of a partner's SDEM of {@code instant}: what is new since his last one, or all of it. */
    public Told sdem(String partenaire, Instant instant) {
        ReglagesDemandes reglages = books.reglages().demandes();
        List<Dossier> dossiers =
                books.dossiers(each -> each.depot().partenaire().equals(partenaire));
        Instant since = reglages.sdem() == Sdem.CUMULATIF ? Instant.MIN : last(partenaire, instant);
        List<Row> rows = new ArrayList<>();
        for (Dossier dossier : dossiers) {
            Jugement jugement = dossier.jugement();
            if (jugement != null && !jugement.refuse()) {
                jugement.lignes().stream()
                        .filter(Ligne::acceptee)
                        .forEach(ligne -> parcours.until(instant, dossier, ligne).stream()
                                .filter(etape -> etape.instant().isAfter(since))
                                .forEach(etape -> rows.add(row(jugement, ligne, etape))));
            }
        }
        List<Unitaire> single = books.unitaires(each -> each.partenaire().equals(partenaire));
        single.forEach(demande -> parcours.until(instant, demande).stream()
                .filter(etape -> etape.instant().isAfter(since))
                .forEach(etape -> rows.add(row(demande, etape))));
        boolean stranger = dossiers.isEmpty() && single.isEmpty();
        boolean invented = reglages.demandesInventees() == DemandesInventees.TOUJOURS
                || (reglages.demandesInventees() == DemandesInventees.SANS_DEPOT && stranger);
        return new Told(rows, invented, null);
    }

    /** When his last sound SDEM came: what a broken one told is told again. */
    private Instant last(String partenaire, Instant before) {
        return books
                .publications(each -> each.publication().partenaire().equals(partenaire)
                        && each.publication().flux().equals(SDEM)
                        && each.publication().attendu().effet() == Publication.Effet.COMPLETE
                        && each.publication().instant().isBefore(before))
                .stream()
                .map(each -> each.publication())
                .map(Publication::instant)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private static Row row(Jugement jugement, Ligne ligne, Etape etape) {
        Map<String, Object> values = values("FTP", etape);
        put(values, "idDemande", ligne.idDemande());
        put(values, "pce", ligne.pce());
        put(values, "nature", jugement.demande());
        put(values, "numeroSuiviGlobal", ligne.numeroSuivi() == null ? jugement.numeroSuivi() : ligne.numeroSuivi());
        return new Row(values);
    }

    /** Its numéro de demande stands where a file's has its numéro de suivi. */
    private static Row row(Unitaire demande, Etape etape) {
        Map<String, Object> values = values("WS", etape);
        values.put("idDemande", demande.idDemande());
        values.put("pce", demande.pce());
        values.put("nature", demande.nature());
        values.put("numeroSuiviGlobal", demande.numeroDemande());
        return new Row(values);
    }

    private static Map<String, Object> values(String canal, Etape etape) {
        Map<String, Object> values = new HashMap<>();
        values.put("canal", canal);
        values.put("etat", etape.etat());
        values.put("dateEtat", etape.instant().atZone(OmegaClock.PARIS));
        put(values, "dateEffet", etape.dateEffet());
        put(values, "motif", etape.motif());
        put(values, "libelle", etape.libelle());
        return values;
    }

    private static void put(Map<String, Object> values, String field, @Nullable Object value) {
        if (value != null) {
            values.put(field, value);
        }
    }
}
