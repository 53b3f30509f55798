package omega.runtime.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import omega.clock.OmegaClock;
import org.jspecify.annotations.Nullable;

/** What a caller asks, read from text; what cannot be meant is a 400 that names the parameter and what it may be. */
public final class Asked {
    private Asked() {}

    public static int page(String text) {
        return (int) whole("page", text, 0, Integer.MAX_VALUE);
    }

    public static int size(String text) {
        return (int) whole("taille", text, 1, 1000);
    }

    public static long whole(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problems.badRequest(
                name + " must be a whole number" + (most == Long.MAX_VALUE ? "" : " within " + least + ".." + most));
    }

    /** Text as the database can hold it. */
    public static @Nullable String text(String name, @Nullable String text) {
        if (text != null && text.indexOf(0) >= 0) {
            throw Problems.badRequest(name + " must not hold a NUL");
        }
        return text;
    }

    /** A date, which is its beginning in Paris, or an instant; blank is none. */
    public static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(OmegaClock.PARIS).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problems.badRequest(name + " must be a date (2026-11-23) or an instant (2026-11-23T08:00:00Z)");
        }
    }

    /** A date; blank is none. */
    public static @Nullable LocalDate day(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Problems.badRequest(name + " must be a date (2026-11-23)");
        }
    }
}
