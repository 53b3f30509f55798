package omega.simulator.judge;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import omega.catalogue.CodeList;
import omega.catalogue.Field;
import omega.clock.OmegaClock;
import omega.simulator.publish.Form;
import org.jspecify.annotations.Nullable;

/** How the text of one field must look, as docs/catalogue.md tells; read from the pack's words alone. */
final class Syntax {
    private final Field field;
    private final LocalDate day;
    private final Pattern number;
    private final @Nullable DateTimeFormatter dates;

    /** {@code day} decides which codes are valid. */
    Syntax(Field field, char decimal, LocalDate day) {
        this.field = field;
        this.day = day;
        this.number = Pattern.compile("-?\\d+(?:" + Pattern.quote(String.valueOf(decimal)) + "(\\d+))?");
        String format = field.format();
        this.dates = format == null ? null : Form.formatter(format).withResolverStyle(ResolverStyle.STRICT);
    }

    String name() {
        return field.name();
    }

    /** Why {@code text} cannot stand here; empty when it can. */
    Optional<Motif> fault(String text) {
        if (text.isEmpty()) {
            return field.required() ? Optional.of(Motif.L01) : Optional.empty();
        }
        CodeList codes = field.codes();
        if (codes != null && !field.keepUnknown() && !codes.on(day).contains(text)) {
            return Optional.of(Motif.L03);
        }
        boolean good = switch (field.type()) {
            case TEXT -> isText(text);
            case INTEGER -> text.matches("-?\\d+") && digits(text) <= field.length();
            case DECIMAL -> isDecimal(text);
            case DATE, GAS_DAY -> date(text).isPresent();
            case INSTANT -> isInstant(text);
            case BOOLEAN -> text.equals(field.yes()) || text.equals(field.no());
        };
        return good ? Optional.empty() : Optional.of(Motif.L02);
    }

    private boolean isText(String text) {
        return text.length() <= field.length()
                && (field.masks().isEmpty() || field.masks().stream().anyMatch(mask -> fits(mask, text)));
    }

    private static boolean fits(String mask, String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < mask.length(); i++) {
            char each = mask.charAt(i);
            regex.append(
                    switch (each) {
                        case '#' -> "[0-9]";
                        case '@' -> "[A-Z]";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(each));
                    });
        }
        return text.matches(regex.toString());
    }

    private boolean isDecimal(String text) {
        var matcher = number.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        String fraction = matcher.group(1);
        return digits(text) <= field.length() && (fraction == null || fraction.length() <= field.scale());
    }

    private static long digits(String text) {
        return text.chars().filter(Character::isDigit).count();
    }

    /** The day that {@code text} is, where the field is a date. */
    Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text, formatter()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A local time must exist in Paris: not in the hour that is skipped in spring. */
    private boolean isInstant(String text) {
        try {
            if (Objects.requireNonNull(field.format()).contains("XXX")) {
                OffsetDateTime.parse(text, formatter());
                return true;
            }
            LocalDateTime local = formatter().parse(text, LocalDateTime::from);
            return !OmegaClock.PARIS.getRules().getValidOffsets(local).isEmpty();
        } catch (DateTimeException e) {
            return false;
        }
    }

    private DateTimeFormatter formatter() {
        return Objects.requireNonNull(dates, field.name());
    }
}
