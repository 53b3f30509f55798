package omega.ws.call;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import omega.channel.ChannelException;
import omega.channel.credential.Identity;
import omega.channel.credential.Pem;

/** A server of bare sockets that does on each connection what a script says, however odd. It notes each request that reached it whole. */
final class OddServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ServerSocket server;
    private final SSLContext tls;
    private final Script script;

    /** What it does on a connection; {@code number} is from 0. */
    interface Script {
        void play(Connected connection, int number) throws IOException;
    }

    /** {@code certificate} is in {@code home}, with its key, and so is {@code authority}, whom it trusts. */
    OddServer(Path home, String certificate, String authority, Script script) throws IOException, ChannelException {
        this.script = script;
        tls = Identity.read("odd", home.resolve(certificate + ".crt"), home.resolve(certificate + ".key"), null)
                .context(Pem.certificates("odd", home.resolve(authority + ".crt")));
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Head and body of each. */
    List<String> received() {
        return received;
    }

    private void accept() {
        try {
            for (int i = 0; ; i++) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                sockets.add(socket);
                int number = i;
                Thread.ofVirtual().start(() -> play(socket, number));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void play(Socket socket, int number) {
        try (socket) {
            script.play(new Connected(socket), number);
        } catch (IOException e) {
            // the client has gone
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket each : sockets) {
            each.close();
        }
    }

    /** Returns once what was sent before has arrived on this machine. */
    static void roundTrip() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket listening = new ServerSocket(0, 1, here);
                Socket there = new Socket(here, listening.getLocalPort());
                Socket back = listening.accept()) {
            there.getOutputStream().write(1);
            back.getInputStream().read();
        }
    }

    /** One connection. */
    final class Connected {
        private final Socket below;
        private Socket socket;

        private Connected(Socket socket) {
            below = socket;
            this.socket = socket;
        }

        /** Shakes hands as a server, asking for a certificate. */
        void secure() throws IOException {
            secure(each -> each.setNeedClientAuth(true));
        }

        SSLSocket secure(Consumer<SSLSocket> wishes) throws IOException {
            SSLSocket secured = (SSLSocket) tls.getSocketFactory()
                    .createSocket(below, below.getInetAddress().getHostAddress(), 0, true);
            secured.setUseClientMode(false);
            wishes.accept(secured);
            socket = secured;
            secured.startHandshake();
            return secured;
        }

        /** Reads one request; empty once the client closed. */
        String request() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    return "";
                }
                bytes.write(next);
            }
            Matcher length = LENGTH.matcher(bytes.toString(ISO_8859_1));
            bytes.write(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
            String whole = bytes.toString(UTF_8);
            received.add(whole);
            return whole;
        }

        Connected say(String text) throws IOException {
            return say(text.getBytes(UTF_8));
        }

        Connected say(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        }

        /** Says something again and again, until the client has gone. */
        void saysForEver(String text, long pauseMillis) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            while (!waits(pauseMillis)) {
                say(bytes);
            }
        }

        /** Says nothing more until the client or the test has gone. */
        void holds() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                // what it says is not wanted
            }
        }

        /** True once the test has ended. */
        boolean waits(long millis) throws IOException {
            try {
                return closing.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        /** Ends in peace, as far as the other side is concerned at once. */
        void closes() throws IOException {
            socket.close();
        }

        /** Ends without a word, as a machine that fell. */
        void resets() throws IOException {
            below.setSoLinger(true, 0);
            below.close();
        }
    }
}
