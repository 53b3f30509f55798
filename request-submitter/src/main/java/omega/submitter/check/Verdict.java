package omega.submitter.check;

import java.util.List;

/** What checking a request came to. */
public sealed interface Verdict {

    /** It can be planned and written. */
    record Sound(DemandeValide demande) implements Verdict {}

    /** @param faults all of them, in the order of the request's own fields and then the layout's */
    record Unsound(List<DemandeFault> faults) implements Verdict {}
}
