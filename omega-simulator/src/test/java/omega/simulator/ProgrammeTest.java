package omega.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import omega.clock.OmegaClock;
import omega.simulator.publish.Due;
import omega.simulator.publish.Programme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The guide's table of publications (§3.2.4) over November 2026, days reckoned by hand. */
class ProgrammeTest {
    private static final Instant FROM = Instant.parse("2026-10-31T23:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-30T22:59:59Z");
    private static final List<Due> NOVEMBER = new Programme(Scene.PACK, List.of("DEMO"), 1).between(FROM, TO);

    private static List<ZonedDateTime> of(String flux) {
        return NOVEMBER.stream()
                .filter(due -> due.flux().code().equals(flux))
                .map(due -> due.instant().atZone(OmegaClock.PARIS))
                .toList();
    }

    private static Set<Integer> days(String flux) {
        return of(flux).stream().map(ZonedDateTime::getDayOfMonth).collect(Collectors.toCollection(TreeSet::new));
    }

    /** 1 November 2026 is a Sunday. */
    private static Set<Integer> november(boolean sundaysAndMondays) {
        return IntStream.rangeClosed(1, 30)
                .filter(day -> sundaysAndMondays || (day % 7 != 1 && day % 7 != 2))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @CsvSource({
        "ADIF, 06:00, 12:00", "AJ+1, 11:00, 15:00", "COK1, 11:00, 15:00", "CONSO_MASS, 11:00, 15:00",
        "RE6M, 11:00, 15:00", "RE1M, 11:00, 15:00", "REJJ, 11:00, 15:00", "REJM, 11:00, 15:00",
        "REMM, 11:00, 15:00", "SPOM, 06:00, 12:00", "TEMP, 11:00, 15:00", "TJDC, 11:00, 15:00"
    })
    void dailyFluxComeOnceEveryDayInTheirWindow(String flux, LocalTime from, LocalTime to) {
        assertEquals(november(true), days(flux));
        assertEquals(30, of(flux).size());
        of(flux).forEach(at ->
                assertTrue(!at.toLocalTime().isBefore(from) && at.toLocalTime().isBefore(to), at::toString));
    }

    @ParameterizedTest
    @CsvSource({"ETEC, 06:00, 12:00", "FPRE, 14:00, 19:00", "NOTF, 06:00, 12:00", "SDEM, 06:00, 12:00"})
    void someDailyFluxSpareSundayAndMonday(String flux, LocalTime from, LocalTime to) {
        assertEquals(november(false), days(flux));
        of(flux).forEach(at ->
                assertTrue(!at.toLocalTime().isBefore(from) && at.toLocalTime().isBefore(to), at::toString));
    }

    @ParameterizedTest
    @CsvSource({
        "AGLO, 8, 8, 06:00, 12:00", // the second Sunday
        "AM+1, 12, 12, 14:00, 19:00", // the eighth working day: the 11th is a holiday
        "COK2, 12, 12, 14:00, 19:00",
        "PROV, 3, 6, 11:00, 15:00", // from the second to the fifth working day
        "AFAC, 4, 28, 06:00, 12:00" // three days after an invoice date of its own
    })
    void monthlyFluxComeOnce(String flux, int first, int last, LocalTime from, LocalTime to) {
        assertEquals(1, of(flux).size());
        ZonedDateTime at = of(flux).getFirst();
        assertTrue(at.getDayOfMonth() >= first && at.getDayOfMonth() <= last, at::toString);
        assertTrue(!at.toLocalTime().isBefore(from) && at.toLocalTime().isBefore(to), at::toString);
    }

    @Test
    void theListOfPceHasNoCalendar() {
        assertEquals(List.of(), of("LPCE"));
    }

    @Test
    void theFichierListeComesEveryHourFromSevenToEighteenOutsideMaintenance() {
        List<ZonedDateTime> lists = of("FICHIER_LISTE");
        assertEquals(29 * 12 + 9, lists.size());
        assertEquals(
                List.of(7, 8, 9, 10, 11, 12, 13, 14, 15),
                lists.stream()
                        .filter(at -> at.toLocalDate().equals(LocalDate.of(2026, 11, 21)))
                        .map(ZonedDateTime::getHour)
                        .toList());
        lists.forEach(at -> assertEquals(0, at.getMinute() + at.getSecond()));
    }

    @Test
    void theHoursAreLocalOnTheDayTheClocksChange() {
        List<Due> sunday = new Programme(Scene.PACK, List.of("DEMO"), 1)
                .between(Instant.parse("2026-10-24T22:00:00Z"), Instant.parse("2026-10-25T22:59:59Z"));
        assertEquals(
                Instant.parse("2026-10-25T06:00:00Z"),
                sunday.stream()
                        .filter(due -> due.flux().code().equals("FICHIER_LISTE"))
                        .findFirst()
                        .orElseThrow()
                        .instant());
    }

    @Test
    void anotherSeedAndAnotherPartnerHaveOtherTimes() {
        List<Due> other = new Programme(Scene.PACK, List.of("DEMO"), 2).between(FROM, TO);
        List<Due> both = new Programme(Scene.PACK, List.of("DEMO", "AUTRE"), 1).between(FROM, TO);
        assertFalse(other.equals(NOVEMBER));
        assertEquals(
                NOVEMBER,
                both.stream().filter(due -> due.partenaire().equals("DEMO")).toList());
        assertEquals(2 * NOVEMBER.size(), both.size());
    }
}
