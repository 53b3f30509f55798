package omega.channel.ftps;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.ControlSocket;
import omega.channel.OneSocket;
import omega.channel.Partner;
import omega.channel.Timeouts;
import omega.channel.Watch;
import omega.channel.credential.Identity;
import org.apache.commons.net.ftp.FTPSClient;
import org.jspecify.annotations.Nullable;

/**
 * The control connection: commands and replies, and the data connections that they lead to. Each of those resumes the control
 * connection's TLS session, which some servers demand as the proof that both have the same client.
 */
final class Dialogue extends FTPSClient {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final int RESTART_READY = 350;
    private static final int PASSWORD_NEEDED = 331;
    private static final int PASSIVE = 227;
    private static final int EXTENDED_PASSIVE = 229;
    private static final Duration BREATH = Duration.ofMillis(100);
    private static final int LAST_WORDS_MILLIS = 3_000;

    private final String who;
    private final Partner.Ftps access;
    private final SSLContext context;
    private final Watch watch;
    private final Timeouts timeouts;
    private Features abilities = new Features(List.of());

    Dialogue(
            String who,
            Partner.Ftps access,
            Identity identity,
            List<X509Certificate> trusted,
            ControlSocket control,
            Watch watch,
            Timeouts timeouts) {
        this(who, access, identity.context(trusted), control, watch, timeouts);
    }

    private Dialogue(
            String who,
            Partner.Ftps access,
            SSLContext context,
            ControlSocket control,
            Watch watch,
            Timeouts timeouts) {
        super(access.implicit(), context);
        this.who = who;
        this.access = access;
        this.context = context;
        this.watch = watch;
        this.timeouts = timeouts;
        setSocketFactory(new OneSocket(control));
        setConnectTimeout(Math.toIntExact(timeouts.stall().toMillis()));
        setEnabledProtocols(PROTOCOLS);
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

    Reply ask(String command, @Nullable String argument) throws IOException {
        watch.progress();
        sendCommand(command, argument);
        return answered();
    }

    /** Waits for the reply that ends a transfer. */
    Reply reply() throws IOException {
        getReply();
        return answered();
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

    /** An open data connection. */
    record Data(Socket plain, SSLSocket tls, long skip) {
        /** Ends it once all was received. */
        void received() throws IOException {
            try {
                tls.close();
            } catch (IOException e) {
                // the server was quicker; its reply tells whether all was well
            }
            plain.close();
        }

        /** Ends it in good order: says that all was sent, then waits for the server to agree. */
        void sent() throws IOException {
            tls.shutdownOutput();
            plain.setSoTimeout(LAST_WORDS_MILLIS);
            byte[] rest = new byte[1024];
            try {
                // The next session ticket of TLS 1.3 may still be on its way here.
                while (tls.getInputStream().read(rest) >= 0) {}
            } catch (SSLException | SocketTimeoutException | SocketException e) {
                // the server's reply tells whether all arrived
            }
            plain.close();
        }
    }

    /**
     * Starts a transfer.
     *
     * @param offset where the server shall begin; what it cannot leave out is {@link Data#skip()}
     * @throws Reply.Refusal the server refused; the session goes on
     */
    Data transfer(String command, @Nullable String argument, long offset) throws IOException {
        Socket plain = connectData(passive());
        try {
            boolean restarted =
                    offset == 0 || ask("REST", Long.toString(offset)).code() == RESTART_READY;
            Reply started = ask(command, argument);
            if (!started.begins()) {
                throw new Reply.Refusal(started);
            }
            return new Data(plain, secure(plain), restarted ? 0 : offset);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /** The port that the server opened; its address is the control connection's, whatever it says. */
    private int passive() throws IOException {
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

    private Socket connectData(int port) throws IOException {
        Socket plain = new DataSocket(_socket_.getPort());
        watch.guard(plain);
        try {
            plain.setTcpNoDelay(true);
            plain.connect(
                    new InetSocketAddress(_socket_.getInetAddress(), port),
                    Math.toIntExact(timeouts.connect().toMillis()));
            return plain;
        } catch (IOException e) {
            plain.close();
            throw new ChannelException(
                    Kind.UNREACHABLE,
                    who + ": the data connection to port " + port
                            + " cannot be opened; the firewall must let out TCP " + access.passivePorts() + " to "
                            + access.host() + " (§3.1.1)",
                    e);
        }
    }

    private SSLSocket secure(Socket plain) throws IOException {
        SSLSession control = ((SSLSocket) _socket_).getSession();
        SSLSocket tls = (SSLSocket)
                context.getSocketFactory().createSocket(plain, control.getPeerHost(), control.getPeerPort(), true);
        tls.setUseClientMode(true);
        tls.setEnabledProtocols(PROTOCOLS);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        watch.progress();
        return tls;
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

    /** The JSSE looks a session up by host and port: a data connection names the control connection's. */
    private static final class DataSocket extends Socket {
        private final int control;

        DataSocket(int control) {
            this.control = control;
        }

        @Override
        public int getPort() {
            return isConnected() ? control : super.getPort();
        }
    }
}
