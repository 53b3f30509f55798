package omega.submitter.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The requests of one kind that share a file. Lots of one instant share a connection.
 *
 * @param instant when its deposit connects
 * @param jour the Paris date on which OMEGA will process it, whose quota it books
 */
public record PlannedLot(Instant instant, LocalDate jour, String kind, List<Pending> demandes) {}
