package omega.channel.credential;

/** The guide's constraints on certificates and keys (§1.4, §3.1), and ours that follow from them; each with its section. */
public enum Contrainte {
    /** The files can be read. */
    FICHIER("1.4.1"),
    /** Certificates are PEM. */
    PEM("1.4.1"),
    X509_V3("1.4.1"),
    /** RSA of 2048 bits. */
    LONGUEUR_CLE("1.4.1"),
    /** Where an extended key usage stands, it holds clientAuth. */
    CLIENT_AUTH("1.4.1"),
    /** Every issuer up to a root is there, and has signed. */
    CHAINE("1.4.1"),
    /** The own certificate first, then each one's issuer. */
    ORDRE("1.4.1"),
    /** One of the guide's authorities has issued it. */
    AUTORITE("1.4.1"),
    /** The private key is the certificate's. */
    CLE("1.4.1"),
    /** Class 2 or above: no certificate says so in a way that holds for every authority. */
    CLASSE("1.4.1"),
    /** One certificate a partner, for FTPS and web services. */
    UN_SEUL("1.4.1"),
    /** With a new key the name stays. */
    MEME_DN("1.4.1"),
    /** A new name is told before, as early as a renewal. */
    NOUVEAU_DN("1.4.1"),
    /** GRDF gets the next certificate four weeks before the end of this one. */
    EXPIRATION("1.4.2"),
    PAS_ENCORE_VALIDE("1.4.2"),
    /** The next certificate is staged such that it takes over in time. */
    BASCULE("1.4.2"),
    /** The end of GRDF's certificate, as the last session showed it. */
    SERVEUR("1.4.2"),
    /** What GRDF's certificate is believed by outlives it. */
    CONFIANCE("1.4.2"),
    /** RSA of 4096 bits. */
    CLE_SSH("3.1.2"),
    /** The server's key is known before the first session. */
    KNOWN_HOSTS("3.1.2"),
    /** Nobody else reads a private key, nobody else writes what is trusted. */
    DROITS("1.4.1");

    private final String section;

    Contrainte(String section) {
        this.section = section;
    }

    /** The guide's, such as {@code 1.4.2}. */
    public String section() {
        return section;
    }
}
