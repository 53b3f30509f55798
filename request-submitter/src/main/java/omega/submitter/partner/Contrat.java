package omega.submitter.partner;

import omega.channel.Partner;
import omega.channel.RemoteFile;
import omega.submitter.ledger.Lot;
import org.jspecify.annotations.Nullable;

/**
 * A partner that sends mass requests.
 *
 * @param limite requests a day, over files and portal (§2.2.1, §3.2.1)
 * @param reservePortail of them, what is kept for the portal
 * @param temporaire template of the name a file has before its rename; null to write to the final name
 * @param epargne whether OMEGA is known to take nothing that has a temporary name
 */
public record Contrat(
        Partner partner,
        int limite,
        int reservePortail,
        @Nullable String temporaire,
        boolean epargne) {
    /** The value of {@code temporaire} that stands for none. */
    static final String AUCUN = "aucun";

    public Contrat {
        if (limite < 0 || reservePortail < 0) {
            throw new IllegalArgumentException(
                    "omega.partenaires." + partner.code() + ".quota.limite and .reserve-portail cannot be negative");
        }
        if (temporaire != null && !(temporaire.contains("{lot}") && temporaire.contains("{epoch}"))) {
            throw new IllegalArgumentException("omega.partenaires." + partner.code()
                    + ".depot.temporaire must hold {lot} and {epoch}, so that no name is used twice, or be aucun; is "
                    + temporaire);
        }
    }

    public String code() {
        return partner.code();
    }

    /** Where a lot's file ends up. */
    public String path(Lot lot) {
        return RemoteFile.path(partner.directories().demandes(), lot.fichier());
    }

    /** Where the attempt number {@code epoch} writes a lot's file first; null for the final path. */
    public @Nullable String temporaryPath(Lot lot, int epoch) {
        return temporaryPath(lot, Integer.toString(epoch));
    }

    /** Where what an attempt left unfinished is moved to; null where there is no temporary path. */
    public @Nullable String retiredPath(Lot lot, int epoch) {
        return temporaryPath(lot, epoch + "r");
    }

    private @Nullable String temporaryPath(Lot lot, String epoch) {
        if (temporaire == null) {
            return null;
        }
        String name = temporaire
                .replace("{nom}", lot.fichier())
                .replace("{lot}", Long.toString(lot.id()))
                .replace("{epoch}", epoch);
        return name.startsWith("/")
                ? name
                : RemoteFile.path(partner.directories().demandes(), name);
    }
}
