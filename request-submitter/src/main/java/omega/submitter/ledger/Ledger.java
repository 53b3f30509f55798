package omega.submitter.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import omega.clock.OmegaClock;
import omega.demande.DemandeEvent;
import omega.event.Topics;
import omega.runtime.Schema;
import omega.runtime.audit.Audit;
import omega.runtime.audit.Audit.Action;
import omega.runtime.outbox.Outbox;
import omega.submitter.ledger.LotState.Preuve;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Lots and their states, in schema {@code submitter}. Each change writes the row and its event in one transaction, and only if the lot still stands where
 * its holder saw it. Errors of the database are Jdbi's, unchecked; after one, nothing changed.
 */
@ApplicationScoped
public class Ledger {
    /** States and contents as JSON: times in ISO 8601; what is not known is passed over, so that a newer process beside this one may add. */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String LOT =
            "id, partenaire, kind, fichier, sha256, taille, nombre, jour, cree, epoch, contenu, version, change";

    private final DataSource dataSource;
    private final Jdbi jdbi;
    private final OmegaClock clock;
    private final String environment;
    private final Outbox outbox;
    private final Audit audit;

    public Ledger(
            DataSource dataSource, OmegaClock clock, @ConfigProperty(name = "omega.environnement") String environment) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource);
        this.clock = clock;
        this.environment = environment;
        this.outbox = new Outbox("submitter", environment);
        this.audit = new Audit("request-submitter", clock);
    }

    /** Another process changed the lot first. */
    public static final class Stale extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stale(Lot lot) {
            super("lot " + lot.id() + " is no longer as it was seen: "
                    + lot.etat().word());
        }
    }

    /** Creates or updates the schema; refuses a database that belongs to another environment. */
    public void migrate() {
        Schema.migrate(dataSource, "submitter", environment);
        Audit.migrate(dataSource, environment);
    }

    /** What was done, line by line. */
    public Audit audit() {
        return audit;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    /** Announces events of this transaction; a refusal goes to its own topic. */
    public void tell(Handle handle, List<? extends DemandeEvent> events) {
        outbox.append(
                handle,
                events.stream()
                        .map(each -> new Outbox.Event(
                                each instanceof DemandeEvent.Refusee ? Topics.DEMANDE_REJET : Topics.DEMANDE_DEPOT,
                                each.key(),
                                each.word(),
                                each.partenaire() + "/demandes",
                                each.json(),
                                each.le()))
                        .toList());
    }

    public Optional<Lot> find(long id) {
        return jdbi.withHandle(handle ->
                lots(handle.createQuery("SELECT " + LOT + " FROM submitter.lot WHERE id = :id")
                                .bind("id", id))
                        .stream()
                        .findFirst());
    }

    /** The lot of a file, its row locked. */
    public Optional<Lot> lock(Handle handle, String partner, String file) {
        return lots(handle.createQuery("SELECT " + LOT
                                + " FROM submitter.lot WHERE partenaire = :partner AND fichier = :file FOR UPDATE")
                        .bind("partner", partner)
                        .bind("file", file))
                .stream()
                .findFirst();
    }

    /**
     * Locks a lot's row.
     *
     * @throws Stale when it is no longer as it was seen
     */
    public void lock(Handle handle, Lot lot) {
        boolean same = handle.createQuery("SELECT version FROM submitter.lot WHERE id = :id FOR UPDATE")
                .bind("id", lot.id())
                .mapTo(Integer.class)
                .one()
                .equals(lot.version());
        if (!same) {
            throw new Stale(lot);
        }
    }

    /** A partner's lots in a state, the oldest first. */
    public List<Lot> in(String partner, Class<? extends LotState> state) {
        return jdbi.withHandle(handle -> lots(handle.createQuery("SELECT " + LOT
                        + " FROM submitter.lot WHERE partenaire = :partner AND etat = :state ORDER BY id")
                .bind("partner", partner)
                .bind("state", state.getSimpleName())));
    }

    /** Lots that OMEGA has accepted since, against what was believed of them. */
    public List<Lot> contradicted(String partner, Instant since) {
        return jdbi.withHandle(handle -> lots(handle.createQuery("SELECT " + LOT
                        + " FROM submitter.lot WHERE partenaire = :partner AND etat = 'Accepte' AND change > :since"
                        + " AND contenu ->> 'contredit' IS NOT NULL ORDER BY id")
                .bind("partner", partner)
                .bind("since", utc(since))));
    }

    /** The frozen bytes; empty once they are purged. */
    public Optional<byte[]> archive(Lot lot) {
        return jdbi.withHandle(
                handle -> handle.createQuery("SELECT archive FROM submitter.lot WHERE id = :id AND archive IS NOT NULL")
                        .bind("id", lot.id())
                        .mapTo(byte[].class)
                        .findOne());
    }

    /** The next state of a lot, if it is still as it was seen. */
    public Lot advance(Lot lot, LotState next) {
        return jdbi.inTransaction(handle -> advance(handle, lot, next));
    }

    /**
     * The next state of a lot, within a transaction.
     *
     * @throws Stale when it is no longer as it was seen
     */
    public Lot advance(Handle handle, Lot lot, LotState next) {
        boolean attempt = next instanceof LotState.Envoi && lot.etat() instanceof LotState.Prepare;
        tellOfAttempt(handle, lot, next);
        return lots(handle.createQuery(
                                "UPDATE submitter.lot SET etat = :etat, contenu = :contenu::jsonb, version = version +"
                                        + " 1, change = :now, epoch = epoch + :attempt WHERE id = :id AND version ="
                                        + " :version RETURNING "
                                        + LOT)
                        .bind("etat", next.word())
                        .bind("contenu", json(next))
                        .bind("now", utc(clock.instant()))
                        .bind("attempt", attempt ? 1 : 0)
                        .bind("id", lot.id())
                        .bind("version", lot.version()))
                .stream()
                .findFirst()
                .orElseThrow(() -> new Stale(lot));
    }

    /** A line for each attempt to put the lot down that has ended, and for an uncertain one that turned out. */
    private void tellOfAttempt(Handle handle, Lot lot, LotState next) {
        boolean under = lot.etat() instanceof LotState.Envoi || lot.etat() instanceof LotState.Incertain;
        String outcome = switch (next) {
            case LotState.Prepare(boolean libere) -> lot.etat() instanceof LotState.Envoi ? "NON_ENVOYE" : "";
            case LotState.Depose depose -> "DEPOSE";
            case LotState.Incertain incertain -> "INCERTAIN";
            case LotState.Accepte accepte -> "DEPOSE";
            case LotState.Refuse refuse -> "DEPOSE";
            case LotState.Envoi envoi -> "";
            case LotState.Defait defait -> "";
        };
        if (under && !outcome.isEmpty()) {
            String about = lot.fichier() + " (lot " + lot.id() + ", attempt " + lot.epoch() + ")";
            audit.write(handle, Audit.MACHINE, Action.DEPOT, lot.partenaire(), about, outcome, json(next));
        }
    }

    /** The lot is at OMEGA: its state and its event. */
    public Lot deposited(Handle handle, Lot lot, Preuve preuve) {
        Instant now = clock.instant();
        Lot deposited = advance(handle, lot, new LotState.Depose(preuve, now));
        tell(handle, List.of(deposit(lot, preuve, now)));
        return deposited;
    }

    /** That a lot is at OMEGA. */
    public DemandeEvent deposit(Lot lot, Preuve preuve, Instant now) {
        return new DemandeEvent.LotDepose(
                lot.partenaire(),
                lot.id(),
                lot.kind(),
                lot.fichier(),
                lot.sha256(),
                lot.nombre(),
                lot.jour(),
                preuve.name(),
                now);
    }

    /** Lots of a query over {@code submitter.lot}. */
    public static List<Lot> lots(Query query) {
        return query.map((row, context) -> lot(row)).list();
    }

    private static Lot lot(ResultSet row) throws SQLException {
        return new Lot(
                row.getLong("id"),
                row.getString("partenaire"),
                row.getString("kind"),
                row.getString("fichier"),
                row.getString("sha256"),
                row.getInt("taille"),
                row.getInt("nombre"),
                row.getObject("jour", LocalDate.class),
                row.getObject("cree", OffsetDateTime.class).toInstant(),
                row.getInt("epoch"),
                state(row.getString("contenu")),
                row.getInt("version"),
                row.getObject("change", OffsetDateTime.class).toInstant());
    }

    private static LotState state(String json) {
        try {
            return JSON.readValue(json, LotState.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database holds no state of a lot: " + json, e);
        }
    }

    /** Anything as JSON. */
    public static String json(Object value) {
        try {
            return value instanceof LotState state
                    ? JSON.writerFor(LotState.class).writeValueAsString(state)
                    : JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As the driver takes an instant. */
    public static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** As the driver gives one that may be absent. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
