package omega.submitter.hear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import omega.submitter.Stand;
import omega.submitter.ledger.Lot;
import omega.submitter.ledger.LotState;
import omega.submitter.ledger.LotState.Preuve;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What OMEGA's answers mean for lots, their quota and their operators (§3.2.3). */
class SettlementTest {
    private static final Instant MONDAY = Instant.parse("2026-11-23T09:00:00Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @TempDir
    static Path root;

    private Stand stand;
    private Stand.Node node;
    private List<String> ids;

    @BeforeEach
    void start() throws SQLException {
        stand = new Stand(MONDAY);
        node = stand.process(Stand.contrat(root, 100, 0, "{nom}.{lot}-{epoch}.tmp"));
        ids = stand.accept(node, 10, MONDAY.plus(Duration.ofMinutes(10)));
        node.preparation().turn();
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    private Lot lot() {
        return node.ledger.find(1).orElseThrow();
    }

    private Lot begun() {
        Lot lot = lot();
        return node.ledger.advance(
                lot,
                ((LotState.Prepare) lot.etat()).sent("/demandes/t", "/demandes/r", MONDAY.plus(Duration.ofMinutes(5))));
    }

    private Lot uncertain() {
        Lot begun = begun();
        Lot engaged = node.ledger.advance(begun, ((LotState.Envoi) begun.etat()).engaged());
        return node.ledger.advance(engaged, ((LotState.Envoi) engaged.etat()).lost("nothing is there"));
    }

    private Lot deposited() {
        Lot begun = begun();
        return node.ledger.jdbi().inTransaction(handle -> node.ledger.deposited(handle, begun, Preuve.RENOMME));
    }

    private void hear(boolean refused, @Nullable String motif) {
        node.settlement.compteRendu(new Settlement.CompteRendu(
                Stand.PARTNER, lot().fichier(), refused, motif, refused ? null : "S-1", MONDAY));
    }

    private long events(String word) {
        return node.ledger
                .jdbi()
                .withHandle(handle -> handle.createQuery("SELECT count(*) FROM submitter.evenement WHERE type = :word")
                        .bind("word", word)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void aCompteRenduSettlesWhatIsUncertain() {
        uncertain();
        hear(false, null);
        hear(false, null);
        assertEquals(
                "S-1", assertInstanceOf(LotState.Accepte.class, lot().etat()).numeroSuivi());
        assertEquals(1, events("LotDepose"));
        assertEquals(Map.of(DAY, 10), stand.used());
    }

    @Test
    void anSdemLineOfOneOfItsRequestsSettlesIt() {
        uncertain();
        node.settlement.suivies("TIR", ids);
        assertInstanceOf(LotState.Incertain.class, lot().etat(), "another partner's");
        node.settlement.suivies(Stand.PARTNER, List.of("somebody", ids.get(3)));
        assertEquals(
                Preuve.SDEM,
                assertInstanceOf(LotState.Depose.class, lot().etat()).preuve());
    }

    @Test
    void anSdemLineSaysNothingOfALotThatWasNeverEngaged() {
        begun();
        node.settlement.suivies(Stand.PARTNER, ids);
        assertInstanceOf(LotState.Envoi.class, lot().etat());
    }

    @Test
    void aRefusedFileGivesItsQuotaBackOnce() {
        deposited();
        hear(true, "F03");
        hear(true, "F03");
        assertEquals(
                "F03", assertInstanceOf(LotState.Refuse.class, lot().etat()).motif());
        assertEquals(Map.of(DAY, 0), stand.used());
        assertTrue(node.quotas.days(Stand.PARTNER, DAY).getFirst().abaissee() == null);
    }

    /** Nothing of the file was taken, so its requests may go in another one, under the ids that their callers know. */
    @Test
    void whatOmegaRefusedWholeMayWaitAgainOnce() throws Exception {
        Lot deposited = deposited();
        assertThrows(Release.Refused.class, () -> node.renvoi.sendAgain(deposited, "op", "it may be there"));
        hear(true, "F06");
        Lot refused = lot();
        assertInstanceOf(
                LotState.Defait.class,
                node.renvoi.sendAgain(refused, "op", "tomorrow").etat());
        assertThrows(Release.Refused.class, () -> node.renvoi.sendAgain(refused, "op", "twice at once"));
        assertThrows(Release.Refused.class, () -> node.renvoi.sendAgain(lot(), "op", "twice"));
        assertEquals(Map.of(DAY, 0), stand.used());
        stand.hand.advance(Duration.ofDays(1));
        node.preparation().turn();
        hear(true, "F06");
        assertInstanceOf(LotState.Defait.class, lot().etat(), "told again, it changes nothing");
        Lot again = node.ledger.find(2).orElseThrow();
        assertEquals(
                10,
                again.nombre()
                        + node.ledger
                                .jdbi()
                                .withHandle(handle -> handle.createQuery(
                                                "SELECT count(*) FROM submitter.demande WHERE etat = 'EN_ATTENTE'")
                                        .mapTo(Integer.class)
                                        .one()),
                "what has missed its deadline is smoothed over the day");
        assertNotEquals(refused.fichier(), again.fichier());
        assertEquals(1, events("LotDefait"));
        assertEquals(
                List.of("REFUSE", "RENVOYE", "REFUSE", "REFUSE"),
                node.ledger
                        .jdbi()
                        .withHandle(handle -> handle.createQuery(
                                        "SELECT resultat FROM audit.ligne WHERE action = 'RENVOI' AND acteur = 'op'"
                                                + " ORDER BY id")
                                .mapTo(String.class)
                                .list()));
    }

    private List<String> waiting() {
        return node.ledger
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "SELECT id_demande FROM submitter.demande WHERE etat = 'EN_ATTENTE' ORDER BY 1")
                        .mapTo(String.class)
                        .list());
    }

    private String contradiction() {
        return String.valueOf(
                assertInstanceOf(LotState.Accepte.class, lot().etat()).contredit());
    }

    /** What OMEGA once took is not sent again, whichever of its answers came first. */
    @Test
    void anAcceptanceThatComesAfterARefusalCounts() {
        deposited();
        hear(true, "F03");
        hear(false, null);
        hear(true, "F03");
        assertEquals("it was refused before (F03)", contradiction());
        assertEquals(Map.of(DAY, 10), stand.used(), "OMEGA counted it");
        assertThrows(Release.Refused.class, () -> node.renvoi.sendAgain(lot(), "op", "it was refused"));
        assertEquals(
                List.of(lot()),
                node.ledger.contradicted(Stand.PARTNER, MONDAY.minusSeconds(1)),
                "so that an operator is told");
        long told = node.ledger
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery("SELECT count(*) FROM audit.ligne WHERE resultat = 'CONTREDIT'")
                                .mapTo(Long.class)
                                .one());
        assertEquals(1L, told);
    }

    @Test
    void sdemThatTellsOfARefusedLotProvesItThere() {
        deposited();
        hear(true, "F03");
        node.settlement.suivies(Stand.PARTNER, List.of(ids.getFirst()));
        assertEquals(
                Preuve.SDEM,
                assertInstanceOf(LotState.Depose.class, lot().etat()).preuve());
        assertEquals(Map.of(DAY, 10), stand.used());
    }

    @Test
    void anAcceptanceAfterAnOperatorHadItSentAgainTakesItsRequestsBack() throws Exception {
        deposited();
        hear(true, "F06");
        node.renvoi.sendAgain(lot(), "op", "tomorrow");
        stand.hand.advance(Duration.ofDays(1));
        node.preparation().turn();
        Lot again = node.ledger.find(2).orElseThrow();
        hear(false, null);
        assertEquals("its requests were waiting again", contradiction());
        assertInstanceOf(
                LotState.Defait.class,
                node.ledger.find(again.id()).orElseThrow().etat(),
                "had not left");
        assertEquals(List.of(), waiting());
        assertEquals(Map.of(DAY, 10, DAY.plusDays(1), 0), stand.used());
        assertEquals(2, events("LotDepose"), "the tracker is told that it is there after all");
        stand.hand.advance(Duration.ofDays(1));
        node.preparation().turn();
        assertTrue(node.ledger.in(Stand.PARTNER, LotState.Prepare.class).isEmpty(), "nothing is left to send");
    }

    @Test
    void whatHadLeftAgainByThenIsNamed() throws Exception {
        deposited();
        hear(true, "F06");
        node.renvoi.sendAgain(lot(), "op", "tomorrow");
        stand.hand.advance(Duration.ofDays(1));
        node.preparation().turn();
        Lot again = node.ledger.find(2).orElseThrow();
        Lot begun = node.ledger.advance(
                again, ((LotState.Prepare) again.etat()).sent("/demandes/u", null, MONDAY.plus(Duration.ofDays(2))));
        node.ledger.jdbi().useTransaction(handle -> node.ledger.deposited(handle, begun, Preuve.RENOMME));
        hear(false, null);
        assertTrue(contradiction().contains("had gone with lots [2]"), this::contradiction);
        assertInstanceOf(
                LotState.Depose.class, node.ledger.find(2).orElseThrow().etat());
        assertEquals(List.of(), waiting(), "those that had not gone are not sent");
    }

    @Test
    void whatIsNoLongerKeptCannotBeSentAgain() {
        deposited();
        hear(true, "F06");
        node.ledger.jdbi().useHandle(handle -> handle.execute("UPDATE submitter.demande SET contenu = NULL"));
        assertThrows(Release.Refused.class, () -> node.renvoi.sendAgain(lot(), "op", "why"));
        assertInstanceOf(LotState.Refuse.class, lot().etat());
    }

    @Test
    void aRefusalForTheQuotaLowersTheDaysLimitToWhatOmegaHasTaken() {
        deposited();
        stand.accept(node, 5, MONDAY.plus(Duration.ofMinutes(10)));
        node.preparation().turn();
        hear(true, "F06");
        stand.accept(node, 1, MONDAY.plus(Duration.ofMinutes(10)));
        var day = node.quotas.days(Stand.PARTNER, DAY).getFirst();
        assertEquals(0, day.abaissee(), "nothing else was deposited on that day");
        assertEquals(5, day.utilise(), "the second lot's, which is taken apart when its turn comes");
        assertEquals(0, day.reste());
        assertEquals(
                0, node.outlook.now(node.contrat).plan().forecast().planifiees(), "and nothing more is planned for it");
    }

    @Test
    void aReleaseNeedsALookAtComptesRendusAfterTheAttemptsEnd() throws Exception {
        Lot uncertain = uncertain();
        Instant limit = ((LotState.Incertain) uncertain.etat()).limite();
        assertThrows(Release.Refused.class, () -> node.release.release(uncertain, "op", "?"));
        node.settlement.regard(Stand.PARTNER, limit);
        assertThrows(Release.Refused.class, () -> node.release.release(uncertain, "op", "not later than"));
        node.settlement.regard(Stand.PARTNER, limit.plusSeconds(1));
        node.settlement.regard(Stand.PARTNER, MONDAY);
        Lot released = node.release.release(uncertain, "op", "GRDF says that nothing came");
        assertEquals(new LotState.Prepare(true), released.etat());
        assertEquals(uncertain.fichier(), released.fichier());
        assertEquals(uncertain.sha256(), released.sha256());
        assertEquals(1, events("LotLibere"));
        assertThrows(Release.Refused.class, () -> node.release.release(uncertain, "op", "twice"));
        assertEquals(
                List.of("REFUSEE", "REFUSEE", "LIBERE", "REFUSEE"),
                node.ledger
                        .jdbi()
                        .withHandle(handle -> handle.createQuery(
                                        "SELECT resultat FROM audit.ligne WHERE action = 'LIBERATION' AND acteur = 'op' ORDER BY id")
                                .mapTo(String.class)
                                .list()),
                "what was asked is kept, granted or not");
        assertEquals(
                List.of("INCERTAIN"),
                node.ledger
                        .jdbi()
                        .withHandle(handle -> handle.createQuery(
                                        "SELECT resultat FROM audit.ligne WHERE action = 'DEPOT' ORDER BY id")
                                .mapTo(String.class)
                                .list()));
    }

    /** What had arrived the first time is not refused because it came again. */
    @Test
    void aReleasedLotThatIsRefusedAsADuplicateHadArrived() throws Exception {
        Lot uncertain = uncertain();
        node.settlement.regard(Stand.PARTNER, MONDAY.plus(Duration.ofHours(1)));
        node.release.release(uncertain, "op", "why");
        Lot again = lot();
        Lot begun = node.ledger.advance(again, ((LotState.Prepare) again.etat()).sent("/t2", "/r2", MONDAY));
        node.ledger.jdbi().useTransaction(handle -> node.ledger.deposited(handle, begun, Preuve.RENOMME));
        hear(true, "F05");
        assertInstanceOf(LotState.Depose.class, lot().etat());
        hear(false, null);
        assertInstanceOf(LotState.Accepte.class, lot().etat());
        assertEquals(Map.of(DAY, 10), stand.used());
    }

    @Test
    void aDuplicateThatWasNeverReleasedIsARefusal() {
        deposited();
        hear(true, "F05");
        assertInstanceOf(LotState.Refuse.class, lot().etat());
    }

    @Test
    void aStrangersFileSaysNothing() {
        deposited();
        node.settlement.compteRendu(new Settlement.CompteRendu(
                Stand.PARTNER, "DEM_RAD_ESA_20260101000000_00001.zip", true, "F06", null, MONDAY));
        assertInstanceOf(LotState.Depose.class, lot().etat());
    }
}
