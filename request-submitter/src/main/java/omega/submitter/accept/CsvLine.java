package omega.submitter.accept;

import java.util.ArrayList;
import java.util.List;

/** One line of a CSV, cut into cells. A line is a record: no cell holds a line break, so a stray quote spoils its own line only. */
final class CsvLine {
    /** The line has no cells, and this is why. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(String reason) {
            super(reason);
        }
    }

    private final String line;
    private final char delimiter;
    private int at;

    private CsvLine(String line, char delimiter) {
        this.line = line;
        this.delimiter = delimiter;
    }

    /** The cells; those in quotes as they are, others without the blanks around them. */
    static List<String> cells(String line, char delimiter) throws Broken {
        CsvLine cut = new CsvLine(line, delimiter);
        List<String> cells = new ArrayList<>();
        do {
            cells.add(cut.cell());
        } while (cut.at++ < line.length());
        return cells;
    }

    /** Of {@code ;}, {@code ,} and TAB, the one that stands most often outside quotes. */
    static char delimiter(String header) {
        char best = ';';
        long most = 0;
        for (char each : new char[] {';', ',', '\t'}) {
            boolean quoted = false;
            long count = 0;
            for (int i = 0; i < header.length(); i++) {
                quoted ^= header.charAt(i) == '"';
                count += !quoted && header.charAt(i) == each ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = each;
            }
        }
        return best;
    }

    /** The cell at {@link #at}, which afterwards is at its delimiter or the line's end. */
    private String cell() throws Broken {
        if (at < line.length() && line.charAt(at) == '"') {
            return quoted();
        }
        int end = line.indexOf(delimiter, at);
        String cell = line.substring(at, end < 0 ? line.length() : end);
        at = end < 0 ? line.length() : end;
        return cell.strip();
    }

    private String quoted() throws Broken {
        StringBuilder cell = new StringBuilder();
        for (at++; at < line.length(); at++) {
            if (line.charAt(at) != '"') {
                cell.append(line.charAt(at));
            } else if (at + 1 < line.length() && line.charAt(at + 1) == '"') {
                cell.append('"');
                at++;
            } else {
                at++;
                if (at < line.length() && line.charAt(at) != delimiter) {
                    throw new Broken("text follows a closing quote");
                }
                return cell.toString();
            }
        }
        throw new Broken("a quote is not closed");
    }
}
