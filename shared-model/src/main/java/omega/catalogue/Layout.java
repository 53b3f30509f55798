package omega.catalogue;

import java.nio.charset.Charset;
import java.util.List;

/**
 * One version of a flux's layout; the file's header decides which.
 *
 * @param charsets candidates in order; a file that needs a later one than the first raises an alert
 * @param decimal the decimal sign
 * @param records the kinds of line; several are told apart by their tags
 * @param fingerprint hash of all that decides how a line reads: this layout, its envelope and its code lists
 */
public record Layout(
        String flux,
        String version,
        Envelope envelope,
        List<Charset> charsets,
        char decimal,
        List<RecordKind> records,
        String fingerprint) {

    /** Whether lines belong together, so that blocks may be cut only before some of them. */
    public boolean hasGroups() {
        return records.stream().anyMatch(kind -> kind.parent() != null);
    }
}
