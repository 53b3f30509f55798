package omega.simulator.publish;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import omega.simulator.publish.Register.Pce;
import org.jspecify.annotations.Nullable;

/**
 * What a line is about.
 *
 * @param dice the line's own chance
 * @param pce the point it tells of; null where it tells of a zone, a station, an invoice
 * @param from first gas day of its period
 * @param to the day after the last
 * @param hour the hour it tells of; null for whole days
 * @param own values known beforehand, by field name; they are never left empty
 */
record Subject(
        long dice,
        @Nullable Pce pce,
        LocalDate from,
        LocalDate to,
        @Nullable ZonedDateTime hour,
        Map<String, Object> own) {

    /** The {@code rank}th child, of the same point and period. */
    Subject child(String kind, int rank) {
        return new Subject(Dice.mix(Dice.mix(dice, kind), rank), pce, from, to, hour, Map.of());
    }

    Subject of(Pce other) {
        return new Subject(dice, other, from, to, hour, own);
    }

    Subject during(LocalDate first, LocalDate end) {
        return new Subject(dice, pce, first, end, hour, own);
    }

    Subject at(ZonedDateTime other) {
        return new Subject(dice, pce, from, to, other, own);
    }

    Subject knowing(String field, Object value) {
        Map<String, Object> more = new HashMap<>(own);
        more.put(field, value);
        return new Subject(dice, pce, from, to, hour, more);
    }
}
