package omega.submitter.plan;

import java.time.LocalDate;
import java.util.List;

/**
 * What of the pending requests will not fit into today, to be told in the morning.
 *
 * @param reste what today's quota leaves to files
 * @param creneaux deposits that can still arrive today
 * @param planifiees requests planned today
 * @param reportees requests that do not go today
 * @param cause why, or {@code AUCUNE} when all go
 * @param manquees those that will miss their deadline, today's or a later one
 */
public record Forecast(
        LocalDate jour,
        int reste,
        int creneaux,
        int planifiees,
        int reportees,
        Attente cause,
        List<Pending> manquees) {}
