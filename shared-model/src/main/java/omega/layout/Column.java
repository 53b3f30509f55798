package omega.layout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import omega.catalogue.Field;
import org.jspecify.annotations.Nullable;

/**
 * One column: checks a field's bytes and writes its JSON value. Two ways: {@link #skim} for the sound fields of which a sound file is made,
 * which it finds the end of, checks and copies a word at a time; {@link #write} for any field, with the reason where it is none. What the
 * first is not sure of it leaves to the second. Holds scratch state, so one a reader and thread.
 */
abstract sealed class Column {
    /** What {@link #skim} says of a field that must be read closely. */
    static final int UNSURE = -1;

    final String name;
    final boolean required;
    /** {@code ,"name":}, ready to copy: so many bytes, and some more so that they are copied by words. */
    final byte[] label;

    final int labelLength;
    private final long label0;
    private final long label1;
    private final long label2;
    private final long label3;

    /** Bytes of JSON that a field may take besides three for each of its own. */
    final int room() {
        return label.length + MOST;
    }

    private static final int MOST = 48;

    private Column(Field field) {
        this.name = field.name();
        this.required = field.required();
        byte[] bytes = (",\"" + field.name() + "\":").getBytes(StandardCharsets.US_ASCII);
        this.labelLength = bytes.length;
        this.label = Arrays.copyOf(bytes, Math.max(32, bytes.length + 16 & -16));
        this.label0 = Words.load(label, 0);
        this.label1 = Words.load(label, 8);
        this.label2 = Words.load(label, 16);
        this.label3 = Words.load(label, 24);
    }

    static Column of(Field field, Encoding encoding, char decimal, java.time.LocalDate day) {
        return switch (field.type()) {
            case TEXT -> new Text(field, encoding, day);
            case INTEGER -> new Whole(field);
            case DECIMAL -> new Decimal(field, (byte) decimal);
            case DATE -> new Date(field);
            case INSTANT -> new Moment(field);
            case GAS_DAY -> new GasDay(field);
            case BOOLEAN -> new Truth(field, encoding);
        };
    }

    /** Writes the value of a field that is not empty; what is wrong with it, or null. */
    abstract LineFault.@Nullable Code write(byte[] source, int from, int to, JsonBytes out);

    /**
     * Writes label and value of the field at {@code from}, which is neither empty nor quoted, in a line that goes to {@code to}; where it
     * ends, or {@link #UNSURE}. That a delimiter or the line's end is there, and no further, the caller checks. Reads up to 16 bytes
     * beyond {@code to}; what is written has room. {@code delimiters} is the delimiter in all eight bytes.
     */
    int skim(byte[] source, int from, int to, long delimiters, JsonBytes out) {
        int end = Words.end(source, from, to, delimiters);
        label(out);
        return write(source, from, end, out) == null ? end : UNSURE;
    }

    /** Whether {@link #skim} cannot take a delimiter for a part of the field. */
    boolean skims(byte delimiter) {
        return delimiter != '-' && (delimiter < '0' || delimiter > '9');
    }

    final void label(JsonBytes out) {
        byte[] bytes = out.bytes;
        int at = out.length;
        Words.store(bytes, at, label0);
        Words.store(bytes, at + 8, label1);
        if (labelLength > 16) {
            Words.store(bytes, at + 16, label2);
            Words.store(bytes, at + 24, label3);
            if (labelLength > 32) {
                System.arraycopy(label, 32, bytes, at + 32, labelLength - 32);
            }
        }
        out.length = at + labelLength;
    }

    static final class Text extends Column {
        private final Encoding encoding;
        private final int length;
        private final Mask[] masks;
        private final @Nullable ByteSet codes;
        private final boolean keepUnknown;

        private Text(Field field, Encoding encoding, java.time.LocalDate day) {
            super(field);
            this.encoding = encoding;
            this.length = field.length();
            this.masks =
                    field.masks().stream().map(encoding::bytes).map(Mask::new).toArray(Mask[]::new);
            this.codes = field.codes() == null
                    ? null
                    : new ByteSet(
                            field.codes().on(day).stream().map(encoding::bytes).toList());
            this.keepUnknown = field.keepUnknown();
        }

        @Override
        LineFault.@Nullable Code write(byte[] source, int from, int to, JsonBytes out) {
            if (to - from > length && encoding.characters(source, from, to) > length) {
                return LineFault.Code.CHAMP_TROP_LONG;
            }
            boolean unknown = codes != null && !codes.contains(source, from, to);
            if (unknown) {
                if (!keepUnknown) {
                    return LineFault.Code.CODE_INCONNU;
                }
                out.put(UNKNOWN);
            }
            out.put('"');
            if (!encoding.write(source, from, to, out)) {
                return LineFault.Code.CARACTERE_INTERDIT;
            }
            out.put('"');
            if (unknown) {
                out.put('}');
            }
            return masks.length == 0 || fits(source, from, to) ? null : LineFault.Code.MASQUE;
        }

        private static final byte[] UNKNOWN = "{\"inconnu\":".getBytes(StandardCharsets.US_ASCII);

        @Override
        boolean skims(byte delimiter) {
            return Arrays.stream(masks).noneMatch(mask -> mask.holds(delimiter));
        }

        @Override
        int skim(byte[] source, int from, int to, long delimiters, JsonBytes out) {
            if (codes == null) {
                return masks.length == 0
                        ? free(source, from, to, delimiters, out)
                        : masked(source, from, to, delimiters, out);
            }
            return masks.length == 0
                    ? code(codes, source, from, to, delimiters, out)
                    : super.skim(source, from, to, delimiters, out);
        }

        private int masked(byte[] source, int from, int to, long delimiters, JsonBytes out) {
            for (Mask mask : masks) {
                int end = from + mask.skim(source, from, to);
                if (end > from && (end == to || source[end] == (byte) delimiters) && end - from <= length) {
                    label(out);
                    out.put('"');
                    out.put(source, from, end);
                    out.put('"');
                    return end;
                }
            }
            return super.skim(source, from, to, delimiters, out);
        }

        private int code(ByteSet known, byte[] source, int from, int to, long delimiters, JsonBytes out) {
            long word = Words.load(source, from);
            int size = Words.size(word, delimiters, to - from);
            if (size > 7 || size > length || !known.containsPlain(Words.first(word, size))) {
                return super.skim(source, from, to, delimiters, out);
            }
            label(out);
            out.put('"');
            Words.store(out.bytes, out.length, word);
            out.length += size;
            out.put('"');
            return from + size;
        }

        private int free(byte[] source, int from, int to, long delimiters, JsonBytes out) {
            label(out);
            out.put('"');
            byte[] target = out.bytes;
            int written = out.length - from;
            for (int at = from; ; at += 8) {
                long word = Words.load(source, at);
                int size = Words.size(word, delimiters, to - at);
                Words.store(target, written + at, word);
                if (!Words.plain(size == 8 ? word : Words.first(word, size, ' '))) {
                    return UNSURE;
                }
                if (size < 8) {
                    int end = at + size;
                    if (end - from > length) {
                        return UNSURE;
                    }
                    out.length = written + end;
                    out.put('"');
                    return end;
                }
            }
        }

        private boolean fits(byte[] source, int from, int to) {
            for (Mask mask : masks) {
                if (mask.fits(source, from, to, encoding)) {
                    return true;
                }
            }
            return false;
        }
    }

    static final class Whole extends Column {
        private final int length;

        private Whole(Field field) {
            super(field);
            this.length = field.length();
        }

        @Override
        LineFault.@Nullable Code write(byte[] source, int from, int to, JsonBytes out) {
            int at = source[from] == '-' ? from + 1 : from;
            if (at == to || !Words.digits(source, at, to)) {
                return LineFault.Code.NOMBRE_INVALIDE;
            }
            if (to - at > length) {
                return LineFault.Code.CHAMP_TROP_LONG;
            }
            if (at > from) {
                out.put('-');
            }
            while (at < to - 1 && source[at] == '0') {
                at++;
            }
            out.put(source, at, to);
            return null;
        }

        @Override
        int skim(byte[] source, int from, int to, long delimiters, JsonBytes out) {
            long word = Words.load(source, from);
            int size = Words.size(word, delimiters, to - from);
            if (size == 8) {
                long next = Words.load(source, from + 8);
                int more = Words.size(next, delimiters, to - from - 8);
                size += more;
                if (more == 8 || !Words.digits(word) || !Words.digits(Words.first(next, more, '0'))) {
                    return super.skim(source, from, to, delimiters, out);
                }
            } else if (!Words.digits(Words.first(word, size, '0'))) {
                return super.skim(source, from, to, delimiters, out);
            }
            if (size > length) {
                return UNSURE;
            }
            int skipped = Math.min(Words.leading(word, '0'), size - 1);
            if (skipped == 8) {
                return super.skim(source, from, to, delimiters, out);
            }
            label(out);
            Words.store(out.bytes, out.length, Words.load(source, from + skipped));
            Words.store(out.bytes, out.length + 8, Words.load(source, from + skipped + 8));
            out.length += size - skipped;
            return from + size;
        }
    }

    static final class Decimal extends Column {
        private final int length;
        private final int scale;
        private final byte sign;

        private Decimal(Field field, byte sign) {
            super(field);
            this.length = field.length();
            this.scale = field.scale();
            this.sign = sign;
        }

        @Override
        LineFault.@Nullable Code write(byte[] source, int from, int to, JsonBytes out) {
            int at = source[from] == '-' ? from + 1 : from;
            int point = to;
            for (int i = at; i < to; i++) {
                byte b = source[i];
                if (b == sign && point == to) {
                    point = i;
                } else if (b < '0' || b > '9') {
                    return LineFault.Code.NOMBRE_INVALIDE;
                }
            }
            if (point == at || point == to - 1) {
                return LineFault.Code.NOMBRE_INVALIDE;
            }
            int fraction = Math.max(0, to - point - 1);
            if (fraction > scale || point - at + fraction > length) {
                return LineFault.Code.CHAMP_TROP_LONG;
            }
            if (at > from) {
                out.put('-');
            }
            while (at < point - 1 && source[at] == '0') {
                at++;
            }
            out.put(source, at, point);
            if (fraction > 0) {
                out.put('.');
                out.put(source, point + 1, to);
            }
            return null;
        }

        @Override
        boolean skims(byte delimiter) {
            return delimiter != sign && super.skims(delimiter);
        }

        /** One word's worth and no more: in it the sign becomes a point where it stands. */
        @Override
        int skim(byte[] source, int from, int to, long delimiters, JsonBytes out) {
            long word = Words.load(source, from);
            int size = Words.size(word, delimiters, to - from);
            if (size == 8 && from + 8 < to && source[from + 8] != (byte) delimiters) {
                return super.skim(source, from, to, delimiters, out);
            }
            word = size == 8 ? word : Words.first(word, size, '0');
            long signs = Words.zeros(word ^ sign * Words.ONES);
            long point = signs >>> 7;
            int whole = signs == 0 ? size : Long.numberOfTrailingZeros(signs) >>> 3;
            int fraction = Math.max(0, size - whole - 1);
            if ((signs & signs - 1) != 0
                    || whole == 0
                    || whole == size - 1
                    || fraction > scale
                    || whole + fraction > length
                    || !Words.digits(word ^ point * (sign ^ '0'))) {
                return super.skim(source, from, to, delimiters, out);
            }
            int skipped = Math.min(Words.leading(word, '0'), whole - 1);
            label(out);
            Words.store(out.bytes, out.length, (word ^ point * (sign ^ '.')) >>> (skipped * 8));
            out.length += size - skipped;
            return from + size;
        }
    }

    /** What dates and instants share: a format and the writing of its parts. */
    abstract static sealed class Dated extends Column {
        final DateFormat format;

        Dated(Field field) {
            super(field);
            this.format = new DateFormat(Objects.requireNonNull(field.format()));
        }

        @Override
        boolean skims(byte delimiter) {
            return !format.holds(delimiter) && super.skims(delimiter);
        }

        /** As {@link #skim}, for a column that keeps the days that it has seen. */
        final int skim(DayMemo memo, byte[] source, int from, int to, JsonBytes out) {
            int end = from + format.length();
            if (end > to) {
                return UNSURE;
            }
            label(out);
            return memo.recall(source, from, end, out) || write(source, from, end, out) == null ? end : UNSURE;
        }

        final void day(JsonBytes out) {
            out.put('"');
            out.two(format.parts[0] / 100);
            out.two(format.parts[0] % 100);
            out.put('-');
            out.two(format.parts[1]);
            out.put('-');
            out.two(format.parts[2]);
        }

        static void time(int hour, int minute, int second, int offset, JsonBytes out) {
            out.put('T');
            out.two(hour);
            out.put(':');
            out.two(minute);
            out.put(':');
            out.two(second);
            if (offset == 0) {
                out.put('Z');
            } else {
                out.put(offset < 0 ? '-' : '+');
                out.two(Math.abs(offset) / 60);
                out.put(':');
                out.two(Math.abs(offset) % 60);
            }
            out.put('"');
        }
    }

    static final class Date extends Dated {
        private final DayMemo memo = new DayMemo();

        private Date(Field field) {
            super(field);
        }

        @Override
        int skim(byte[] source, int from, int to, long delimiters, JsonBytes out) {
            return skim(memo, source, from, to, out);
        }

        @Override
        LineFault.@Nullable Code write(byte[] source, int from, int to, JsonBytes out) {
            if (memo.recall(source, from, to, out)) {
                return null;
            }
            if (!format.read(source, from, to)) {
                return LineFault.Code.DATE_INVALIDE;
            }
            int mark = out.length;
            day(out);
            out.put('"');
            memo.keep(source, from, to, out, mark);
            return null;
        }
    }

    static final class Moment extends Dated {
        private final boolean offset;

        private Moment(Field field) {
            super(field);
            this.offset = Objects.requireNonNull(field.format()).endsWith("XXX");
        }

        @Override
        LineFault.@Nullable Code write(byte[] source, int from, int to, JsonBytes out) {
            if (!format.read(source, from, to)) {
                return LineFault.Code.DATE_INVALIDE;
            }
            int[] at = format.parts;
            int minutes = offset ? format.offsetMinutes : ParisOffset.minutes(at[0], at[1], at[2], at[3], at[4], at[5]);
            if (minutes == ParisOffset.NONE) {
                return LineFault.Code.DATE_INVALIDE;
            }
            day(out);
            time(at[3], at[4], at[5], minutes, out);
            return null;
        }
    }

    /** A gas day runs from 06:00 to 06:00 in Paris; it is written as its start. */
    static final class GasDay extends Dated {
        private static final int START = 6;
        private final DayMemo memo = new DayMemo();

        private GasDay(Field field) {
            super(field);
        }

        @Override
        int skim(byte[] source, int from, int to, long delimiters, JsonBytes out) {
            return skim(memo, source, from, to, out);
        }

        @Override
        LineFault.@Nullable Code write(byte[] source, int from, int to, JsonBytes out) {
            if (memo.recall(source, from, to, out)) {
                return null;
            }
            if (!format.read(source, from, to)) {
                return LineFault.Code.DATE_INVALIDE;
            }
            int mark = out.length;
            int[] at = format.parts;
            day(out);
            time(START, 0, 0, ParisOffset.minutes(at[0], at[1], at[2], START, 0, 0), out);
            memo.keep(source, from, to, out, mark);
            return null;
        }
    }

    static final class Truth extends Column {
        private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
        private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
        private final byte[] yes;
        private final byte[] no;

        private Truth(Field field, Encoding encoding) {
            super(field);
            this.yes = encoding.bytes(Objects.requireNonNull(field.yes()));
            this.no = encoding.bytes(Objects.requireNonNull(field.no()));
        }

        @Override
        LineFault.@Nullable Code write(byte[] source, int from, int to, JsonBytes out) {
            if (Arrays.equals(source, from, to, yes, 0, yes.length)) {
                out.put(TRUE);
            } else if (Arrays.equals(source, from, to, no, 0, no.length)) {
                out.put(FALSE);
            } else {
                return LineFault.Code.BOOLEEN_INVALIDE;
            }
            return null;
        }
    }

    static List<Column> all(List<Field> fields, Encoding encoding, char decimal, java.time.LocalDate day) {
        List<Column> columns = new ArrayList<>();
        fields.forEach(field -> columns.add(of(field, encoding, decimal, day)));
        return columns;
    }
}
