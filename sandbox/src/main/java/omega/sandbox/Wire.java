package omega.sandbox;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A network between a client and a server that breaks where a test wants it to: the server's ports at an address of their own, whose
 * connections are cut, reset, stalled, throttled or held up once so many bytes have passed. What passes is left as it is, so that
 * data ports must be the same on both sides. Thread-safe.
 */
public final class Wire implements AutoCloseable {
    /** Where it listens, beside the server at 127.0.0.1. */
    public static final String HOST = "127.0.0.2";

    private static final int PIECE = 4096;
    private static final long HOLD_UP_NANOS = 400_000_000L;
    private static final long SLOW_PIECE_NANOS = 1_000_000L;
    private static final long DRIBBLE_NANOS = 20_000_000L;
    private static final int SLOW_PIECE = 256;
    private static final int SLOW_PIECES = 200;

    /** What a connection is for. */
    public enum Line {
        CONTROL,
        DATA
    }

    /** Which way bytes go: up to the server, or down from it. */
    public enum Way {
        UP,
        DOWN
    }

    /** What happens. */
    public enum Fault {
        /** Both ends see the connection end in good order. */
        CUT(false),
        /** Both ends see it reset. */
        RESET(false),
        /** Nothing passes any more this way, and nobody is told. */
        STALL(false),
        /** From now on single bytes come, now and then. */
        DRIBBLE(false),
        /** Some fifty thousand bytes drip, then it goes on. */
        THROTTLE(true),
        /** Nothing passes for a while, then it goes on. */
        DELAY(true);

        private final boolean passes;

        Fault(boolean passes) {
            this.passes = passes;
        }

        /** Whether all bytes arrive nevertheless. */
        public boolean passes() {
            return passes;
        }
    }

    /** A fault once so many bytes have gone one way over all connections of a kind. */
    public record Strike(Fault fault, Line line, Way way, long offset) {}

    private record Stream(Line line, Way way) {}

    private final Map<Stream, AtomicLong> passed = new HashMap<>();
    private final AtomicReference<@Nullable Strike> waiting = new AtomicReference<>();
    private final List<ServerSocket> listening = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private final String host;

    /** At {@link #HOST}. */
    public Wire() {
        this(HOST);
    }

    /** To a server of a single port, at 127.0.0.1, where something happens once so many bytes have come from the server. */
    public static Wire to(int server, Fault fault, long offset) throws IOException {
        Wire wire = new Wire("127.0.0.1");
        wire.lead(Line.CONTROL, 0, server);
        wire.strike(fault, offset);
        return wire;
    }

    private Wire(String host) {
        this.host = host;
        for (Line line : Line.values()) {
            for (Way way : Way.values()) {
                passed.put(new Stream(line, way), new AtomicLong());
            }
        }
    }

    /** Leads {@code near} at this wire's address, or a free port if that is 0, to {@code far} of 127.0.0.1; the port it became. */
    public int lead(Line line, int near, int far) throws IOException {
        ServerSocket socket = new ServerSocket(near, 50, InetAddress.getByName(host));
        listening.add(socket);
        Thread.ofVirtual().start(() -> accept(socket, line, far));
        return socket.getLocalPort();
    }

    /** The port of the first line. */
    public int port() {
        return listening.getFirst().getLocalPort();
    }

    /** Lets something happen to what comes from the server on the control line. */
    public void strike(Fault fault, long offset) {
        strike(new Strike(fault, Line.CONTROL, Way.DOWN, offset));
    }

    /** Lets something happen once; bytes count from now on. */
    public void strike(Strike strike) {
        passed.values().forEach(count -> count.set(0));
        waiting.set(strike);
    }

    /** Whether what was to happen has happened. */
    public boolean isStruck() {
        return waiting.get() == null;
    }

    /** Ends all connections and lets new ones be; how many bytes had passed since the last time, by line and way. */
    public Map<Line, Map<Way, Long>> heal() {
        waiting.set(null);
        sockets.forEach(Wire::drop);
        sockets.clear();
        Map<Line, Map<Way, Long>> counts = new EnumMap<>(Line.class);
        passed.forEach((stream, count) -> counts.computeIfAbsent(stream.line(), _ -> new EnumMap<>(Way.class))
                .put(stream.way(), count.getAndSet(0)));
        return counts;
    }

    private void accept(ServerSocket server, Line line, int far) {
        try {
            while (true) {
                Socket client = server.accept();
                sockets.add(client);
                Socket real = new Socket(InetAddress.getLoopbackAddress(), far);
                sockets.add(real);
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                real.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Thread.ofVirtual().start(() -> pass(client, real, new Stream(line, Way.UP)));
                Thread.ofVirtual().start(() -> pass(real, client, new Stream(line, Way.DOWN)));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pass(Socket from, Socket to, Stream stream) {
        byte[] buffer = new byte[PIECE];
        AtomicLong count = Objects.requireNonNull(passed.get(stream));
        try {
            for (int n; (n = from.getInputStream().read(buffer)) > 0; ) {
                long before = count.getAndAdd(n);
                Strike strike = due(stream, before + n);
                int whole = strike == null ? n : (int) Math.max(0, strike.offset() - before);
                to.getOutputStream().write(buffer, 0, whole);
                if (strike != null && !happen(strike.fault(), from, to)) {
                    return;
                }
                to.getOutputStream().write(buffer, whole, n - whole);
                if (strike != null && strike.fault() == Fault.THROTTLE) {
                    drip(from, to);
                }
            }
            to.shutdownOutput(); // this side has said all; the other may go on
        } catch (IOException e) {
            drop(from);
            drop(to);
        }
    }

    private @Nullable Strike due(Stream stream, long reached) {
        Strike strike = waiting.get();
        boolean due = strike != null
                && strike.line() == stream.line()
                && strike.way() == stream.way()
                && reached > strike.offset();
        return due && waiting.compareAndSet(strike, null) ? strike : null;
    }

    /** Whether it goes on. */
    private static boolean happen(Fault fault, Socket from, Socket to) throws IOException {
        switch (fault) {
            case CUT -> {
                to.shutdownOutput();
                from.shutdownOutput();
                drop(from);
                drop(to);
            }
            case RESET -> {
                from.setSoLinger(true, 0);
                to.setSoLinger(true, 0);
                drop(from);
                drop(to);
            }
            case DRIBBLE -> {
                for (int one; (one = from.getInputStream().read()) >= 0; LockSupport.parkNanos(DRIBBLE_NANOS)) {
                    to.getOutputStream().write(one);
                }
            }
            case STALL, THROTTLE -> {}
            case DELAY -> LockSupport.parkNanos(HOLD_UP_NANOS);
        }
        return fault.passes();
    }

    private static void drip(Socket from, Socket to) throws IOException {
        byte[] drop = new byte[SLOW_PIECE];
        for (int i = 0; i < SLOW_PIECES; i++) {
            int n = from.getInputStream().read(drop);
            if (n < 0) {
                return;
            }
            to.getOutputStream().write(drop, 0, n);
            LockSupport.parkNanos(SLOW_PIECE_NANOS);
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket each : listening) {
            each.close();
        }
        heal();
    }
}
