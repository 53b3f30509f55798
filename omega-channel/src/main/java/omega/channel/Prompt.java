package omega.channel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketOption;
import jdk.net.ExtendedSocketOptions;

/**
 * A socket's input that acknowledges short pieces at once. A server that holds its next small packet back until its last one is acknowledged would otherwise
 * wait for this machine's delayed acknowledgement, a twenty-fifth of a second.
 */
public final class Prompt extends FilterInputStream {
    private static final SocketOption<Boolean> QUICKACK = ExtendedSocketOptions.TCP_QUICKACK;
    private static final int SHORT = 4 << 10;
    private final Socket socket;
    private final boolean able;

    /** {@code bare} is the socket's own stream. */
    public Prompt(Socket socket, InputStream bare) {
        super(bare);
        this.socket = socket;
        this.able = socket.supportedOptions().contains(QUICKACK);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        if (able && n > 0 && n < SHORT) {
            acknowledge();
        }
        return n;
    }

    private void acknowledge() {
        try {
            socket.setOption(QUICKACK, true);
        } catch (IOException e) {
            // it is acknowledged a little later
        }
    }
}
