package omega.fetcher.settle;

import org.jspecify.annotations.Nullable;

/**
 * Something an operator must know, as long as it is so.
 *
 * @param cle its identity: raised once, cleared once
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
        /** Cut into blocks, but not all lines have arrived. */
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
        CONNEXION
    }

    /** How much it matters. */
    public enum Gravite {
        INFO,
        ATTENTION,
        URGENT
    }
}
