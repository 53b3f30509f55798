package omega.submitter.hear;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import omega.clock.OmegaClock;
import omega.demande.DemandeEvent;
import omega.runtime.audit.Audit;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import org.jdbi.v3.core.Handle;

/** An operator has an uncertain lot sent again: the same bytes under the same name, once its comptes-rendus would have been read. */
@ApplicationScoped
public class Release {
    private final Ledger ledger;
    private final Settlement settlement;
    private final OmegaClock clock;

    public Release(Ledger ledger, Settlement settlement, OmegaClock clock) {
        this.ledger = ledger;
        this.settlement = settlement;
        this.clock = clock;
    }

    /** Why it may not be released; the message is for the operator. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    /**
     * Releases a lot, recorded with who and why.
     *
     * @throws Refused when it is not uncertain, has just changed, or no listing after its attempt has been read
     */
    public Lot release(Lot lot, String operator, String reason) throws Refused {
        try {
            return attempt(lot, operator, reason);
        } catch (Refused e) {
            ledger.jdbi()
                    .useTransaction(handle -> tell(handle, lot, operator, "REFUSEE", reason + ": " + e.getMessage()));
            throw e;
        }
    }

    private void tell(Handle handle, Lot lot, String operator, String outcome, String reason) {
        String about = lot.fichier() + " (lot " + lot.id() + ")";
        ledger.audit()
                .write(
                        handle,
                        Audit.operator(operator),
                        Audit.Action.LIBERATION,
                        lot.partenaire(),
                        about,
                        outcome,
                        reason);
    }

    private Lot attempt(Lot lot, String operator, String reason) throws Refused {
        if (!(lot.etat() instanceof LotState.Incertain incertain)) {
            throw new Refused(
                    "lot " + lot.id() + " is " + lot.etat().word() + "; only an uncertain lot can be released");
        }
        Instant known = settlement.regard(lot.partenaire()).orElse(Instant.EPOCH);
        if (!known.isAfter(incertain.limite())) {
            throw new Refused("the comptes-rendus of " + lot.partenaire() + " are known up to "
                    + (known.equals(Instant.EPOCH) ? "nothing" : known) + ", and the lot may have arrived up to "
                    + incertain.limite() + ": wait for publication-fetcher's next look");
        }
        try {
            return ledger.jdbi().inTransaction(handle -> {
                Lot released = ledger.advance(handle, lot, incertain.released());
                tell(handle, released, operator, "LIBERE", reason);
                ledger.tell(
                        handle,
                        List.of(new DemandeEvent.LotLibere(
                                lot.partenaire(), lot.id(), lot.fichier(), operator, reason, clock.instant())));
                return released;
            });
        } catch (Ledger.Stale e) {
            throw new Refused("lot " + lot.id() + " has just changed; look again");
        }
    }
}
