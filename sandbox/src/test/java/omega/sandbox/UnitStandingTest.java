package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import omega.sandbox.UnitSupplier.Asked;
import org.junit.jupiter.api.Test;

/** Each way in which the accounts may differ is told. */
final class UnitStandingTest {
    private static final String LOST =
            "{'idDemande':'U-1','numeroDemande':'D1','issue':'COUPEE','service':'CreerDemandeCHF','panne':'REPONSE_PERDUE'}";
    /** Of another request: the fault that is awaited, and nothing more. */
    private static final String NEVER =
            LOST.replace("'numeroDemande':'D1',", "").replace("U-1", "U-0");

    private static final String CALLED = "[" + LOST + ",{'idDemande':'U-1','issue':'REPONSE'}]";
    private static final Map<String, List<String>> ANSWERED = Map.of("U-1", List.of("INCERTAINE", "ACCEPTEE"));

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Asked asked(String... turnedAway) {
        return new Asked(
                Map.of("U-1", "CreerDemandeCHF"),
                Set.of("U-1"),
                Set.of(turnedAway),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                List.of("CreerDemandeCHF REPONSE_PERDUE"),
                0,
                Set.of(),
                List.of());
    }

    private static List<String> differences(
            Asked asked, String state, String calls, int doubles, Map<String, List<String>> answers) {
        return differences(
                asked, state, state.equals("ACCEPTEE") ? "AccepteeNiveau1" : "RejeteeNiveau1", calls, doubles, answers);
    }

    private static List<String> differences(
            Asked asked, String state, String tracked, String calls, int doubles, Map<String, List<String>> answers) {
        return new UnitStanding(
                        asked,
                        json("[{'idDemande':'U-1','etat':'" + state + "','numeroDemande':'D1'}]"),
                        Map.of("U-1", json("{'etat':'" + tracked + "','numeroSuivi':'D1'}")),
                        json(calls),
                        json("[{'partenaire':'DEMO','prisesEnDouble':" + doubles + "}]"),
                        answers)
                .differences();
    }

    @Test
    void aLostAnswerThatWasFoundAgainIsNoDifference() {
        assertEquals(List.of(), differences(asked(), "ACCEPTEE", CALLED, 0, ANSWERED));
        assertEquals(
                List.of(), differences(asked(), "REFUSEE", "[" + NEVER + "]", 0, Map.of("U-1", List.of("REFUSEE"))));
    }

    @Test
    void everyOtherStandingIsOne() {
        String twice = "[" + LOST + ",{'idDemande':'U-1','numeroDemande':'D2'}]";
        assertDiffers("took it 2 times", differences(asked(), "ACCEPTEE", twice, 0, ANSWERED));
        assertDiffers("took it 0 times", differences(asked(), "ACCEPTEE", "[" + NEVER + "]", 0, ANSWERED));
        assertDiffers("took it 1 times", differences(asked(), "ABANDONNEE", CALLED, 0, ANSWERED));
        assertDiffers("no outcome", differences(asked(), "INCERTAINE", CALLED, 0, ANSWERED));
        assertDiffers("more than once: 1", differences(asked(), "ACCEPTEE", CALLED, 1, ANSWERED));
        assertDiffers("by Kafka", differences(asked(), "ACCEPTEE", CALLED, 0, Map.of()));
        assertDiffers(
                "by Kafka", differences(asked(), "ACCEPTEE", CALLED, 0, Map.of("U-1", List.of("ACCEPTEE", "REFUSEE"))));
        assertDiffers("turned away", differences(asked("U-1"), "ACCEPTEE", CALLED, 0, ANSWERED));
        String late = CALLED.replace("}]", "},{'service':'CreerDIT','code':'TEC-003'}]");
        assertDiffers("out of hours", differences(asked(), "ACCEPTEE", late, 0, ANSWERED));
    }

    @Test
    void aFaultThatWasToHappenAndDidNotIsOne() {
        String called = CALLED.replace("'panne':'REPONSE_PERDUE'", "'panne':null");
        assertDiffers(
                "CreerDemandeCHF REPONSE_PERDUE was to happen", differences(asked(), "ACCEPTEE", called, 0, ANSWERED));
    }

    @Test
    void theTrackerShowsWhatTheProxySays() {
        for (String further : List.of("Integree", "NonRecevable", "Realisee")) {
            assertEquals(List.of(), differences(asked(), "ACCEPTEE", further, CALLED, 0, ANSWERED), "by SDEM");
        }
        for (String other : List.of("Recue", "Incertaine", "RejeteeNiveau1")) {
            assertDiffers("the tracker shows " + other, differences(asked(), "ACCEPTEE", other, CALLED, 0, ANSWERED));
        }
        Map<String, List<String>> refused = Map.of("U-1", List.of("REFUSEE"));
        assertDiffers(
                "the tracker shows Incertaine",
                differences(asked(), "REFUSEE", "Incertaine", "[" + NEVER + "]", 0, refused));
    }

    /** OMEGA never judged it. */
    @Test
    void whatAnOperatorGaveUpIsNotRejected() {
        Map<String, List<String>> lost = Map.of("U-1", List.of("INCERTAINE", "ABANDONNEE"));
        assertEquals(List.of(), differences(asked(), "ABANDONNEE", "Refusee", "[" + NEVER + "]", 0, lost));
        assertDiffers(
                "the tracker shows RejeteeNiveau1",
                differences(asked(), "ABANDONNEE", "RejeteeNiveau1", "[" + NEVER + "]", 0, lost));
    }

    private static void assertDiffers(String how, List<String> differences) {
        assertEquals(1, differences.size(), differences::toString);
        assertTrue(differences.getFirst().contains(how), differences::toString);
    }
}
