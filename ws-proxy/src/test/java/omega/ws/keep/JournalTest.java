package omega.ws.keep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import omega.clock.OmegaClock;
import omega.sandbox.TestStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalTest {
    private AgroalDataSource dataSource;
    private Journal journal;

    @BeforeEach
    void open() {
        dataSource = TestStack.pool(TestStack.freshDatabase());
        journal = new Journal(dataSource, OmegaClock.real(), "sandbox", Duration.ofSeconds(30));
        journal.migrate();
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private void waits(String service, String idDemande, String key) {
        journal.jdbi()
                .useHandle(handle -> handle.createUpdate("""
            INSERT INTO ws.demande (partenaire, cle, id_demande, service, operation, ecriture, empreinte, corps, appelant, source, attend, etat,
                pas_avant, recue, modifiee)
            VALUES ('ESA', :key, :id, :service, 'x', true, '', '{}', 'tests', 'rest', true, 'EN_ATTENTE', now() - interval '1 second', now(), now())\
            """)
                        .bind("key", key)
                        .bind("id", idDemande)
                        .bind("service", service)
                        .execute());
    }

    private List<String> claimed(Map<String, Integer> room) {
        return journal.claim(room, true, true).stream()
                .map(Demande::cle)
                .sorted()
                .toList();
    }

    private void ended(String key) {
        journal.jdbi()
                .useHandle(handle -> handle.execute("UPDATE ws.demande SET etat = 'ACCEPTEE' WHERE cle = ?", key));
    }

    /** A service with a long queue holds up no other, and none gets more than there is room for. */
    @Test
    void ofEachServiceTheOldestAreTaken() {
        for (int i = 0; i < 5; i++) {
            waits("LENT", "L-" + i, "l" + i);
        }
        waits("AUTRE", "A-1", "a1");
        waits("PLEIN", "P-1", "p1");
        assertEquals(List.of("a1", "l0", "l1"), claimed(Map.of("LENT", 2, "AUTRE", 8)));
        assertEquals(List.of("l2", "p1"), claimed(Map.of("LENT", 1, "AUTRE", 8, "PLEIN", 1)));
    }

    /** A change of a request and its cancellation are sent one after the other. */
    @Test
    void callsUnderOneIdAreSentInTheirOrder() {
        waits("ModifierDemandeRdv", "D-1", "first");
        waits("AnnulerDemandeUnitaire", "D-1", "second");
        waits("AnnulerDemandeUnitaire", "D-2", "other");
        Map<String, Integer> room = Map.of("ModifierDemandeRdv", 8, "AnnulerDemandeUnitaire", 8);
        assertEquals(List.of("first", "other"), claimed(room));
        assertEquals(List.of(), claimed(room));
        ended("first");
        assertEquals(List.of("second"), claimed(room));
    }

    @Test
    void whatCannotBeMadeAtPresentWaits() {
        waits("PARTI", "X-1", "x1");
        Demande claimed = journal.claim(Map.of("PARTI", 1), true, true).getFirst();
        journal.putBack(claimed, Duration.ofMinutes(5));
        assertEquals(Etat.EN_ATTENTE, journal.find(claimed.id()).orElseThrow().etat());
        assertEquals(Set.of(), claimed(Map.of("PARTI", 1)).stream().collect(Collectors.toSet()));
    }
}
