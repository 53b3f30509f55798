package omega.submitter.show;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import omega.submitter.partner.Contrat;
import omega.submitter.partner.Contrats;
import org.jspecify.annotations.Nullable;

/** What REST answers when it cannot do as asked (RFC 9457). */
final class Problems {
    private Problems() {}

    static HttpProblem of(Response.Status status, String detail) {
        return of(status, detail, Map.of());
    }

    static HttpProblem of(Response.StatusType status, String detail, Map<String, Object> more) {
        HttpProblem.Builder problem = HttpProblem.builder()
                .withTitle(status.getReasonPhrase())
                .withStatus(status)
                .withDetail(detail);
        more.forEach(problem::with);
        return problem.build();
    }

    /** The day that a path or query names. */
    static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw of(Response.Status.BAD_REQUEST, "jour must be a date such as 2026-11-23");
        }
    }

    /** The partner's contract; where only one partner sends, none need be named. */
    static Contrat contrat(Contrats contrats, @Nullable String code) {
        return contrats.find(code)
                .orElseThrow(() -> of(
                        Response.Status.BAD_REQUEST,
                        "partenaire must be one of "
                                + contrats.all().stream().map(Contrat::code).toList()));
    }
}
