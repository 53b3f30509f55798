package omega.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Hands out the one control connection that a slot allows; a second one is an error. */
public final class OneSocket extends SocketFactory {
    private final ControlSocket control;
    private boolean given;

    public OneSocket(ControlSocket control) {
        this.control = control;
    }

    @Override
    public Socket createSocket() throws IOException {
        if (given) {
            throw new IOException("only one connect a session");
        }
        given = true;
        return control;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("only one connect a session");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return createSocket(host.getHostAddress(), port);
    }
}
