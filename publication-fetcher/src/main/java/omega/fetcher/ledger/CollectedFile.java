package omega.fetcher.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One file of the ledger: identity (partner, flux, archive name, SHA-256), and where it stands.
 *
 * @param flux {@code ?} where its name fits none
 * @param sha256 64 hexadecimal digits; null until it is archived
 * @param modifie when OMEGA put it out, as its directory says
 * @param expire when OMEGA will withdraw it; null where the guide gives no retention
 * @param revision 1 at first, one more at each replay
 */
public record CollectedFile(
        long id,
        String partenaire,
        String flux,
        String nom,
        @Nullable String sha256,
        long taille,
        Instant modifie,
        @Nullable Instant expire,
        int revision,
        FileState etat,
        Instant decouvert,
        Instant change) {

    public static final String UNKNOWN_FLUX = "?";

    /** The hash of an archived file. */
    public String hash() {
        if (sha256 == null) {
            throw new IllegalStateException(nom + " is not archived");
        }
        return sha256;
    }

    /** The first 16 digits of the hash: how records name their file. */
    public String prefix() {
        return hash().substring(0, 16);
    }

    /** Key of the file's events. */
    public String key() {
        return partenaire + "/" + flux + "/" + (sha256 == null ? nom : prefix());
    }
}
