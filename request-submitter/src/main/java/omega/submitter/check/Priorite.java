package omega.submitter.check;

/** Who goes first among requests that no deadline tells apart, in this order. */
public enum Priorite {
    HAUTE,
    NORMALE,
    BASSE
}
