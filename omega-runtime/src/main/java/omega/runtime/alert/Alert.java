package omega.runtime.alert;

import org.jspecify.annotations.Nullable;

/**
 * Something an operator must know, as long as it is so.
 *
 * @param cle its identity, unique over all services: raised once, cleared once
 * @param flux null where it is about the partner as a whole
 * @param message what is so, and what to do
 */
public record Alert(
        String cle,
        Genre genre,
        String partenaire,
        @Nullable String flux,
        Gravite gravite,
        String message) {

    /** What is watched. */
    public enum Genre {
        /** A publication's window has passed and it has not come. */
        EN_RETARD,
        /** It has not come a day later either. */
        MANQUANTE,
        /** Not fetched, and a good part of its retention is gone. */
        EXPIRE_BIENTOT,
        /** OMEGA withdrew it before it was fetched. */
        RETIREE,
        /** Archived, inspected or cut for long, but not all its lines have arrived. */
        INCOMPLETE,
        /** Nothing of it is published. */
        EN_QUARANTAINE,
        /** Read in a fall-back charset. */
        CHARSET_DE_SECOURS,
        /** The fichier liste names it, the directory does not. */
        LISTEE_MAIS_ABSENTE,
        /** The directory holds it, unread by us, and the fichier liste no longer names it: somebody else read it. */
        LUE_PAR_UN_AUTRE,
        /** Sessions fail one after the other. */
        CONNEXION,
        /** Requests that will not go today, by the plan. */
        QUOTA_INSUFFISANT,
        /** OMEGA refused a file for its quota: the local limit was lowered. */
        QUOTA_REFUSE,
        /** Whether a lot has arrived is not known. */
        LOT_INCERTAIN,
        /** No compte-rendu in time, though the directory was read: OMEGA's level 1 is down. */
        NIVEAU1_EN_PANNE,
        /** No SDEM has told of a request in time. */
        SUIVI_EN_RETARD,
        /** SDEM or compte-rendu lines that match no request. */
        ORPHELINE,
        /** Whether OMEGA carried out a call is not known. */
        APPEL_INCERTAIN,
        /** A web service's calls fail one after the other. */
        SERVICE_WEB,
        /** A certificate or key that is about to expire, or is not as it should be. */
        CERTIFICAT
    }

    /** How much it matters. */
    public enum Gravite {
        INFO,
        ATTENTION,
        URGENT
    }
}
