package omega.submitter.hear;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import omega.clock.OmegaClock;
import omega.demande.DemandeEvent;
import omega.runtime.audit.Audit;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import org.jdbi.v3.core.Handle;

/**
 * An operator has the requests of a file that OMEGA refused whole, for the quota say, wait again: none of them was taken, so they go into another file under the ids
 * that their callers know.
 */
@ApplicationScoped
public class Renvoi {
    private final Ledger ledger;
    private final OmegaClock clock;

    public Renvoi(Ledger ledger, OmegaClock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Takes the lot apart, recorded with who and why; its quota was given back when it was refused.
     *
     * @throws Release.Refused when it is not refused, has just changed, or what it asked for is no longer kept
     */
    public Lot sendAgain(Lot lot, String operator, String reason) throws Release.Refused {
        try {
            return attempt(lot, operator, reason);
        } catch (Release.Refused e) {
            ledger.jdbi()
                    .useTransaction(handle -> tell(handle, lot, operator, "REFUSE", reason + ": " + e.getMessage()));
            throw e;
        }
    }

    private Lot attempt(Lot lot, String operator, String reason) throws Release.Refused {
        if (!(lot.etat() instanceof LotState.Refuse refuse)) {
            throw new Release.Refused("lot " + lot.id() + " is " + lot.etat().word()
                    + "; only what OMEGA refused whole can be sent again");
        }
        String why = "OMEGA refused it" + (refuse.motif() == null ? "" : " (" + refuse.motif() + ")")
                + "; to be sent again: " + reason + " (" + operator + ")";
        try {
            return ledger.jdbi().inTransaction(handle -> {
                Lot apart = ledger.advance(handle, lot, refuse.takenApart(why));
                if (purged(handle, lot)) {
                    throw new Release.Refused(
                            "what lot " + lot.id() + " asked for is no longer kept: hand it in again, under new ids");
                }
                handle.createUpdate("UPDATE submitter.demande SET etat = 'EN_ATTENTE', lot = NULL, ligne = NULL"
                                + " WHERE lot = :lot")
                        .bind("lot", lot.id())
                        .execute();
                tell(handle, lot, operator, "RENVOYE", reason);
                ledger.tell(
                        handle,
                        List.of(new DemandeEvent.LotDefait(
                                lot.partenaire(), lot.id(), lot.fichier(), why, clock.instant())));
                return apart;
            });
        } catch (Ledger.Stale e) {
            throw new Release.Refused("lot " + lot.id() + " has just changed; look again");
        }
    }

    private static boolean purged(Handle handle, Lot lot) {
        return handle.createQuery("SELECT EXISTS (SELECT FROM submitter.demande WHERE lot = :lot AND contenu IS NULL)")
                .bind("lot", lot.id())
                .mapTo(Boolean.class)
                .one();
    }

    private void tell(Handle handle, Lot lot, String operator, String outcome, String reason) {
        ledger.audit()
                .write(
                        handle,
                        Audit.operator(operator),
                        Audit.Action.RENVOI,
                        lot.partenaire(),
                        lot.fichier() + " (lot " + lot.id() + ")",
                        outcome,
                        reason);
    }
}
