package omega.ws.show;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;

/** What the register answers when it cannot do as asked (RFC 9457). */
final class Problems {
    private Problems() {}

    static HttpProblem of(Response.Status status, String detail) {
        return HttpProblem.builder()
                .withTitle(status.getReasonPhrase())
                .withStatus(status)
                .withDetail(detail)
                .build();
    }
}
