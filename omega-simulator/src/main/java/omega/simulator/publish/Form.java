package omega.simulator.publish;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.text.Normalizer;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import omega.catalogue.Envelope;
import omega.catalogue.Field;
import org.jspecify.annotations.Nullable;

/** How one field's value is written, as docs/catalogue.md tells. For one thread. */
public final class Form {
    private static final Pattern PLACES = Pattern.compile("yyyy|MM|dd|HH|mm|ss|XXX");
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");

    private final Field field;
    private final char decimal;
    private final CharsetEncoder encoder;
    private final Envelope envelope;
    private final @Nullable DateTimeFormatter formatter;
    private @Nullable Object last;
    private String lastText = "";

    Form(Field field, char decimal, Charset charset, Envelope envelope) {
        this.field = field;
        this.decimal = decimal;
        this.encoder = charset.newEncoder();
        this.envelope = envelope;
        String format = field.format();
        this.formatter = format == null ? null : formatter(format);
    }

    /** The pack's format as the JDK's: known letters stand for themselves, all else is literal. */
    public static DateTimeFormatter formatter(String format) {
        String plain = format.replace("'", "");
        StringBuilder pattern = new StringBuilder();
        Matcher place = PLACES.matcher(plain);
        int done = 0;
        while (place.find()) {
            literal(plain.substring(done, place.start()), pattern);
            pattern.append(place.group().equals("yyyy") ? "uuuu" : place.group());
            done = place.end();
        }
        literal(plain.substring(done), pattern);
        return DateTimeFormatter.ofPattern(pattern.toString());
    }

    private static void literal(String text, StringBuilder pattern) {
        if (!text.isEmpty()) {
            pattern.append('\'').append(text).append('\'');
        }
    }

    /** The text of {@code value}, or null where a value of its kind cannot stand in this field. */
    @Nullable
    String write(Object value) {
        return switch (field.type()) {
            case TEXT -> text(String.valueOf(value));
            case INTEGER -> value instanceof Number number ? integer(number) : null;
            case DECIMAL -> value instanceof Number number ? decimal(number) : null;
            case DATE, GAS_DAY -> value instanceof LocalDate || value instanceof ZonedDateTime ? date(value) : null;
            case INSTANT ->
                value instanceof LocalDate date
                        ? date(date.atTime(6, 0).atZone(omega.clock.OmegaClock.PARIS))
                        : value instanceof ZonedDateTime ? date(value) : null;
            case BOOLEAN -> value instanceof Boolean flag ? (flag ? field.yes() : field.no()) : null;
        };
    }

    private @Nullable String text(String value) {
        if (!field.masks().isEmpty()) {
            return field.masks().stream().anyMatch(mask -> fits(mask, value)) ? value : null;
        }
        String clean = encodable(value);
        return clean.length() <= field.length()
                ? clean
                : clean.substring(0, field.length()).strip();
    }

    private static boolean fits(String mask, String value) {
        if (mask.length() != value.length()) {
            return false;
        }
        for (int i = 0; i < mask.length(); i++) {
            char c = value.charAt(i);
            boolean fits = switch (mask.charAt(i)) {
                case '#' -> c >= '0' && c <= '9';
                case '@' -> c >= 'A' && c <= 'Z';
                case '?' -> true;
                default -> c == mask.charAt(i);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** No line breaks, no delimiter where nothing can quote it, no character that the charset lacks. */
    private String encodable(String value) {
        String line = value.replace('\n', ' ').replace('\r', ' ');
        if (envelope.quote() == null && line.indexOf(envelope.delimiter()) >= 0) {
            line = line.replace(envelope.delimiter(), ' ');
        }
        if (line.chars().allMatch(c -> c < 0x80) || encoder.canEncode(line)) {
            return line;
        }
        String bare = ACCENTS.matcher(Normalizer.normalize(line, Normalizer.Form.NFD))
                .replaceAll("")
                .replace("œ", "oe")
                .replace("Œ", "OE");
        return bare.chars().allMatch(c -> c < 0x80) ? bare : bare.replaceAll("[^\\x20-\\x7e]", "-");
    }

    private String integer(Number number) {
        BigDecimal whole = big(number).setScale(0, RoundingMode.HALF_UP);
        return within(whole.toBigInteger(), field.length()).toString();
    }

    private String decimal(Number number) {
        BigInteger unscaled =
                big(number).setScale(field.scale(), RoundingMode.HALF_UP).unscaledValue();
        String text = new BigDecimal(within(unscaled, field.length()), field.scale()).toPlainString();
        return decimal == '.' ? text : text.replace('.', decimal);
    }

    /** A meter turns over; so does any number here that its field cannot hold. */
    private static BigInteger within(BigInteger number, int digits) {
        BigInteger bound = BigInteger.TEN.pow(Math.min(digits, 18));
        return number.abs().compareTo(bound) < 0 ? number : number.remainder(bound);
    }

    private static BigDecimal big(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case Long whole -> BigDecimal.valueOf(whole);
            case Integer whole -> BigDecimal.valueOf(whole);
            default -> BigDecimal.valueOf(number.doubleValue());
        };
    }

    private @Nullable String date(Object value) {
        if (!value.equals(last) && formatter != null) {
            last = value;
            lastText = value instanceof ZonedDateTime instant
                    ? formatter.format(instant)
                    : formatter.format((LocalDate) value);
        }
        return formatter == null ? null : lastText;
    }
}
