package omega.catalogue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file is framed: separators, header and footer (§3.2.2).
 *
 * @param delimiter one ASCII character or one byte of each charset used with it
 * @param quote null where no character quotes
 */
public record Envelope(
        String name,
        char delimiter,
        @Nullable Character quote,
        EndOfLine endOfLine,
        RecordKind header,
        RecordKind footer,
        Counts counts) {

    /** Header fields with these names mean what they say. */
    public static final String FLUX = "flux";

    public static final String VERSION = "version";
    public static final String EMETTEUR = "emetteur";
    public static final String DESTINATAIRE = "destinataire";
    public static final String CREATION = "creation";
    public static final String SEQUENCE = "sequence";
    /** The footer's count. */
    public static final String NOMBRE = "nombre";

    /** The ends of line that a file may have. */
    public enum EndOfLine {
        ANY,
        LF,
        CRLF
    }

    /** What the footer counts: the lines between header and footer, or all lines, both included. */
    public enum Counts {
        DETAILS,
        LINES;

        public long of(long details) {
            return this == DETAILS ? details : details + 2;
        }
    }

    public List<RecordKind> ends() {
        return List.of(header, footer);
    }
}
