package omega.submitter.deposit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import omega.clock.OmegaClock;
import omega.submitter.Stand;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a file may leave, and the day it counts on (§2.2.1, §3.1, §3.2.1), by both readings of the guide. */
class DepartureTest {
    private static Departure departure(Comptage comptage) {
        return new Departure(
                Stand.PACK.calendar(), comptage, Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofMinutes(5));
    }

    private static Instant paris(String text) {
        return LocalDateTime.parse(text).atZone(OmegaClock.PARIS).toInstant();
    }

    @ParameterizedTest(name = "{0} {1}: {2}, by {3}")
    @CsvSource({
        // Tuesday: from 08:00 until it can still arrive ten seconds before 18:50
        "2026-11-24T07:59:59, LES_DEUX, , ",
        "2026-11-24T08:00:00, LES_DEUX, 2026-11-24, 08:05:00",
        "2026-11-24T18:46:00, LES_DEUX, 2026-11-24, 18:49:50",
        "2026-11-24T18:49:20, LES_DEUX, 2026-11-24, 18:49:50",
        "2026-11-24T18:49:21, LES_DEUX, , ",
        "2026-11-24T18:49:21, TRAITEMENT, , ",
        "2026-11-24T18:50:01, LES_DEUX, , ",
        // after 18:50 it is the next open day's by processing, today's by deposit
        "2026-11-24T18:50:01, TRAITEMENT, 2026-11-25, 18:55:01",
        "2026-11-24T18:50:01, DEPOT, 2026-11-24, 18:55:01",
        "2026-11-24T18:57:00, DEPOT, 2026-11-24, 18:59:49",
        "2026-11-24T18:59:30, DEPOT, , ",
        "2026-11-24T19:00:00, TRAITEMENT, , ",
        // a Saturday evening counts on Monday
        "2026-11-28T18:55:00, TRAITEMENT, 2026-11-30, 18:59:49",
        // the third Saturday closes at 16:00, before 18:50
        "2026-11-21T15:58:00, LES_DEUX, 2026-11-21, 15:59:49",
        "2026-11-21T15:59:30, LES_DEUX, , ",
        "2026-11-21T16:00:00, DEPOT, , ",
        // Sundays are closed, the days of both clock changes among them; holidays are not
        "2026-03-29T10:00:00, LES_DEUX, , ",
        "2026-10-25T10:00:00, LES_DEUX, , ",
        "2026-12-25T10:00:00, LES_DEUX, 2026-12-25, 10:05:00",
        "2026-03-30T08:00:00, LES_DEUX, 2026-03-30, 08:05:00"
    })
    void leaves(String now, Comptage comptage, LocalDate day, LocalTime by) {
        Optional<Departure.Leave> leave = departure(comptage).at(paris(now));
        Optional<Departure.Leave> expected =
                Optional.ofNullable(day).map(each -> new Departure.Leave(each, paris(now.substring(0, 11) + by)));
        assertEquals(expected, leave);
    }

    @ParameterizedTest(name = "of {0} at {1} {2}: {3}")
    @CsvSource({
        "2026-11-24, 2026-11-24T07:00:00, LES_DEUX, true",
        "2026-11-24, 2026-11-24T18:49:20, LES_DEUX, true",
        "2026-11-24, 2026-11-24T18:49:21, LES_DEUX, false",
        "2026-11-24, 2026-11-24T18:55:00, DEPOT, true",
        "2026-11-24, 2026-11-24T19:00:00, DEPOT, false",
        "2026-11-25, 2026-11-24T19:00:00, LES_DEUX, true",
        "2026-11-24, 2026-11-25T08:00:00, LES_DEUX, false",
        "2026-11-21, 2026-11-21T16:00:00, LES_DEUX, false"
    })
    void isStillPossible(LocalDate day, String now, Comptage comptage, boolean possible) {
        assertEquals(possible, departure(comptage).isStillPossible(day, paris(now)));
    }
}
