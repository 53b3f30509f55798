package omega.tracker.tell;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import omega.clock.OmegaClock;
import omega.runtime.alert.Alert;
import omega.runtime.alert.Alert.Genre;
import omega.runtime.alert.Alert.Gravite;
import omega.runtime.alert.Alerts;
import omega.runtime.loop.Loop;
import omega.runtime.outbox.Outbox;
import omega.tracker.keep.Keeping;
import org.jdbi.v3.core.Handle;

/**
 * Finds what an operator must know: lots without a compte-rendu, lots that no SDEM tells of, lines that match no request. Pure but for reading; what is overdue
 * follows from dates, so that a late answer ends it by itself.
 */
@ApplicationScoped
public class Vigil {
    /**
     * What is overdue at {@code :now}: past its date, and a look at OMEGA later than that date is known (§3.2.3). Any other order of the two says nothing: whoever
     * has not looked has not missed anything.
     */
    public static final String OVERDUE = """
             attend IS NOT NULL AND echoit < :now AND echoit < (
                SELECT jusqua FROM tracker.regard r WHERE r.partenaire = demande.partenaire
                AND r.repertoire = CASE attend WHEN 'COMPTE_RENDU' THEN 'compteRendus' ELSE 'publications' END)""";

    /** Alerts of one sort at most; a day of OMEGA's absence must not drown an operator. */
    private static final int MOST = 1_000;

    /** Lines that match nothing, looked at every second: the latest ones. */
    private static final int LOOKED = 50_000;

    private final Keeping keeping;
    private final OmegaClock clock;

    public Vigil(Keeping keeping, OmegaClock clock) {
        this.keeping = keeping;
        this.clock = clock;
    }

    /** Settles what is due, over and over. */
    public Loop.Attempt attempt(Outbox outbox) {
        Alerts alerts = new Alerts(keeping.jdbi(), "tracker", outbox, clock);
        Set<String> partners = new HashSet<>();
        return () -> {
            List<Alert> due = due(clock.instant());
            partners.addAll(partners());
            partners.forEach(partner -> alerts.settle(
                    partner,
                    due.stream()
                            .filter(alert -> alert.partenaire().equals(partner))
                            .toList()));
            return false;
        };
    }

    private List<String> partners() {
        return keeping.read(
                handle -> handle.createQuery("""
                        SELECT partenaire FROM tracker.regard UNION SELECT partenaire FROM tracker.alerte WHERE close IS NULL
                        UNION SELECT partenaire FROM tracker.preuve WHERE orpheline IS NOT NULL AND NOT perimee""").mapTo(String.class).list());
    }

    /** All that is so at {@code now}. */
    public List<Alert> due(Instant now) {
        return keeping.read(handle -> {
            List<Alert> due = new ArrayList<>(overdue(handle, now));
            due.addAll(orphans(handle));
            return due;
        });
    }

    private static List<Alert> overdue(Handle handle, Instant now) {
        return handle.createQuery("""
                        SELECT partenaire, attend, lot, min(fichier) fichier, min(jour)::text jour, min(echoit) echoit, count(*) nombre
                        FROM tracker.demande WHERE <overdue>
                        GROUP BY partenaire, attend, lot, CASE WHEN lot IS NULL THEN jour END ORDER BY min(echoit) LIMIT :most""")
                .define("overdue", OVERDUE)
                .bind("now", Keeping.utc(now))
                .bind("most", MOST)
                .map((row, _) -> alert(
                        row.getString("attend"),
                        row.getString("partenaire"),
                        row.getString("lot") == null ? "appels du " + row.getString("jour") : row.getString("lot"),
                        row.getString("fichier"),
                        row.getObject("echoit", OffsetDateTime.class).toInstant(),
                        row.getLong("nombre")))
                .list();
    }

    private static Alert alert(String attend, String partner, String lot, String file, Instant due, long count) {
        return attend.equals("COMPTE_RENDU")
                ? new Alert(
                        "tracker/" + partner + "/niveau1/" + lot,
                        Genre.NIVEAU1_EN_PANNE,
                        partner,
                        "COMPTE_RENDU",
                        Gravite.URGENT,
                        "no compte-rendu of " + file + " (lot " + lot + ", " + count + " requests) since " + due
                                + ", though OMEGA's directory was read later: its level-1 service is down. The requests are"
                                + " not refused; do not send them again")
                : new Alert(
                        "tracker/" + partner + "/sdem/" + lot,
                        Genre.SUIVI_EN_RETARD,
                        partner,
                        "SDEM",
                        Gravite.ATTENTION,
                        "SDEM should have told of lot " + lot + " (" + count + " requests) by " + due
                                + ": ask GRDF if it goes on; see /demandes?lot=" + lot);
    }

    private static List<Alert> orphans(Handle handle) {
        return handle
                .createQuery("""
                    SELECT partenaire, sort, regexp_replace(origine, ':[0-9]+$', '') fichier FROM (
                        SELECT partenaire, sort, origine, dit FROM tracker.preuve
                        WHERE orpheline IS NOT NULL AND NOT perimee ORDER BY dit DESC LIMIT :looked) latest
                    GROUP BY 1, 2, 3 ORDER BY max(dit) DESC LIMIT :most\
                    """)
                .bind("looked", LOOKED)
                .bind("most", MOST)
                .map((row, _) -> {
                    String file = row.getString("fichier");
                    String partner = row.getString("partenaire");
                    boolean sdem = row.getString("sort").equals("Followed");
                    return new Alert(
                            "tracker/" + partner + "/orpheline/" + file,
                            Genre.ORPHELINE,
                            partner,
                            sdem ? "SDEM" : "COMPTE_RENDU",
                            Gravite.ATTENTION,
                            "lines of " + file + " match no request of ours: see /orphelines");
                })
                .stream()
                .collect(java.util.stream.Collectors.toMap(Alert::cle, each -> each, (one, _) -> one))
                .values()
                .stream()
                .toList();
    }
}
