package omega.submitter.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.submitter.Requests;
import omega.submitter.check.Priorite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans worked out by hand. */
class PlannerTest {
    private static final Catalogue CATALOGUE = Catalogue.provisional();
    private static final PlanRules RULES = new PlanRules(Duration.ofMinutes(30), Duration.ofMinutes(5), 0.1, 10);
    private static final Planner PLANNER =
            new Planner(CATALOGUE.calendar(), RULES, Map.of("RAD", 1_000, "CHF", 10, "DPM", 1_000));
    private static final Pattern GROUP = Pattern.compile("(\\w+)×(\\d+)(?: ([A-Z]+))?(?: !(\\S+))?");

    static Stream<Arguments> cases() {
        return Requests.lines("/plan/cases.txt").stream()
                .map(line -> line.split(" ## ", -1))
                .map(cells -> Arguments.of((Object[]) cells));
    }

    @ParameterizedTest(name = "§{2} {3}")
    @MethodSource("cases")
    void aPlanIsTheOneWorkedOutByHand(String given, String expected, String section, String why) {
        // Given
        String[] cells = given.split(" \\| ", -1);
        Instant now = paris(cells[0]);
        LocalDate today = LocalDateTime.parse(cells[0]).toLocalDate();
        Quota quota = new Quota(
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                Map.of(today, Integer.parseInt(cells[3])),
                Map.of(today, Integer.parseInt(cells[4])));
        List<Pending> pending = requests(cells[5]);

        // When
        Plan plan = PLANNER.plan(now, now, Instant.EPOCH, quota, pending);

        // Then
        Forecast day = plan.forecast();
        List<String> told = new ArrayList<>();
        told.add("%d %d %d %d %s %d"
                .formatted(
                        day.reste(),
                        day.creneaux(),
                        day.planifiees(),
                        day.reportees(),
                        day.cause(),
                        day.manquees().size()));
        for (PlannedLot lot : plan.lots()) {
            LocalDateTime instant = LocalDateTime.ofInstant(lot.instant(), OmegaClock.PARIS);
            told.add(instant + " " + lot.kind() + " " + lot.demandes().size());
        }
        assertEquals(List.of(expected.split(" ; ", -1)), told, () -> "§" + section + " " + why);
        Collections.shuffle(pending, new Random(7));
        assertEquals(
                plan.lots(),
                PLANNER.plan(now, now, Instant.EPOCH, quota, pending).lots(),
                "in whatever order they are given");
    }

    private static Instant paris(String local) {
        return LocalDateTime.parse(local).atZone(OmegaClock.PARIS).toInstant();
    }

    private static List<Pending> requests(String text) {
        List<Pending> pending = new ArrayList<>();
        for (String each : text.split(", ", -1)) {
            Matcher group = GROUP.matcher(each.strip());
            assertTrue(group.matches(), each);
            String priorite = group.group(3);
            String echeance = group.group(4);
            for (int i = Integer.parseInt(group.group(2)); i > 0; i--) {
                pending.add(new Pending(
                        "R-" + pending.size(),
                        group.group(1),
                        priorite == null ? Priorite.NORMALE : Priorite.valueOf(priorite),
                        echeance == null ? null : paris(echeance),
                        pending.size()));
            }
        }
        return pending;
    }

    @Test
    void eachRequestIsToldWhenAndWhy() {
        Instant now = paris("2026-11-23T18:45");
        Plan plan = PLANNER.plan(
                now,
                now,
                Instant.EPOCH,
                new Quota(3, 0, Map.of(), Map.of()),
                requests("RAD×2, CHF×1 HAUTE, DPM×1 !2026-11-23T18:50, RAD×40, DPM×1 !2026-11-23T18:00"));
        assertEquals(
                "planned at 2026-11-23T17:45:00Z for 2026-11-23: its deadline comes before smoothing; it goes today",
                explanation(plan, "R-3"));
        assertEquals(
                "planned at 2026-11-23T17:45:00Z for 2026-11-23: its priority is high; it goes today",
                explanation(plan, "R-2"));
        assertEquals(
                "planned at 2026-11-23T17:45:00Z for 2026-11-23: its turn along the day's smoothing; it goes today",
                explanation(plan, "R-0"));
        assertEquals(
                "planned at 2026-11-24T07:00:00Z for 2026-11-24: its turn along the day's smoothing; what the quota"
                        + " leaves before its day goes to requests before it",
                explanation(plan, "R-1"));
        assertEquals(
                "not planned: the quotas of all days looked ahead go to requests before it; its deadline will be"
                        + " missed",
                explanation(plan, "R-44"));
        assertTrue(plan.of("R-99").isEmpty());
    }

    private static String explanation(Plan plan, String id) {
        return plan.of(id).orElseThrow().explanation();
    }

    @Test
    void aLaterSlotIsWaitedFor() {
        Instant now = paris("2026-11-23T10:00");
        Plan plan = PLANNER.plan(
                now, paris("2026-11-23T10:04"), Instant.EPOCH, new Quota(9, 0, Map.of(), Map.of()), requests("RAD×1"));
        assertEquals(paris("2026-11-23T10:04"), plan.lots().getFirst().instant());
        Plan past = PLANNER.plan(
                now, paris("2026-11-23T09:00"), Instant.EPOCH, new Quota(9, 0, Map.of(), Map.of()), requests("RAD×1"));
        assertEquals(now, past.lots().getFirst().instant());
    }

    @Test
    void aKindWithoutMaximumIsRefused() {
        Instant now = paris("2026-11-23T10:00");
        @Nullable Instant none = null;
        List<Pending> pending = List.of(new Pending("R-1", "MES", Priorite.NORMALE, none, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> PLANNER.plan(now, now, Instant.EPOCH, new Quota(9, 0, Map.of(), Map.of()), pending));
    }
}
