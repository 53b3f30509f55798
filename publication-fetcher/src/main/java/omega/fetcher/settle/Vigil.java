package omega.fetcher.settle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import omega.calendar.Expectation;
import omega.calendar.Schedule;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import omega.channel.Partner;
import omega.clock.OmegaClock;
import omega.fetcher.discover.Regards;
import omega.fetcher.ledger.CollectedFile;
import omega.fetcher.ledger.FileState;
import omega.fetcher.ledger.Ledger;
import omega.runtime.alert.Alert;
import omega.runtime.alert.Alert.Genre;
import omega.runtime.alert.Alert.Gravite;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What should be known right now: the alerts that the ledger, the calendar and the fichier liste give cause for. */
@ApplicationScoped
public class Vigil {
    /** How far back a publication is still missed. */
    private static final int DAYS = 7;

    /** OMEGA may put a file out while it writes its fichier liste. */
    private static final Duration LISTED_WITHIN = Duration.ofMinutes(5);

    private static final double WARN = 0.3;
    private static final double PAGE = 0.6;
    private static final int FAILURES = 3;

    /** What is said of a file that stands in a state for too long. */
    private static final Map<Class<? extends FileState>, String> UNDER_WAY = Map.of(
            FileState.Archivee.class,
                    "archived since %s, but not inspected: see what this service's health and log tell",
            FileState.Controlee.class,
                    "inspected since %s, but not cut whole: see what this service's health and log tell",
            FileState.Decoupee.class,
                    "cut since %s, but not all lines have arrived: is a parser running, with this pack?");

    private final Ledger ledger;
    private final Regards regards;
    private final Catalogue catalogue;
    private final OmegaClock clock;
    private final Duration patience;

    public Vigil(
            Ledger ledger,
            Regards regards,
            Catalogue catalogue,
            OmegaClock clock,
            @ConfigProperty(name = "omega.fetcher.incomplete-after", defaultValue = "PT30M") Duration patience) {
        this.ledger = ledger;
        this.regards = regards;
        this.catalogue = catalogue;
        this.clock = clock;
        this.patience = patience;
    }

    /** Every alert that is true of a partner now. */
    public List<Alert> due(Partner partner) {
        List<Alert> alerts = new ArrayList<>();
        Optional<Regards.Regard> regard = regards.of(partner.code());
        regard.ifPresent(each -> connection(partner, each, alerts));
        regard.ifPresent(each -> expectations(partner, each, alerts));
        files(partner, alerts);
        regard.ifPresent(each -> liste(partner, each, alerts));
        return alerts;
    }

    private static void connection(Partner partner, Regards.Regard regard, List<Alert> alerts) {
        String what = regard.failures() == 0
                ? "the last session could not read everything: "
                : regard.failures() + " sessions in a row failed; the last one: ";
        if (regard.lasting() || regard.failures() >= FAILURES || (regard.failures() == 0 && regard.reason() != null)) {
            alerts.add(new Alert(
                    "CONNEXION/" + partner.code(),
                    Genre.CONNEXION,
                    partner.code(),
                    null,
                    regard.failures() == 0 ? Gravite.ATTENTION : Gravite.URGENT,
                    what + regard.reason()));
        }
    }

    /** Late and missing publications, from the day on which this partner was first looked at. */
    private void expectations(Partner partner, Regards.Regard regard, List<Alert> alerts) {
        Instant now = clock.instant();
        LocalDate today = clock.today();
        Map<String, Set<LocalDate>> arrived = arrived(partner, today);
        for (Flux flux : catalogue.publications()) {
            Schedule schedule = flux.schedule();
            if (schedule == null || !partner.flux().contains(flux.code())) {
                continue;
            }
            for (LocalDate day = today.minusDays(DAYS); !day.isAfter(today); day = day.plusDays(1)) {
                catalogue
                        .calendar()
                        .expected(schedule, day)
                        .filter(each -> !each.from().toInstant().isBefore(regard.first()))
                        .filter(each ->
                                each.to().toInstant().plus(pollAllowance()).isBefore(now))
                        .filter(each -> looked(regard, each))
                        .filter(each -> !came(arrived.getOrDefault(flux.code(), Set.of()), each))
                        .map(each -> absent(partner, flux, each, now))
                        .ifPresent(alerts::add);
            }
        }
    }

    /** Half an hour of virtual time for OMEGA's directory to be looked at once more after the window. */
    private static Duration pollAllowance() {
        return Duration.ofMinutes(30);
    }

    /** Nothing is missed before a look after the window has found nothing. */
    private static boolean looked(Regards.Regard regard, Expectation expected) {
        return regard.last().isAfter(expected.to().toInstant());
    }

    private static boolean came(Set<LocalDate> days, Expectation expected) {
        return days.stream()
                .anyMatch(day -> !day.isBefore(expected.day())
                        && !day.isAfter(expected.to().minusNanos(1).toLocalDate()));
    }

    private static Alert absent(Partner partner, Flux flux, Expectation expected, Instant now) {
        boolean missing = expected.to().plusDays(1).toInstant().isBefore(now);
        Genre genre = missing ? Genre.MANQUANTE : Genre.EN_RETARD;
        return new Alert(
                genre + "/" + partner.code() + "/" + flux.code() + "/" + expected.day(),
                genre,
                partner.code(),
                flux.code(),
                missing ? Gravite.URGENT : Gravite.ATTENTION,
                flux.code() + " of " + expected.day() + " was expected by "
                        + expected.to().toLocalDateTime() + " (§"
                        + flux.section() + ")"
                        + (missing ? "; ask GRDF, or fetch it from the portal and import it" : ""));
    }

    private Map<String, Set<LocalDate>> arrived(Partner partner, LocalDate today) {
        Map<String, Set<LocalDate>> days = new HashMap<>();
        ledger.jdbi()
                .useHandle(handle -> handle.createQuery("""
                                SELECT flux, coalesce((contenu #>> '{controle,creation}')::timestamptz, modifie) le
                                FROM fetcher.fichier
                                WHERE partenaire = :partner AND (modifie > :since OR decouvert > :since)""")
                        .bind("partner", partner.code())
                        .bind(
                                "since",
                                today.minusDays(DAYS + 1L)
                                        .atStartOfDay(OmegaClock.PARIS)
                                        .toOffsetDateTime())
                        .map((row, context) -> days.computeIfAbsent(row.getString("flux"), each -> new HashSet<>())
                                .add(row.getObject("le", OffsetDateTime.class)
                                        .atZoneSameInstant(OmegaClock.PARIS)
                                        .toLocalDate()))
                        .list());
        return days;
    }

    private void files(Partner partner, List<Alert> alerts) {
        Instant now = clock.instant();
        for (CollectedFile file : ledger.in(partner.code(), FileState.Decouverte.class, Integer.MAX_VALUE)) {
            double age = age(file, now);
            if (age >= WARN) {
                alerts.add(alert(
                        Genre.EXPIRE_BIENTOT,
                        file,
                        age >= PAGE ? Gravite.URGENT : Gravite.ATTENTION,
                        "not fetched after %d %% of its retention; it expires at %s: check the connection, or import it"
                                .formatted(Math.round(age * 100), file.expire())));
            }
        }
        for (CollectedFile file : ledger.lost(partner.code())) {
            alerts.add(alert(
                    Genre.RETIREE,
                    file,
                    Gravite.URGENT,
                    "OMEGA withdrew it before it was fetched; ask GRDF for it, then import it"));
        }
        Duration wait = clock.margin(patience);
        UNDER_WAY.forEach((state, message) -> ledger.in(partner.code(), state, Integer.MAX_VALUE).stream()
                .filter(file -> file.change().plus(wait).isBefore(now))
                .map(file -> alert(Genre.INCOMPLETE, file, Gravite.URGENT, message.formatted(file.change())))
                .forEach(alerts::add));
        for (CollectedFile file : ledger.in(partner.code(), FileState.EnQuarantaine.class, Integer.MAX_VALUE)) {
            if (file.etat() instanceof FileState.EnQuarantaine(var faults)) {
                alerts.add(alert(
                        Genre.EN_QUARANTAINE,
                        file,
                        Gravite.ATTENTION,
                        faults.getFirst() + "; nothing of it is published, replay it when the cause is mended"));
            }
        }
        for (CollectedFile file : fallbacks(partner)) {
            alerts.add(
                    alert(
                            Genre.CHARSET_DE_SECOURS,
                            file,
                            Gravite.INFO,
                            "read in a fall-back charset: look at its accents, damaged UTF-8 reads as Windows-1252 without complaint"));
        }
    }

    private List<CollectedFile> fallbacks(Partner partner) {
        return ledger.jdbi()
                .withHandle(handle -> handle.createQuery("""
                                SELECT * FROM fetcher.fichier
                                WHERE partenaire = :partner AND contenu #>> '{controle,secours}' = 'true' AND change > :since""")
                        .bind("partner", partner.code())
                        .bind("since", Ledger.utc(clock.instant().minus(Duration.ofDays(DAYS))))
                        .map((row, context) -> Ledger.file(row))
                        .list());
    }

    /** Share of the retention that is gone, 0 where the guide gives none. */
    static double age(CollectedFile file, Instant now) {
        Instant expiry = file.expire();
        if (expiry == null) {
            return 0;
        }
        double whole = Duration.between(file.modifie(), expiry).toSeconds();
        return Duration.between(file.modifie(), now).toSeconds() / whole;
    }

    private static Alert alert(Genre genre, CollectedFile file, Gravite gravity, String message) {
        String key = genre + "/" + file.key() + "/" + file.nom() + (genre == Genre.EXPIRE_BIENTOT ? "/" + gravity : "");
        return new Alert(key, genre, file.partenaire(), file.flux(), gravity, file.nom() + ": " + message);
    }

    /** The newest fichier liste against what the directory showed, once it was looked at after the list was made. */
    private void liste(Partner partner, Regards.Regard regard, List<Alert> alerts) {
        record Newest(Instant creation, List<String> names) {}
        Optional<Newest> newest = ledger.jdbi()
                .withHandle(handle -> handle.createQuery("SELECT * FROM fetcher.liste WHERE partenaire = :partner")
                        .bind("partner", partner.code())
                        .map((row, context) -> new Newest(
                                row.getObject("creation", OffsetDateTime.class).toInstant(),
                                List.of((String[]) row.getArray("noms").getArray())))
                        .findOne());
        if (newest.isEmpty() || regard.last().isBefore(newest.get().creation())) {
            return;
        }
        Set<String> known = names(partner);
        for (String name : newest.get().names()) {
            if (!known.contains(name)) {
                alerts.add(
                        new Alert(
                                Genre.LISTEE_MAIS_ABSENTE + "/" + partner.code() + "/" + name,
                                Genre.LISTEE_MAIS_ABSENTE,
                                partner.code(),
                                null,
                                Gravite.ATTENTION,
                                name
                                        + ": OMEGA's fichier liste names it, its directory does not hold it; fetch it from the portal"));
            }
        }
        for (CollectedFile file : ledger.in(partner.code(), FileState.Decouverte.class, Integer.MAX_VALUE)) {
            Instant made = newest.get().creation();
            boolean older = file.modifie().plus(LISTED_WITHIN).isBefore(made)
                    && file.decouvert().isBefore(made);
            boolean publication = catalogue.publications().stream()
                    .anyMatch(each -> each.code().equals(file.flux()));
            if (older && publication && !newest.get().names().contains(file.nom())) {
                alerts.add(
                        alert(
                                Genre.LUE_PAR_UN_AUTRE,
                                file,
                                Gravite.INFO,
                                "not fetched yet, and no longer in OMEGA's fichier liste: somebody read it, wholly or in part"));
            }
        }
    }

    private Set<String> names(Partner partner) {
        return ledger.jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT DISTINCT nom FROM fetcher.fichier WHERE partenaire = :partner")
                        .bind("partner", partner.code())
                        .mapTo(String.class)
                        .set());
    }
}
