package omega.simulator.show;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.core.Response;
import java.time.DateTimeException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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

    /** @throws IllegalArgumentException when {@code text} is none, with the place and the reason */
    static <T> T document(ObjectMapper json, String text, Class<T> type) {
        try {
            T document = json.readValue(text, type);
            if (document == null) {
                throw new IllegalArgumentException("no document");
            }
            return document;
        } catch (JsonMappingException e) {
            String place = e.getPath().stream()
                    .map(each -> "/" + (each.getFieldName() == null ? each.getIndex() : each.getFieldName()))
                    .collect(Collectors.joining());
            throw new IllegalArgumentException(place + ": " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
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
