package omega.submitter.check;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import omega.catalogue.Envelope;
import omega.catalogue.Field;
import omega.catalogue.FieldType;
import omega.clock.OmegaClock;
import omega.submitter.check.DemandeFault.Code;
import org.jspecify.annotations.Nullable;

/**
 * One field of a kind's line: from the form of a publication's JSON to what stands in the file, or the reasons why not. Holds an encoder, so
 * one a thread.
 */
final class Cell {
    private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");
    private static final Pattern OFFSET = Pattern.compile(".*([+-][0-9]{2}:[0-9]{2}|Z)");

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

    private final Field field;
    private final Envelope envelope;
    private final CharsetEncoder encoder;
    private final char decimal;
    private final List<Pattern> masks;
    private final Set<String> codes;
    private final @Nullable DateTimeFormatter formatter;

    /** @param day the day whose codes are valid */
    Cell(Field field, Envelope envelope, Charset charset, char decimal, LocalDate day) {
        this.field = field;
        this.envelope = envelope;
        this.encoder = charset.newEncoder();
        this.decimal = decimal;
        this.masks = field.masks().stream().map(Cell::mask).toList();
        this.codes = field.codes() == null ? Set.of() : Set.copyOf(field.codes().on(day));
        this.formatter = field.format() == null ? null : field.formatter();
    }

    String name() {
        return field.name();
    }

    private static Pattern mask(String mask) {
        StringBuilder regex = new StringBuilder();
        mask.codePoints().forEach(each -> {
            switch (each) {
                case '#' -> regex.append("[0-9]");
                case '@' -> regex.append("[A-Z]");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(Character.toString(each)));
            }
        });
        return Pattern.compile(regex.toString());
    }

    /** What stands in the file; what is wrong goes to {@code faults}, all of it. */
    String write(String value, BiConsumer<Code, String> faults) {
        if (value.isEmpty()) {
            if (field.required()) {
                faults.accept(Code.CHAMP_REQUIS, "must be given");
            }
            return "";
        }
        checkCharacters(value, faults);
        return switch (field.type()) {
            case TEXT -> text(value, faults);
            case INTEGER -> integer(value, faults);
            case DECIMAL -> decimal(value, faults);
            case DATE, GAS_DAY, INSTANT -> time(value, faults);
            case BOOLEAN -> bool(value, faults);
        };
    }

    private void checkCharacters(String value, BiConsumer<Code, String> faults) {
        if (value.chars().anyMatch(each -> Character.isISOControl(each) && each != '\t')) {
            faults.accept(Code.CARACTERE_INTERDIT, "holds a line break or another control character");
        }
        if (!encoder.canEncode(value)) {
            faults.accept(
                    Code.CARACTERE_INTERDIT,
                    "holds a character that " + encoder.charset() + " lacks, at " + (firstUnencodable(value) + 1));
        }
        if (value.indexOf(envelope.delimiter()) >= 0) {
            faults.accept(Code.DELIMITEUR, "holds '" + envelope.delimiter() + "', which parts fields in the file");
        }
        Character quote = envelope.quote();
        if (quote != null && value.charAt(0) == quote) {
            faults.accept(Code.DELIMITEUR, "starts with " + quote + ", which would open quotes in the file");
        }
    }

    private int firstUnencodable(String value) {
        int at = 0;
        while (at < value.length()) {
            int next = value.offsetByCodePoints(at, 1);
            if (!encoder.canEncode(value.substring(at, next))) {
                return value.codePointCount(0, at);
            }
            at = next;
        }
        return at;
    }

    private String text(String value, BiConsumer<Code, String> faults) {
        if (value.codePointCount(0, value.length()) > field.length()) {
            faults.accept(Code.CHAMP_TROP_LONG, "may have at most " + field.length() + " characters");
        }
        if (field.codes() != null && !codes.contains(value)) {
            faults.accept(
                    Code.CODE_INCONNU,
                    "must be one of the codes of today in " + field.codes().name());
        }
        if (!masks.isEmpty()
                && masks.stream().noneMatch(mask -> mask.matcher(value).matches())) {
            faults.accept(Code.MASQUE, "must be of the form " + String.join(" or ", field.masks()));
        }
        return value;
    }

    private String integer(String value, BiConsumer<Code, String> faults) {
        if (!INTEGER.matcher(value).matches()) {
            faults.accept(Code.NOMBRE_INVALIDE, "must be a whole number");
        } else if (value.length() - (value.charAt(0) == '-' ? 1 : 0) > field.length()) {
            faults.accept(Code.CHAMP_TROP_LONG, "may have at most " + field.length() + " digits");
        }
        return value;
    }

    private String decimal(String value, BiConsumer<Code, String> faults) {
        if (!DECIMAL.matcher(value).matches()) {
            faults.accept(Code.NOMBRE_INVALIDE, "must be a number such as 12.50");
            return value;
        }
        int scale = new BigDecimal(value).scale();
        int digits = (int) value.chars().filter(Character::isDigit).count();
        if (scale > field.scale() || digits > field.length()) {
            faults.accept(
                    Code.CHAMP_TROP_LONG,
                    "may have at most " + field.length() + " digits, of which " + field.scale() + " after the point");
        }
        return value.replace('.', decimal);
    }

    private String time(String value, BiConsumer<Code, String> faults) {
        try {
            if (field.type() != FieldType.INSTANT) {
                return formatter().format(day(value));
            }
            OffsetDateTime instant = OffsetDateTime.parse(value);
            if (Objects.requireNonNull(field.format()).endsWith("XXX")) {
                return formatter().format(instant);
            }
            ZonedDateTime paris = instant.atZoneSameInstant(OmegaClock.PARIS);
            if (paris.withEarlierOffsetAtOverlap().toInstant().equals(instant.toInstant())) {
                return formatter().format(paris);
            }
            faults.accept(Code.DATE_INVALIDE, "is in the hour that Paris repeats; the file could only say the first");
            return value;
        } catch (DateTimeException _) {
            faults.accept(
                    Code.DATE_INVALIDE,
                    field.type() == FieldType.INSTANT
                            ? "must be an instant such as 2026-11-23T12:05:00+01:00"
                            : "must be a date such as 2026-11-23");
            return value;
        }
    }

    /** A gas day may be given as its date, or as its start with an offset, as a publication has it. */
    private LocalDate day(String value) {
        if (field.type() == FieldType.GAS_DAY && OFFSET.matcher(value).matches() && value.indexOf('T') > 0) {
            OffsetDateTime start = OffsetDateTime.parse(value);
            LocalDate day = start.atZoneSameInstant(OmegaClock.PARIS).toLocalDate();
            if (!day.atTime(6, 0).atZone(OmegaClock.PARIS).toInstant().equals(start.toInstant())) {
                throw new DateTimeException("a gas day starts at 06:00");
            }
            return day;
        }
        return date(value);
    }

    static LocalDate date(String value) {
        return LocalDate.parse(value, DAY);
    }

    private DateTimeFormatter formatter() {
        return Objects.requireNonNull(formatter);
    }

    private String bool(String value, BiConsumer<Code, String> faults) {
        if (!value.equals("true") && !value.equals("false")) {
            faults.accept(Code.BOOLEEN_INVALIDE, "must be true or false");
            return value;
        }
        return Objects.requireNonNull(value.equals("true") ? field.yes() : field.no());
    }
}
