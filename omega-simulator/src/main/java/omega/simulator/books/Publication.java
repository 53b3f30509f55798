package omega.simulator.books;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An archive that OMEGA put out.
 *
 * @param id {@code partner.flux.day.rank}
 * @param flux the code; of a flux that the pack lacks, the one in its name
 * @param prevue whether the calendar asked for it, rather than somebody
 * @param taille bytes of the archive
 * @param lignes lines between header and footer
 * @param instant when OMEGA dates it
 * @param depose when it came to lie in the directory: later than {@code instant} after a downtime
 * @param expiration when it is withdrawn (§3.2.4); null where the guide gives no retention
 * @param fautes the faults that are in its bytes, {@code CODE} or {@code CODE:count}
 * @param reponseA the deposited file that it answers; null but for a compte-rendu
 */
public record Publication(
        String id,
        String partenaire,
        String flux,
        LocalDate jour,
        boolean prevue,
        String nom,
        String sha256,
        long taille,
        long lignes,
        String version,
        String charset,
        Instant instant,
        Instant depose,
        @Nullable Instant expiration,
        List<String> fautes,
        Attendu attendu,
        @Nullable String reponseA) {

    /**
     * What a faultless collector makes of it.
     *
     * @param motif why it goes to quarantine, or null
     * @param rejets lines that are no records
     */
    public record Attendu(Effet effet, @Nullable String motif, long rejets) {}

    /** The ends that a file may come to. */
    public enum Effet {
        COMPLETE,
        QUARANTAINE
    }
}
