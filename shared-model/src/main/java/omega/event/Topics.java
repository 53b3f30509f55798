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

    /** How far each partner's comptes-rendus and publications are known: what OMEGA had put out by then is in its topic. Keyed by partner. */
    public static final String REGARD = "omega.publication.regard.v1";

    /** Mass requests, from the supplier's systems; keyed by PCE or {@code idDemande}. */
    public static final String DEMANDE_MASSE = "omega.demande.masse.v1";
    /** Requests that were refused, each with every reason, keyed by {@code idDemande}. */
    public static final String DEMANDE_REJET = "omega.demande.rejet.v1";
    /** What became of requests and lots on their way to OMEGA, keyed by {@code idDemande} or lot. */
    public static final String DEMANDE_DEPOT = "omega.demande.depot.v1";
    /** Each transition of each request, keyed by {@code idDemande}. */
    public static final String DEMANDE_SUIVI = "omega.demande.suivi.v1";
    /** The latest state of each request, compacted, keyed by {@code partenaire/idDemande}: an id is a partner's own. */
    public static final String DEMANDE_ETAT = "omega.demande.etat.v1";
    /** Calls of OMEGA's web services, from the supplier's systems, keyed by {@code idDemande}. */
    public static final String DEMANDE_UNITAIRE = "omega.demande.unitaire.v1";
    /** Their answers, correlated by {@code idDemande}. */
    public static final String REPONSE_UNITAIRE = "omega.reponse.unitaire.v1";
    /** Each call that the proxy made of a web service, and what came of it, keyed by {@code idDemande}. */
    public static final String APPEL = "omega.demande.appel.v1";

    private Topics() {}

    /** The records of a flux: its code verbatim, but for {@code +}, which Kafka does not allow: {@code AJ+1} is {@code AJplus1}. */
    public static String publication(String flux) {
        return "omega.publication." + flux.replace("+", "plus").replaceAll("[^A-Za-z0-9._-]", "-") + ".v1";
    }
}
