package omega.channel.ftps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.ControlSocket;
import omega.channel.OneSocket;
import omega.channel.Partner;
import omega.channel.Timeouts;
import omega.channel.Watch;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/**
 * The control connection: commands and replies.
 */
final class Dialogue extends FTPSClient {
    private static final int PASSWORD_NEEDED = 331;
    private static final int PASSIVE = 227;
    private static final int EXTENDED_PASSIVE = 229;
    private static final Duration BREATH = Duration.ofMillis(100);
    private static final int LAST_WORDS_MILLIS = 3_000;

    private final String who;
    private final Partner.Ftps access;
    private final Watch watch;
    private Features abilities = new Features(List.of());
    private boolean resumed;
    /** Whether the last data connection spoke TLS 1.3 and was no resumption. */
    private boolean unresumed;

    Dialogue(
            String who,
            Partner.Ftps access,
            SSLContext context,
            ControlSocket control,
            Watch watch,
            Timeouts timeouts) {
        super(access.implicit(), context);
        this.who = who;
        this.access = access;
        this.watch = watch;
        setSocketFactory(new OneSocket(control));
        setConnectTimeout(Math.toIntExact(timeouts.stall().toMillis()));
        setEnabledProtocols(Versions.offered(access));
        setEndpointCheckingEnabled(true);
        // Names are bytes: Latin-1 carries each of them through the library, and FileName judges them.
        setControlEncoding(ISO_8859_1);
    }

    /** Connects once, logs in, and agrees on encrypted, binary transfers. */
    boolean logIn() throws IOException {
        connect(access.host(), access.port());
        watch.progress();
        introduce();
        agree("PBSZ", "0");
        agree("PROT", "P");
        agree("TYPE", "I");
        abilities = new Features(ask("FEAT", null).lines());
        if (abilities.has("UTF8")) {
            ask("OPTS", "UTF8 ON");
        }
        if (abilities.has("MLST") && !abilities.tellsAll()) {
            ask("OPTS", "MLST type;size;modify;");
        }
        return true;
    }

    private void introduce() throws IOException {
        Reply reply = ask("USER", access.user());
        if (reply.code() == PASSWORD_NEEDED) {
            reply = ask("PASS", password());
        }
        if (!reply.done()) {
            throw new ChannelException(
                    Kind.LOGIN_REFUSED,
                    who + ": the login was refused (" + reply.text()
                            + "); check user and password, and that GRDF holds the certificate of "
                            + access.certificate());
        }
    }

    private String password() {
        return access.password() == null ? "" : new String(access.password().reveal());
    }

    private void agree(String command, String argument) throws IOException {
        Reply reply = ask(command, argument);
        if (!reply.done()) {
            throw new ChannelException(
                    Kind.REFUSED,
                    who + ": the server refused " + command + " " + argument + " (" + reply.text()
                            + "); is it GRDF's FTPS server?");
        }
    }

    /** The library asks it of an explicit server, between the greeting and the handshake. */
    @Override
    protected void execAUTH() throws IOException {
        Reply reply = ask("AUTH", "TLS");
        if (!reply.done()) {
            throw new ChannelException(
                    Kind.REFUSED,
                    who + ": the server refused AUTH TLS (" + reply.text()
                            + "); check the port, and whether it wants TLS from the start (implicit mode)");
        }
    }

    /**
     * TLS 1.3 lets a client speak in the same breath that ends the handshake, and servers on Apache MINA before 2.2.5 lose
     * what comes then.
     */
    @Override
    protected void sslNegotiation() throws IOException {
        super.sslNegotiation();
        if (!access.implicit()) {
            try {
                Thread.sleep(BREATH);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while connecting");
            }
        }
    }

    /** What the server showed when the session began; empty once it is over. */
    List<X509Certificate> serverChain() {
        try {
            return _socket_ instanceof SSLSocket tls
                    ? Arrays.stream(tls.getSession().getPeerCertificates())
                            .filter(X509Certificate.class::isInstance)
                            .map(X509Certificate.class::cast)
                            .toList()
                    : List.of();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    Features abilities() {
        return abilities;
    }

    /** The server does not do what it said: from now on files are told by the older commands, all of them, so that they are told alike. */
    void withoutMlst() {
        abilities = new Features(abilities.lines().stream()
                .filter(line -> !Features.line(line).startsWith("MLST"))
                .toList());
    }

    Reply ask(String command, @Nullable String argument) throws IOException {
        watch.progress();
        sendCommand(command, argument);
        return answered();
    }

    /** Waits for the reply that ends a transfer. */
    Reply reply() throws IOException {
        getReply();
        Reply said = answered();
        if (!said.done()) {
            transferFailed();
        }
        return said;
    }

    /** A server may want every data connection to resume the session, and have no ticket for it: with TLS 1.2 it needs none. */
    void transferFailed() {
        if (unresumed) {
            Versions.outOfTickets(access);
        }
    }

    private Reply answered() {
        watch.progress();
        return new Reply(getReplyCode(), List.of(getReplyStrings()));
    }

    /** What the server says of a data connection that broke; null when it says nothing soon. */
    @Nullable
    Reply lastWords() {
        try {
            setSoTimeout(LAST_WORDS_MILLIS);
            Reply said = reply();
            setSoTimeout(0);
            return said;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** The port that the server opened; its address is the control connection's, whatever it says. */
    int passive() throws IOException {
        boolean extendedOnly = _socket_.getInetAddress() instanceof Inet6Address;
        if (!extendedOnly) {
            Reply reply = ask("PASV", null);
            if (reply.code() == PASSIVE) {
                _parsePassiveModeReply(reply.lines().getFirst());
                return getPassivePort();
            }
        }
        Reply reply = ask("EPSV", null);
        if (reply.code() != EXTENDED_PASSIVE) {
            throw new Reply.Refusal(reply);
        }
        _parseExtendedPassiveModeReply(reply.lines().getFirst());
        return getPassivePort();
    }

    /** The control connection's own socket, encrypted. */
    SSLSocket control() {
        return (SSLSocket) _socket_;
    }

    /** Notes whether a data connection resumed the session; one that did not, after another did, says that the tickets are used up. */
    void resumed(boolean now, String protocol) {
        unresumed = !now && protocol.equals("TLSv1.3");
        if (resumed) {
            transferFailed();
        }
        resumed |= now;
    }

    /** What the server can do (RFC 2389). */
    record Features(List<String> lines) {
        boolean has(String feature) {
            return lines.stream()
                    .anyMatch(line -> line(line).equals(feature) || line(line).startsWith(feature + " "));
        }

        /** True when listings tell type, size and time unasked: {@code MLST type*;size*;modify*;}. */
        boolean tellsAll() {
            return lines.stream()
                    .map(Features::line)
                    .filter(line -> line.startsWith("MLST"))
                    .anyMatch(line -> line.contains("TYPE*") && line.contains("SIZE*") && line.contains("MODIFY*"));
        }

        private static String line(String line) {
            return line.strip().toUpperCase(Locale.ROOT);
        }
    }
}
