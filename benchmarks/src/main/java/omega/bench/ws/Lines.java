package omega.bench.ws;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One request, again and again over kept connections, and HTTP/1.1 as far as that takes: what measures must cost next to nothing. For many threads. */
final class Lines implements AutoCloseable {
    private final int port;
    private final byte[] request;
    private final Queue<Line> idle = new ConcurrentLinkedQueue<>();

    /** A connection, and what has been read of it. */
    static final class Line implements AutoCloseable {
        private final Socket socket;
        private final InputStream in;
        private final byte[] buffer = new byte[16 << 10];
        private int from;
        private int to;

        Line(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        void write(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** First line and headers of a message; empty when the other side has ended. */
        String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream(512);
            int four = 0;
            while (four != 0x0D0A0D0A) {
                if (from == to && !more()) {
                    return "";
                }
                int next = buffer[from++];
                head.write(next);
                four = (four << 8) | (next & 0xFF);
            }
            return head.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        }

        /** The body that the headers announce. */
        byte[] body(String head) throws IOException {
            int place = head.indexOf("content-length:");
            if (place >= 0) {
                int end = head.indexOf('\r', place);
                return bytes(Integer.parseInt(head.substring(place + 15, end).strip()));
            }
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            if (head.contains("chunked")) {
                int size;
                do {
                    size = Integer.parseInt(line(), 16);
                    body.writeBytes(bytes(size));
                    bytes(2);
                } while (size > 0);
            }
            return body.toByteArray();
        }

        private String line() throws IOException {
            StringBuilder text = new StringBuilder();
            int next;
            while ((next = bytes(1)[0]) != '\n') {
                text.append((char) next);
            }
            return text.toString().strip();
        }

        private byte[] bytes(int size) throws IOException {
            byte[] bytes = new byte[size];
            int read = 0;
            while (read < size) {
                if (from == to && !more()) {
                    throw new EOFException("ended within a message");
                }
                int some = Math.min(size - read, to - from);
                System.arraycopy(buffer, from, bytes, read, some);
                from += some;
                read += some;
            }
            return bytes;
        }

        private boolean more() throws IOException {
            from = 0;
            to = Math.max(0, in.read(buffer));
            return to > 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    Lines(int port, String path, String body, String... headers) {
        this.port = port;
        this.request = ("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nContent-Type: application/json\r\n" + String.join("", headers) + "Content-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Sends the request and returns its answer's body, once its status is 200. */
    byte[] call() throws IOException {
        Line kept = idle.poll();
        if (kept != null) {
            try {
                return call(kept);
            } catch (IOException e) {
                kept.close(); // the other side had enough of it
            }
        }
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(120_000);
        return call(new Line(socket));
    }

    private byte[] call(Line line) throws IOException {
        line.write(request);
        String head = line.head();
        if (head.isEmpty()) {
            throw new EOFException("ended without an answer");
        }
        byte[] body = line.body(head);
        if (!head.startsWith("http/1.1 200")) {
            throw new IllegalStateException("answered "
                    + head.lines().findFirst().orElse("nothing") + " " + new String(body, StandardCharsets.UTF_8));
        }
        idle.add(line);
        return body;
    }

    @Override
    public void close() throws IOException {
        for (Line each = idle.poll(); each != null; each = idle.poll()) {
            each.close();
        }
    }
}
