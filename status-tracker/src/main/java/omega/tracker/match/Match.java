package omega.tracker.match;

/** Where a line belongs. */
public sealed interface Match {
    /** To one request, found by {@code voie}. */
    record To(String idDemande, Voie voie) implements Match {}

    /** To none that is known, or to none for certain. */
    record Orphan(Reason reason) implements Match {}

    /** How a line found its request. */
    enum Voie {
        /** By the supplier's own id. */
        REFERENCE,
        /** By its place in the file. */
        POSITION,
        /** By numéro de suivi and place in the file. */
        SUIVI_RANG,
        /** By numéro de suivi, PCE and kind. */
        SUIVI_PCE_NATURE,
        /** An operator said so. */
        OPERATEUR
    }

    /** Why a line found none. */
    enum Reason {
        /** Nothing that is known fits. */
        INCONNUE,
        /** More than one request fits. */
        AMBIGUE,
        /** One fits, but for its PCE. */
        CONTRADICTOIRE,
        /** A compte-rendu about a file that we did not send. */
        FICHIER_INCONNU
    }
}
