package omega.submitter.announce;

import java.time.Instant;
import java.time.Period;
import omega.clock.OmegaClock;
import omega.runtime.loop.Loop;
import omega.submitter.ledger.Ledger;

/**
 * Forgets what requests asked for once their lots have been answered for as long as the retention: lines, bytes and events. Ids, hashes and states stay for ever. Some rows a
 * turn, so that no lock lasts.
 */
public final class Purge implements Loop.Attempt {
    private static final int MOST = 5_000;
    private final Ledger ledger;
    private final OmegaClock clock;
    private final Period retention;

    public Purge(Ledger ledger, OmegaClock clock, Period retention) {
        this.ledger = ledger;
        this.clock = clock;
        this.retention = retention;
    }

    @Override
    public boolean turn() {
        Instant before = clock.paris().minus(retention).toInstant();
        int most = 0;
        for (String statement : new String[] {"""
            UPDATE submitter.demande SET contenu = NULL WHERE rang IN (
                SELECT rang FROM submitter.demande LEFT JOIN submitter.lot ON lot.id = demande.lot
                WHERE demande.contenu IS NOT NULL AND demande.recue < :before
                  AND (demande.etat = 'REFUSEE' OR (lot.etat IN ('Accepte', 'Refuse', 'Depose') AND lot.change < :before))
                LIMIT :most)\
            """, """
                UPDATE submitter.lot SET archive = NULL WHERE id IN (
                    SELECT id FROM submitter.lot WHERE archive IS NOT NULL AND etat IN ('Accepte', 'Refuse', 'Depose', 'Defait') AND change < :before
                    LIMIT :most)\
                """, """
                    DELETE FROM submitter.evenement WHERE id IN (
                        SELECT id FROM submitter.evenement WHERE envoye AND le < :before AND type <> 'LotLibere' LIMIT :most)\
                    """}) {
            most = Math.max(
                    most,
                    ledger.jdbi()
                            .withHandle(handle -> handle.createUpdate(statement)
                                    .bind("before", Ledger.utc(before))
                                    .bind("most", MOST)
                                    .execute()));
        }
        return most == MOST;
    }
}
