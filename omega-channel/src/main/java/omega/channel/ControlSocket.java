package omega.channel;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The one control connection of a session (§3.2.1): asks whether it may be made after the name is resolved and immediately
 * before the TCP connect.
 */
public final class ControlSocket extends Socket {
    private static final int KEEP_ALIVE_SECONDS = 60;

    private final BeforeConnect before;
    private final Duration longest;
    private final Watch watch;
    private volatile boolean reached;
    private int ahead;
    private @Nullable InputStream in;

    public ControlSocket(BeforeConnect before, Duration longest, Watch watch) {
        this.before = before;
        this.longest = longest;
        this.watch = watch;
        watch.guard(this);
    }

    /** For a protocol that asks for a few bytes at a time while many wait. To be called before the stream is taken. */
    public void readAhead(int bytes) {
        ahead = bytes;
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        if (in == null) {
            InputStream prompt = new Prompt(this, super.getInputStream());
            in = ahead > 0 ? new BufferedInputStream(prompt, ahead) : prompt;
        }
        return in;
    }

    /** True once the TCP connection stood. */
    public boolean reached() {
        return reached;
    }

    @Override
    public void connect(SocketAddress endpoint, int ignored) throws IOException {
        if (endpoint instanceof InetSocketAddress address && address.isUnresolved()) {
            throw new UnknownHostException(address.getHostString());
        }
        setTcpNoDelay(true);
        stayAlive();
        Duration allowed = before.connecting();
        watch.progress();
        Duration shorter = allowed.compareTo(longest) < 0 ? allowed : longest;
        super.connect(endpoint, Math.max(1, Math.toIntExact(shorter.toMillis())));
        reached = true;
    }

    /** So that no firewall on the way forgets a control connection that waits while a file comes over another. */
    private void stayAlive() throws SocketException {
        setKeepAlive(true);
        try {
            if (supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
            }
        } catch (IOException e) {
            throw new SocketException("keep-alive cannot be set", e);
        }
    }
}
