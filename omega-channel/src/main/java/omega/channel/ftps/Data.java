package omega.channel.ftps;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Partner;
import omega.channel.Prompt;
import omega.channel.Timeouts;
import omega.channel.Watch;
import org.jspecify.annotations.Nullable;

/**
 * An open data connection. It resumes the control connection's TLS session, which some servers demand as the proof that both have the
 * same client.
 *
 * @param skip bytes to leave out, because the server could not begin where it was asked to
 */
record Data(Plain plain, SSLSocket tls, long skip) {
    private static final int RESTART_READY = 350;
    private static final int LAST_WORDS_MILLIS = 3_000;

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

    /** Opens them. */
    record Opening(
            String who, Partner.Ftps access, SSLContext context, Dialogue dialogue, Watch watch, Timeouts timeouts) {

        /**
         * Starts a transfer.
         *
         * @param offset where the server shall begin
         * @throws Reply.Refusal the server refused; the session goes on
         */
        Data transfer(String command, @Nullable String argument, long offset) throws IOException {
            Plain plain = connected(dialogue.passive());
            try {
                boolean restarted = offset == 0
                        || dialogue.ask("REST", Long.toString(offset)).code() == RESTART_READY;
                Reply started = dialogue.ask(command, argument);
                if (!started.begins()) {
                    throw new Reply.Refusal(started);
                }
                return new Data(plain, secured(plain), restarted ? 0 : offset);
            } catch (IOException | RuntimeException e) {
                plain.close();
                throw e;
            }
        }

        private Plain connected(int port) throws IOException {
            Plain plain = new Plain(dialogue.control().getPort());
            watch.guard(plain);
            try {
                plain.setTcpNoDelay(true);
                plain.connect(
                        new InetSocketAddress(dialogue.control().getInetAddress(), port),
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

        private SSLSocket secured(Plain plain) throws IOException {
            SSLSession control = dialogue.control().getSession();
            SSLSocket tls = (SSLSocket)
                    context.getSocketFactory().createSocket(plain, control.getPeerHost(), control.getPeerPort(), true);
            tls.setUseClientMode(true);
            tls.setEnabledProtocols(new String[] {control.getProtocol()});
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            watch.progress();
            // A resumed session is as old as the one it comes from; another is younger than the control connection's.
            dialogue.resumed(tls.getSession().getCreationTime() <= control.getCreationTime(), control.getProtocol());
            return tls;
        }
    }

    /** The TCP connection below TLS. */
    static final class Plain extends Socket {
        /** The JSSE itself reads each record in two pieces. */
        private static final int RECORDS_AT_ONCE = 1 << 17;

        private final int control;
        private volatile boolean brokenOff;

        Plain(int control) {
            this.control = control;
        }

        /** The JSSE looks a session up by host and port: a data connection names the control connection's. */
        @Override
        public int getPort() {
            return isConnected() ? control : super.getPort();
        }

        /** Whether it ended before TLS had said that it would: the JSSE, which passes over that, reads no further once it is said. */
        boolean isBrokenOff() {
            return brokenOff;
        }

        @Override
        public InputStream getInputStream() throws IOException {
            InputStream noting = new FilterInputStream(new Prompt(this, super.getInputStream())) {
                @Override
                public int read() throws IOException {
                    return noted(in.read());
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    return noted(in.read(into, offset, length));
                }
            };
            return new BufferedInputStream(noting, RECORDS_AT_ONCE);
        }

        private int noted(int read) {
            brokenOff |= read < 0;
            return read;
        }
    }
}
