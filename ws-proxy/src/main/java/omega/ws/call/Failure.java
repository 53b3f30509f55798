package omega.ws.call;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** What an exception says of a call: that it never left, or that nobody knows. */
final class Failure {
    private static final Pattern REFUSED_CERTIFICATE =
            Pattern.compile(".*(certificate|unknown_ca|handshake_failure|access_denied|protocol_version).*");

    private Failure() {}

    /** {@code late}: the call was ended because it took more than {@code most}. */
    static Outcome of(Exception failure, boolean late, Duration most) {
        Throwable last = failure;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            last = each;
            if (each instanceof ConnectException
                    || each instanceof HttpConnectTimeoutException
                    || each instanceof UnknownHostException
                    || each instanceof NoRouteToHostException
                    || each instanceof UnresolvedAddressException
                    || each instanceof SSLHandshakeException
                    || (each instanceof SSLException
                            && REFUSED_CERTIFICATE
                                    .matcher(String.valueOf(each.getMessage()))
                                    .matches())) {
                return new Outcome.Unsent("no connection to OMEGA: " + words(each));
            }
        }
        return new Outcome.Lost(late ? "no answer within " + most.toSeconds() + " s" : "no answer: " + words(last));
    }

    private static String words(Throwable failure) {
        return failure.getClass().getSimpleName()
                + (failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")");
    }
}
