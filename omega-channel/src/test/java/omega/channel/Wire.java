package omega.channel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A TCP proxy that, for each connection, cuts, stalls or dribbles once it has passed on so many of the server's bytes. */
public final class Wire implements AutoCloseable {
    /** What happens at the limit. */
    public enum Fault {
        CUT,
        STALL,
        DRIBBLE
    }

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int server;
    private final Fault fault;
    private volatile long limit;

    public Wire(int server, Fault fault, long limit) throws IOException {
        this.server = server;
        this.fault = fault;
        this.limit = limit;
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** For connections from now on. */
    public void limit(long bytes) {
        limit = bytes;
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> pass(near, far, Long.MAX_VALUE));
                long most = limit;
                Thread.ofVirtual().start(() -> pass(far, near, most));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, long most) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 << 10];
            long passed = 0;
            for (int n;
                    passed < most && (n = in.read(buffer, 0, (int) Math.min(buffer.length, most - passed))) > 0;
                    passed += n) {
                out.write(buffer, 0, n);
            }
            if (passed >= most && fault == Fault.DRIBBLE) {
                for (int one; (one = in.read()) >= 0; LockSupport.parkNanos(20_000_000)) {
                    out.write(one);
                }
            }
            if (passed < most || fault == Fault.CUT) {
                from.close();
                to.close();
            }
        } catch (IOException e) {
            // the other side is gone
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
