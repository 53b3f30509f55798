package omega.layout;

/**
 * Why a line is no record.
 *
 * @param line from 1, the file's header
 * @param column from 1, in characters, where the field at fault starts
 * @param field the field's name; empty where the line as a whole is at fault
 * @param reason for a person, without the value (it may be personal data)
 */
public record LineFault(Code code, long line, int column, String field, String reason) {

    /** The kinds of fault; their names stand in rejets and in the golden files of a pack. */
    public enum Code {
        LIGNE_VIDE("the line is empty"),
        TYPE_INCONNU("the first field is the tag of no kind of record in this layout"),
        CHAMPS_MANQUANTS("the line has fewer fields than the layout"),
        CHAMPS_EN_TROP("the line has more fields than the layout"),
        CHAMP_REQUIS("the field is empty, but required"),
        CHAMP_TROP_LONG("the field is longer than the layout allows"),
        NOMBRE_INVALIDE("the field is no number of the layout's form"),
        DATE_INVALIDE("the field is no date of the layout's format, or no such date or time exists in Paris"),
        CODE_INCONNU("the field's code is not in its list on the day of the publication"),
        MASQUE("the field has none of the forms that the layout gives"),
        BOOLEEN_INVALIDE("the field is neither of the two words of a boolean"),
        CARACTERE_INTERDIT("the field holds a control character, or one that its charset does not have"),
        GUILLEMETS("a quote is not closed, or text follows a closing quote"),
        PARENT_ABSENT("the line follows no line of its parent's kind"),
        PARENT_REJETE("the line's parent was rejected");

        private final String meaning;

        Code(String meaning) {
            this.meaning = meaning;
        }

        public String meaning() {
            return meaning;
        }
    }
}
