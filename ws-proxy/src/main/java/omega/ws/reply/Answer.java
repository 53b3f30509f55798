package omega.ws.reply;

import java.time.Duration;
import java.util.Optional;

/**
 * What a call came to, as its caller is told.
 *
 * @param status HTTP's
 * @param body JSON: the answer, a problem where the status is 400 or more, or the state of the request where it is 202
 * @param numero what OMEGA calls it
 * @param title the problem's
 * @param retryAfter when to try again
 * @param location where its state is to be seen
 */
public record Answer(
        int status,
        String body,
        Issue issue,
        Optional<String> numero,
        Optional<String> title,
        Optional<Duration> retryAfter,
        Optional<String> location) {

    /** What is known of the request itself. */
    public enum Issue {
        ACCEPTEE,
        REFUSEE,
        /** it may have been carried out */
        INCERTAINE,
        /** it surely was not; it may be made again */
        NON_ENVOYEE,
        /** it waits */
        EN_ATTENTE
    }

    static Answer accepted(String body, Optional<String> numero) {
        return new Answer(200, body, Issue.ACCEPTEE, numero, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** OMEGA has it, though its own answer never came. */
    public static Answer found(String body, Optional<String> numero) {
        return new Answer(202, body, Issue.ACCEPTEE, numero, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Answer problem(int status, String body, Issue issue, String title) {
        return new Answer(
                status, body, issue, Optional.empty(), Optional.of(title), Optional.empty(), Optional.empty());
    }

    /** The state of a request that has no answer yet, or none of its own. */
    public static Answer state(String body, Issue issue, String location) {
        return new Answer(
                202, body, issue, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(location));
    }

    public Answer after(Duration wait) {
        return new Answer(status, body, issue, numero, title, Optional.of(wait), location);
    }

    public Answer at(String place) {
        return new Answer(status, body, issue, numero, title, retryAfter, Optional.of(place));
    }

    public boolean isProblem() {
        return status >= 400;
    }
}
