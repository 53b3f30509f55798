package omega.channel.slot;

import java.time.Duration;
import java.time.LocalTime;

/**
 * The numbers of the connection rule.
 *
 * @param gap between two control connections of a partner (§3.1), virtual
 * @param margin added to the gap; half of it is what a claim may take to connect; virtual, never under one real second
 * @param cutOff Paris time after which a deposit counts for the next day
 * @param near how long before the cut-off a deposit goes before anything else
 * @param heartbeat real time after which a want that nobody repeats is forgotten
 */
public record Rule(Duration gap, Duration margin, LocalTime cutOff, Duration near, Duration heartbeat) {
    public static final Rule GUIDE = new Rule(
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            LocalTime.of(18, 50),
            Duration.ofMinutes(15),
            Duration.ofSeconds(30));

    /** This rule with the cut-off of a pack's calendar. */
    public Rule withCutOff(LocalTime time) {
        return new Rule(gap, margin, time, near, heartbeat);
    }
}
