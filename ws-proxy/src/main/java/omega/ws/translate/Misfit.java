package omega.ws.translate;

import java.util.List;
import omega.ws.contract.Kind;

/**
 * One reason why a document does not fit its contract.
 *
 * @param path JSON pointer; for what is missing, where it should be
 */
public record Misfit(String path, Kind kind, String reason) {
    /** How many, in words. */
    public static String count(List<Misfit> misfits) {
        return misfits.size() == 1 ? "1 fault" : misfits.size() + " faults";
    }

    /** How many of at least one, and the first. */
    public static String words(List<Misfit> misfits) {
        Misfit first = misfits.getFirst();
        return count(misfits)
                + (misfits.size() == 1 ? "" : ", the first")
                + (first.path().isEmpty() ? "" : " at " + first.path())
                + ": "
                + first.reason();
    }
}
