package omega.channel.credential;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import omega.clock.OmegaClock;

/**
 * When a certificate is renewed, by its end: order eight weeks before, in GRDF's hands four weeks before at the latest (§1.4.2). Dates are Paris dates.
 *
 * @param order from when it should be under way, and an alert says so
 * @param send the last day on which GRDF must get the next one; from then on it is urgent
 * @param end the day on which the present one ends
 */
public record Renewal(ZonedDateTime order, ZonedDateTime send, ZonedDateTime end) {

    /** Of a certificate that is valid until {@code notAfter}. */
    public static Renewal of(Instant notAfter) {
        ZonedDateTime end = notAfter.atZone(OmegaClock.PARIS);
        return new Renewal(end.minusWeeks(8), end.minusWeeks(4), end);
    }

    /** One thing to do, and by when. */
    public record Step(LocalDate by, String what) {
        @Override
        public String toString() {
            return "by " + by + " " + what;
        }
    }

    /** The dated list of what a renewal takes. */
    public List<Step> steps() {
        return List.of(
                new Step(
                        order.toLocalDate(),
                        "order the next certificate: same DN, RSA 2048, clientAuth, class 2 or above, from one of the guide's authorities"),
                new Step(
                        send.toLocalDate(),
                        "send GRDF the next certificate and its chain, PEM, and agree on the switch"),
                new Step(
                        end.toLocalDate().minusDays(1),
                        "stage it beside the present one (.suivant, .suivant.le; docs/credentials.md), let ./omega doctor check it, and let the switch pass"),
                new Step(end.toLocalDate(), "take the old one away"));
    }
}
