package omega.simulator.answer;

import java.util.List;

/** OMEGA does not do what it is asked for, and says why in the Fault or error that its contract describes. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Code reason;
    private final String motif;
    private final transient List<Champ> champs;

    /** A field that is wrong: its path in the body, and the validator's words. */
    record Champ(String chemin, String raison) {}

    /** Ours; the guide gives no codes. */
    enum Code {
        NON_CONFORME("FON-001"),
        PCE("FON-010"),
        DATE("FON-012"),
        DOUBLON("FON-013"),
        CRENEAU("FON-020"),
        INCONNUE("FON-030"),
        ETAT("FON-031"),
        DEMANDEE("FON-099"),
        ILLISIBLE("TEC-001"),
        ENTETE("TEC-002"),
        FERME("TEC-003"),
        OPERATION("TEC-004"),
        REPONSE("TEC-005"),
        JETON("TEC-010"),
        PANNE("TEC-099");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        boolean functional() {
            return text.startsWith("FON");
        }

        /** Whether the Fault is the caller's (SOAP 1.1 §4.4.1). */
        boolean blamesCaller() {
            return functional() || this == ILLISIBLE || this == ENTETE;
        }
    }

    Refusal(Code reason, String libelle) {
        this(reason, libelle, "", List.of());
    }

    /** {@code motif} is the pack's code, or empty. */
    Refusal(Code reason, String libelle, String motif, List<Champ> champs) {
        super(libelle);
        this.reason = reason;
        this.motif = motif;
        this.champs = List.copyOf(champs);
    }

    Code reason() {
        return reason;
    }

    String libelle() {
        String text = String.valueOf(getMessage());
        return text.length() <= 250 ? text : text.substring(0, 247) + "...";
    }

    String motif() {
        return motif;
    }

    List<Champ> champs() {
        return champs;
    }
}
