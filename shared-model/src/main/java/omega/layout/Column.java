package omega.layout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import omega.catalogue.Field;
import org.jspecify.annotations.Nullable;

/** One column: checks a field's bytes and writes its JSON value. Holds scratch state, so one a reader and thread. */
abstract sealed class Column {
    final String name;
    final boolean required;
    /** {@code ,"name":}, ready to copy: so many bytes, and some more so that they are copied by words. */
    final byte[] label;

    final int labelLength;

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
        this.label = Arrays.copyOf(bytes, bytes.length + 16 & -16);
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
    }

    /** What dates and instants share: a format and the writing of its parts. */
    abstract static sealed class Dated extends Column {
        final DateFormat format;

        Dated(Field field) {
            super(field);
            this.format = new DateFormat(Objects.requireNonNull(field.format()));
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
