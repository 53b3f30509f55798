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
    private static final Pattern REFUSED_CERTIFICATE = Pattern.compile(
            ".*(certificate|unknown_ca|handshake_failure|access_denied|protocol_version|decrypt_error).*");

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
        if (!connected) {
            return unsent("no connection to OMEGA", failure, late);
        }
        if (failure instanceof Connection.Unsent unsent) {
            return unsent("OMEGA did not take the whole request", unsent.why(), late);
        }
        boolean refused = failure instanceof SSLException
                && REFUSED_CERTIFICATE
                        .matcher(String.valueOf(failure.getMessage()))
                        .matches();
        return refused
                ? unsent("OMEGA refuses the partner's certificate, and read no request", failure, Optional.empty())
                : new Unanswered(new Outcome.Lost(reason("no answer", failure, late)), failure);
    }

    private static Unanswered unsent(String what, IOException failure, Optional<Duration> late) {
        return new Unanswered(new Outcome.Unsent(reason(what, failure, late)), failure);
    }

    private static String reason(String what, IOException failure, Optional<Duration> late) {
        return what
                + late.map(most -> " within " + most.toSeconds() + " s")
                        .orElseGet(() -> ": "
                                + Optional.ofNullable(failure.getMessage())
                                        .filter(each -> !each.isBlank())
                                        .orElse("the connection broke off"));
    }

    Outcome outcome() {
        return outcome;
    }
}
