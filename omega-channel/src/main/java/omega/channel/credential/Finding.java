package omega.channel.credential;

/**
 * What is to be known of one credential.
 *
 * @param about the file, or the host, that it is about
 * @param what what is so, with dates but no remaining time: the same finding reads the same tomorrow
 * @param todo what to do
 */
public record Finding(Contrainte contrainte, Gravity gravity, String about, String what, String todo) {

    /** How much it matters. */
    public enum Gravity {
        /** Only a person can know it; nothing is known to be wrong. */
        QUESTION,
        /** Something is to be done, in weeks. */
        ATTENTION,
        /** Connections fail, or soon will. */
        URGENT
    }

    /** True where somebody must act. */
    public boolean isToAct() {
        return gravity != Gravity.QUESTION;
    }

    /** {@code URGENT EXPIRATION client.pem: what; what to do (§1.4.2)}. */
    @Override
    public String toString() {
        return gravity + " " + contrainte + " " + about + ": " + what + "; " + todo + " (§" + contrainte.section()
                + ")";
    }
}
