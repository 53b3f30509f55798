package omega.submitter.deposit;

/** On which day OMEGA counts a request, which the guide does not say (§3.2.1). */
public enum Comptage {
    /** Whichever it is: nothing is deposited when the two days differ. */
    LES_DEUX,
    /** The Paris date on which it is deposited. */
    DEPOT,
    /** The Paris date on which it is processed: after 18:50, the next open day. */
    TRAITEMENT
}
