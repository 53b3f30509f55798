package omega.ws.call;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageParserFactory;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A connection to OMEGA that bounds an answer's head, tells whether a request left it whole, and is not used again once OMEGA has closed it or said
 * something there that nobody asked for: no answer is taken for that of another request.
 */
final class Connection extends DefaultManagedHttpClientConnection {
    private static final Http1Config BOUNDS =
            Http1Config.custom().setMaxLineLength(16_384).setMaxHeaderCount(200).build();
    private static final long SHORT = Duration.ofSeconds(1).toNanos();
    private static final AtomicLong COUNT = new AtomicLong();

    private final Heads heads;
    private @Nullable Socket below;
    private long used;

    /** Not all of a request has left: whoever reads it there sees that it breaks off. */
    static final class Unsent extends IOException {
        private static final long serialVersionUID = 1;

        Unsent(IOException cause) {
            super(cause);
        }

        IOException why() {
            return (IOException) Objects.requireNonNull(getCause());
        }
    }

    /** Reads heads, and remembers where from. */
    private static final class Heads implements HttpMessageParserFactory<ClassicHttpResponse> {
        private @Nullable SessionInputBuffer buffer;

        @Override
        @SuppressWarnings("deprecation") // the way that is not calls this one
        public HttpMessageParser<ClassicHttpResponse> create(Http1Config none) {
            HttpMessageParser<ClassicHttpResponse> parser = new DefaultHttpResponseParser(BOUNDS);
            return (from, in) -> {
                buffer = from;
                return parser.parse(from, in);
            };
        }

        boolean hasMore() {
            return buffer != null && buffer.length() > 0;
        }
    }

    Connection() {
        this(new Heads());
    }

    private Connection(Heads heads) {
        super("omega-" + COUNT.incrementAndGet(), null, null, BOUNDS, null, null, null, heads);
        this.heads = heads;
    }

    @Override
    public void bind(SSLSocket secured, Socket below) throws IOException {
        super.bind(secured, below);
        this.below = below;
    }

    @Override
    public void passivate() {
        super.passivate();
        used = System.nanoTime();
    }

    /** Whatever has come since the last answer, the end too, is seen at once; an end without a word only after a while of rest, since that takes longer. */
    @Override
    public boolean isStale() throws IOException {
        return hasCome() || (System.nanoTime() - used > SHORT && (super.isStale() || hasCome()));
    }

    private boolean hasCome() throws IOException {
        Socket socket = getSocket();
        return heads.hasMore()
                || (socket != null && socket.getInputStream().available() > 0)
                || (below != null && below.getInputStream().available() > 0);
    }

    @Override
    public void sendRequestHeader(ClassicHttpRequest request) throws HttpException, IOException {
        try {
            super.sendRequestHeader(request);
        } catch (IOException e) {
            throw new Unsent(e);
        }
    }

    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        try {
            super.sendRequestEntity(request);
        } catch (IOException e) {
            throw new Unsent(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            super.flush();
        } catch (IOException e) {
            throw new Unsent(e);
        }
    }
}
