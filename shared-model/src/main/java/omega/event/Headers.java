package omega.event;

/** Header names: CloudEvents 1.0 in Kafka's binary mode, and ours. */
public final class Headers {
    public static final String SPEC_VERSION = "ce_specversion";
    public static final String ID = "ce_id";
    public static final String TYPE = "ce_type";
    /** {@code /omega/<environnement>/<partenaire>/<flux>}. */
    public static final String SOURCE = "ce_source";
    /** {@code <sha256 prefix>:<line>}: the same over every replay. */
    public static final String SUBJECT = "ce_subject";

    /** Of records, rejets and counts: when OMEGA made the publication, from its header. */
    public static final String TIME = "ce_time";

    public static final String CONTENT_TYPE = "content-type";
    /** The file's revision: 1 at first, one more each time that it is replayed. The highest is the one that counts. */
    public static final String REVISION = "omega_revision";

    /** Of what an outbox announces: grows with every event of a key, so that a reader knows the newer of two. */
    public static final String SEQUENCE = "omega_sequence";

    public static final String LIGNE = "omega_ligne";
    public static final String FICHIER = "omega_fichier";

    private Headers() {}
}
