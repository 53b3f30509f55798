package omega.catalogue;

import java.nio.charset.Charset;

/**
 * One kind of mass request (§1.1) and how its files are written (§3.2.2, §3.2.3). Its layout has one charset and one kind of line.
 *
 * @param code the guide's, verbatim
 * @param destinataire what the header names as receiver
 * @param max most requests in a file
 * @param layout one version; its field {@code flux} is {@link #code}
 */
public record DemandeKind(
        String code,
        String libelle,
        String section,
        NameTemplate archive,
        NameTemplate member,
        String destinataire,
        int max,
        Layout layout) {

    /** Fields that every kind has: the caller's reference, the point, and when the request is to take effect. */
    public static final String ID_DEMANDE = "idDemande";

    public static final String PCE = "pce";
    public static final String DATE_SOUHAITEE = "dateSouhaitee";

    public RecordKind line() {
        return layout.records().getFirst();
    }

    public Charset charset() {
        return layout.charsets().getFirst();
    }
}
