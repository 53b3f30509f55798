package omega.simulator.play;

/** The ways in which a publication may be bad, each with what a faultless collector makes of it. */
public enum Fault {
    ZIP_TRONQUE("ARCHIVE_ILLISIBLE"),
    DEUX_ENTREES("ARCHIVE_PLUSIEURS_ENTREES"),
    CHEMIN("ARCHIVE_CHEMIN"),
    BOMBE("ARCHIVE_BOMBE"),
    /** An archive of no bytes. */
    ARCHIVE_VIDE("FICHIER_VIDE"),
    /** A member of no bytes. */
    FICHIER_VIDE("FICHIER_VIDE"),
    ENTETE_ABSENT("ENTETE_ABSENT"),
    ENTETE_AUTRE_PARTENAIRE("ENTETE_ETRANGER"),
    ENTETE_AUTRE_FLUX("ENTETE_ETRANGER"),
    VERSION_INCONNUE("VERSION_INCONNUE"),
    /** The footer counts one line too many. */
    PIED_FAUX("PIED_INCOHERENT"),
    PIED_ABSENT("PIED_ABSENT"),
    /** A byte that is no character in any of the layout's charsets. */
    OCTETS_INDECODABLES("OCTETS_INDECODABLES"),
    /** Every line lacks its last field. */
    MISE_EN_PAGE("MISE_EN_PAGE"),
    /** One more archive, sound but under a name that is no flux's. */
    NOM_HORS_MODELE("NOM_HORS_MODELE"),
    /** One more archive in the place and under the name of one that has been downloaded, with other bytes. */
    NOM_DEJA_VU("NOM_DEJA_VU"),
    /** One more archive, of a flux that the pack does not have. */
    FLUX_INCONNU("FLUX_INCONNU"),

    LIGNE_COURTE("CHAMPS_MANQUANTS"),
    LIGNE_LONGUE("CHAMPS_EN_TROP"),
    DATE_FAUSSE("DATE_INVALIDE"),
    CODE_INCONNU("CODE_INCONNU"),
    CHAMP_VIDE("CHAMP_REQUIS"),
    NOMBRE_FAUX("NOMBRE_INVALIDE");

    private final String motif;

    Fault(String motif) {
        this.motif = motif;
    }

    /** The reason under which the file, or the line, should be found. */
    public String motif() {
        return motif;
    }

    /** Whether single lines are bad, and the file as a whole is not. */
    public boolean ofLines() {
        return compareTo(LIGNE_COURTE) >= 0;
    }

    /** Whether it takes an archive of its own, besides the one that was due. */
    public boolean isExtra() {
        return this == NOM_HORS_MODELE || this == NOM_DEJA_VU || this == FLUX_INCONNU;
    }
}
