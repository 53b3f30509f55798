package omega.tracker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import omega.tracker.hear.Evidence;
import omega.tracker.hear.Evidence.FileJudged;
import omega.tracker.hear.Evidence.Followed;
import omega.tracker.hear.Evidence.Received;
import omega.tracker.hear.Heard.Fact;
import omega.tracker.hear.Proof;
import omega.tracker.keep.Keeping.Parole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator says of an orphan is evidence like any other: it is kept, a reconstruction honours it, and the last word counts. */
class AttachTest {
    private static final Instant NOW = Instant.parse("2026-11-25T09:00:00Z");
    private static final UUID LINE = new UUID(77, 5);
    private static final UUID NAMED = new UUID(77, 6);
    private static final UUID FILE = new UUID(78, 2);
    private Stand stand;

    @BeforeEach
    void open() throws SQLException {
        stand = new Stand();
        keep(received("A", "21400000000001"));
        keep(received("B", "21400000000002"));
        // no reference, a number that nobody knows: an orphan
        keep(followed(LINE, 1, null, "REA"));
        keep(followed(NAMED, 1, "B", "INT"));
        keep(new FileJudged(proof(FILE, 1), "STRANGE.zip", "ACC", null, null));
    }

    @AfterEach
    void close() {
        stand.close();
    }

    private static Proof proof(UUID id, int revision) {
        return new Proof(id, revision, "ESA", NOW.minusSeconds(60), NOW.minusSeconds(60), "SDEM.zip:" + id);
    }

    private static Evidence received(String id, String pce) {
        return new Received(
                proof(new UUID(1, id.hashCode()), 1), id, "CHF", pce, LocalDate.of(2026, 12, 1), "NORMALE", null);
    }

    private static Evidence followed(UUID line, int revision, @Nullable String id, String code) {
        return new Followed(proof(line, revision), id, "S-404", null, null, "CHF", code, null);
    }

    private void keep(Evidence evidence) {
        stand.keeping.keep(List.of(new Fact(evidence, "{}")));
    }

    private Parole say(UUID line, String id, int minutes) {
        return stand.keeping.attach(
                line, id, "mme.martin", "the PCE is in the letter", NOW.plus(Duration.ofMinutes(minutes)));
    }

    private List<String> orphans() {
        return stand.texts(
                "SELECT cle::text FROM tracker.preuve WHERE orpheline IS NOT NULL AND NOT perimee ORDER BY cle");
    }

    @Test
    void anOrphanGoesToTheRequestThatAnOperatorNames() {
        assertEquals(Map.of("A", "Recue", "B", "Integree"), stand.states());

        assertEquals(Parole.RATTACHEE, say(LINE, "A", 0));

        assertEquals(Map.of("A", "Realisee", "B", "Integree"), stand.states());
        assertEquals(List.of(FILE.toString()), orphans());
        assertEquals(
                List.of("Attached the PCE is in the letter (mme.martin)"),
                stand.texts(
                        "SELECT sort || ' ' || motif FROM tracker.preuve WHERE demande = 'A' AND sort = 'Attached'"));
        assertEquals(
                List.of("Realisee"),
                stand.texts(
                        "SELECT etat FROM tracker.annonce WHERE demande = 'A' AND derniere ORDER BY id DESC LIMIT 1"));
    }

    /** Whoever says so is named, with the reason; what was not done leaves no line. */
    @Test
    void theAuditTellsWhoSaidSo() {
        assertEquals(Parole.DEMANDE_INCONNUE, say(LINE, "NOBODYS", 0));
        say(LINE, "A", 0);

        assertEquals(
                List.of("ESA mme.martin RATTACHEMENT A line " + LINE + " the PCE is in the letter"),
                stand.texts(
                        "SELECT concat_ws(' ', partenaire, acteur, action, resultat, objet, raison) FROM audit.ligne"));
    }

    @Test
    void aReconstructionHonoursIt() {
        say(LINE, "A", 0);
        List<Map<String, Object>> before = stand.requests();
        assertEquals(0, stand.keeping.rebuild("op").corrigees());

        stand.keeping.jdbi().useHandle(handle -> {
            handle.execute("UPDATE tracker.demande SET etat = 'Recue'");
            handle.execute(
                    "UPDATE tracker.preuve SET demande = NULL, voie = NULL, orpheline = 'INCONNUE' WHERE sort = 'Followed'");
        });
        stand.keeping.rebuild("op");

        assertEquals(before, stand.requests());
        assertEquals(List.of(FILE.toString()), orphans());
    }

    @Test
    void theLastWordCountsAlsoForALaterRevisionOfTheLine() {
        say(LINE, "A", 0);
        assertEquals(Parole.RATTACHEE, say(LINE, "B", 1));
        assertEquals(Map.of("A", "Recue", "B", "Realisee"), stand.states());

        keep(followed(LINE, 2, null, "ANN"));

        assertEquals(Map.of("A", "Recue", "B", "Annulee"), stand.states());
        assertEquals(0, stand.keeping.rebuild("op").corrigees());
    }

    @Test
    void aLineThatNamesItsRequestNeedsNoWord() {
        say(LINE, "A", 0);
        keep(followed(LINE, 2, "B", "ANN"));

        assertEquals(Map.of("A", "Recue", "B", "Annulee"), stand.states());
        assertEquals(0, stand.keeping.rebuild("op").corrigees());
    }

    @Test
    void whatCannotBeIsRefusedAndChangesNothing() {
        assertEquals(Parole.DEJA_TROUVEE, say(NAMED, "A", 0));
        assertEquals(Parole.PAS_UNE_DEMANDE, say(FILE, "A", 0));
        assertEquals(Parole.DEMANDE_INCONNUE, say(LINE, "C", 0));
        assertEquals(Parole.LIGNE_INCONNUE, say(new UUID(1, 1), "A", 0));
        assertEquals(List.of("0"), stand.texts("SELECT count(*)::text FROM tracker.preuve WHERE sort = 'Attached'"));
        assertEquals(Map.of("A", "Recue", "B", "Integree"), stand.states());
    }
}
