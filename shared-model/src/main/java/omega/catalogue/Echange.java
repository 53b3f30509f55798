package omega.catalogue;

import java.util.Set;
import omega.calendar.Canal;
import org.jspecify.annotations.Nullable;

/**
 * One type of exchange with OMEGA, and the channels that it may go through (§1.2).
 *
 * @param libelle the guide's name
 * @param demande the code by which a request asks for it; null for what is no request
 */
public record Echange(
        String libelle,
        Set<Canal> canaux,
        String section,
        @Nullable String demande) {

    /** Whether files carry it: requests in mass, or publications. */
    public boolean isInFiles() {
        return canaux.contains(Canal.FTP);
    }
}
