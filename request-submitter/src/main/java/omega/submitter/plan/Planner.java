package omega.submitter.plan;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import omega.calendar.OmegaCalendar;
import omega.clock.OmegaClock;
import omega.submitter.check.Priorite;
import org.jspecify.annotations.Nullable;

/**
 * Plans what waits under quota and opening hours (§2.2.1, §3.1, §3.2.1). Pure: the same arguments, in whatever order, give the same plan.
 *
 * <p>A day takes, up to its quota, first those that must go on it to be in time (or for which later days have no room), then the others by
 * priority and order of acceptance. Over its open hours they go along a straight line, a few slots at a time; only deadlines of the
 * same day may lift the line. Where deadlines exceed quotas, those of lower priority miss theirs, and then wait as if they had none: who can
 * no longer be in time does not push aside who can.
 */
public final class Planner {
    private final OmegaCalendar calendar;
    private final PlanRules rules;
    private final Map<String, Integer> most;

    /** @param most the most requests of a kind in one file; each kind that waits must be there */
    public Planner(OmegaCalendar calendar, PlanRules rules, Map<String, Integer> most) {
        this.calendar = calendar;
        this.rules = rules;
        this.most = Map.copyOf(most);
    }

    /**
     * @param nextSlot the earliest instant at which the next connection may be made; before {@code now} is now
     * @param servedUntil what the last deposited lot says; {@link Instant#EPOCH} when there is none. Without it, planning anew at each slot
     *     would send a step each time and run ahead of the line.
     * @throws IllegalArgumentException when a request is of a kind without a maximum
     */
    public Plan plan(Instant now, Instant nextSlot, Instant servedUntil, Quota quota, Collection<Pending> pending) {
        Instant first = nextSlot.isAfter(now) ? nextSlot : now;
        return new Run(now, first, servedUntil, quota, List.copyOf(pending)).plan();
    }

    /** A request on its way through one planning. */
    private static final class Candidate {
        final Pending demande;
        /** The demande's, here so that sorting need not look them up. */
        final Priorite priorite;

        final long rang;
        final int position;
        /** The last slot from which it arrives in time, over all days; -1 when none does, {@link #ANY} without a deadline. */
        final int latest;

        /** Its deadline is kept, with those of all others that have this mark. */
        boolean inTime;

        boolean taken;
        /** It went because it had to. */
        boolean urgent;

        Candidate(Pending demande, int position, int latest) {
            this.demande = demande;
            this.priorite = demande.priorite();
            this.rang = demande.rang();
            this.position = position;
            this.latest = latest;
        }
    }

    private static final int ANY = Integer.MAX_VALUE;

    private final class Run {
        private final LocalDate today;
        private final Instant servedUntil;
        private final List<OpenDay> days;
        /** Of all days: when a deposit of the slot has arrived, and the first slot of each day. */
        private final Instant[] arrivals;

        private final int[] firstSlot;
        private final int[] quotas;
        private final Quota quota;
        private final Candidate[] candidates;
        private final @Nullable Placement[] placements;
        private final List<PlannedLot> lots = new ArrayList<>();

        Run(Instant now, Instant first, Instant servedUntil, Quota quota, List<Pending> pending) {
            this.servedUntil = servedUntil;
            this.today = now.atZone(OmegaClock.PARIS).toLocalDate();
            this.quota = quota;
            this.days = OpenDay.from(calendar, rules, first);
            this.quotas = days.stream().mapToInt(day -> quota.reste(day.jour())).toArray();
            this.arrivals = days.stream()
                    .flatMap(day -> day.slots().stream())
                    .map(slot -> slot.plus(rules.arrival()))
                    .toArray(Instant[]::new);
            this.firstSlot = new int[days.size() + 1];
            for (int day = 0; day < days.size(); day++) {
                firstSlot[day + 1] = firstSlot[day] + days.get(day).slots().size();
            }
            this.candidates = new Candidate[pending.size()];
            this.placements = new Placement[pending.size()];
            for (int i = 0; i < candidates.length; i++) {
                Pending each = pending.get(i);
                if (!most.containsKey(each.kind())) {
                    throw new IllegalArgumentException("no maximum is known for a file of " + each.kind());
                }
                candidates[i] = new Candidate(each, i, latest(each.echeance()));
            }
        }

        private int latest(@Nullable Instant echeance) {
            if (echeance == null) {
                return ANY;
            }
            int at = Arrays.binarySearch(arrivals, echeance);
            return at >= 0 ? at : -at - 2;
        }

        private int day(Candidate candidate) {
            int at = Arrays.binarySearch(firstSlot, candidate.latest);
            return at >= 0 ? at : -at - 2;
        }

        Plan plan() {
            Arrays.sort(candidates, Planner::byPrecedence);
            Candidate[] urgent = inTime();
            int nextUrgent = 0;
            int next = 0;
            int[] waiting = new int[days.size()];
            for (Candidate each : urgent) {
                waiting[day(each)]++;
            }
            for (int day = 0; day < days.size() && next < candidates.length; day++) {
                List<Candidate> chosen = new ArrayList<>();
                for (int left = mustGo(day, waiting); left > 0; nextUrgent++) {
                    Candidate each = urgent[nextUrgent];
                    if (!each.taken) {
                        each.taken = true;
                        each.urgent = true;
                        waiting[day(each)]--;
                        chosen.add(each);
                        left--;
                    }
                }
                for (; next < candidates.length && (chosen.size() < quotas[day] || candidates[next].taken); next++) {
                    Candidate each = candidates[next];
                    if (!each.taken) {
                        each.taken = true;
                        if (each.inTime) {
                            waiting[day(each)]--;
                        }
                        chosen.add(each);
                    }
                }
                spread(day, chosen);
            }
            return new Plan(List.copyOf(lots), placements(), forecast());
        }

        /** Those whose deadlines can all be kept together, chosen by precedence, in order of their latest slots. */
        private Candidate[] inTime() {
            long[] room = new long[days.size()];
            long sum = 0;
            for (int day = 0; day < room.length; day++) {
                sum += quotas[day];
                room[day] = sum;
            }
            List<Candidate> chosen = new ArrayList<>();
            for (Candidate each : candidates) {
                if (each.latest >= 0 && each.latest != ANY && fits(day(each), room)) {
                    chosen.add(each);
                    each.inTime = true;
                }
            }
            Candidate[] urgent = chosen.toArray(Candidate[]::new);
            Arrays.sort(urgent, Planner::byLatestSlot);
            return urgent;
        }

        /** Takes one place on {@code day} or before, where later days keep room for those chosen already. */
        private static boolean fits(int day, long[] room) {
            for (int i = day; i < room.length; i++) {
                if (room[i] == 0) {
                    return false;
                }
            }
            for (int i = day; i < room.length; i++) {
                room[i]--;
            }
            return true;
        }

        /** How many must go on a day: those that it is the last one for, and those that the days after it have no room for. */
        private int mustGo(int day, int[] waiting) {
            int overflow = 0;
            for (int later = days.size() - 1; later > day; later--) {
                overflow = Math.max(0, waiting[later] + overflow - quotas[later]);
            }
            return waiting[day] + overflow;
        }

        /**
         * Spreads a day's requests over its slots: never behind the straight line, ahead of it by a step or by what is due. What was
         * deposited before has served the line up to an instant; until then only what is due goes.
         */
        private void spread(int day, List<Candidate> chosen) {
            List<Instant> slots = days.get(day).slots();
            long end = slots.getLast().plus(rules.slot()).toEpochMilli();
            long from = Math.clamp(
                    servedUntil.toEpochMilli(),
                    slots.getFirst().toEpochMilli(),
                    slots.getLast().toEpochMilli());
            int held = 0;
            while (slots.get(held).toEpochMilli() < from) {
                held++;
            }
            int group = Math.max(1, (int) ((slots.size() - held) * rules.step()));
            int done = 0;
            int due = 0;
            for (int slot = 0, next; slot < slots.size(); slot = next) {
                next = Math.min(slot < held ? held : slots.size(), slot + group);
                while (due < chosen.size()
                        && chosen.get(due).urgent
                        && chosen.get(due).latest < firstSlot[day] + next) {
                    due++;
                }
                long until = next < slots.size() ? slots.get(next).toEpochMilli() : end;
                int line = slot < held ? 0 : (int) Math.ceilDiv(chosen.size() * (until - from), end - from);
                int count = Math.max(line, due);
                if (count > done) {
                    Instant served = Instant.ofEpochMilli(from + count * (end - from) / chosen.size());
                    deposit(day, slots.get(slot), served, chosen.subList(done, count));
                    done = count;
                }
            }
        }

        /** One connection: a file for each kind, or several where a kind exceeds its maximum. */
        private void deposit(int day, Instant instant, Instant served, List<Candidate> chosen) {
            Map<String, List<Candidate>> kinds = new TreeMap<>();
            chosen.forEach(each -> kinds.computeIfAbsent(each.demande.kind(), _ -> new ArrayList<>())
                    .add(each));
            kinds.forEach((kind, all) -> {
                int max = Objects.requireNonNull(most.get(kind));
                for (int from = 0; from < all.size(); from += max) {
                    List<Candidate> lot = all.subList(from, Math.min(all.size(), from + max));
                    lot.forEach(each -> placements[each.position] = place(each, day, instant));
                    lots.add(new PlannedLot(
                            instant,
                            served,
                            days.get(day).jour(),
                            kind,
                            lot.stream().map(each -> each.demande).toList()));
                }
            });
        }

        private Placement place(Candidate each, int day, Instant instant) {
            LocalDate jour = days.get(day).jour();
            Instant echeance = each.demande.echeance();
            Ordre ordre = each.urgent
                    ? Ordre.ECHEANCE
                    : each.demande.priorite() == Priorite.HAUTE ? Ordre.PRIORITE : Ordre.LISSAGE;
            return new Placement.Planned(
                    each.demande,
                    lots.size(),
                    jour,
                    instant,
                    ordre,
                    jour.equals(today) ? Attente.AUCUNE : day == 0 ? Attente.FERME : Attente.QUOTA,
                    echeance != null && instant.plus(rules.arrival()).isAfter(echeance));
        }

        private List<Placement> placements() {
            List<Placement> all = new ArrayList<>(placements.length);
            for (Candidate each : candidates) {
                if (placements[each.position] == null) {
                    placements[each.position] = new Placement.Unplanned(each.demande, Attente.HORIZON);
                }
            }
            for (Placement each : placements) {
                all.add(Objects.requireNonNull(each));
            }
            return Collections.unmodifiableList(all);
        }

        private Forecast forecast() {
            boolean open = !days.isEmpty() && days.getFirst().jour().equals(today);
            int planned = 0;
            List<Pending> missed = new ArrayList<>();
            for (Candidate each : candidates) {
                Placement placement = Objects.requireNonNull(placements[each.position]);
                planned += placement.attente() == Attente.AUCUNE ? 1 : 0;
                if (placement.enRetard()) {
                    missed.add(each.demande);
                }
            }
            int later = candidates.length - planned;
            return new Forecast(
                    today,
                    quota.reste(today),
                    open ? days.getFirst().slots().size() : 0,
                    planned,
                    later,
                    later == 0 ? Attente.AUCUNE : open ? Attente.QUOTA : Attente.FERME,
                    List.copyOf(missed));
        }
    }

    /** Priority, then acceptance; the id only where a rank stands twice. Deadlines act by {@link Run#inTime} alone. */
    private static int byPrecedence(Candidate one, Candidate other) {
        int order = one.priorite.compareTo(other.priorite);
        if (order == 0) {
            order = Long.compare(one.rang, other.rang);
        }
        return order != 0 ? order : one.demande.idDemande().compareTo(other.demande.idDemande());
    }

    private static int byLatestSlot(Candidate one, Candidate other) {
        int order = Integer.compare(one.latest, other.latest);
        return order != 0 ? order : byPrecedence(one, other);
    }
}
