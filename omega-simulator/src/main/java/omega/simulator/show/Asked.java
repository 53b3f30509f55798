package omega.simulator.show;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.util.function.Supplier;

/** What a caller asked for, or the problem (RFC 9457) that tells why not. */
final class Asked {
    private Asked() {}

    /** What was asked wrongly is the caller's fault, 400; what cannot be done now is a conflict, 409. */
    static <T> T of(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new BadRequestException(problem(Response.Status.BAD_REQUEST, e));
        } catch (IllegalStateException e) {
            throw new ClientErrorException(problem(Response.Status.CONFLICT, e));
        }
    }

    private static Response problem(Response.Status status, RuntimeException e) {
        return Response.status(status)
                .type("application/problem+json")
                .entity(new OmegaResource.Problem(
                        status.getReasonPhrase(), status.getStatusCode(), String.valueOf(e.getMessage())))
                .build();
    }
}
