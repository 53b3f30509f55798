package omega.submitter.hear;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import omega.clock.OmegaClock;
import omega.demande.DemandeEvent;
import omega.submitter.ledger.Ledger;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;

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
