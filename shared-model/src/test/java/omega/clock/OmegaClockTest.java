package omega.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OmegaClockTest {
    private static final Instant REAL = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant DAWN = Instant.parse("2026-05-04T05:00:00Z");

    private static OmegaClock at(Instant real, Timeline timeline) {
        return OmegaClock.of(Clock.fixed(real, ZoneOffset.UTC), timeline);
    }

    @Test
    void withoutATimelineTimeIsReal() {
        OmegaClock clock = at(REAL, Timeline.REAL);
        assertEquals(REAL, clock.instant());
        assertEquals(1, clock.speed());
        assertEquals(LocalDate.of(2026, 11, 23), clock.today());
        assertEquals("2026-11-23T13:00+01:00[Europe/Paris]", clock.paris().toString());
    }

    @Test
    void todayIsTheDateOfParis() {
        assertEquals(
                LocalDate.of(2026, 7, 1),
                at(Instant.parse("2026-06-30T22:30:00Z"), Timeline.REAL).today());
    }

    @Test
    void aDayPassesInSixMinutesAtSpeed240() {
        Timeline timeline = Timeline.starting(REAL, DAWN, 240);
        assertEquals(DAWN, timeline.at(REAL));
        assertEquals(DAWN.plus(Duration.ofDays(1)), timeline.at(REAL.plusSeconds(360)));
        assertEquals(DAWN.minusSeconds(240), timeline.at(REAL.minusSeconds(1)), "before its first piece too");
    }

    @Test
    void aJumpTakesEffectAtItsInstantAndNotBefore() {
        Timeline timeline =
                Timeline.starting(REAL, DAWN, 240).jump(REAL.plusSeconds(10), DAWN.plus(Duration.ofHours(9)), 60);
        assertEquals(DAWN.plusSeconds(2399).plusMillis(760), timeline.at(REAL.plusMillis(9_999)));
        assertEquals(DAWN.plus(Duration.ofHours(9)), timeline.at(REAL.plusSeconds(10)));
        assertEquals(DAWN.plus(Duration.ofHours(9)).plusSeconds(60), timeline.at(REAL.plusSeconds(11)));
        assertEquals(240, timeline.speedAt(REAL.plusSeconds(9)));
        assertEquals(60, timeline.speedAt(REAL.plusSeconds(10)));
    }

    @Test
    void timeMayStandStill() {
        Timeline timeline = Timeline.starting(REAL, DAWN, 0);
        assertEquals(DAWN, timeline.at(REAL.plusSeconds(1000)));
        assertEquals(Duration.ofSeconds(10), at(REAL, timeline).margin(Duration.ofSeconds(10)));
    }

    @Test
    void aJumpNeverRunsBack() {
        Timeline timeline = Timeline.starting(REAL, DAWN, 240);
        Instant when = REAL.plusSeconds(10);
        assertThrows(IllegalArgumentException.class, () -> timeline.jump(when, DAWN.plusSeconds(2399), 1));
        assertEquals(
                DAWN.plusSeconds(2400),
                timeline.jump(when, DAWN.plusSeconds(2400), 1).at(when));
    }

    @Test
    void aJumpIsNeverDatedBeforeAnotherOne() {
        Timeline timeline =
                Timeline.starting(REAL, DAWN, 240).jump(REAL.plusSeconds(10), DAWN.plus(Duration.ofHours(9)), 60);
        assertThrows(
                IllegalArgumentException.class,
                () -> timeline.jump(REAL.plusSeconds(9), DAWN.plus(Duration.ofHours(8)), 60));
    }

    @Test
    void timeNeverRunsBackWhateverTheJumps() {
        Random random = new Random(20_261_123);
        Timeline timeline = Timeline.starting(REAL, DAWN, 240);
        Instant when = REAL;
        for (int i = 0; i < 50; i++) {
            when = when.plusMillis(random.nextInt(5000));
            timeline = timeline.jump(when, timeline.at(when).plusSeconds(random.nextInt(86_400)), random.nextInt(3600));
        }
        Instant before = Instant.MIN;
        for (long milli = -1000; milli < 200_000; milli += 7) {
            Instant now = timeline.at(REAL.plusMillis(milli));
            assertFalse(now.isBefore(before), () -> "at " + now);
            before = now;
        }
    }

    @Test
    void refusesSpeedsOutOfRange() {
        for (double speed : new double[] {-1, 3601, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> Timeline.starting(REAL, DAWN, speed));
        }
    }

    @Test
    void aMarginIsNeverLessThanARealSecond() {
        assertEquals(Duration.ofSeconds(10), at(REAL, Timeline.REAL).margin(Duration.ofSeconds(10)));
        assertEquals(
                Duration.ofMinutes(4),
                at(REAL, Timeline.starting(REAL, DAWN, 240)).margin(Duration.ofSeconds(10)));
        assertEquals(
                Duration.ofMinutes(5),
                at(REAL, Timeline.starting(REAL, DAWN, 240)).margin(Duration.ofMinutes(5)));
    }

    @Test
    void aTimelineIsWrittenAndReadWhole(@TempDir Path folder) {
        Path file = folder.resolve("clock/timeline");
        Timeline timeline =
                Timeline.starting(REAL, DAWN, 240).jump(REAL.plusSeconds(10), DAWN.plus(Duration.ofHours(9)), 0.5);
        OmegaClock.publish(timeline, file);
        assertEquals(timeline, OmegaClock.read(file));
        assertEquals(Timeline.REAL, OmegaClock.read(folder.resolve("none")));
    }

    @Test
    void aClockFollowsItsFile(@TempDir Path folder) {
        Path file = folder.resolve("timeline");
        OmegaClock clock = OmegaClock.following(file);
        assertEquals(1, clock.speed());
        Instant when = clock.realInstant();

        OmegaClock.publish(Timeline.starting(when, DAWN, 0), file);

        assertTrue(within(OmegaClock.NOTICE, () -> clock.instant().equals(DAWN)), "it must see a change in time");
        assertEquals(DAWN.plusSeconds(9), OmegaClock.of(clock, Timeline.REAL).at(DAWN.plusSeconds(9)));
    }

    @Test
    void anotherZoneShowsTheSameInstant() {
        OmegaClock clock = at(REAL, Timeline.starting(REAL, DAWN, 240));
        assertEquals(OmegaClock.PARIS, clock.getZone());
        Clock tokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));
        assertEquals(DAWN, tokyo.instant());
        assertEquals(ZoneId.of("Asia/Tokyo"), tokyo.getZone());
        assertEquals(clock, clock.withZone(OmegaClock.PARIS));
    }

    private static boolean within(Duration most, BooleanSupplier condition) {
        long end = System.nanoTime() + most.toNanos();
        while (System.nanoTime() < end) {
            if (condition.getAsBoolean()) {
                return true;
            }
            Thread.onSpinWait();
        }
        return condition.getAsBoolean(); // a machine that stood still meanwhile looks once more
    }
}
