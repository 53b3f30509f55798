package omega.layout;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import omega.catalogue.Layout;
import omega.catalogue.RecordKind;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one file, in order: bytes in, a record's JSON bytes and key out, or faults. What it returns is overwritten by the
 * next line; not thread-safe. Start anew at each block ({@link #restart}), which begins with a line that has no parent.
 */
public final class LineReader {
    private static final byte[] PARENT = ",\"parent\":".getBytes(StandardCharsets.US_ASCII);
    /** Parent, supplement and closing brace. */
    private static final int MARGIN = 64;

    private static final int NO_KEY = -1;

    private static final byte[] SUPPLEMENT = ",\"supplement\":[".getBytes(StandardCharsets.US_ASCII);

    /** Bytes beyond a line that skimming may read. */
    private static final int BEYOND = 16;

    private final Encoding encoding;
    private final byte delimiter;
    private final int quote;
    private final Fields fields;
    private final List<Kind> kinds;
    /** The kind of every line, where there is one only and no tag. */
    private final @Nullable Kind only;

    /** Kinds whose lines may be skimmed; none if not all may. */
    private final Kind[] skimmed;

    private final boolean groups;
    private final Kind header;
    private final Kind footer;
    private final JsonBytes json = new JsonBytes();
    private final JsonBytes parentKeyJson = new JsonBytes();
    private final List<LineFault> faults = new ArrayList<>();
    /** Where the record's own key stands, until {@link #key} is asked for it. */
    private byte[] keyBytes = {};

    private int keyFrom;
    private int keyTo = NO_KEY;
    private byte @Nullable [] key;

    private @Nullable Kind parent;
    private boolean parentRejected;
    private long parentLine;
    private byte @Nullable [] parentKey;

    /** Reads lines of {@code layout} in {@code charset}; {@code day} is the publication's, which decides the codes in force. */
    public LineReader(Layout layout, Charset charset, LocalDate day) {
        this.encoding = new Encoding(charset);
        Character quote = layout.envelope().quote();
        this.delimiter = encoding.bytes(String.valueOf(layout.envelope().delimiter()))[0];
        this.quote = quote == null ? Fields.NO_QUOTE : quote;
        this.fields = new Fields(delimiter, this.quote);
        this.kinds = layout.records().stream()
                .map(kind -> compile(kind, layout, day))
                .toList();
        this.only = kinds.size() == 1 && kinds.getFirst().tag == null ? kinds.getFirst() : null;
        this.skimmed = kinds.stream().allMatch(kind -> kind.skims && (kind.tag != null || kind == only))
                ? kinds.toArray(Kind[]::new)
                : new Kind[0];
        this.groups = layout.hasGroups();
        this.header = compile(layout.envelope().header(), layout, day);
        this.footer = compile(layout.envelope().footer(), layout, day);
    }

    private Kind compile(RecordKind kind, Layout layout, LocalDate day) {
        return new Kind(kind, encoding, Column.all(kind.fields(), encoding, layout.decimal(), day), delimiter);
    }

    /** Where the line that begins at {@code from} ends: its newline's offset, or -1 where there is none before {@code to}. */
    public static int end(byte[] bytes, int from, int to) {
        return Words.newline(bytes, from, to);
    }

    /** Forgets the parent of the lines read so far. */
    public void restart() {
        parent = null;
        parentRejected = false;
    }

    /** Reads one line, without its end; true when it is a record, false when {@link #faults} tell why not. */
    public boolean read(byte[] line, int from, int to, long number) {
        return skim(line, from, to, number) || readClosely(line, from, to, number);
    }

    private void clear() {
        faults.clear();
        json.clear();
        key = null;
        keyTo = NO_KEY;
    }

    /**
     * In one go over a line that is a record without a quote or a rare character, like almost all: each column finds its field's end,
     * checks and copies it. False where that is unsure, and {@link #readClosely} decides. What it does read, both read alike.
     */
    boolean skim(byte[] line, int from, int to, long number) {
        if (from == to || to + BEYOND > line.length) {
            return false;
        }
        for (Kind kind : skimmed) {
            int start = kind.start(line, from, to, delimiter);
            if (start >= 0) {
                clear();
                json.room(kind.room + parentKeyJson.length + (to - from) * 3 + kind.columns.length * 4 + MARGIN);
                json.put(kind.opening);
                if ((kind.declared.parent() != null && !inherit(kind, number)) || !skim(kind, line, start, to)) {
                    return false;
                }
                if (groups && kind.declared.parent() == null) {
                    adopt(kind, number);
                }
                return true;
            }
        }
        return false;
    }

    private boolean skim(Kind kind, byte[] line, int from, int to) {
        long delimiters = (delimiter & 0xFF) * Words.ONES;
        Column[] columns = kind.columns;
        int at = from;
        for (int i = 0; i < columns.length; i++) {
            Column column = columns[i];
            int end = at;
            if (at == to || line[at] == delimiter) {
                if (column.required) {
                    return false;
                }
            } else {
                int mark = json.length;
                end = line[at] == quote ? Column.UNSURE : skim(column, line, at, to, delimiters);
                if (i == kind.key && end >= 0) {
                    keep(kind, line, at, end, mark);
                }
            }
            boolean last = i == columns.length - 1;
            if (last ? end != to : end < 0 || end >= to || line[end] != delimiter) {
                return false;
            }
            at = end + 1;
        }
        json.put('}');
        return true;
    }

    /** Told apart here, so that each kind's own way is compiled into the loop. */
    private int skim(Column column, byte[] line, int from, int to, long delimiters) {
        return switch (column) {
            case Column.Whole whole -> whole.skim(line, from, to, delimiters, json);
            case Column.Text text -> text.skim(line, from, to, delimiters, json);
            case Column.GasDay day -> day.skim(line, from, to, delimiters, json);
            case Column.Decimal decimal -> decimal.skim(line, from, to, delimiters, json);
            case Column.Date date -> date.skim(line, from, to, delimiters, json);
            case Column.Moment moment -> moment.skim(line, from, to, delimiters, json);
            case Column.Truth truth -> truth.skim(line, from, to, delimiters, json);
        };
    }

    boolean readClosely(byte[] line, int from, int to, long number) {
        clear();
        if (from == to) {
            return fault(LineFault.Code.LIGNE_VIDE, number, 1, "");
        }
        boolean whole = fields.cut(line, from, to);
        Kind kind = kind(whole || fields.count > 0);
        if (kind == null) {
            adopt(null, number);
            return fault(whole ? LineFault.Code.TYPE_INCONNU : LineFault.Code.GUILLEMETS, number, 1, "");
        }
        boolean sound = whole ? columns(kind, line, from, to, number) : broken(line, from, number);
        if (kind.declared.parent() == null) {
            adopt(sound ? kind : null, number);
        }
        return sound;
    }

    /** Reads a header; its JSON tells the fields. */
    public boolean readHeader(byte[] line, int from, int to) {
        return readEnd(header, line, from, to, 1);
    }

    /** Reads a footer, like {@link #readHeader}. */
    public boolean readFooter(byte[] line, int from, int to, long number) {
        return readEnd(footer, line, from, to, number);
    }

    private boolean readEnd(Kind end, byte[] line, int from, int to, long number) {
        clear();
        if (!fields.cut(line, from, to)) {
            return broken(line, from, number);
        }
        if (end.tag != null && !hasTag(end.tag)) {
            return fault(LineFault.Code.TYPE_INCONNU, number, 1, "");
        }
        return columns(end, line, from, to, number);
    }

    /** Whether the line starts a group: it is of a kind that has no parent. What is of no kind belongs to the lines before it. */
    public boolean startsGroup(byte[] line, int from, int to) {
        if (from < to && fields.cut(line, from, to)) {
            Kind kind = kind(true);
            return kind != null && kind.declared.parent() == null;
        }
        return false;
    }

    private @Nullable Kind kind(boolean hasFirst) {
        if (only != null) {
            return only;
        }
        for (int i = 0; hasFirst && i < kinds.size(); i++) {
            byte[] tag = kinds.get(i).tag;
            if (tag != null && hasTag(tag)) {
                return kinds.get(i);
            }
        }
        return null;
    }

    private boolean hasTag(byte[] tag) {
        return Arrays.equals(tag, 0, tag.length, fields.bytes, fields.starts[0], fields.ends[0]);
    }

    private boolean broken(byte[] line, int from, long number) {
        return fault(LineFault.Code.GUILLEMETS, number, column(line, from, fields.origin(fields.count)), "");
    }

    private void adopt(@Nullable Kind kind, long number) {
        parentRejected = kind == null;
        parent = kind;
        parentLine = number;
        parentKey = key();
    }

    /** The second loop: each column checks and writes its field. */
    private boolean columns(Kind kind, byte[] line, int from, int to, long number) {
        int first = kind.first();
        int size = kind.columns.length;
        if (fields.count - first < size) {
            return fault(LineFault.Code.CHAMPS_MANQUANTS, number, column(line, from, to), "");
        }
        if (fields.count - first > size && !kind.declared.keepTrailing()) {
            return fault(LineFault.Code.CHAMPS_EN_TROP, number, column(line, from, fields.origin(first + size)), "");
        }
        json.room(kind.room + parentKeyJson.length + (to - from) * 3 + fields.count * 4 + MARGIN);
        json.put(kind.opening);
        if (kind.declared.parent() != null && !inherit(kind, number)) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            Column column = kind.columns[i];
            int start = fields.starts[first + i];
            int end = fields.ends[first + i];
            LineFault.Code code = null;
            if (start == end) {
                code = column.required ? LineFault.Code.CHAMP_REQUIS : null;
            } else {
                int mark = json.length;
                json.put(column.label, 0, column.labelLength);
                code = column.write(fields.bytes, start, end, json);
                if (i == kind.key && code == null) {
                    keep(kind, fields.bytes, start, end, mark);
                }
            }
            if (code != null) {
                fault(code, number, column(line, from, fields.origin(first + i)), column.name);
            }
        }
        if (!supplement(first + size)) {
            fault(
                    LineFault.Code.CARACTERE_INTERDIT,
                    number,
                    column(line, from, fields.origin(first + size)),
                    "supplement");
        }
        json.put('}');
        return faults.isEmpty();
    }

    private void keep(Kind kind, byte[] bytes, int start, int end, int mark) {
        keyBytes = bytes;
        keyFrom = start;
        keyTo = end;
        if (groups && kind.declared.parent() == null) {
            parentKeyJson.clear();
            parentKeyJson.put(json.bytes, mark, json.length);
        }
    }

    private boolean inherit(Kind kind, long number) {
        if (parentRejected) {
            return fault(LineFault.Code.PARENT_REJETE, number, 1, "");
        }
        if (parent == null || !parent.declared.name().equals(kind.declared.parent())) {
            return fault(LineFault.Code.PARENT_ABSENT, number, 1, "");
        }
        json.put(PARENT);
        json.number(parentLine);
        key = parentKey;
        String inherited = parent.declared.key();
        if (parentKey != null && kind.declared.field(String.valueOf(inherited)).isEmpty()) {
            json.put(parentKeyJson.bytes, 0, parentKeyJson.length);
        }
        return true;
    }

    private boolean supplement(int from) {
        if (fields.count <= from) {
            return true;
        }
        boolean sound = true;
        json.put(SUPPLEMENT);
        for (int i = from; i < fields.count; i++) {
            if (i > from) {
                json.put(',');
            }
            json.put('"');
            sound &= encoding.write(fields.bytes, fields.starts[i], fields.ends[i], json);
            json.put('"');
        }
        json.put(']');
        return sound;
    }

    private boolean fault(LineFault.Code code, long number, int column, String field) {
        faults.add(new LineFault(code, number, column, field, code.meaning()));
        return false;
    }

    private int column(byte[] line, int from, int at) {
        return encoding.characters(line, from, at) + 1;
    }

    /** The record, as a copy of its own. */
    public byte[] json() {
        return json.copy();
    }

    /** The record's key in UTF-8: its own, or its parent's; null where the layout has none. */
    public byte @Nullable [] key() {
        if (keyTo != NO_KEY) {
            key = encoding.utf8(keyBytes, keyFrom, keyTo);
            keyTo = NO_KEY;
        }
        return key;
    }

    public List<LineFault> faults() {
        return List.copyOf(faults);
    }

    /** The line as text, for people. */
    public String text(byte[] line, int from, int to) {
        return encoding.text(line, from, to);
    }
}
