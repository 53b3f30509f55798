package omega.runtime.rest;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** What REST answers when it cannot do as asked (RFC 9457). */
public final class Problems {
    private Problems() {}

    public static HttpProblem badRequest(String detail) {
        return of(Response.Status.BAD_REQUEST, detail);
    }

    public static HttpProblem of(Response.StatusType status, String detail) {
        return of(status, detail, Map.of());
    }

    /** {@code more} stands beside {@code detail}, by name. */
    public static HttpProblem of(Response.StatusType status, String detail, Map<String, Object> more) {
        HttpProblem.Builder problem = HttpProblem.builder()
                .withTitle(status.getReasonPhrase())
                .withStatus(status)
                .withDetail(detail);
        more.forEach(problem::with);
        return problem.build();
    }
}
