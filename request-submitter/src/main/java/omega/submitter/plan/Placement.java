package omega.submitter.plan;

import java.time.Instant;
import java.time.LocalDate;

/** Where the plan put one request, and why there. */
public sealed interface Placement {
    Pending demande();

    Attente attente();

    /** For a person. */
    String explanation();

    /** Whether it has a deadline that it will miss. */
    boolean enRetard();

    /**
     * @param lot index into the plan's lots
     * @param ordre what gave it its place in its day
     * @param attente why it does not go today
     */
    record Planned(
            Pending demande, int lot, LocalDate jour, Instant instant, Ordre ordre, Attente attente, boolean enRetard)
            implements Placement {
        @Override
        public String explanation() {
            String place = switch (ordre) {
                case ECHEANCE -> "its deadline comes before smoothing";
                case PRIORITE -> "its priority is high";
                case LISSAGE -> "its turn along the day's smoothing";
            };
            return "planned at " + instant + " for " + jour + ": " + place + "; " + attente.meaning()
                    + (enRetard ? "; its deadline will be missed" : "");
        }
    }

    /** Beyond what is looked ahead. */
    record Unplanned(Pending demande, Attente attente) implements Placement {
        @Override
        public String explanation() {
            return "not planned: " + attente.meaning() + (enRetard() ? "; its deadline will be missed" : "");
        }

        @Override
        public boolean enRetard() {
            return demande.echeance() != null;
        }
    }
}
