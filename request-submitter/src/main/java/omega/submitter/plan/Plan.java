package omega.submitter.plan;

import java.util.List;
import java.util.Optional;

/**
 * A plan: what is deposited when, and why.
 *
 * @param lots in order of instant, kind and urgency
 * @param placements one for each pending request, in the order in which they were given
 */
public record Plan(List<PlannedLot> lots, List<Placement> placements, Forecast forecast) {

    public Optional<Placement> of(String idDemande) {
        return placements.stream()
                .filter(each -> each.demande().idDemande().equals(idDemande))
                .findFirst();
    }
}
