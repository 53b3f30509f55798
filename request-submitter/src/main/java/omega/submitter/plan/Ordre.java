package omega.submitter.plan;

/** What gave a request its place in its day. */
public enum Ordre {
    /** It has to go on this day to be in time, or later days have no room for it. */
    ECHEANCE,
    /** Its priority let it go before others. */
    PRIORITE,
    /** Its turn along the day's curve, in order of acceptance. */
    LISSAGE
}
