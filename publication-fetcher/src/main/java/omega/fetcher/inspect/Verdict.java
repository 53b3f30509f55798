package omega.fetcher.inspect;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import omega.catalogue.Layout;
import omega.fetcher.ledger.FileFault;

/** What the inspection of a whole archive came to. */
public sealed interface Verdict {

    /**
     * Every check passed.
     *
     * @param fallback whether the charset is another than the layout's first
     * @param creation the publication's date
     * @param details lines between header and footer
     * @param bytes of the member
     */
    record Sound(
            Layout layout, Charset charset, boolean fallback, Header header, Instant creation, long details, long bytes)
            implements Verdict {}

    /** Nothing of it may be published. */
    record Unsound(List<FileFault> faults) implements Verdict {}
}
