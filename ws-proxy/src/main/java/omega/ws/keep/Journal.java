package omega.ws.keep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import omega.clock.OmegaClock;
import omega.runtime.Schema;
import omega.runtime.audit.Audit;
import omega.runtime.outbox.Outbox;
import omega.ws.receive.Appel;
import omega.ws.receive.Endpoint;
import omega.ws.receive.Message;
import omega.ws.reply.Answer;
import omega.ws.translate.Json;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.jspecify.annotations.Nullable;

/** Kept calls in {@code ws.demande}. Each change of a state is one transaction with its audit line and its events. For many threads. */
@Singleton
public class Journal {
    public static final String SCHEMA = "ws";
    private static final String ALL = "SELECT * FROM ws.demande ";
    private static final int MOST_LOOKS = 20;
    private final Jdbi jdbi;
    private final Together<Told> together;
    private final DataSource dataSource;
    private final OmegaClock clock;
    private final String environment;
    private final Outbox outbox;
    private final Audit audit;
    private final Duration margin;

    /** @param most real time that a call takes at most; an ENVOI that is older, by half a minute, lost its process */
    public Journal(
            DataSource dataSource,
            OmegaClock clock,
            @ConfigProperty(name = "omega.environnement") String environment,
            @ConfigProperty(name = "omega.ws.delai", defaultValue = "PT30S") Duration most) {
        this.dataSource = dataSource;
        this.jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
        this.together = new Together<>(jdbi, this::tell);
        this.clock = clock;
        this.environment = environment;
        this.outbox = new Outbox(SCHEMA, environment);
        this.audit = new Audit("ws-proxy", clock);
        this.margin = most.plusSeconds(30);
    }

    public void migrate() {
        Schema.migrate(dataSource, SCHEMA, environment);
        Audit.migrate(dataSource, environment);
    }

    public Jdbi jdbi() {
        return jdbi;
    }

    public Outbox outbox() {
        return outbox;
    }

    public Optional<Demande> find(long id) {
        return jdbi.withHandle(
                handle -> rows(handle.createQuery(ALL + "WHERE id = :id").bind("id", id)).stream()
                        .findFirst());
    }

    /** The same call, or one that stands in its way: by its key, or by the reference of what it asks for. */
    public Optional<Demande> find(Appel appel) {
        return jdbi.withHandle(handle -> rows(handle.createQuery(ALL + """
            WHERE partenaire = :partner AND (cle = :key
               OR service = :service AND operation = :operation AND reference = :reference
                  AND etat NOT IN ('REFUSEE', 'ABANDONNEE'))
            ORDER BY cle = :key DESC LIMIT 1\
            """)
                        .bind("partner", appel.partenaire())
                        .bind("key", appel.cle().orElse(null))
                        .bind("service", appel.endpoint().service())
                        .bind("operation", appel.endpoint().operation())
                        .bind("reference", appel.reference().orElse(null)))
                .stream()
                .findFirst());
    }

    /** Keeps a call, to be sent now or later; empty when {@link #find} has one by now. */
    public Optional<Demande> begin(Appel appel, String fingerprint, Etat first, Instant notBefore) {
        return jdbi.inTransaction(handle -> {
            Optional<Demande> begun = rows(handle.createQuery("""
                INSERT INTO ws.demande (partenaire, cle, id_demande, service, operation, ecriture, reference, empreinte, corps, appelant,
                    motif, source, attend, etat, pas_avant, envoi_limite, recue, modifiee)
                VALUES (:partner, :key, :id, :service, :operation, :write, :reference, decode(:fingerprint, 'hex'), :body, :caller,
                    :reason, :source, :waits, :state, :notBefore, :limit, :now, :now)
                ON CONFLICT DO NOTHING RETURNING *\
                """)
                            .bind("partner", appel.partenaire())
                            .bind(
                                    "key",
                                    appel.cle()
                                            .orElseGet(() -> UUID.randomUUID().toString()))
                            .bind("id", appel.idDemande())
                            .bind("service", appel.endpoint().service())
                            .bind("operation", appel.endpoint().operation())
                            .bind("write", appel.endpoint().isWrite())
                            .bind("reference", appel.reference().orElse(null))
                            .bind("fingerprint", fingerprint)
                            .bind("body", Json.write(appel.corps()))
                            .bind("caller", appel.appelant())
                            .bind("reason", appel.motif().orElse(null))
                            .bind("source", appel.source())
                            .bind("waits", appel.attend())
                            .bind("state", first.name())
                            .bind("notBefore", utc(notBefore))
                            .bind("limit", utc(limit()))
                            .bind("now", utc(clock.instant())))
                    .stream()
                    .findFirst();
            if (begun.isPresent() && first == Etat.EN_ATTENTE) {
                tell(handle, Told.waits(appel, clock.instant()));
            }
            return begun;
        });
    }

    /** Takes up a call that was not sent, to send it now or later; empty when somebody else does. */
    public Optional<Demande> again(Demande prepared, Appel appel, Etat next, Instant notBefore) {
        return jdbi.inTransaction(handle -> {
            Optional<Demande> taken = rows(handle.createQuery("""
                UPDATE ws.demande SET etat = :next, attend = attend OR :waits, pas_avant = :notBefore, envoi_limite = :limit,
                    modifiee = :now
                WHERE id = :id AND etat = 'PREPARE' RETURNING *\
                """)
                            .bind("next", next.name())
                            .bind("waits", appel.attend())
                            .bind("notBefore", utc(notBefore))
                            .bind("id", prepared.id())
                            .bind("limit", utc(limit()))
                            .bind("now", utc(clock.instant())))
                    .stream()
                    .findFirst();
            if (taken.isPresent() && next == Etat.EN_ATTENTE) {
                tell(handle, Told.waits(appel, clock.instant()));
            }
            return taken;
        });
    }

    /**
     * Takes calls that wait, to send them: of each service its oldest, so many as there is room for; those of other processes are passed over. Of calls
     * under one {@code idDemande} none is taken while an earlier one waits or is sent.
     */
    public List<Demande> claim(Map<String, Integer> room, boolean writes, boolean reads) {
        List<String> services = List.copyOf(room.keySet());
        return jdbi.inTransaction(handle -> rows(handle.createQuery("""
            UPDATE ws.demande SET etat = 'ENVOI', envoi_limite = :limit, tentatives = tentatives + 1, modifiee = :now
            WHERE id IN (SELECT due.id FROM unnest(:services, :room) AS way (service, room), LATERAL (
                SELECT id FROM ws.demande AS one
                WHERE etat = 'EN_ATTENTE' AND service = way.service AND pas_avant <= :now
                  AND (ecriture AND :writes OR NOT ecriture AND :reads)
                  AND NOT EXISTS (SELECT FROM ws.demande AS former
                                  WHERE former.partenaire = one.partenaire AND former.id_demande = one.id_demande
                                    AND former.id < one.id AND former.etat IN ('EN_ATTENTE', 'ENVOI'))
                ORDER BY id LIMIT way.room FOR UPDATE SKIP LOCKED) AS due)
            RETURNING *\
            """)
                .bind("limit", utc(limit()))
                .bind("now", utc(clock.instant()))
                .bind("writes", writes)
                .bind("reads", reads)
                .bindArray("services", String.class, services)
                .bindArray(
                        "room", Integer.class, services.stream().map(room::get).toList())));
    }

    /** Lets a call that cannot be made at present wait: its operation is offered no more. */
    public void putBack(Demande demande, Duration pause) {
        jdbi.useHandle(handle -> handle.createUpdate(
                        "UPDATE ws.demande SET etat = 'EN_ATTENTE', pas_avant = :next WHERE id = :id AND etat = 'ENVOI'")
                .bind("next", utc(clock.at(clock.realInstant().plus(pause))))
                .bind("id", demande.id())
                .execute());
    }

    /** Whether the database refused what it was given, rather than failed or was away. */
    public static boolean isRefused(JdbiException failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("22") || sql.getSQLState().startsWith("54");
            }
        }
        return false;
    }

    /** What a call that was begun came to. An operator's decision in the meantime stays. */
    public Answer end(Demande demande, Appel appel, Answer answer) {
        Etat next = next(demande, answer);
        Instant now = clock.instant();
        jdbi.useTransaction(handle -> {
            int changed = handle.createUpdate("""
                UPDATE ws.demande SET etat = :state, statut = :status, reponse = :answer, pas_avant = :notBefore,
                    numero_demande = coalesce(:number, numero_demande), modifiee = :now
                WHERE id = :id AND etat IN ('ENVOI', 'INCERTAINE')\
                """)
                    .bind("id", demande.id())
                    .bind("state", next.name())
                    .bind("status", answer.status())
                    .bind("answer", answer.body())
                    .bind("number", answer.numero().orElse(null))
                    .bind("notBefore", utc(retry(demande, answer)))
                    .bind("now", utc(now))
                    .execute();
            Answer there = answer.at(demande.place());
            boolean unmade = changed == 1 && next == Etat.PREPARE;
            tell(
                    handle,
                    unmade
                            ? Told.unmade(appel, there, now)
                            : Told.made(appel, changed == 1 ? next : Etat.PREPARE, there, now));
        });
        return answer.at(demande.place());
    }

    /** The audit line of a call that is not kept; the tracker is not told of writes that never were more than a bad request. */
    public void note(Appel appel, Answer answer) {
        Etat state = switch (answer.issue()) {
            case ACCEPTEE -> Etat.ACCEPTEE;
            case REFUSEE -> appel.endpoint().isWrite() && !appel.isFromKafka() ? Etat.PREPARE : Etat.REFUSEE;
            case INCERTAINE, NON_ENVOYEE, EN_ATTENTE -> Etat.PREPARE;
        };
        together.write(Told.made(appel, state, answer, clock.instant()));
    }

    /** Answers by Kafka again what was asked again, unless its answer is still to come. */
    public void repeat(Demande demande, Appel appel, Answer answer) {
        Etat said = answer.issue() == Answer.Issue.REFUSEE ? Etat.REFUSEE : demande.etat();
        if (said != Etat.EN_ATTENTE && said != Etat.PREPARE && said != Etat.ENVOI) {
            jdbi.useTransaction(handle -> tell(handle, Told.answer(appel, said, answer, clock.instant())));
        }
    }

    /** Answers a message that asks for no call. */
    public void refuse(Message.Unclear message) {
        jdbi.useTransaction(handle -> tell(handle, Told.unclear(message, clock.instant())));
    }

    private void tell(Handle handle, Told told) {
        tell(handle, List.of(told));
    }

    private void tell(Handle handle, List<Told> all) {
        audit.write(handle, all.stream().flatMap(each -> each.line().stream()).toList());
        outbox.append(
                handle, all.stream().flatMap(each -> each.events().stream()).toList());
    }

    /** Forgets bodies and answers of calls that ended before, and events that were sent; some rows at a time. Returns the more of the two. */
    public int forget(Instant before, int most) {
        int calls = jdbi.withHandle(handle -> handle.createUpdate("""
            UPDATE ws.demande SET corps = NULL, reponse = NULL WHERE id IN (
                SELECT id FROM ws.demande WHERE corps IS NOT NULL AND etat IN ('ACCEPTEE', 'REFUSEE', 'ABANDONNEE') AND modifiee < :before
                LIMIT :most)\
            """)
                .bind("before", utc(before))
                .bind("most", most)
                .execute());
        int events = jdbi.withHandle(handle -> handle.createUpdate(
                        "DELETE FROM ws.evenement WHERE id IN (SELECT id FROM ws.evenement WHERE envoye AND le <"
                                + " :before LIMIT :most)")
                .bind("before", utc(before))
                .bind("most", most)
                .execute());
        return Math.max(calls, events);
    }

    private static Etat next(Demande demande, Answer answer) {
        return switch (answer.issue()) {
            case ACCEPTEE -> Etat.ACCEPTEE;
            case REFUSEE -> Etat.REFUSEE;
            case INCERTAINE -> Etat.INCERTAINE;
            case NON_ENVOYEE, EN_ATTENTE -> {
                boolean hopeless = !demande.ecriture() && demande.tentatives() >= MOST_LOOKS;
                yield hopeless ? Etat.REFUSEE : demande.attend() ? Etat.EN_ATTENTE : Etat.PREPARE;
            }
        };
    }

    /** When to try again: twice as long after each attempt, up to five minutes of real time. */
    private Instant retry(Demande demande, Answer answer) {
        Duration pause = Duration.ofSeconds(Math.min(300, 1L << Math.min(demande.tentatives(), 9)));
        return clock.at(clock.realInstant().plus(answer.retryAfter().orElse(pause)));
    }

    /** Calls whose process ended while they were sent: nobody knows what became of the writes. */
    public List<Demande> orphans() {
        return jdbi.withHandle(
                handle -> rows(handle.createQuery(ALL + "WHERE etat = 'ENVOI' AND envoi_limite < :now LIMIT 100")
                        .bind("now", utc(clock.realInstant()))));
    }

    /** Uncertain calls to look up now; each is not given out again before a pause that grows. */
    public List<Demande> uncertain(int most) {
        return jdbi.inTransaction(handle -> {
            List<Demande> due = rows(handle.createQuery(ALL
                            + "WHERE etat = 'INCERTAINE' AND pas_avant <= :now ORDER BY pas_avant LIMIT :most"
                            + " FOR UPDATE SKIP LOCKED")
                    .bind("now", utc(clock.instant()))
                    .bind("most", most));
            for (Demande each : due) {
                Duration pause = Duration.ofSeconds(Math.min(3600, 2L << Math.min(each.tentatives(), 11)));
                handle.createUpdate(
                                "UPDATE ws.demande SET pas_avant = :next, tentatives = tentatives + 1 WHERE id = :id")
                        .bind("next", utc(clock.at(clock.realInstant().plus(pause))))
                        .bind("id", each.id())
                        .execute();
            }
            return due;
        });
    }

    /** An operator's word on an uncertain call; false when it is not uncertain any more. */
    public boolean decide(
            Demande demande, Appel appel, Answer answer, Etat next, String operator, String reason, String decision) {
        return jdbi.inTransaction(handle -> {
            boolean changed = handle.createUpdate("""
                UPDATE ws.demande SET etat = :state, statut = :status, reponse = :answer, decision = :decision::jsonb,
                    numero_demande = coalesce(:number, numero_demande), modifiee = :now
                WHERE id = :id AND etat = 'INCERTAINE'\
                """)
                            .bind("id", demande.id())
                            .bind("state", next.name())
                            .bind("status", answer.status())
                            .bind("answer", answer.body())
                            .bind("decision", decision)
                            .bind("number", answer.numero().orElse(null))
                            .bind("now", utc(clock.instant()))
                            .execute()
                    == 1;
            if (changed) {
                audit.write(
                        handle,
                        Audit.operator(operator),
                        Audit.Action.DECISION,
                        demande.partenaire(),
                        demande.place(),
                        next.name(),
                        reason);
                tell(handle, Told.decided(appel, next, answer, clock.instant()));
            }
            return changed;
        });
    }

    /** Whether a partner's request was accepted there whose body holds all of this. */
    public boolean isAccepted(String partner, Endpoint endpoint, ObjectNode holds) {
        return jdbi.withHandle(handle -> handle.createQuery("""
            SELECT EXISTS (SELECT FROM ws.demande
                WHERE partenaire = :partner AND service = :service AND operation = :operation AND etat = 'ACCEPTEE'
                  AND corps::jsonb @> :holds::jsonb)\
            """)
                .bind("partner", partner)
                .bind("service", endpoint.service())
                .bind("operation", endpoint.operation())
                .bind("holds", Json.write(holds))
                .mapTo(Boolean.class)
                .one());
    }

    /** Uncertain requests of a partner, oldest first. */
    public List<Demande> uncertain(String partner) {
        return jdbi.withHandle(handle -> rows(
                handle.createQuery(ALL + "WHERE etat = 'INCERTAINE' AND partenaire = :partner ORDER BY id LIMIT 1000")
                        .bind("partner", partner)));
    }

    /** Requests, newest first; what is null does not count. */
    public List<Demande> list(
            @Nullable String partner, @Nullable Etat state, @Nullable String idDemande, int size, long from) {
        return jdbi.withHandle(handle -> rows(handle.createQuery(ALL + """
            WHERE (:partner::text IS NULL OR partenaire = :partner) AND (:state::text IS NULL OR etat = :state)
              AND (:id::text IS NULL OR id_demande = :id)
            ORDER BY id DESC LIMIT :size OFFSET :from\
            """)
                .bind("partner", partner)
                .bind("state", state == null ? null : state.name())
                .bind("id", idDemande)
                .bind("size", size)
                .bind("from", from)));
    }

    private Instant limit() {
        return clock.realInstant().plus(margin);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static List<Demande> rows(Query query) {
        return query.map((row, context) -> demande(row)).list();
    }

    private static Demande demande(ResultSet row) throws SQLException {
        int status = row.getInt("statut");
        boolean unanswered = row.wasNull();
        return new Demande(
                row.getLong("id"),
                row.getString("partenaire"),
                row.getString("cle"),
                row.getString("id_demande"),
                row.getString("service"),
                row.getString("operation"),
                row.getBoolean("ecriture"),
                java.util.HexFormat.of().formatHex(row.getBytes("empreinte")),
                row.getString("corps"),
                row.getString("appelant"),
                row.getString("motif"),
                row.getString("source"),
                row.getBoolean("attend"),
                Etat.valueOf(row.getString("etat")),
                unanswered ? null : status,
                row.getString("reponse"),
                row.getString("numero_demande"),
                row.getObject("pas_avant", OffsetDateTime.class).toInstant(),
                row.getInt("tentatives"),
                row.getString("decision"),
                row.getObject("recue", OffsetDateTime.class).toInstant(),
                row.getObject("modifiee", OffsetDateTime.class).toInstant());
    }
}
