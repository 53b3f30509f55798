package omega.fetcher.show;

import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import omega.clock.OmegaClock;
import omega.fetcher.ledger.FileState;
import org.jspecify.annotations.Nullable;

/** What a caller asks, read from text; what cannot be meant is a 400 that names the parameter and what it may be. */
final class Asked {
    private static final List<String> STATES = Stream.of(FileState.class.getPermittedSubclasses())
            .map(Class::getSimpleName)
            .toList();

    private Asked() {}

    static int page(String text) {
        return (int) whole("page", text, 0, Integer.MAX_VALUE);
    }

    static int size(String text) {
        return (int) whole("taille", text, 1, 1000);
    }

    static long whole(String name, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw bad(name + " must be a whole number" + (most == Long.MAX_VALUE ? "" : " within " + least + ".." + most));
    }

    /** Text as the database can hold it. */
    static @Nullable String text(String name, @Nullable String text) {
        if (text != null && text.indexOf(0) >= 0) {
            throw bad(name + " must not hold a NUL");
        }
        return text;
    }

    static @Nullable String state(String name, @Nullable String text) {
        if (text != null && !STATES.contains(text)) {
            throw bad(name + " must be one of " + STATES);
        }
        return text;
    }

    /** A date, or an instant; blank is none. */
    static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(OmegaClock.PARIS).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw bad(name + " must be a date (2026-11-23) or an instant (2026-11-23T08:00:00Z)");
        }
    }

    private static RuntimeException bad(String detail) {
        return Fichiers.problem(Response.Status.BAD_REQUEST, detail);
    }
}
