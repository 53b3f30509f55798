package omega.submitter.plan;

import java.time.Duration;

/**
 * The planner's settings.
 *
 * @param slot from one deposit's connection to the next (§3.2.1: five minutes, and our margin)
 * @param arrival the most that passes from the planned instant until the last file of the connection has arrived
 * @param step share of the day's open hours that one connection serves; a smaller one is smoother, a larger one leaves more connections to
 *     others. At most a tenth keeps the bound of the issue.
 * @param horizon days looked ahead, today included
 */
public record PlanRules(Duration slot, Duration arrival, double step, int horizon) {
    public static final PlanRules GUIDE = new PlanRules(Duration.ofSeconds(310), Duration.ofMinutes(5), 0.05, 31);

    public PlanRules {
        if (slot.toMillis() <= 0 || arrival.isNegative() || !(step > 0 && step <= 1) || horizon < 1) {
            throw new IllegalArgumentException(
                    "a slot lasts, an arrival is not before its start, a step is within ]0, 1]");
        }
    }
}
