package omega.submitter.announce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Map;
import omega.submitter.Stand;
import omega.submitter.accept.Entree;
import omega.submitter.accept.Outcome;
import omega.submitter.check.Demande;
import omega.submitter.hear.Settlement;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.ledger.LotState.Preuve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests asked for is forgotten after the retention; that they were asked for never is. */
class PurgeTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");

    @TempDir
    static Path root;

    private static Outcome accept(Stand.Node node, String id, String motif) {
        Demande demande = new Demande(
                id, "RAD", "12345678901234", "2027-12-01", "2026-11-23T10:10:00+01:00", null, Map.of("motif", motif));
        return node.acceptance
                .accept(List.of(new Entree.Lue(Stand.PARTNER, demande, List.of(), "rest")))
                .getFirst();
    }

    /** The ids whose payload is still there. */
    private static List<String> kept(Stand.Node node) {
        return node.ledger
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT id_demande FROM submitter.demande WHERE contenu IS NOT NULL ORDER BY rang")
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void thePayloadGoesAndTheIdStays() throws Exception {
        // Given a request that OMEGA has accepted and another that still waits
        try (Stand stand = new Stand(MONDAY)) {
            Stand.Node node = stand.process(Stand.contrat(root, 100, 0, "{nom}.{lot}-{epoch}.tmp"));
            assertEquals(new Outcome.Recue(), accept(node, "A", "CON"));
            node.preparation().turn();
            Lot lot = node.ledger.find(1).orElseThrow();
            Lot begun = node.ledger.advance(
                    lot, ((LotState.Prepare) lot.etat()).sent("/t", "/r", MONDAY.plus(Duration.ofMinutes(5))));
            node.ledger.jdbi().useTransaction(handle -> node.ledger.deposited(handle, begun, Preuve.RENOMME));
            node.settlement.compteRendu(
                    new Settlement.CompteRendu(Stand.PARTNER, lot.fichier(), false, null, "S-1", MONDAY));
            assertEquals(new Outcome.Recue(), accept(node, "B", "CON"));
            Purge purge = new Purge(node.ledger, stand.clock, Period.ofDays(90));

            // When it is a day too early
            stand.hand.advance(Duration.ofDays(89));
            purge.turn();

            assertEquals(List.of("A", "B"), kept(node));
            assertTrue(node.ledger.archive(lot).isPresent());

            // When the retention is over
            stand.hand.advance(Duration.ofDays(2));
            purge.turn();

            assertEquals(List.of("B"), kept(node), "what waits is never forgotten");
            assertFalse(node.ledger.archive(lot).isPresent());
            assertEquals(new Outcome.Connue(), accept(node, "A", "CON"));
            assertEquals(
                    List.of("ID_DEJA_PRIS"),
                    assertInstanceOf(Outcome.Refusee.class, accept(node, "A", "FAC")).fautes().stream()
                            .map(each -> each.code().toString())
                            .toList());
        }
    }
}
