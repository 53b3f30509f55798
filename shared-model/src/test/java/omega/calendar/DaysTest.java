package omega.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaysTest {
    @Test
    void readsTheWordsOfThePack() {
        Map<String, Days> words = Map.of(
                "tous", new Days.EveryDay(),
                "sauf dimanche et lundi", new Days.NotSundayNorMonday(),
                "jour ouvré 8", new Days.WorkingDays(8, 8),
                "jours ouvrés 2 à 5", new Days.WorkingDays(2, 5),
                "dimanche 2", new Days.NthSunday(2),
                "date de facture + 3", new Days.AfterInvoice(3));
        words.forEach((text, days) -> assertEquals(days, Days.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Tous",
                "lundi",
                "jour ouvré 0",
                "jour ouvré 16",
                "jour ouvré 99999999999",
                "jours ouvrés 5 à 2",
                "dimanche 0",
                "dimanche 5",
                "date de facture"
            })
    void refusesOtherWordsAndDaysThatSomeMonthHasNot(String text) {
        assertThrows(IllegalArgumentException.class, () -> Days.parse(text));
    }

    @Test
    void hoursIncludeTheirFirstMinuteAndNotTheirLast() {
        HourRange range = HourRange.parse("08:00-21:30");
        assertEquals(false, range.contains(LocalTime.parse("07:59:59")));
        assertEquals(true, range.contains(LocalTime.parse("08:00")));
        assertEquals(true, range.contains(LocalTime.parse("21:29:59.999")));
        assertEquals(false, range.contains(LocalTime.parse("21:30")));
        assertEquals("08:00-21:30", range.toString());
        assertEquals(new HourRange(0, 1440), HourRange.parse("00:00-24:00"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "08:00",
                "8:00-19:00",
                "19:00-08:00",
                "08:00-08:00",
                "08:60-19:00",
                "08:00-24:01",
                "ab:cd-19:00"
            })
    void refusesHoursThatAreNone(String text) {
        assertThrows(IllegalArgumentException.class, () -> HourRange.parse(text));
    }
}
