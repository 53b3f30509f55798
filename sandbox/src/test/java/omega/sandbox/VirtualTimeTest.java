package omega.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import omega.clock.OmegaClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VirtualTimeTest {
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00Z");
    private static final Instant MONDAY = Instant.parse("2026-03-02T05:00:00Z");

    @TempDir
    private Path dir = Path.of("");

    @Test
    void withoutOptionsTimeIsReal() {
        at(NOON).set(null, null, null);
        assertFalse(Files.exists(dir.resolve("clock")));
    }

    @Test
    void timeBeginsWhereAndAsFastAsTold() {
        at(NOON).set(null, MONDAY, 240.0);
        assertEquals(Instant.parse("2026-03-02T05:04:00Z"), virtual(NOON.plusSeconds(1)));
    }

    @Test
    void timeStandsStillWhileTheStackIsDown() {
        at(NOON).set(null, MONDAY, 60.0);
        Instant lastSeen = NOON.plusSeconds(60); // 06:00 of that Monday
        Instant nextDay = NOON.plusSeconds(86_400);

        at(nextDay).set(lastSeen, null, null);

        // two seconds of doubt are two virtual minutes at this speed
        assertEquals(Instant.parse("2026-03-02T06:02:00Z"), virtual(nextDay));
        assertEquals(Instant.parse("2026-03-02T06:03:00Z"), virtual(nextDay.plusSeconds(1)));
    }

    @Test
    void timeNeverRunsBack() {
        at(NOON).set(null, MONDAY, 1.0);
        assertThrows(
                IllegalArgumentException.class, () -> at(NOON.plusSeconds(10)).set(NOON.plusSeconds(10), MONDAY, null));
    }

    @Test
    void aTimeWithoutZoneIsInParis() {
        assertEquals(MONDAY, VirtualTime.parse("2026-03-02T06:00"));
        assertEquals(MONDAY, VirtualTime.parse("2026-03-02T05:00:00Z"));
    }

    @Test
    void whatIsNoTimeIsToldWithTwoThatAre() {
        String told = String.valueOf(assertThrows(IllegalArgumentException.class, () -> VirtualTime.parse("hier"))
                .getMessage());
        assertEquals("'hier' is no time; write 2026-03-02T06:00 (in Paris) or 2026-03-02T05:00:00Z", told);
    }

    private VirtualTime at(Instant real) {
        return new VirtualTime(dir.resolve("clock"), Clock.fixed(real, ZoneOffset.UTC));
    }

    private Instant virtual(Instant real) {
        return OmegaClock.read(dir.resolve("clock")).at(real);
    }
}
