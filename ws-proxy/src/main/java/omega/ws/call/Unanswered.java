package omega.ws.call;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** No whole answer came, and what that says of the call: that it never left, or that nobody knows. */
final class Unanswered extends IOException {
    private static final long serialVersionUID = 1;
    /** By TLS 1.3 a server judges our certificate after we have connected, but before it reads. */
    private static final Pattern REFUSED_CERTIFICATE =
            Pattern.compile(".*(certificate|unknown_ca|handshake_failure|access_denied|protocol_version).*");

    private final transient Outcome outcome;

    Unanswered(Outcome outcome, @Nullable Exception cause) {
        super(cause);
        this.outcome = outcome;
    }

    /**
     * What a failure says.
     *
     * @param connected whether the request may have left
     * @param late the most that it might take, where it was ended for that
     */
    static Unanswered of(IOException failure, boolean connected, Optional<Duration> late) {
        boolean refused = failure instanceof SSLException
                && REFUSED_CERTIFICATE
                        .matcher(String.valueOf(failure.getMessage()))
                        .matches();
        String reason = late.map(most -> "no answer within " + most.toSeconds() + " s")
                .orElseGet(() -> (connected && !refused ? "no answer: " : "no connection to OMEGA: ") + words(failure));
        return new Unanswered(connected && !refused ? new Outcome.Lost(reason) : new Outcome.Unsent(reason), failure);
    }

    Outcome outcome() {
        return outcome;
    }

    private static String words(Throwable failure) {
        return failure.getClass().getSimpleName()
                + (failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")");
    }
}
