package omega.submitter.plan;

import java.time.LocalDate;
import java.util.Map;

/**
 * How many mass requests OMEGA takes a day from one partner, over files and portal together (§2.2.1, §3.2.1). Days are the Paris dates on
 * which OMEGA processes.
 *
 * @param limite requests a day, from the contract
 * @param reservePortail what is kept for the portal, however little is declared
 * @param declarePortail what operators told to have used on the portal
 * @param utilise what files have booked already
 */
public record Quota(
        int limite, int reservePortail, Map<LocalDate, Integer> declarePortail, Map<LocalDate, Integer> utilise) {

    /** What files may still book on a day; never below 0. */
    public int reste(LocalDate jour) {
        int portail = Math.max(reservePortail, declarePortail.getOrDefault(jour, 0));
        return Math.max(0, limite - portail - utilise.getOrDefault(jour, 0));
    }
}
