package omega.submitter.book;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import omega.submitter.Stand;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.partner.Contrat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many processes book at once, a day never holds more than its quota, and no request is in two lots. */
class QuotaTest {
    private static final boolean FULL = Boolean.getBoolean("tests.full");
    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @TempDir
    static Path root;

    @Test
    void fourProcessesTogetherKeepTheQuota() throws Exception {
        int days = FULL ? 200 : 6;
        for (int day = 0; day < days; day++) {
            try (Stand stand = new Stand(MONDAY);
                    ExecutorService threads = Executors.newFixedThreadPool(4)) {
                Contrat contrat = Stand.contrat(root, 57, 10, "aucun");
                List<Stand.Node> nodes = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    nodes.add(stand.process(contrat));
                }
                stand.accept(nodes.getFirst(), 120, MONDAY.plus(Duration.ofMinutes(10)));
                List<Callable<Boolean>> turns = new ArrayList<>();
                for (Stand.Node each : nodes) {
                    turns.add(() -> {
                        Preparation preparation = each.preparation();
                        for (int i = 0; i < 6; i++) {
                            preparation.turn();
                        }
                        return true;
                    });
                }
                for (Future<Boolean> each : threads.invokeAll(turns)) {
                    assertTrue(each.get());
                }
                List<Lot> lots = nodes.getFirst().ledger.in(Stand.PARTNER, LotState.Prepare.class);
                assertEquals(47, lots.stream().mapToInt(Lot::nombre).sum(), "the limit less the portal's reserve");
                assertEquals(Map.of(DAY, 47), stand.used());
                long inLots = nodes.getFirst()
                        .ledger
                        .jdbi()
                        .withHandle(handle -> handle.createQuery(
                                        "SELECT count(*) FROM submitter.demande WHERE etat = 'EN_LOT' AND lot IS NOT NULL")
                                .mapTo(Long.class)
                                .one());
                assertEquals(47, inLots);
            }
        }
        System.out.println(days + " days of four processes on one database: 0 over quota");
    }

    @Test
    void thePortalTakesItsShare() throws Exception {
        try (Stand stand = new Stand(MONDAY)) {
            Stand.Node node = stand.process(Stand.contrat(root, 50, 10, "aucun"));
            node.quotas.declare(node.contrat, DAY, 30, "op");
            assertTrue(book(node, 20));
            assertFalse(book(node, 1));
            node.quotas.declare(node.contrat, DAY, 5, "op");
            assertTrue(book(node, 20), "the reserve stays, however little is declared");
            assertEquals(0, node.quotas.days(Stand.PARTNER, DAY).getFirst().reste());
        }
    }

    private static boolean book(Stand.Node node, int count) {
        return node.ledger.jdbi().inTransaction(handle -> node.quotas.book(handle, node.contrat, DAY, count));
    }

    /** What was frozen before the portal was used more waits again, as far as it is over. */
    @Test
    void whatIsBookedBeyondTheQuotaIsTakenApartBeforeItLeaves() throws Exception {
        try (Stand stand = new Stand(MONDAY)) {
            Stand.Node node = stand.process(Stand.contrat(root.resolve("portal"), 50, 0, "{lot}-{epoch}.tmp"));
            java.nio.file.Files.createDirectories(root.resolve("portal/demandes"));
            stand.accept(node, 40, MONDAY.plus(Duration.ofMinutes(10)));
            node.preparation().turn();
            node.quotas.declare(node.contrat, DAY, 20, "op");

            node.deposits(
                            omega.submitter.deposit.Comptage.LES_DEUX,
                            (partner, before) -> omega.channel.connect.Connection.open(
                                    partner, omega.channel.Timeouts.USUAL, before))
                    .turn();

            assertEquals(1, node.ledger.in(Stand.PARTNER, LotState.Defait.class).size());
            assertEquals(Map.of(DAY, 0), stand.used());
            assertTrue(node.outlook.isAnythingPending(node.contrat));
        }
    }
}
