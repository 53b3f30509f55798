package omega.layout;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import omega.catalogue.RecordKind;
import org.jspecify.annotations.Nullable;

/** A kind of line, compiled: its tag, its columns, and what every record of it starts with. */
final class Kind {
    final RecordKind declared;
    final byte @Nullable [] tag;
    final Column[] columns;
    /** The opening brace and the name of the kind, ready to copy. */
    final byte[] opening;
    /** Bytes of JSON that a record may take besides what its line's own bytes take. */
    final int room;

    /** Which column keys the record; -1 for none. */
    final int key;

    /** Whether its lines may be skimmed: no delimiter is taken for a part of a field. */
    final boolean skims;

    Kind(RecordKind declared, Encoding encoding, List<Column> columns, byte delimiter) {
        this.declared = declared;
        this.tag = declared.tag() == null ? null : encoding.bytes(declared.tag());
        this.opening = ("{\"enregistrement\":\"" + declared.name() + "\"").getBytes(StandardCharsets.UTF_8);
        this.columns = columns.toArray(Column[]::new);
        this.room = opening.length + columns.stream().mapToInt(Column::room).sum();
        int at = -1;
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name.equals(declared.key())) {
                at = i;
            }
        }
        this.key = at;
        this.skims = encoding.isAscii()
                && !columns.isEmpty()
                && columns.stream().allMatch(column -> column.skims(delimiter));
    }

    /** Where the first column begins in a line of this kind, or -1 where the line is of none or another. */
    int start(byte[] line, int from, int to, byte delimiter) {
        if (tag == null) {
            return from;
        }
        int end = from + tag.length;
        return end < to && line[end] == delimiter && Arrays.equals(tag, 0, tag.length, line, from, end) ? end + 1 : -1;
    }

    int first() {
        return tag == null ? 0 : 1;
    }
}
