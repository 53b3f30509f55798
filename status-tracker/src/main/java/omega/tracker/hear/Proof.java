package omega.tracker.hear;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What makes a piece of evidence one and the same, however often it is heard.
 *
 * @param id of a line: its file and its number, the same over every replay; of an event: its content
 * @param revision of the file, 1 of an event; of one id only the highest counts
 * @param at the evidence's own date: when it was so
 * @param said when it was told: an event's own date, a line's the publication's
 * @param origine where it stands: {@code <archive>:<line>}, or {@code <topic>/<partition>/<offset>}
 */
public record Proof(UUID id, int revision, String partenaire, Instant at, Instant said, String origine) {
    /** Times in microseconds, as the database keeps them. */
    public Proof {
        at = at.truncatedTo(ChronoUnit.MICROS);
        said = said.truncatedTo(ChronoUnit.MICROS);
    }
}
