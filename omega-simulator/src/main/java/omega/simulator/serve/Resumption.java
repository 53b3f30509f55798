package omega.simulator.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Clock;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Data connections that must resume a TLS session, as some servers want it: a session that is not older than its connection is a new one,
 * and ends it.
 */
final class Resumption extends SSLSocketFactory {
    private final SSLSocketFactory factory;
    private final Clock real;

    Resumption(SSLSocketFactory factory, Clock real) {
        this.factory = factory;
        this.real = real;
    }

    @Override
    public Socket createSocket(Socket plain, String host, int far, boolean close) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, far, close);
        long accepted = real.millis();
        socket.addHandshakeCompletedListener(done -> {
            if (done.getSession().getCreationTime() >= accepted) {
                try {
                    plain.close();
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot turn a data connection away", e);
                }
            }
        });
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int far) throws IOException {
        return factory.createSocket(host, far);
    }

    @Override
    public Socket createSocket(String host, int far, InetAddress local, int near) throws IOException {
        return factory.createSocket(host, far, local, near);
    }

    @Override
    public Socket createSocket(InetAddress host, int far) throws IOException {
        return factory.createSocket(host, far);
    }

    @Override
    public Socket createSocket(InetAddress host, int far, InetAddress local, int near) throws IOException {
        return factory.createSocket(host, far, local, near);
    }
}
