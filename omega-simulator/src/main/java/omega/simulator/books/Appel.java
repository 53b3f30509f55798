package omega.simulator.books;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A call of a web service, and the answer that OMEGA gave or meant to give.
 *
 * @param partenaire whose certificate or token it was; null where it was nobody's
 * @param service the guide's name; {@code jeton} for the token server
 * @param operation null where the message did not tell one
 * @param instant in virtual time
 * @param reel in real time
 * @param idDemande the supplier's reference in the request
 * @param numeroDemande OMEGA's, where the call made or changed a request
 * @param statut of HTTP; 0 where the connection was cut before one was sent
 * @param issue what the caller saw
 * @param code of the error in the answer
 * @param panne the fault that was asked for
 * @param certificat serial number of the certificate that the caller showed; null where none was asked for
 */
public record Appel(
        @Nullable String partenaire,
        String service,
        @Nullable String operation,
        Instant instant,
        Instant reel,
        @Nullable String idDemande,
        @Nullable String numeroDemande,
        int statut,
        Issue issue,
        @Nullable String code,
        @Nullable String libelle,
        @Nullable String panne,
        @Nullable String certificat) {

    /** What the caller saw. */
    public enum Issue {
        /** The operation's own answer. */
        REPONSE,
        /** A Fault, or an error that the contract of a REST service describes. */
        FAUTE,
        /** An answer of HTTP alone, without one of the service. */
        ERREUR_HTTP,
        /** 200, and no answer of the service in it. */
        CORPS_ERREUR,
        /** Nothing, or the beginning of something: the connection was cut. */
        COUPEE
    }

    public boolean cut() {
        return issue == Issue.COUPEE;
    }
}
