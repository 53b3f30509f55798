package omega.runtime.doctor;

import omega.channel.credential.Finding;

/**
 * One thing that was looked at.
 *
 * @param domaine the table's part that it belongs to
 * @param objet what was looked at: a file, a host, a topic
 * @param constat what is so
 * @param aFaire what to do; empty where nothing is
 * @param section the guide's, empty where it is none of its rules
 */
record Diagnosis(Domaine domaine, Etat etat, String objet, String constat, String aFaire, String section) {

    /** In the order of the table. */
    enum Domaine {
        CONFIGURATION,
        PACK,
        CERTIFICATS,
        DNS,
        HORAIRES,
        BASE,
        KAFKA,
        CONNEXION,
        HORLOGE
    }

    /** What it comes to; the worst one decides the exit code. */
    enum Etat {
        BIEN,
        /** Not looked at, or only to be known. */
        NOTE,
        /** Only a person can know it. */
        QUESTION,
        /** Something is to be done. */
        ATTENTION,
        /** It does not work, or soon will not. */
        URGENT
    }

    static Diagnosis well(Domaine domaine, String objet, String constat) {
        return new Diagnosis(domaine, Etat.BIEN, objet, constat, "", "");
    }

    static Diagnosis note(Domaine domaine, String objet, String constat, String aFaire) {
        return new Diagnosis(domaine, Etat.NOTE, objet, constat, aFaire, "");
    }

    static Diagnosis attention(Domaine domaine, String objet, String constat, String aFaire) {
        return new Diagnosis(domaine, Etat.ATTENTION, objet, constat, aFaire, "");
    }

    static Diagnosis urgent(Domaine domaine, String objet, String constat, String aFaire) {
        return new Diagnosis(domaine, Etat.URGENT, objet, constat, aFaire, "");
    }

    static Diagnosis of(Finding finding) {
        return new Diagnosis(
                Domaine.CERTIFICATS,
                switch (finding.gravity()) {
                    case QUESTION -> Etat.QUESTION;
                    case ATTENTION -> Etat.ATTENTION;
                    case URGENT -> Etat.URGENT;
                },
                finding.about(),
                finding.contrainte() + ": " + finding.what(),
                finding.todo(),
                finding.contrainte().section());
    }
}
