package omega.channel.slot;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import omega.clock.OmegaClock;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect now: a pure function of a partner's row and its wants. The order of the rules, first to last:
 *
 * <ol>
 *   <li>no connect before {@code prochaine}, nor while another claim may still connect;
 *   <li>close to the cut-off a deposit goes first, whatever waits;
 *   <li>each waiting service gets at least one of any three slots (more than three services: the longest passed over first);
 *   <li>a want that would miss its not-after if it had to wait for the slot after this one goes before those that would not;
 *   <li>the more urgent {@link Purpose}, then the earlier not-after, then the longer wait.
 * </ol>
 */
public final class Grant {
    private static final int ONE_OF = 3;

    /** A partner's row. {@code claimedAt}: a claim not connected yet, if any. All virtual. */
    public record State(Instant prochaine, @Nullable Instant claimedAt) {}

    /** A want as it waits. {@code passed}: slots that other services got since. */
    public record Waiting(
            String service, Purpose purpose, @Nullable Instant notAfter, Instant since, int passed) {}

    /** What a claim made now gets. */
    public sealed interface Decision {
        /** Only this service may claim. */
        record To(String service) implements Decision {}

        /** Nobody may; ask again then (virtual). */
        record NotBefore(Instant when) implements Decision {}

        /** Nobody waits. */
        record Nobody() implements Decision {}
    }

    private final Rule rule;
    private final Duration margin;
    private final Instant now;
    private final List<Waiting> waiting;
    private final Comparator<Waiting> urgency;

    private Grant(Rule rule, Duration margin, List<Waiting> waiting, Instant now) {
        this.rule = rule;
        this.margin = margin;
        this.now = now;
        this.waiting = waiting;
        this.urgency = comparing(this::isDepositNearCutOff, reverseOrder())
                .thenComparing(Waiting::purpose)
                .thenComparing(Waiting::notAfter, nullsLast(naturalOrder()))
                .thenComparing(Waiting::since)
                .thenComparing(Waiting::service);
    }

    /**
     * What a claim at {@code now} gets.
     *
     * @param margin the rule's margin on the clock in use, at least one real second
     */
    public static Decision decide(State state, List<Waiting> wants, Rule rule, Duration margin, Instant now) {
        Instant claimedAt = state.claimedAt();
        if (claimedAt != null && !isVoid(claimedAt, margin, now)) {
            return new Decision.NotBefore(claimedAt.plus(margin.dividedBy(2)));
        }
        if (now.isBefore(state.prochaine())) {
            return new Decision.NotBefore(state.prochaine());
        }
        List<Waiting> useful =
                wants.stream().filter(want -> !before(want.notAfter(), now)).toList();
        return useful.isEmpty()
                ? new Decision.Nobody()
                : new Decision.To(new Grant(rule, margin, useful, now).first().service());
    }

    /** True when a claim of {@code claimedAt} may no longer connect. */
    static boolean isVoid(Instant claimedAt, Duration margin, Instant now) {
        return now.isAfter(claimedAt.plus(margin.dividedBy(2)));
    }

    private Waiting first() {
        Waiting first = mostUrgent(waiting);
        if (isDepositNearCutOff(first)) {
            return first;
        }
        List<Waiting> lastChance = waiting.stream()
                .filter(want -> before(want.notAfter(), slotAfter()))
                .toList();
        if (!lastChance.isEmpty()) {
            first = mostUrgent(lastChance);
        }
        return everyOtherStillGetsItsTurn(first) ? first : longestPassedOver();
    }

    /** The latest that the slot after one claimed now connects: both claims may use half the margin. */
    private Instant slotAfter() {
        return now.plus(rule.gap()).plus(margin.multipliedBy(2));
    }

    private boolean isDepositNearCutOff(Waiting want) {
        LocalTime paris = now.atZone(OmegaClock.PARIS).toLocalTime();
        return want.purpose() == Purpose.DEPOSIT
                && paris.isBefore(rule.cutOff())
                && !paris.isBefore(rule.cutOff().minus(rule.near()));
    }

    /** Slots, this one included, within which each service must get one. */
    private Map<String, Integer> slotsLeft() {
        Map<String, Integer> left = new HashMap<>();
        waiting.forEach(want -> left.merge(want.service(), ONE_OF - want.passed(), Math::min));
        return left;
    }

    /** After this slot goes to {@code chosen}, the others can still be served in order of the slots they have left. */
    private boolean everyOtherStillGetsItsTurn(Waiting chosen) {
        Map<String, Integer> left = slotsLeft();
        left.remove(chosen.service());
        List<Integer> inOrder = left.values().stream().sorted().toList();
        for (int turn = 0; turn < inOrder.size(); turn++) {
            if (inOrder.get(turn) < turn + 2) {
                return false;
            }
        }
        return true;
    }

    private Waiting longestPassedOver() {
        int most = waiting.stream().mapToInt(Waiting::passed).max().orElseThrow();
        Set<String> services = waiting.stream()
                .filter(want -> want.passed() == most)
                .map(Waiting::service)
                .collect(Collectors.toSet());
        return mostUrgent(waiting.stream()
                .filter(want -> services.contains(want.service()))
                .toList());
    }

    private Waiting mostUrgent(Collection<Waiting> wants) {
        return wants.stream().min(urgency).orElseThrow();
    }

    private static boolean before(@Nullable Instant instant, Instant other) {
        return instant != null && instant.isBefore(other);
    }
}
