package omega.simulator.books;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What level 1 made of a deposited file (§3.2.3).
 *
 * @param depot which file
 * @param resultat ACC, PAR or REF, as the pack's compte-rendu has it
 * @param motif why the file is refused as a whole; null where its lines decide
 * @param demande the kind of its requests; null where not even its name told
 * @param numeroSuivi the file's numéro de suivi global; null where it is refused, or each line has one
 * @param jourQuota the day on which its requests count
 * @param reponse when the compte-rendu comes; null for never
 * @param lignes its requests, in order; empty where it is refused as a whole
 */
public record Jugement(
        String depot,
        Instant instant,
        String resultat,
        @Nullable String motif,
        @Nullable String libelle,
        @Nullable String demande,
        @Nullable String numeroSuivi,
        LocalDate jourQuota,
        @Nullable Instant reponse,
        List<Ligne> lignes) {

    public static final String ACCEPTE = "ACC";
    public static final String REFUSE = "REF";
    public static final String PARTIEL = "PAR";

    /**
     * One request of a file.
     *
     * @param numero of the line in the file, the header being 1
     * @param idDemande null where the line did not even tell that
     * @param champ the field that is wrong
     */
    public record Ligne(
            int numero,
            @Nullable String idDemande,
            @Nullable String pce,
            @Nullable LocalDate dateSouhaitee,
            String resultat,
            @Nullable String motif,
            @Nullable String champ,
            @Nullable String libelle,
            @Nullable String numeroSuivi) {

        public boolean acceptee() {
            return resultat.equals(ACCEPTE);
        }

        public Ligne numbered(String suivi) {
            return new Ligne(numero, idDemande, pce, dateSouhaitee, resultat, motif, champ, libelle, suivi);
        }
    }

    public boolean refuse() {
        return resultat.equals(REFUSE);
    }

    public long acceptees() {
        return lignes.stream().filter(Ligne::acceptee).count();
    }

    /** How many requests it takes of the day's quota: all of a file that is not refused. */
    public long compte() {
        return refuse() ? 0 : lignes.size();
    }
}
