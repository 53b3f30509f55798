package omega.ws.call;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import omega.clock.OmegaClock;
import omega.ws.partner.Partenaire;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to OMEGA and its whole answer, within bounds of size and time. Nothing is repeated or redirected. Connections are kept for the next
 * request ({@link Connection}), a partner's until its certificate or authorities change; those under way then end in peace. For many threads.
 */
@Singleton
public class Https {
    static final int MOST_BYTES = 16 << 20;
    private static final int MOST_CONNECTIONS = 1 << 16; // the gate bounds them
    private static final String CONNECTED = "omega.connected";
    private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
    private static final Duration LONGEST_PAUSE = Duration.ofDays(11);
    private static final TimeValue IDLE = TimeValue.ofSeconds(30);
    private static final ScheduledThreadPoolExecutor ALARMS = alarms();

    private final Duration connecting;
    private final Duration most;
    private final OmegaClock clock;
    private final Map<String, Keys> keys = new ConcurrentHashMap<>();
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** A partner's connections, with the certificate of a version. */
    private record Line(int version, CloseableHttpClient client) {}

    /** A whole answer. */
    static final class Answer {
        final int status;
        final byte[] body;
        /** As far as it can be read. */
        final Optional<ContentType> type;
        /** How it came: unpacked already where it is gzip, and unread where it is another. */
        final Optional<String> coding;
        /** That OMEGA asks for. */
        final Optional<Duration> pause;

        Answer(int status, byte[] body, Optional<ContentType> type, Optional<String> coding, Optional<Duration> pause) {
            this.status = status;
            this.body = body;
            this.type = type;
            this.coding = coding;
            this.pause = pause;
        }

        /** Its status and what it says of its body, for a problem that must tell of both. */
        String words() {
            return "OMEGA answered HTTP " + status
                    + type.map(each -> " (" + each.getMimeType() + ")").orElse("")
                    + coding.map(each -> ", coded as " + each).orElse("");
        }
    }

    /**
     * A client.
     *
     * @param connecting to connect, at most
     * @param most from the connect to the answer's last byte, at most
     */
    public Https(
            @ConfigProperty(name = "omega.ws.connexion", defaultValue = "PT10S") Duration connecting,
            @ConfigProperty(name = "omega.ws.delai", defaultValue = "PT30S") Duration most,
            OmegaClock clock) {
        this.connecting = connecting;
        this.most = most;
        this.clock = clock;
    }

    private static ScheduledThreadPoolExecutor alarms() {
        ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("deadlines").factory());
        alarms.setRemoveOnCancelPolicy(true);
        return alarms;
    }

    /** Real time that a request takes at most. */
    public Duration most() {
        return most;
    }

    /** The partner's certificate, as it is in use. */
    public Keys keys(Partenaire partner) {
        return keys.computeIfAbsent(partner.code(), _ -> new Keys(partner, clock::realInstant));
    }

    /**
     * Sends a request and waits for its answer, so long as {@code within} says.
     *
     * @throws Unanswered when none came whole
     */
    Answer exchange(Partenaire partner, HttpUriRequestBase request, Duration within) throws Unanswered {
        HttpClientContext context = HttpClientContext.create();
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm = ALARMS.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                within.toMillis(),
                TimeUnit.MILLISECONDS);
        try {
            return client(partner).execute(request, context, response -> read(request, response));
        } catch (Unanswered e) {
            throw e;
        } catch (IOException e) {
            throw Unanswered.of(
                    e, context.getAttribute(CONNECTED) != null, late.get() ? Optional.of(most) : Optional.empty());
        } finally {
            alarm.cancel(false);
        }
    }

    private Answer read(HttpUriRequestBase request, ClassicHttpResponse response) throws IOException {
        Optional<String> coding = header(response, HttpHeaders.CONTENT_ENCODING)
                .map(each -> each.toLowerCase(Locale.ROOT))
                .filter(each -> !each.equals("identity"));
        byte[] bytes = new byte[0];
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            long announced = entity.getContentLength();
            try (InputStream in = entity.getContent()) {
                boolean packed = coding.filter(GZIP::contains).isPresent();
                InputStream plain = packed ? new GZIPInputStream(in) : in;
                boolean known = !packed && announced >= 0 && announced <= MOST_BYTES; // then it takes no other buffer
                bytes = plain.readNBytes(known ? (int) announced : MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    request.cancel(); // or all the rest would be read, too
                    throw new Unanswered(
                            new Outcome.Lost("OMEGA's answer has more than " + MOST_BYTES + " bytes"), null);
                }
            }
        }
        return new Answer(
                response.getCode(),
                bytes,
                header(response, HttpHeaders.CONTENT_TYPE).map(ContentType::parseLenient),
                coding.filter(each -> !GZIP.contains(each)),
                header(response, HttpHeaders.RETRY_AFTER).flatMap(this::pause));
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        return Optional.ofNullable(response.getFirstHeader(name))
                .map(Header::getValue)
                .map(String::strip);
    }

    /** A number of seconds, or a date (RFC 9110 §10.2.3). */
    private Optional<Duration> pause(String text) {
        if (text.matches("[0-9]{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        return Optional.ofNullable(DateUtils.parseStandardDate(text))
                .map(each -> Duration.between(clock.realInstant(), each))
                .filter(each -> each.isPositive() && each.compareTo(LONGEST_PAUSE) < 0);
    }

    private CloseableHttpClient client(Partenaire partner) throws Unanswered {
        Keys.Held held;
        try {
            held = keys(partner).current();
        } catch (IllegalStateException e) {
            throw new Unanswered(new Outcome.Unsent(String.valueOf(e.getMessage())), e);
        }
        Line present = lines.get(partner.code());
        if (present == null || present.version() != held.version()) {
            present = Objects.requireNonNull(lines.compute(
                    partner.code(),
                    (_, known) -> known != null && known.version() >= held.version() ? known : replaced(known, held)));
        }
        return present.client();
    }

    private Line replaced(@Nullable Line former, Keys.Held held) {
        if (former != null) {
            Executor later =
                    CompletableFuture.delayedExecutor(most.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
            later.execute(() -> former.client().close(CloseMode.GRACEFUL));
        }
        return new Line(held.version(), open(held));
    }

    private CloseableHttpClient open(Keys.Held held) {
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(_ -> new Connection())
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(held.context()))
                .setDefaultTlsConfig(TlsConfig.custom()
                        .setHandshakeTimeout(Timeout.of(connecting))
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connecting))
                        .setSocketTimeout(Timeout.of(most))
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(Timeout.of(most)).build())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setMaxConnTotal(MOST_CONNECTIONS)
                .setMaxConnPerRoute(MOST_CONNECTIONS)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(
                        RequestConfig.custom().setProtocolUpgradeEnabled(false).build())
                .addExecInterceptorBefore(ChainElement.MAIN_TRANSPORT.name(), CONNECTED, (request, scope, chain) -> {
                    scope.clientContext.setAttribute(CONNECTED, true);
                    return chain.proceed(request, scope);
                })
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableConnectionState()
                .evictExpiredConnections()
                .evictIdleConnections(IDLE)
                .setDefaultHeaders(List.of(new BasicHeader(HttpHeaders.ACCEPT_ENCODING, "identity")))
                .setUserAgent("omega-ws-proxy")
                .build();
    }
}
