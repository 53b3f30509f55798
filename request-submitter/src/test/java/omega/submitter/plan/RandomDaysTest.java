package omega.submitter.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import omega.calendar.Canal;
import omega.calendar.HourRange;
import omega.calendar.Hours;
import omega.calendar.OmegaCalendar;
import omega.catalogue.Catalogue;
import omega.clock.OmegaClock;
import omega.submitter.check.Priorite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** 10,000 days from seeds keep every rule; and a planner that forgets one of them is found out. */
class RandomDaysTest {
    private static final int DAYS = 10_000;
    private static final int ENOUGH = 1_000;
    private static final OmegaCalendar CALENDAR = Catalogue.provisional().calendar();
    private static final PlanRules RULES =
            new PlanRules(PlanRules.GUIDE.slot(), PlanRules.GUIDE.arrival(), PlanRules.GUIDE.step(), 8);
    private static final Planner PLANNER = new Planner(CALENDAR, RULES, RandomDay.MOST);

    @Test
    void noRuleIsEverBroken() {
        Map<String, Integer> hit = new HashMap<>();
        for (long seed = 0; seed < DAYS; seed++) {
            RandomDay day = RandomDay.of(seed);
            Plan plan = plan(PLANNER, day);
            assertEquals(Set.of(), Audit.of(day, plan), "seed " + seed);
            count(day, plan, hit);
        }
        System.out.println(DAYS + " days from seed 0 on, hit: " + new java.util.TreeMap<>(hit));
        for (String each : List.of("AUCUNE", "FERME", "QUOTA", "HORIZON", "ECHEANCE", "PRIORITE", "LISSAGE", "late")) {
            assertTrue(hit.getOrDefault(each, 0) > 100, each + " is tried: " + hit);
        }
        for (LocalDate special : RandomDay.SPECIAL) {
            assertTrue(hit.getOrDefault(special.toString(), 0) > 100, special + " is tried");
        }
    }

    private static void count(RandomDay day, Plan plan, Map<String, Integer> hit) {
        hit.merge(LocalDate.ofInstant(day.now(), OmegaClock.PARIS).toString(), 1, Integer::sum);
        for (Placement each : plan.placements()) {
            hit.merge(each.attente().name(), 1, Integer::sum);
            hit.merge(each.enRetard() ? "late" : "in time", 1, Integer::sum);
            if (each instanceof Placement.Planned planned) {
                hit.merge(planned.ordre().name(), 1, Integer::sum);
            }
        }
        hit.keySet().removeIf(key -> key.startsWith("20") && !RandomDay.SPECIAL.contains(LocalDate.parse(key)));
    }

    private static Plan plan(Planner planner, RandomDay day) {
        return planner.plan(day.now(), day.nextSlot(), Instant.EPOCH, day.quota(), day.pending());
    }

    @Test
    void itsLotsAreProcessedOnTheDayWhoseQuotaTheyBook() {
        for (long seed = 0; seed < ENOUGH; seed++) {
            for (PlannedLot lot : plan(PLANNER, RandomDay.of(seed)).lots()) {
                assertEquals(lot.jour(), CALENDAR.processingDay(lot.instant()), "by deposit, seed " + seed);
                assertEquals(lot.jour(), CALENDAR.processingDay(lot.instant().plus(RULES.arrival())), "by arrival");
            }
        }
    }

    static Stream<Arguments> forgetful() {
        Duration slot = RULES.slot();
        Duration arrival = RULES.arrival();
        return Stream.of(
                without("the margin before 18:50", "after 18:50", planner(new PlanRules(slot, Duration.ZERO, 0.05, 8))),
                without(
                        "the margin before maintenance",
                        "maintenance",
                        planner(new PlanRules(slot, Duration.ZERO, 0.05, 8))),
                without("smoothing", "ahead of the line", planner(new PlanRules(slot, arrival, 1, 8))),
                without("five minutes", "connections", planner(new PlanRules(Duration.ofMinutes(1), arrival, 0.01, 8))),
                without(
                        "18:50",
                        "after 18:50",
                        planner(calendar(LocalTime.of(19, 0), 3, HourRange.parse("08:00-19:00"), false))),
                without(
                        "maintenance",
                        "maintenance",
                        planner(calendar(LocalTime.of(18, 50), 4, HourRange.parse("08:00-19:00"), false))),
                without(
                        "Sundays",
                        "sunday",
                        planner(calendar(LocalTime.of(18, 50), 3, HourRange.parse("08:00-19:00"), true))),
                without(
                        "the opening",
                        "before 8",
                        planner(calendar(LocalTime.of(18, 50), 3, HourRange.parse("07:00-19:00"), false))),
                without(
                        "the maximum of a file",
                        "file too large",
                        day -> plan(new Planner(CALENDAR, RULES, Map.of("CHF", 8, "RAD", 40, "COUP", 500)), day)),
                without(
                        "the next slot",
                        "too early",
                        day -> PLANNER.plan(day.now(), day.now(), Instant.EPOCH, day.quota(), day.pending())),
                without(
                        "the portal's reserve",
                        "quota",
                        quota(each -> new Quota(each.limite(), 0, each.declarePortail(), each.utilise()))),
                without(
                        "what the portal declared",
                        "quota",
                        quota(each -> new Quota(each.limite(), each.reservePortail(), Map.of(), each.utilise()))),
                without(
                        "what is used",
                        "quota",
                        quota(each ->
                                new Quota(each.limite(), each.reservePortail(), each.declarePortail(), Map.of()))),
                without(
                        "all of the quota",
                        "room left",
                        quota(each -> new Quota(
                                each.limite() - 1, each.reservePortail(), each.declarePortail(), each.utilise()))),
                without(
                        "deadlines",
                        "deadline",
                        demandes(each ->
                                new Pending(each.idDemande(), each.kind(), each.priorite(), null, each.rang()))),
                without(
                        "priorities",
                        "priority",
                        demandes(each -> new Pending(
                                each.idDemande(), each.kind(), Priorite.NORMALE, each.echeance(), each.rang()))),
                without(
                        "kinds",
                        "kinds mixed",
                        demandes(each ->
                                new Pending(each.idDemande(), "COUP", each.priorite(), each.echeance(), each.rang()))),
                without("a lot", "lost", lots(lots -> lots.removeLast())),
                without("what went", "doubled", lots(lots -> lots.add(lots.getFirst()))));
    }

    /** A planner that forgets one rule breaks just that one in the auditor's eyes, within the first thousand days. */
    @ParameterizedTest(name = "without {0}: {1}")
    @MethodSource("forgetful")
    void aPlannerThatForgetsARuleIsFoundOut(String what, String rule, Function<RandomDay, Plan> planner) {
        Set<String> broken = new TreeSet<>();
        LongStream.range(0, ENOUGH).forEach(seed -> {
            RandomDay day = RandomDay.of(seed);
            broken.addAll(Audit.of(day, planner.apply(day)));
        });
        assertTrue(broken.contains(rule), () -> "without " + what + ": " + broken);
    }

    private static Arguments without(String what, String rule, Function<RandomDay, Plan> planner) {
        return Arguments.of(what, rule, planner);
    }

    private static Function<RandomDay, Plan> planner(PlanRules rules) {
        return day -> plan(new Planner(CALENDAR, rules, RandomDay.MOST), day);
    }

    private static Function<RandomDay, Plan> planner(OmegaCalendar calendar) {
        return day -> plan(new Planner(calendar, RULES, RandomDay.MOST), day);
    }

    private static Function<RandomDay, Plan> quota(Function<Quota, Quota> change) {
        return day -> PLANNER.plan(day.now(), day.nextSlot(), Instant.EPOCH, change.apply(day.quota()), day.pending());
    }

    private static Function<RandomDay, Plan> demandes(Function<Pending, Pending> change) {
        return day -> {
            Plan plan = PLANNER.plan(
                    day.now(),
                    day.nextSlot(),
                    Instant.EPOCH,
                    day.quota(),
                    day.pending().stream().map(change).toList());
            Map<String, Pending> asked = new HashMap<>();
            day.pending().forEach(each -> asked.put(each.idDemande(), each));
            List<PlannedLot> lots = plan.lots().stream()
                    .map(lot -> new PlannedLot(
                            lot.instant(),
                            lot.servedUntil(),
                            lot.jour(),
                            lot.kind(),
                            lot.demandes().stream()
                                    .map(each -> asked.getOrDefault(each.idDemande(), each))
                                    .toList()))
                    .toList();
            return new Plan(lots, plan.placements(), plan.forecast());
        };
    }

    private static Function<RandomDay, Plan> lots(java.util.function.Consumer<List<PlannedLot>> change) {
        return day -> {
            Plan plan = plan(PLANNER, day);
            List<PlannedLot> lots = new ArrayList<>(plan.lots());
            if (!lots.isEmpty()) {
                change.accept(lots);
            }
            return new Plan(lots, plan.placements(), plan.forecast());
        };
    }

    private static OmegaCalendar calendar(LocalTime cutOff, int saturday, HourRange range, boolean sundays) {
        Map<DayOfWeek, List<HourRange>> week = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek each : DayOfWeek.values()) {
            week.put(each, each == DayOfWeek.SUNDAY && !sundays ? List.of() : List.of(range));
        }
        return new OmegaCalendar(
                CALENDAR.windows(),
                cutOff,
                CALENDAR.fichierListe(),
                saturday,
                CALENDAR.maintenance(),
                List.of(new Hours(Canal.FTP, OmegaCalendar.LECTURE_ECRITURE, Hours.Force.ADVISED, "3.1", week)),
                CALENDAR.holidays());
    }

    /** Planning again at each connection with what is left gives the same days: nothing drifts as time goes by. */
    @Test
    void aDayPlannedAgainAtEachConnectionKeepsItsQuotaAndSendsAll() {
        for (long seed = 1; seed < 100; seed += 2) {
            RandomDay day = RandomDay.of(seed);
            Set<String> sent = new HashSet<>();
            Map<LocalDate, Integer> used = new HashMap<>(day.quota().utilise());
            Instant now = day.now();
            Instant next = day.nextSlot();
            Instant served = Instant.EPOCH;
            List<Pending> left = new ArrayList<>(day.pending());
            while (true) {
                Quota quota = new Quota(
                        day.quota().limite(),
                        day.quota().reservePortail(),
                        day.quota().declarePortail(),
                        used);
                Plan plan = PLANNER.plan(now, next, served, quota, left);
                if (plan.lots().isEmpty()) {
                    assertTrue(left.isEmpty() || quota.limite() <= quota.reservePortail() + 60, "seed " + seed);
                    break;
                }
                Instant instant = plan.lots().getFirst().instant();
                served = plan.lots().getFirst().servedUntil();
                for (PlannedLot lot : plan.lots()) {
                    if (lot.instant().equals(instant)) {
                        used.merge(lot.jour(), lot.demandes().size(), Integer::sum);
                        lot.demandes().forEach(each -> assertTrue(sent.add(each.idDemande())));
                        left.removeAll(lot.demandes());
                    }
                }
                now = instant;
                next = instant.plus(RULES.slot());
            }
            for (Map.Entry<LocalDate, Integer> each : used.entrySet()) {
                int portal = Math.max(
                        day.quota().reservePortail(),
                        day.quota().declarePortail().getOrDefault(each.getKey(), 0));
                int before = day.quota().utilise().getOrDefault(each.getKey(), 0);
                assertTrue(
                        each.getValue() == before
                                || each.getValue() <= day.quota().limite() - portal,
                        "seed " + seed + " " + each);
            }
        }
    }

    /** A day planned anew at every slot stays by its line; it would not if the planner were not told what is served. */
    @Test
    void aDayPlannedAnewAtEverySlotStaysByTheLine() {
        assertTrue(worstDistance(500, true) <= 50, "a tenth of 500: " + worstDistance(500, true));
        assertTrue(worstDistance(37, true) <= 3.7, "a tenth of 37: " + worstDistance(37, true));
        assertTrue(worstDistance(5_000, true) <= 500);
        assertTrue(worstDistance(500, false) > 50, "forgotten: " + worstDistance(500, false));
    }

    /** How far a Monday strays from the straight line between 08:00 and 18:45, in requests. */
    private static double worstDistance(int all, boolean told) {
        Instant opening = Instant.parse("2026-11-23T07:00:00Z");
        Instant end = Instant.parse("2026-11-23T17:45:00Z");
        List<Pending> left = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            left.add(new Pending("R-" + i, "COUP", Priorite.NORMALE, null, i));
        }
        Instant served = Instant.EPOCH;
        double worst = 0;
        for (Instant now = opening; !now.isAfter(end); now = now.plus(RULES.slot())) {
            double line = all
                    * (double) Duration.between(opening, now).toMillis()
                    / Duration.between(opening, end).toMillis();
            worst = Math.max(worst, Math.abs(all - left.size() - line));
            Quota quota = new Quota(10_000, 0, Map.of(), Map.of());
            for (PlannedLot lot : PLANNER.plan(now, now, served, quota, left).lots()) {
                if (lot.instant().equals(now)) {
                    served = told ? lot.servedUntil() : served;
                    left = new ArrayList<>(left.subList(lot.demandes().size(), left.size()));
                }
            }
            worst = Math.max(worst, Math.abs(all - left.size() - line));
        }
        assertTrue(left.isEmpty(), "all went");
        return worst;
    }
}
