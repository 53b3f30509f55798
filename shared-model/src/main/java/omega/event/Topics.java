package omega.event;

/** The topics' names; values are JSON, consumers must use {@code read_committed}. */
public final class Topics {
    /** Blocks of raw lines, from the collector to the parsers. Internal; they do not expire unread. */
    public static final String BLOC = "omega.publication.bloc.v1";
    /** How far each file has been cut, in the transaction of the blocks it counts. Internal, compacted, keyed by file. */
    public static final String DECOUPAGE = "omega.publication.decoupage.v1";
    /** The life of each file, keyed by file. */
    public static final String FICHIER = "omega.publication.fichier.v1";
    /** Lines that are no records, each with its reasons, keyed by file. */
    public static final String REJET = "omega.publication.rejet.v1";
    /** What an operator must know, raised once and cleared once, keyed by the alert. */
    public static final String ALERTE = "omega.alerte.v1";

    private Topics() {}

    /** The records of a flux: its code verbatim, but for {@code +}, which Kafka does not allow: {@code AJ+1} is {@code AJplus1}. */
    public static String publication(String flux) {
        return "omega.publication." + flux.replace("+", "plus").replaceAll("[^A-Za-z0-9._-]", "-") + ".v1";
    }
}
