package omega.submitter.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The requests of one kind that share a file. Lots of one instant share a connection.
 *
 * @param instant when its deposit connects
 * @param servedUntil up to when the day's line is served by it and the lots before it; the next planning must be told
 * @param jour the Paris date on which OMEGA will process it, whose quota it books
 */
public record PlannedLot(Instant instant, Instant servedUntil, LocalDate jour, String kind, List<Pending> demandes) {}
