package omega.channel.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import omega.channel.Certificates;
import omega.channel.Certificates.Held;
import omega.channel.Certificates.Wish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes with a server that asks for a certificate. */
@Timeout(60)
class IdentityTest {
    private static final Certificates OURS = new Certificates("supplier");
    private static final Certificates THEIRS = new Certificates("grdf");
    private static final Held SUPPLIER = OURS.issue(Wish.sound("supplier"));

    /** Takes any client, and names only its own authority as one whose clients it takes. */
    private static final class AnyClient implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {THEIRS.authority()};
        }
    }

    private static SSLServerSocket listening(Held server, String protocol)
            throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(server.store(), "x".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new AnyClient()}, null);
        SSLServerSocket listening = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        listening.setNeedClientAuth(true);
        listening.setEnabledProtocols(new String[] {protocol});
        return listening;
    }

    /** What the server saw of us. */
    private static X509Certificate shown(SSLServerSocket listening, List<X509Certificate> trusted)
            throws IOException, ExecutionException, InterruptedException {
        CompletableFuture<X509Certificate> seen = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try (SSLSocket accepted = (SSLSocket) listening.accept()) {
                accepted.startHandshake();
                seen.complete((X509Certificate) accepted.getSession().getPeerCertificates()[0]);
                accepted.getInputStream().read();
            } catch (IOException e) {
                seen.completeExceptionally(e);
            }
        });
        Identity us = new Identity(List.of(SUPPLIER.certificate(), SUPPLIER.issuer()), SUPPLIER.key());
        try (SSLSocket socket = (SSLSocket) us.context(trusted)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), listening.getLocalPort())) {
            socket.startHandshake();
            return seen.orTimeout(20, TimeUnit.SECONDS).get();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void showsItsCertificateWhateverAuthoritiesTheServerNames(String protocol) throws Exception {
        try (SSLServerSocket listening = listening(THEIRS.issue(Wish.sound("server")), protocol)) {
            assertEquals(SUPPLIER.certificate(), shown(listening, List.of(THEIRS.authority())));
        }
    }

    @Test
    void believesAServersVeryCertificateUntilItEnds() throws Exception {
        Instant now = Instant.now();
        Held sound = THEIRS.issue(Wish.sound("server"));
        try (SSLServerSocket listening = listening(sound, "TLSv1.3")) {
            assertEquals(SUPPLIER.certificate(), shown(listening, List.of(sound.certificate())));
        }
        Held ended = THEIRS.issue(Wish.sound("server").between(now.minus(Duration.ofDays(9)), now.minusSeconds(60)));
        try (SSLServerSocket listening = listening(ended, "TLSv1.3")) {
            SSLException refused =
                    assertThrows(SSLException.class, () -> shown(listening, List.of(ended.certificate())));
            assertTrue(String.valueOf(refused.getMessage()).contains("CN=server ended at "), refused::toString);
        }
    }
}
