package omega.tracker.decide;

import java.time.Instant;

/** What must come next, and by when. It is overdue when that has passed and a look at OMEGA later than that is known; an answer ends it, however late. */
public record Deadline(Quoi quoi, Instant echoit) {
    /** What is waited for. */
    public enum Quoi {
        COMPTE_RENDU,
        SDEM
    }

    /** Whether it should be here: {@code regarde} is up to when OMEGA's answers of that sort are known. */
    public boolean isOverdue(Instant now, Instant regarde) {
        return echoit.isBefore(now) && echoit.isBefore(regarde);
    }
}
