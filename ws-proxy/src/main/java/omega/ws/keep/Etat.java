package omega.ws.keep;

/**
 * Where a kept call stands.
 *
 * <pre>
 * EN_ATTENTE ─► ENVOI ─► ACCEPTEE | REFUSEE
 *      ▲          │ ├──► INCERTAINE ─► ACCEPTEE | ABANDONNEE   (looked up, or an operator)
 *      └──────────┘ └──► PREPARE ─► ENVOI                      (not reached: the same call again sends it)
 * </pre>
 */
public enum Etat {
    /** Sent by itself when OMEGA is open. */
    EN_ATTENTE,
    /** Known, surely not at OMEGA; only its caller sends it again. */
    PREPARE,
    /** Being sent: committed before the first byte leaves. */
    ENVOI,
    ACCEPTEE,
    REFUSEE,
    /** Sent, and no answer came. Nothing sends it again. */
    INCERTAINE,
    /** An operator found that OMEGA does not have it. */
    ABANDONNEE
}
