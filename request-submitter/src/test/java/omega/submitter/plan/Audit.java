package omega.submitter.plan;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import omega.submitter.check.Priorite;

/** What is wrong with a plan, by rules stated anew: neither the calendar nor the planner's own settings are asked. */
final class Audit {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Duration SLOT = Duration.ofSeconds(310);
    private static final Duration ARRIVAL = Duration.ofMinutes(5);
    private static final LocalTime OPEN = LocalTime.of(8, 0);

    private final RandomDay day;
    private final Plan plan;
    private final Map<String, Pending> asked = new HashMap<>();
    private final Set<String> faults = new HashSet<>();
    private final Map<LocalDate, List<PlannedLot>> days = new TreeMap<>();

    private Audit(RandomDay day, Plan plan) {
        this.day = day;
        this.plan = plan;
        day.pending().forEach(each -> asked.put(each.idDemande(), each));
        plan.lots()
                .forEach(lot ->
                        days.computeIfAbsent(lot.jour(), _ -> new ArrayList<>()).add(lot));
    }

    /** The names of the rules that {@code plan} breaks; empty when it keeps all. */
    static Set<String> of(RandomDay day, Plan plan) {
        Audit audit = new Audit(day, plan);
        audit.nothingIsLostOrDoubled();
        plan.lots().forEach(audit::lot);
        audit.connections();
        audit.days.forEach(audit::quota);
        audit.days.forEach(audit::smoothing);
        audit.precedence();
        return audit.faults;
    }

    private void check(boolean holds, String rule) {
        if (!holds) {
            faults.add(rule);
        }
    }

    private void nothingIsLostOrDoubled() {
        Map<String, Integer> seen = new HashMap<>();
        plan.lots().forEach(lot -> lot.demandes().forEach(each -> seen.merge(each.idDemande(), 1, Integer::sum)));
        check(seen.values().stream().allMatch(count -> count == 1), "doubled");
        check(plan.placements().size() == asked.size(), "lost");
        for (int i = 0; i < plan.placements().size(); i++) {
            Placement placement = plan.placements().get(i);
            String id = placement.demande().idDemande();
            check(id.equals(day.pending().get(i).idDemande()), "lost");
            switch (placement) {
                case Placement.Planned planned -> {
                    boolean there = planned.lot() < plan.lots().size()
                            && plan.lots().get(planned.lot()).demandes().contains(planned.demande())
                            && plan.lots().get(planned.lot()).instant().equals(planned.instant());
                    check(there && seen.containsKey(id), "lost");
                }
                case Placement.Unplanned _ -> check(!seen.containsKey(id), "doubled");
            }
        }
    }

    private void lot(PlannedLot lot) {
        ZonedDateTime start = lot.instant().atZone(PARIS);
        ZonedDateTime arrival = lot.instant().plus(ARRIVAL).atZone(PARIS);
        check(!lot.instant().isBefore(day.now()) && !lot.instant().isBefore(day.nextSlot()), "too early");
        check(start.getDayOfWeek() != DayOfWeek.SUNDAY, "sunday");
        check(!start.toLocalTime().isBefore(OPEN), "before 8");
        check(!arrival.toLocalTime().isAfter(LocalTime.of(18, 50)), "after 18:50");
        check(!thirdSaturday(lot.jour()) || arrival.toLocalTime().isBefore(LocalTime.of(16, 0)), "maintenance");
        check(lot.jour().equals(arrival.toLocalDate()), "another day");
        check(!lot.demandes().isEmpty(), "empty file");
        check(lot.demandes().size() <= Objects.requireNonNull(RandomDay.MOST.get(lot.kind())), "file too large");
        check(lot.demandes().stream().allMatch(each -> each.kind().equals(lot.kind())), "kinds mixed");
    }

    private static boolean thirdSaturday(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY && day.getDayOfMonth() >= 15 && day.getDayOfMonth() <= 21;
    }

    private void connections() {
        Instant last = Instant.MIN;
        for (PlannedLot lot : plan.lots()) {
            check(
                    lot.instant().equals(last)
                            || last.equals(Instant.MIN)
                            || !lot.instant().isBefore(last.plus(SLOT)),
                    "connections");
            last = lot.instant();
        }
    }

    private static int count(List<PlannedLot> lots) {
        return lots.stream().mapToInt(lot -> lot.demandes().size()).sum();
    }

    private int room(LocalDate jour) {
        Quota quota = day.quota();
        Integer portal = quota.declarePortail().getOrDefault(jour, 0);
        int files = quota.limite() - (portal > quota.reservePortail() ? portal : quota.reservePortail());
        return files - quota.utilise().getOrDefault(jour, 0);
    }

    private void quota(LocalDate jour, List<PlannedLot> lots) {
        check(count(lots) <= room(jour), "quota");
        boolean more = plan.placements().stream()
                .anyMatch(each -> !(each instanceof Placement.Planned planned)
                        || planned.jour().isAfter(jour));
        check(!more || count(lots) == room(jour), "room left");
    }

    /** Never further from the straight line than a tenth of the day or one file a slot; ahead of it only for deadlines of the day. */
    private void smoothing(LocalDate jour, List<PlannedLot> lots) {
        Instant opening = jour.atTime(OPEN).atZone(PARIS).toInstant();
        Instant first = day.nextSlot().isAfter(opening) ? day.nextSlot() : opening;
        LocalTime end = thirdSaturday(jour) ? LocalTime.of(15, 59, 59) : LocalTime.of(18, 50);
        Instant last = jour.atTime(end).atZone(PARIS).toInstant().minus(ARRIVAL);
        double window = Duration.between(first, last).toMillis();
        long slots = (long) (window / SLOT.toMillis()) + 1;
        if (slots < 2) {
            return;
        }
        int all = count(lots);
        double bound = Math.max(all / 10.0, (double) (Math.ceilDiv(all, slots) + 1));
        Map<Instant, List<PlannedLot>> connections = new TreeMap<>();
        lots.forEach(lot -> connections
                .computeIfAbsent(lot.instant(), _ -> new ArrayList<>())
                .add(lot));
        int done = 0;
        for (Map.Entry<Instant, List<PlannedLot>> each : connections.entrySet()) {
            double line = all * (Duration.between(first, each.getKey()).toMillis() / window);
            check(done >= line - bound - 1e-6, "behind the line");
            done += count(each.getValue());
            check(done <= line + bound + 1e-6 || isForced(jour, each.getValue()), "ahead of the line");
        }
    }

    private boolean isForced(LocalDate jour, List<PlannedLot> lots) {
        Instant end = jour.plusDays(1).atStartOfDay(PARIS).toInstant();
        return lots.stream().flatMap(lot -> lot.demandes().stream()).allMatch(each -> {
            Instant echeance = asked(each).echeance();
            return echeance != null && echeance.isBefore(end);
        });
    }

    private Pending asked(Pending demande) {
        return Objects.requireNonNull(asked.get(demande.idDemande()));
    }

    /** Who waits for a later day than another of lower priority does so for a deadline only; and no deadline is missed for who has none. */
    private void precedence() {
        Map<LocalDate, Priorite> worst = new TreeMap<>();
        for (Placement each : plan.placements()) {
            if (each instanceof Placement.Planned planned && planned.ordre() != Ordre.ECHEANCE) {
                worst.merge(
                        planned.jour(),
                        asked(planned.demande()).priorite(),
                        (one, two) -> one.compareTo(two) > 0 ? one : two);
            }
        }
        for (Placement each : plan.placements()) {
            Pending demande = asked(each.demande());
            LocalDate jour = each instanceof Placement.Planned planned ? planned.jour() : LocalDate.MAX;
            for (Map.Entry<LocalDate, Priorite> other : worst.entrySet()) {
                check(
                        !other.getKey().isBefore(jour) || other.getValue().compareTo(demande.priorite()) <= 0,
                        "priority");
            }
            Instant echeance = demande.echeance();
            boolean late = echeance != null
                    && (!(each instanceof Placement.Planned planned)
                            || planned.instant().plus(ARRIVAL).isAfter(echeance));
            check(!late || !freeInTime(Objects.requireNonNull(echeance)), "deadline");
            check(late == each.enRetard(), "deadline not told");
        }
    }

    /** Whether a request without deadline went on a day on which one with this deadline could still have gone. */
    private boolean freeInTime(Instant echeance) {
        return plan.lots().stream()
                .filter(lot -> !firstArrival(lot.jour()).isAfter(echeance))
                .flatMap(lot -> lot.demandes().stream())
                .anyMatch(each -> asked(each).echeance() == null);
    }

    private Instant firstArrival(LocalDate jour) {
        Instant opening = jour.atTime(OPEN).atZone(PARIS).toInstant();
        return (day.nextSlot().isAfter(opening) ? day.nextSlot() : opening).plus(ARRIVAL);
    }
}
