package omega.catalogue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How what OMEGA says of requests is read (§3.2.3): which fields of comptes-rendus and SDEM say what, which code means which state, and how a line
 * finds its request. {@code suivi.yaml} of the pack; names of fields that a layout lacks are null.
 */
public record SuiviRules(CompteRendu compteRendu, Sdem sdem) {

    /**
     * Level 1.
     *
     * @param delai within which it comes after the deposit (§3.2.3)
     * @param ligne the lines about single requests; null where a compte-rendu has none
     * @param resultats what each code of a verdict says
     */
    public record CompteRendu(
            String flux,
            Duration delai,
            FileLine fichier,
            @Nullable RequestLine ligne,
            Map<String, Resultat> resultats) {}

    /** The line about a whole file; {@code nom} is the archive's name and keys the line, so that its children have it too. */
    public record FileLine(
            String enregistrement,
            String nom,
            String resultat,
            @Nullable String numeroSuivi,
            @Nullable String motif) {}

    /** A line about one request: by its reference, or by the number that its line has in the file, the header's being 1. */
    public record RequestLine(
            String enregistrement,
            @Nullable String ligne,
            @Nullable String reference,
            String resultat,
            @Nullable String numeroSuivi,
            @Nullable String motif) {}

    /**
     * Level 2 and after.
     *
     * @param correlation ways from a line to its request, tried in order
     * @param etats the state that each code of {@code etat} means
     */
    public record Sdem(
            String flux,
            String enregistrement,
            @Nullable String reference,
            @Nullable String numeroSuivi,
            @Nullable String rang,
            @Nullable String pce,
            @Nullable String nature,
            String etat,
            String date,
            @Nullable String motif,
            List<Correlation> correlation,
            Map<String, Etat> etats) {}

    /** What level 1 says. */
    public enum Resultat {
        ACCEPTEE,
        REFUSEE,
        /** Of a file: accepted, less the requests whose own line says otherwise. */
        PARTIELLE
    }

    /** A way from an SDEM line to its request. Whatever it finds must be one request, and its PCE the line's. */
    public enum Correlation {
        /** The line tells the supplier's own {@code idDemande}. */
        REFERENCE,
        /** The numéro de suivi, and the number of the request's line in the file. */
        SUIVI_RANG,
        /** The numéro de suivi, the PCE and the kind. */
        SUIVI_PCE_NATURE;

        /** As the pack writes it: {@code suivi-rang}. */
        String word() {
            return Entry.lower(this).replace('_', '-');
        }
    }

    /** The states that OMEGA can tell. */
    public enum Etat {
        ACCEPTEE_NIVEAU_1("AccepteeNiveau1"),
        INTEGREE("Integree"),
        NON_RECEVABLE("NonRecevable"),
        EN_COURS("EnCours"),
        REALISEE("Realisee"),
        ANNULEE("Annulee");

        private final String word;

        Etat(String word) {
            this.word = word;
        }

        /** As the pack, the events and the screens write it. */
        public String word() {
            return word;
        }
    }
}
