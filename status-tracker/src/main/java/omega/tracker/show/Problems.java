package omega.tracker.show;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import omega.clock.OmegaClock;
import org.jspecify.annotations.Nullable;

/** What is wrong with a question, as RFC 9457 problems. */
final class Problems {
    private Problems() {}

    static HttpProblem of(Response.Status status, String detail) {
        return HttpProblem.builder()
                .withTitle(status.getReasonPhrase())
                .withStatus(status)
                .withDetail(detail)
                .build();
    }

    static HttpProblem badRequest(String detail) {
        return of(Response.Status.BAD_REQUEST, detail);
    }

    /** Reads a date, which is its beginning in Paris, or an instant. */
    static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(OmegaClock.PARIS).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw badRequest(name + " must be a date (2026-11-23) or an instant (2026-11-23T08:00:00Z)");
        }
    }

    static @Nullable LocalDate day(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw badRequest(name + " must be a date (2026-11-23)");
        }
    }
}
