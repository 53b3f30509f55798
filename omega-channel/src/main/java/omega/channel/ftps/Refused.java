package omega.channel.ftps;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.ControlSocket;
import omega.channel.FileName;
import omega.channel.Partner;
import omega.channel.Watch;
import omega.channel.credential.Identity;
import org.jspecify.annotations.Nullable;

/** What went wrong, in words that say what to do. */
final class Refused {
    private Refused() {}

    static ChannelException told(String what, Kind kind, String said, Watch watch, @Nullable Exception e) {
        String words = said.isEmpty() ? "" : " (" + said + ")";
        return new ChannelException(
                kind,
                what + ": "
                        + switch (kind) {
                            case TIMED_OUT -> watch.verdict() + "; the next slot tries again";
                            case CONNECTION_LOST -> "the connection was lost" + words + "; the next slot tries again";
                            case NO_SUCH_DIRECTORY -> "no such directory" + words + "; check the partner's directories";
                            case NO_SUCH_FILE ->
                                "no such file" + words + "; OMEGA may have taken it away since it was listed";
                            case NO_PERMISSION ->
                                "permission denied" + words + "; ask GRDF to open it for this account";
                            case NO_SPACE -> "the server has no room left" + words + "; tell GRDF";
                            default ->
                                "the server refused" + words
                                        + "; the next slot tries again. If it goes on, tell GRDF the server's words";
                        },
                e);
    }

    static ChannelException whileConnecting(
            String who, Partner.Ftps access, Identity identity, Exception e, Watch watch, ControlSocket control) {
        if (e instanceof ChannelException told) {
            return told;
        }
        String said = FileName.printable(String.valueOf(e.getMessage()));
        if (!control.reached() && !watch.stalled()) {
            String reason = e instanceof UnknownHostException ? "unknown host" : said;
            return new ChannelException(
                    Kind.UNREACHABLE, who + ": cannot connect: " + reason + "; check host, port and firewall", e);
        }
        if (watch.stalled() || caused(e, SocketTimeoutException.class)) {
            return new ChannelException(
                    Kind.TIMED_OUT,
                    who + ": the host stood still while connecting (" + watch.verdict() + "); the next slot tries again"
                            + (access.implicit()
                                    ? ""
                                    : ". If it never answers, it may want TLS from the start (implicit mode)"),
                    e);
        }
        if (e instanceof SSLException tls) {
            return whileShakingHands(who, access, identity, tls, said);
        }
        return new ChannelException(
                Kind.CONNECTION_LOST,
                who + ": the host ended the session while connecting (" + said
                        + "); the next slot tries again. If it goes on, check that GRDF holds the certificate of "
                        + access.certificate(),
                e);
    }

    private static ChannelException whileShakingHands(
            String who, Partner.Ftps access, Identity identity, SSLException e, String said) {
        if (caused(e, CertificateExpiredException.class)) {
            return new ChannelException(
                    Kind.HOST_KEY,
                    who + ": the server's certificate has expired (" + reason(e)
                            + "); ask GRDF for its renewal (§1.4.2), and add its new chain to "
                            + (access.authorities() == null ? "the authorities-file" : access.authorities())
                            + " if it has one; nothing is exchanged before",
                    e);
        }
        if (caused(e, CertificateException.class)
                || caused(e, CertPathBuilderException.class)
                || caused(e, CertPathValidatorException.class)) {
            return new ChannelException(
                    Kind.HOST_KEY,
                    who + ": the server's certificate is not believed (" + reason(e)
                            + "); check the host name, and that "
                            + (access.authorities() == null ? "the JVM's authorities" : access.authorities())
                            + " holds the authorities that GRDF announced (§1.4.2)",
                    e);
        }
        if (said.contains("fatal alert")) {
            return new ChannelException(
                    Kind.LOGIN_REFUSED,
                    who + ": the server refused TLS with the certificate " + identity + ", valid until "
                            + identity.certificate().getNotAfter().toInstant() + " (" + said
                            + "); check that GRDF holds that very certificate",
                    e);
        }
        if (said.contains("SSL message")) {
            return new ChannelException(
                    Kind.REFUSED,
                    who + ": the server does not begin with TLS; check the port, and try the explicit mode (§3.1.1)",
                    e);
        }
        return new ChannelException(
                Kind.CONNECTION_LOST, who + ": no TLS session came about (" + said + "); the next slot tries again", e);
    }

    private static String reason(Throwable e) {
        Throwable deepest = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return FileName.printable(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof GeneralSecurityException) {
                deepest = cause;
            }
        }
        return FileName.printable(String.valueOf(deepest.getMessage()));
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
