package omega.tracker.trace;

import io.opentelemetry.sdk.trace.IdGenerator;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The ids of requests' traces: the first 16 bytes of the SHA-256 of {@code <environment>/<partner>/<idDemande>}, and the next 8 for the trace's first span. So
 * anybody can find a request's trace, and spans of weeks meet in it without anything being carried along. All other ids are random.
 */
@ApplicationScoped
public class RequestIds implements IdGenerator {
    private final ScopedValue<Ids> first = ScopedValue.newInstance();
    private final IdGenerator random = IdGenerator.random();

    /** In hexadecimal, as OpenTelemetry writes them. */
    record Ids(String trace, String span) {
        static Ids of(String environment, String partner, String idDemande) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256")
                        .digest((environment + "/" + partner + "/" + idDemande).getBytes(StandardCharsets.UTF_8));
                HexFormat hex = HexFormat.of();
                return new Ids(hex.formatHex(hash, 0, 16), hex.formatHex(hash, 16, 24));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What {@code starting} starts without a parent has these ids. */
    <T> T first(Ids ids, Supplier<T> starting) {
        return ScopedValue.where(first, ids).call(starting::get);
    }

    @Override
    public String generateSpanId() {
        return first.isBound() ? first.get().span() : random.generateSpanId();
    }

    @Override
    public String generateTraceId() {
        return first.isBound() ? first.get().trace() : random.generateTraceId();
    }
}
