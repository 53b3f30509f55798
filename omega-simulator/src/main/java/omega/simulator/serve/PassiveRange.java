package omega.simulator.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.apache.ftpserver.impl.PassivePorts;

/** The passive ports (§3.1.1), of which another server of this machine may hold some. */
final class PassiveRange extends PassivePorts {
    private final String host;

    PassiveRange(String range, String host) {
        super(range, false);
        this.host = host;
    }

    /** A port that is free at this server's own address; -1 when there is none. */
    @Override
    public synchronized int reserveNextPort() {
        List<Integer> taken = new ArrayList<>();
        try {
            while (true) {
                int port = super.reserveNextPort();
                if (port <= 0 || isFree(port)) {
                    return port;
                }
                taken.add(port);
            }
        } finally {
            taken.forEach(this::releasePort);
        }
    }

    private boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
