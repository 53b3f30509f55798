package omega.submitter.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.submitter.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests written by hand, and every fault of each, in order; today is Monday, 2026-11-23, 08:00 in Paris. */
class CheckTest {
    private static final Check CHECK = new Check(Catalogue.provisional(), Instant.parse("2026-11-23T07:00:00Z"));

    static Stream<Arguments> cases() {
        return Requests.lines("/check/cases.txt").stream()
                .map(line -> line.split(" ## ", -1))
                .map(cells -> Arguments.of(cells[0], cells[1].strip(), cells[2], cells[3]));
    }

    @ParameterizedTest(name = "§{2} {3}")
    @MethodSource("cases")
    void everyFaultOfARequestIsTold(String request, String expected, String section, String why) {
        List<DemandeFault> told = faults(Requests.read(request));
        List<String> wanted = Arrays.stream(expected.split(", ", -1))
                .filter(each -> !each.isEmpty())
                .toList();
        assertEquals(
                wanted.stream().map(each -> each.replaceAll("(:\\w+) .*", "$1")).toList(),
                told.stream().map(fault -> fault.code() + ":" + fault.field()).toList(),
                () -> "§" + section + " " + why + ": " + told);
        for (int i = 0; i < wanted.size(); i++) {
            assertFalse(told.get(i).reason().isBlank());
            if (wanted.get(i).startsWith("CANAL")) {
                assertTrue(
                        told.get(i).reason().endsWith("use " + wanted.get(i).replaceAll("CANAL:kind ", "")),
                        () -> told.toString());
            }
        }
    }

    /** Told before a request is checked, by what takes it in: its tests have their cases. */
    private static final java.util.Set<DemandeFault.Code> OF_THE_FORM = java.util.EnumSet.of(
            DemandeFault.Code.JSON_INVALIDE,
            DemandeFault.Code.TROP_GRAND,
            DemandeFault.Code.LIGNE_INVALIDE,
            DemandeFault.Code.PARTENAIRE_INCONNU,
            DemandeFault.Code.ID_DEJA_PRIS);

    @Test
    void everyKindOfFaultHasACase() {
        assertEquals(
                Arrays.stream(DemandeFault.Code.values())
                        .filter(each -> !OF_THE_FORM.contains(each))
                        .map(Enum::name)
                        .collect(Collectors.toSet()),
                Requests.lines("/check/cases.txt").stream()
                        .flatMap(line ->
                                Arrays.stream(line.split(" ## ", -1)[1].strip().split(", ", -1)))
                        .filter(each -> !each.isEmpty())
                        .map(each -> each.replaceAll(":.*", ""))
                        .collect(Collectors.toSet()));
    }

    @Test
    void aReasonNeverHoldsTheValue() {
        List<DemandeFault> told = faults(Requests.read(
                "R-1|MES|SECRET|SECRET|SECRET|SECRET|tarif=SECRET|car=SECRET|typeClient=PAR|nomClient=SECRET;Ł"));
        assertTrue(told.size() > 6);
        assertTrue(told.stream().noneMatch(fault -> fault.reason().contains("SECRET")), told::toString);
    }

    @Test
    void whereQuotesCountNoTextMayOpenThem(@TempDir Path pack) throws IOException {
        String mes =
                Files.readString(Path.of("../shared-model/src/main/resources/catalogue/provisional/demandes/MES.yaml"));
        Files.createDirectory(pack.resolve("demandes"));
        Files.writeString(pack.resolve("demandes/MES.yaml"), mes.replace("envelope: standard", "envelope: guillemets"));
        Check check = new Check(Catalogue.load(Optional.of(pack)), Instant.parse("2026-11-23T07:00:00Z"));
        String request = "R-1|MES|01234567890123|2026-11-24|||tarif=T1|typeClient=PAR|nomClient=";
        assertEquals(
                List.of("DELIMITEUR:nomClient"),
                switch (check.of(Requests.read(request + "\"Chez Ève\""))) {
                    case Verdict.Sound _ -> List.of();
                    case Verdict.Unsound(List<DemandeFault> faults) ->
                        faults.stream()
                                .map(fault -> fault.code() + ":" + fault.field())
                                .toList();
                });
        assertTrue(check.of(Requests.read(request + "Chez \"Ève\"")) instanceof Verdict.Sound);
    }

    @Test
    void absentIsEmpty() {
        assertEquals(
                faults(Requests.read("||||||")),
                faults(new Demande(null, null, null, null, null, null, java.util.Map.of())));
    }

    private static List<DemandeFault> faults(Demande demande) {
        return switch (CHECK.of(demande)) {
            case Verdict.Sound _ -> List.of();
            case Verdict.Unsound(List<DemandeFault> faults) -> faults;
        };
    }
}
