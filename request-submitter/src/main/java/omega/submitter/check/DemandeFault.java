package omega.submitter.check;

/**
 * One reason why a request is refused.
 *
 * @param field the field at fault; a request has all of them told
 * @param reason for a person, without the value (it may be personal data)
 */
public record DemandeFault(Code code, String field, String reason) {

    /** The kinds of fault; where the layout's reader has the same one, it has the same name there. */
    public enum Code {
        /** No exchange of the guide has this code. */
        TYPE_INCONNU,
        /** Files do not carry this exchange; the reason names the channels that do. */
        CANAL,
        CHAMP_REQUIS,
        /** The kind has no such field. */
        CHAMP_INCONNU,
        CHAMP_TROP_LONG,
        NOMBRE_INVALIDE,
        DATE_INVALIDE,
        DATE_PASSEE,
        BOOLEEN_INVALIDE,
        CODE_INCONNU,
        MASQUE,
        PRIORITE_INCONNUE,
        /** A control character, a line break, or one that the file's charset lacks. */
        CARACTERE_INTERDIT,
        /** The character that parts fields in the file, or one that would open quotes. */
        DELIMITEUR,
        /** What came is no JSON, or not of the form of a request. */
        JSON_INVALIDE,
        /** What came is longer than any request. */
        TROP_GRAND,
        /** A line of a CSV does not have the cells that its first line announces. */
        LIGNE_INVALIDE,
        /** No partner of that code sends mass requests here. */
        PARTENAIRE_INCONNU,
        /** The id belongs to another request, which stays as it is. */
        ID_DEJA_PRIS
    }
}
