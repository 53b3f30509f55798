package omega.channel.slot;

/** What a connection is wanted for. Its order is the usual order of urgency; near the cut-off a deposit goes first. */
public enum Purpose {
    /** Comptes-rendus and SDEM: answers to what was deposited. */
    ANSWER,
    /** Deposit of mass requests. */
    DEPOSIT,
    /** Publications, the one nearest to its expiry first. */
    PUBLICATION
}
