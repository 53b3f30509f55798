package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omega.catalogue.Catalogue;
import omega.catalogue.ServiceWeb;
import org.junit.jupiter.api.Test;

final class UnitRequestsTest {
    private static final Catalogue PACK = Catalogue.provisional();
    private final UnitRequests requests = new UnitRequests(PACK, _ -> true);

    @Test
    void everyServiceOfThePackHasABody() {
        Set<String> pack = new HashSet<>();
        PACK.services().stream().map(ServiceWeb::name).forEach(pack::add);
        assertEquals(19, pack.size());
        assertEquals(pack, Set.copyOf(requests.services()));
    }

    @Test
    void whatIsNotOfferedIsNotAskedFor() {
        UnitRequests some = new UnitRequests(PACK, path -> !path.equals("/ws/pce-adresse/rechercherPce"));
        assertEquals(18, some.services().size());
        assertEquals("ws/CreerDIT/creerDIT", some.path("CreerDIT"));
    }

    @Test
    void whatIsNamedComesBefore() {
        Map<String, String> places = new HashMap<>(Map.of("id", "U", "pce", "P", "jour", "J", "creneau", "C"));
        for (String service : requests.services()) {
            String body = requests.body(service, places).toString();
            assertFalse(body.contains("\"{"), () -> service + " lacks something: " + body);
            places.put(service, "D");
        }
    }

    @Test
    void freeOnesNameNothingButAPoint() {
        List<String> free = requests.free();
        assertTrue(free.contains("CreerDemandeCHF") && free.contains("CreerDemandeRADDPM"), free::toString);
        assertTrue(!free.contains("CreerDIT") && !free.contains("CreerDemandeRetb"), free::toString);
        assertTrue(!free.contains("AnnulerDemandeUnitaire") && !free.contains("SuiviDemande"), free::toString);
    }
}
