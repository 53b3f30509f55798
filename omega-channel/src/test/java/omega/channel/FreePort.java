package omega.channel;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A TCP port for a server, below those that systems give to outgoing connections, so that none of them takes it meanwhile. */
public final class FreePort {
    private FreePort() {}

    public static int next() throws IOException {
        while (true) {
            try (ServerSocket free = new ServerSocket(
                    ThreadLocalRandom.current().nextInt(10_240, 32_768), 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException taken) {
                // another one
            }
        }
    }
}
