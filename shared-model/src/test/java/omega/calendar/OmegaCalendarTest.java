package omega.calendar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.catalogue.Flux;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** The guide's calendar against cases worked out by hand; the built-in pack says which flux has which days. */
class OmegaCalendarTest {
    private static final Catalogue CATALOGUE = Catalogue.provisional();
    private static final OmegaCalendar CALENDAR = CATALOGUE.calendar();

    @ParameterizedTest(name = "§{5} {0} {1} {2}: {6}")
    @CsvFileSource(resources = "/calendar/opening.csv", delimiter = ';', numLinesToSkip = 1)
    void anAccessIsOpenInItsHours(
            Canal canal, String acces, OffsetDateTime instant, boolean open, String force, String section, String why) {
        Hours hours = CALENDAR.hours(canal, acces);
        assertEquals(open, CALENDAR.isOpen(canal, acces, instant.toInstant()), why);
        assertEquals(force, hours.force().name().toLowerCase(Locale.ROOT));
        assertEquals(section, hours.section());
    }

    @ParameterizedTest(name = "§{5} {0} {1} {2}: {6}")
    @CsvFileSource(resources = "/calendar/opening.csv", delimiter = ';', numLinesToSkip = 1)
    void theNextOpeningIsNowOrTheFirstInstantThatIsOpen(
            Canal canal, String acces, OffsetDateTime instant, boolean open, String force, String section, String why) {
        Instant now = instant.toInstant();
        Instant next = CALENDAR.nextOpening(canal, acces, now).orElseThrow().toInstant();
        if (open) {
            assertEquals(now, next, why);
        } else {
            assertTrue(next.isAfter(now), why);
            assertTrue(CALENDAR.isOpen(canal, acces, next), why);
            assertTrue(!CALENDAR.isOpen(canal, acces, next.minusSeconds(1)), why);
        }
    }

    @ParameterizedTest(name = "§{2} {0}: {3}")
    @CsvFileSource(resources = "/calendar/processing.csv", delimiter = ';', numLinesToSkip = 1)
    void aMassRequestIsProcessedOnTheDayThatItsArrivalDecides(
            OffsetDateTime arrival, LocalDate day, String section, String why) {
        assertEquals(day, CALENDAR.processingDay(arrival.toInstant()), why);
    }

    @ParameterizedTest(name = "{0} {1} after {2}: {4}")
    @CsvSource(
            delimiter = ';',
            value = {
                "PORTAIL;lecture-ecriture;2026-11-23T20:00:00+01:00;2026-11-24T08:00:00+01:00;lundi soir",
                "FTP;lecture-ecriture;2026-11-21T16:00:00+01:00;2026-11-23T08:00:00+01:00;3e samedi, puis dimanche fermé",
                "WS;lecture;2026-11-25T19:00:00+01:00;2026-11-25T22:00:00+01:00;mercredi, la lecture rouvre le soir même",
                "FTP;téléchargement;2026-11-21T18:00:00+01:00;2026-11-21T22:00:00+01:00;fin de la maintenance",
                "PORTAIL;lecture-ecriture;2026-03-28T22:00:00+01:00;2026-03-29T08:00:00+02:00;nuit du passage à l'heure d'été",
            })
    void opensAgain(Canal canal, String acces, OffsetDateTime instant, OffsetDateTime next, String why) {
        assertEquals(
                next.toInstant(),
                CALENDAR.nextOpening(canal, acces, instant.toInstant())
                        .orElseThrow()
                        .toInstant(),
                why);
    }

    @ParameterizedTest(name = "§{3} {0} in {1}: {4}")
    @CsvFileSource(resources = "/calendar/expected.csv", delimiter = ';', numLinesToSkip = 1)
    void aFluxIsExpectedOnItsDays(String flux, String range, @Nullable String expected, String section, String why) {
        String found = days(range)
                .map(day -> expectation(flux, day))
                .flatMap(Optional::stream)
                .map(each -> each.from().toLocalDate().equals(each.to().toLocalDate())
                        ? each.day().toString()
                        : each.day() + "/" + each.to().toLocalDate())
                .collect(Collectors.joining(" "));
        assertEquals(Objects.requireNonNullElse(expected, ""), found, why);
    }

    @ParameterizedTest(name = "§{4} {0} on {1}: {5}")
    @CsvFileSource(resources = "/calendar/windows.csv", delimiter = ';', numLinesToSkip = 1)
    void aPublicationComesWithinItsWindow(
            String flux, LocalDate day, OffsetDateTime from, OffsetDateTime to, String section, String why) {
        Expectation expectation = expectation(flux, day).orElseThrow();
        assertEquals(from, expectation.from().toOffsetDateTime(), why);
        assertEquals(to, expectation.to().toOffsetDateTime(), why);
    }

    @ParameterizedTest(name = "§{3} {0} put out at {1}: {4}")
    @CsvFileSource(resources = "/calendar/expiry.csv", delimiter = ';', numLinesToSkip = 1)
    void aPublicationExpiresAfterItsRetention(
            String flux, OffsetDateTime available, @Nullable OffsetDateTime expiry, String section, String why) {
        var retention = flux(flux).retention();
        if (expiry == null) {
            assertNull(retention, why);
        } else {
            assertEquals(
                    expiry.toInstant(),
                    OmegaCalendar.expiry(available.toInstant(), Objects.requireNonNull(retention)),
                    why);
        }
    }

    @ParameterizedTest(name = "§{2} {0}: {3}")
    @CsvFileSource(resources = "/calendar/fichier-liste.csv", delimiter = ';', numLinesToSkip = 1)
    void theFichierListeIsRenewedEveryHour(LocalDate day, String hours, String section, String why) {
        String found = CALENDAR.fichiersListe(day).stream()
                .map(each -> "%02d".formatted(each.getHour()))
                .collect(Collectors.joining(" "));
        assertEquals(hours, found, why);
    }

    @ParameterizedTest
    @CsvSource({"2008,03-23", "2024,03-31", "2026,04-05", "2027,03-28", "2028,04-16", "2038,04-25", "2285,03-22"})
    void easterFallsOnKnownDates(int year, String expected) {
        assertEquals(LocalDate.parse(year + "-" + expected), Holidays.easterSunday(year));
    }

    @Test
    void theCutOffOfMassRequestsIsTheGuides() {
        assertEquals("18:50", CALENDAR.cutOff().toString(), "§3.2.1");
    }

    @Test
    void aWorkingDayThatAMonthHasNotIsAnError() {
        YearMonth month = YearMonth.of(2026, 5);
        assertEquals(LocalDate.of(2026, 5, 29), CALENDAR.workingDay(month, 17));
        org.junit.jupiter.api.Assertions.assertThrows(
                IllegalArgumentException.class, () -> CALENDAR.workingDay(month, 18));
    }

    private static Stream<LocalDate> days(String range) {
        if (range.contains("..")) {
            String[] ends = range.split("\\.\\.", -1);
            return LocalDate.parse(ends[0]).datesUntil(LocalDate.parse(ends[1]).plusDays(1));
        }
        YearMonth month = YearMonth.parse(range);
        return month.atDay(1).datesUntil(month.plusMonths(1).atDay(1));
    }

    private static Optional<Expectation> expectation(String flux, LocalDate day) {
        return Optional.ofNullable(flux(flux).schedule()).flatMap(schedule -> CALENDAR.expected(schedule, day));
    }

    private static Flux flux(String code) {
        return Objects.requireNonNull(CATALOGUE.flux().get(code), code);
    }
}
