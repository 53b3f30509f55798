package omega.catalogue;

import java.time.Period;
import java.util.List;
import java.util.Optional;
import omega.calendar.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * One kind of file that OMEGA puts out (§3.2.4).
 *
 * @param code the guide's, verbatim
 * @param schedule null where the guide gives none (LPCE)
 * @param retention how long the file stays in the directory; null where the guide gives none
 * @param ordered whether its records keep one partition per partner
 */
public record Flux(
        String code,
        String libelle,
        String section,
        NameTemplate archive,
        NameTemplate member,
        @Nullable Schedule schedule,
        @Nullable Period retention,
        Semantics semantics,
        boolean ordered,
        List<Layout> layouts) {

    /** The list of what is not downloaded (§3.2.2) and the answer to a mass request (§3.2.3), which are no publications of the table. */
    public static final String FICHIER_LISTE = "FICHIER_LISTE";

    public static final String COMPTE_RENDU = "COMPTE_RENDU";

    /** What a record means: something that happened, a change to what is known, or all that is known. */
    public enum Semantics {
        EVENT,
        DELTA,
        SNAPSHOT
    }

    public Optional<Layout> layout(String version) {
        return layouts.stream()
                .filter(layout -> layout.version().equals(version))
                .findFirst();
    }

    /** Whether this is one of the publications of §3.2.4 and not a file about files. */
    public boolean isPublication() {
        return !code.equals(FICHIER_LISTE) && !code.equals(COMPTE_RENDU);
    }
}
