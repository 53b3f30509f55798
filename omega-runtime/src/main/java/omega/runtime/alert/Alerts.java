package omega.runtime.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import omega.clock.OmegaClock;
import omega.event.Topics;
import omega.runtime.outbox.Outbox;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * A service's alerts, in {@code <schema>.alerte (cle, genre, partenaire, flux, gravite, message, levee, close)}. Raises what is due and was not, clears what was
 * and is no longer; each with one event, in the transaction that notes it.
 */
public final class Alerts {
    private static final Logger LOG = Logger.getLogger(Alerts.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Jdbi jdbi;
    private final String schema;
    private final Outbox outbox;
    private final OmegaClock clock;

    public Alerts(Jdbi jdbi, String schema, Outbox outbox, OmegaClock clock) {
        this.jdbi = jdbi;
        this.schema = schema;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** From now on, {@code due} is all that is so of this partner; the same again changes nothing. */
    public void settle(String partner, Collection<Alert> due) {
        Map<String, Alert> missing = new HashMap<>();
        due.forEach(alert -> missing.put(alert.cle(), alert));
        jdbi.useTransaction(handle -> {
            active(handle, partner).forEach(alert -> {
                if (missing.remove(alert.cle()) == null) {
                    clear(handle, alert);
                }
            });
            missing.values().forEach(alert -> raise(handle, alert));
        });
    }

    private List<Alert> active(Handle handle, String partner) {
        return handle.createQuery(
                        "SELECT * FROM <schema>.alerte WHERE partenaire = :partner AND close IS NULL FOR UPDATE")
                .define("schema", schema)
                .bind("partner", partner)
                .map((row, context) -> new Alert(
                        row.getString("cle"),
                        Alert.Genre.valueOf(row.getString("genre")),
                        row.getString("partenaire"),
                        row.getString("flux"),
                        Alert.Gravite.valueOf(row.getString("gravite")),
                        row.getString("message")))
                .list();
    }

    private void raise(Handle handle, Alert alert) {
        handle.createUpdate("""
                        INSERT INTO <schema>.alerte (cle, genre, partenaire, flux, gravite, message, levee)
                        VALUES (:cle, :genre, :partenaire, :flux, :gravite, :message, :now)
                        ON CONFLICT (cle) DO UPDATE SET levee = excluded.levee, message = excluded.message, close = NULL""")
                .define("schema", schema)
                .bindMethods(alert)
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .execute();
        tell(handle, alert, "Levee");
        LOG.warnf("alert %s: %s", alert.cle(), alert.message());
    }

    private void clear(Handle handle, Alert alert) {
        handle.createUpdate("UPDATE <schema>.alerte SET close = :now WHERE cle = :cle")
                .define("schema", schema)
                .bind("cle", alert.cle())
                .bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                .execute();
        tell(handle, alert, "Close");
        LOG.infof("alert %s is over", alert.cle());
    }

    private void tell(Handle handle, Alert alert, String type) {
        ObjectNode value = JSON.valueToTree(alert);
        value.put("etat", type).put("le", clock.instant().toString());
        String about = alert.partenaire() + "/" + (alert.flux() == null ? "-" : alert.flux());
        outbox.append(handle, Topics.ALERTE, alert.cle(), type, about, value.toString(), clock.instant());
    }
}
