package omega.fetcher.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import omega.clock.OmegaClock;
import omega.event.Topics;
import omega.fetcher.ledger.FileState.Decouverte;
import omega.runtime.Schema;
import omega.runtime.audit.Audit;
import omega.runtime.audit.Audit.Action;
import omega.runtime.outbox.Outbox;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Files and their states, in schema {@code fetcher}. Each change writes the file's row and its event in one transaction, and only if the file
 * still stands where its holder thought. Errors of the database are Jdbi's, unchecked; after one, nothing changed.
 */
@ApplicationScoped
public class Ledger {
    /** Events and states as JSON: times in ISO 8601; what is not known is passed over, so that a newer process beside this one may add. */
    public static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final DataSource dataSource;
    private final Jdbi jdbi;
    private final OmegaClock clock;
    private final String environment;
    private final Outbox outbox;
    private final Audit audit;

    public Ledger(
            AgroalDataSource dataSource,
            OmegaClock clock,
            @ConfigProperty(name = "omega.environnement") String environment) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource);
        this.clock = clock;
        this.environment = environment;
        this.outbox = new Outbox("fetcher", environment);
        this.audit = new Audit("publication-fetcher", clock);
    }

    /** A file as a directory showed it; {@code modified} in whole seconds. */
    public record Sighting(String name, long size, Instant modified) {}

    /** A listing of one directory, begun {@code at}. */
    public record Look(String directory, Instant at) {}

    /** Another process changed the file first. */
    public static final class Stale extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stale(CollectedFile file) {
            super(file.key() + " is no longer " + file.etat().word());
        }
    }

    /** Creates or updates the schema; refuses a database that belongs to another environment. */
    public void migrate() {
        Schema.migrate(dataSource, "fetcher", environment);
        Audit.migrate(dataSource, environment);
    }

    /** What was done, line by line. */
    public Audit audit() {
        return audit;
    }

    /** What is not announced yet. */
    public Outbox outbox() {
        return outbox;
    }

    /** Jdbi on the ledger's database, for the stages that only read. */
    public Jdbi jdbi() {
        return jdbi;
    }

    public Optional<CollectedFile> find(long id) {
        return jdbi.withHandle(handle ->
                files(handle.createQuery("SELECT * FROM fetcher.fichier WHERE id = :id")
                                .bind("id", id))
                        .stream()
                        .findFirst());
    }

    /** What was seen of a partner's directories so far, less what was withdrawn: if that is back, it is new. */
    public Set<Sighting> sightings(String partner, Decouverte.Source source) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT vu.nom, vu.taille, vu.modifie FROM fetcher.vu JOIN fetcher.fichier ON fichier.id = vu.fichier
                        WHERE vu.partenaire = :partner AND vu.source = :source AND fichier.etat <> 'Retiree'""")
                .bind("partner", partner)
                .bind("source", source.name())
                .map((row, context) -> new Sighting(
                        row.getString("nom"),
                        row.getLong("taille"),
                        row.getObject("modifie", OffsetDateTime.class).toInstant()))
                .set());
    }

    /**
     * Notes a file that the directory holds and the ledger does not. One of that name which was not fetched from there yet is the same
     * file, grown or shrunk since.
     */
    public CollectedFile discover(
            String partner, String flux, Decouverte state, Sighting sighting, @Nullable Instant expiry, Look look) {
        return jdbi.inTransaction(handle -> {
            CollectedFile file = files(handle.createQuery("""
                            UPDATE fetcher.fichier SET taille = :size, modifie = :modified, expire = :expiry
                            WHERE partenaire = :partner AND nom = :name AND etat = 'Decouverte'
                              AND contenu ->> 'source' = :source RETURNING *""")
                            .bind("source", state.source().name())
                            .bind("size", sighting.size())
                            .bind("modified", utc(sighting.modified()))
                            .bind("expiry", utc(expiry))
                            .bind("partner", partner)
                            .bind("name", sighting.name()))
                    .stream()
                    .findFirst()
                    .orElseGet(() -> insert(
                            handle,
                            partner,
                            flux,
                            sighting.name(),
                            null,
                            sighting.size(),
                            sighting.modified(),
                            expiry,
                            state));
            sighted(handle, file, state.source(), sighting, look);
            return file;
        });
    }

    /** Files in a state, nearest to their expiry first. */
    public List<CollectedFile> in(String partner, Class<? extends FileState> state, int most) {
        return jdbi.withHandle(handle -> files(handle.createQuery("""
                        SELECT * FROM fetcher.fichier WHERE partenaire = :partner AND etat = :state
                        ORDER BY expire NULLS LAST, id LIMIT :most""")
                .bind("partner", partner)
                .bind("state", state.getSimpleName())
                .bind("most", most)));
    }

    /** When the youngest of a partner's files that were fetched, or brought by an operator, was discovered. */
    public Optional<Instant> lastCollected(String partner) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT max(decouvert) AS le FROM fetcher.fichier
                        WHERE partenaire = :partner AND etat NOT IN ('Decouverte', 'Retiree')""")
                .bind("partner", partner)
                .map((row, context) -> Optional.ofNullable(instant(row, "le")))
                .one());
    }

    /** The next state of a file, with its event. */
    public CollectedFile advance(CollectedFile file, FileState next) {
        return jdbi.inTransaction(handle -> update(handle, file, next, file.sha256(), file.revision()));
    }

    /**
     * The bytes of a discovered file are on disk. A file that is known already (same partner, flux, name and hash) is dropped from the
     * ledger, its sighting kept; then the result is empty.
     */
    public Optional<CollectedFile> archived(CollectedFile file, String sha256, long bytes) {
        if (!(file.etat() instanceof Decouverte state)) {
            throw new IllegalStateException(file.key() + " is " + file.etat().word());
        }
        return jdbi.inTransaction(handle -> {
            Optional<CollectedFile> twin = twin(handle, file.partenaire(), file.flux(), file.nom(), sha256);
            if (twin.isPresent()) {
                handle.createUpdate("UPDATE fetcher.vu SET fichier = :twin WHERE fichier = :id")
                        .bind("twin", twin.get().id())
                        .bind("id", file.id())
                        .execute();
                handle.createUpdate("DELETE FROM fetcher.fichier WHERE id = :id AND etat = 'Decouverte'")
                        .bind("id", file.id())
                        .execute();
                transferred(handle, file, state, "DEJA_CONNU", sha256, bytes);
                return Optional.empty();
            }
            transferred(handle, file, state, "ARCHIVE", sha256, bytes);
            return Optional.of(update(handle, file, state.archived(bytes), sha256, file.revision()));
        });
    }

    private void transferred(
            Handle handle, CollectedFile file, Decouverte state, String outcome, String sha256, long bytes) {
        audit.write(
                handle,
                Audit.MACHINE,
                Action.TRANSFERT,
                file.partenaire(),
                state.source() + ":" + state.chemin(),
                outcome,
                bytes + " bytes, sha256 " + sha256);
    }

    /** A file that {@code operator} brought; the one that is known already, if it is. */
    public CollectedFile imported(
            String partner, String flux, String name, String sha256, long bytes, String operator) {
        return jdbi.inTransaction(handle -> {
            Optional<CollectedFile> twin = twin(handle, partner, flux, name, sha256);
            String outcome = twin.isPresent() ? "DEJA_CONNU" : "ARCHIVE";
            String what = bytes + " bytes, sha256 " + sha256;
            audit.write(handle, operator, Action.IMPORT, partner, name, outcome, what);
            return twin.isPresent()
                    ? twin.get()
                    : insert(
                            handle,
                            partner,
                            flux,
                            name,
                            sha256,
                            bytes,
                            clock.instant(),
                            null,
                            new FileState.Archivee(bytes));
        });
    }

    /** Files withdrawn before they were fetched, whose bytes have not come by another way since. */
    public List<CollectedFile> lost(String partner) {
        return jdbi.withHandle(handle -> files(handle.createQuery("""
                        SELECT * FROM fetcher.fichier lost WHERE partenaire = :partner AND etat = 'Retiree'
                        AND NOT EXISTS (SELECT FROM fetcher.fichier came WHERE came.partenaire = lost.partenaire
                                        AND came.nom = lost.nom AND came.etat <> 'Retiree') ORDER BY id""").bind("partner", partner)));
    }

    /** Other files of the same name: OMEGA put other bytes under it. */
    public boolean hasOtherBytes(CollectedFile file) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT FROM fetcher.fichier
                        WHERE partenaire = :partner AND nom = :name AND sha256 <> :sha AND id < :id)""")
                .bind("partner", file.partenaire())
                .bind("name", file.nom())
                .bind("sha", file.hash())
                .bind("id", file.id())
                .mapTo(Boolean.class)
                .one());
    }

    /** The name under which the same bytes came before. */
    public Optional<String> sameBytes(CollectedFile file) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT nom FROM fetcher.fichier
                        WHERE partenaire = :partner AND sha256 = :sha AND id < :id ORDER BY id LIMIT 1""")
                .bind("partner", file.partenaire())
                .bind("sha", file.hash())
                .bind("id", file.id())
                .mapTo(String.class)
                .findOne());
    }

    /** Takes an archived file up again as its next revision, of {@code flux} now, for whoever asks ({@link Audit#MACHINE} or an operator). {@code Remplacee} is announced before anything of it is published. */
    public CollectedFile replay(CollectedFile file, String flux, long bytes, String why, String actor) {
        return jdbi.inTransaction(handle -> {
            String outcome = "REVISION_" + (file.revision() + 1);
            audit.write(handle, actor, Action.REJEU, file.partenaire(), file.key(), outcome, why);
            ObjectNode replaced = JSON.createObjectNode()
                    .put("remplaceePar", file.revision() + 1)
                    .put("motif", why);
            event(handle, file, "Remplacee", replaced);
            handle.createUpdate("UPDATE fetcher.fichier SET flux = :flux WHERE id = :id")
                    .bind("flux", flux)
                    .bind("id", file.id())
                    .execute();
            return update(handle, file, new FileState.Archivee(bytes), file.sha256(), file.revision() + 1);
        });
    }

    /** Whether all events of a file have been announced. */
    public boolean announced(CollectedFile file) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT NOT EXISTS (SELECT FROM fetcher.evenement WHERE fichier = :id AND NOT envoye)")
                .bind("id", file.id())
                .mapTo(Boolean.class)
                .one());
    }

    /** Lines of a revision as the parsers counted them so far. */
    public FileState.Count count(CollectedFile file) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT count(*) blocs, coalesce(sum(lues), 0) lues, coalesce(sum(publiees), 0) publiees,
                               coalesce(sum(rejetees), 0) rejetees
                        FROM fetcher.bloc_publie WHERE fichier = :id AND revision = :revision""")
                .bind("id", file.id())
                .bind("revision", file.revision())
                .map((row, context) -> new FileState.Count(
                        row.getLong("blocs"), row.getLong("lues"), row.getLong("publiees"), row.getLong("rejetees")))
                .one());
    }

    private Optional<CollectedFile> twin(Handle handle, String partner, String flux, String name, String sha256) {
        return files(handle.createQuery("""
                        SELECT * FROM fetcher.fichier
                        WHERE partenaire = :partner AND flux = :flux AND nom = :name AND sha256 = :sha""")
                        .bind("partner", partner)
                        .bind("flux", flux)
                        .bind("name", name)
                        .bind("sha", sha256))
                .stream()
                .findFirst();
    }

    private CollectedFile insert(
            Handle handle,
            String partner,
            String flux,
            String name,
            @Nullable String sha256,
            long size,
            Instant modified,
            @Nullable Instant expiry,
            FileState state) {
        CollectedFile file = files(handle.createQuery("""
                        INSERT INTO fetcher.fichier
                            (partenaire, flux, nom, sha256, taille, modifie, expire, etat, contenu, decouvert, change)
                        VALUES (:partner, :flux, :name, :sha, :size, :modified, :expiry, :state, :content::jsonb, :now, :now)
                        RETURNING *""")
                        .bind("partner", partner)
                        .bind("flux", flux)
                        .bind("name", name)
                        .bind("sha", sha256)
                        .bind("size", size)
                        .bind("modified", utc(modified))
                        .bind("expiry", utc(expiry))
                        .bind("state", state.word())
                        .bind("content", json(state))
                        .bind("now", utc(clock.instant())))
                .getFirst();
        event(handle, file, state.word(), JSON.valueToTree(state));
        return file;
    }

    private static void sighted(
            Handle handle, CollectedFile file, Decouverte.Source source, Sighting sighting, Look look) {
        handle.createUpdate("""
                        INSERT INTO fetcher.vu (partenaire, source, repertoire, nom, taille, modifie, fichier, le)
                        VALUES (:partner, :source, :directory, :name, :size, :modified, :id, :looked)
                        ON CONFLICT (partenaire, source, nom, taille, modifie)
                        DO UPDATE SET fichier = excluded.fichier, repertoire = excluded.repertoire, le = excluded.le""")
                .bind("partner", file.partenaire())
                .bind("source", source.name())
                .bind("directory", look.directory())
                .bind("looked", utc(look.at()))
                .bind("name", sighting.name())
                .bind("size", sighting.size())
                .bind("modified", utc(sighting.modified()))
                .bind("id", file.id())
                .execute();
    }

    private CollectedFile update(
            Handle handle, CollectedFile file, FileState next, @Nullable String sha256, int revision) {
        List<CollectedFile> updated = files(handle.createQuery("""
                        UPDATE fetcher.fichier
                        SET etat = :state, contenu = :content::jsonb, sha256 = :sha, revision = :revision, change = :now
                        WHERE id = :id AND etat = :before AND revision = :old RETURNING *""")
                .bind("state", next.word())
                .bind("content", json(next))
                .bind("sha", sha256)
                .bind("revision", revision)
                .bind("now", utc(clock.instant()))
                .bind("id", file.id())
                .bind("before", file.etat().word())
                .bind("old", file.revision()));
        if (updated.isEmpty()) {
            throw new Stale(file);
        }
        event(handle, updated.getFirst(), next.word(), JSON.valueToTree(next));
        return updated.getFirst();
    }

    private void event(Handle handle, CollectedFile file, String type, ObjectNode details) {
        ObjectNode value = JSON.createObjectNode()
                .put("fichier", file.id())
                .put("partenaire", file.partenaire())
                .put("flux", file.flux())
                .put("nom", file.nom())
                .put("sha256", file.sha256())
                .put("revision", file.revision());
        value.setAll(details);
        value.put("etat", type);
        event(
                handle,
                file.id(),
                Topics.FICHIER,
                file.key(),
                type,
                source(file.partenaire(), file.flux()),
                value.toString());
    }

    /** Appends an event, to be announced by the outbox's relay. */
    public void event(
            Handle handle, @Nullable Long file, String topic, String key, String type, String source, String value) {
        handle.createUpdate("""
                        INSERT INTO fetcher.evenement (fichier, topic, cle, type, source, valeur, le)
                        VALUES (:file, :topic, :key, :type, :source, :value::jsonb, :now)""")
                .bind("file", file)
                .bind("topic", topic)
                .bind("key", key)
                .bind("type", type)
                .bind("source", source)
                .bind("value", value)
                .bind("now", utc(clock.instant()))
                .execute();
    }

    /** The CloudEvents source of a partner's flux. */
    public String source(String partner, String flux) {
        return outbox.source(partner + "/" + flux);
    }

    private static List<CollectedFile> files(Query query) {
        return query.map((row, context) -> file(row)).list();
    }

    /** A file from a row of {@code fetcher.fichier}. */
    public static CollectedFile file(ResultSet row) throws SQLException {
        return new CollectedFile(
                row.getLong("id"),
                row.getString("partenaire"),
                row.getString("flux"),
                row.getString("nom"),
                row.getString("sha256"),
                row.getLong("taille"),
                row.getObject("modifie", OffsetDateTime.class).toInstant(),
                instant(row, "expire"),
                row.getInt("revision"),
                state(row.getString("contenu")),
                row.getObject("decouvert", OffsetDateTime.class).toInstant(),
                row.getObject("change", OffsetDateTime.class).toInstant());
    }

    /** A time that may be absent. */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    public static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static FileState state(String content) {
        try {
            return JSON.readValue(content, FileState.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds a state that this version cannot read: " + content, e);
        }
    }

    private static String json(FileState state) {
        try {
            return JSON.writerFor(FileState.class).writeValueAsString(state);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads with the ledger's Jdbi. */
    public <T> T read(Function<Handle, T> query) {
        return jdbi.withHandle(query::apply);
    }
}
