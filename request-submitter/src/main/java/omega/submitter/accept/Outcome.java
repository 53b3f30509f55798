package omega.submitter.accept;

import java.util.List;
import omega.submitter.check.DemandeFault;

/** What became of something that came in. */
public sealed interface Outcome {
    /** Accepted: it will be sent. */
    record Recue() implements Outcome {}

    /** The same request was accepted before; it is not sent twice. */
    record Connue() implements Outcome {}

    /** Refused, for all these reasons. */
    record Refusee(List<DemandeFault> fautes) implements Outcome {}
}
