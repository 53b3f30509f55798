package omega.fetcher.ledger;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Why a file as a whole cannot be published.
 *
 * @param line from 1; 0 where the file as such is at fault
 * @param column from 1, in characters; 0 where the line as such is at fault
 * @param reason for a person, with what was expected
 */
public record FileFault(
        Code code,
        @JsonProperty("ligne") long line,
        @JsonProperty("colonne") int column,
        @JsonProperty("raison") String reason) {

    /** The kinds of fault; their names stand in events and in the golden files of a pack. */
    public enum Code {
        ARCHIVE_ILLISIBLE,
        ARCHIVE_PLUSIEURS_ENTREES,
        ARCHIVE_CHEMIN,
        ARCHIVE_BOMBE,
        ARCHIVE_TROP_GRANDE,
        FICHIER_VIDE,
        ENTETE_ABSENT,
        ENTETE_ETRANGER,
        VERSION_INCONNUE,
        PIED_ABSENT,
        PIED_INCOHERENT,
        OCTETS_INDECODABLES,
        FIN_DE_LIGNE,
        LIGNE_TROP_LONGUE,
        GROUPE_TROP_LONG,
        MISE_EN_PAGE,
        NOM_HORS_MODELE,
        NOM_DEJA_VU,
        OCTETS_DEJA_VUS,
        NOM_DE_MEMBRE,
        FLUX_INCONNU,
        ERREUR_INTERNE
    }

    public static FileFault of(Code code, String reason) {
        return new FileFault(code, 0, 0, reason);
    }

    public static FileFault at(Code code, long line, int column, String reason) {
        return new FileFault(code, line, column, reason);
    }

    @Override
    public String toString() {
        return code + (line > 0 ? " line " + line + (column > 0 ? " column " + column : "") : "") + ": " + reason;
    }
}
