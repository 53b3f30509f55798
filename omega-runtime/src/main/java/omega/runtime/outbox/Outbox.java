package omega.runtime.outbox;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import omega.runtime.Column;
import org.jdbi.v3.core.Handle;

/**
 * A service's events that are not announced yet, in {@code <schema>.evenement}: what is appended in a transaction is announced if and only if that
 * transaction commits, by {@link Relay}. Events of one key keep the order of their ids as long as their transactions do not overlap.
 */
public final class Outbox {
    private final String schema;
    private final String environment;

    /** {@code schema} holds a table {@code evenement (id, topic, cle, type, source, valeur, le, envoye)}. */
    public Outbox(String schema, String environment) {
        this.schema = schema;
        this.environment = environment;
    }

    /**
     * One event, to be announced when {@code handle}'s transaction has committed.
     *
     * @param type the event's word, {@code Deposee}
     * @param about what it is about, the end of its CloudEvents source: a partner and a flux or kind, {@code ESA/SDEM}
     * @param value JSON
     * @param at when it became true
     */
    public void append(Handle handle, String topic, String key, String type, String about, String value, Instant at) {
        handle.createUpdate("""
            INSERT INTO <schema>.evenement (topic, cle, type, source, valeur, le)
            VALUES (:topic, :key, :type, :source, :value::jsonb, :at)\
            """)
                .define("schema", schema)
                .bind("topic", topic)
                .bind("key", key)
                .bind("type", type)
                .bind("source", source(about))
                .bind("value", value)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** One event of many, as {@link #append(Handle, String, String, String, String, String, Instant)} takes it. */
    public record Event(String topic, String key, String type, String about, String value, Instant at) {}

    /** Many events in one statement, in their order. */
    public void append(Handle handle, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        handle.createUpdate("""
            INSERT INTO <schema>.evenement (topic, cle, type, source, valeur, le)
            SELECT topic, cle, type, source, valeur::jsonb, le::timestamptz
            FROM unnest(:topic, :key, :type, :source, :value, :at)
                 WITH ORDINALITY AS t (topic, cle, type, source, valeur, le, rang)
            ORDER BY rang\
            """)
                .define("schema", schema)
                .bind("topic", Column.of(events, Event::topic))
                .bind("key", Column.of(events, Event::key))
                .bind("type", Column.of(events, Event::type))
                .bind("source", Column.of(events, each -> source(each.about())))
                .bind("value", Column.of(events, Event::value))
                .bind("at", Column.of(events, each -> each.at().toString()))
                .execute();
    }

    /** The CloudEvents source of what {@code about} names. */
    public String source(String about) {
        return "/omega/" + environment + "/" + about;
    }

    String schema() {
        return schema;
    }
}
