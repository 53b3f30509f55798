package omega.simulator.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.ftpserver.ssl.ClientAuth;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Mutual TLS, 1.2 and 1.3: one context for control and data connections, so that a session of the first may be resumed by the others.
 */
class FtpsTls implements SslConfiguration {
    private final SSLContext context;

    /** @param known authorities, or certificates that need none, by which clients are believed */
    FtpsTls(Path certificate, Path key, Collection<X509Certificate> known)
            throws IOException, GeneralSecurityException {
        this.context = Certified.context(certificate, key, known);
    }

    FtpsTls(FtpsTls shared) {
        this.context = shared.context;
    }

    @Override
    public SSLSocketFactory getSocketFactory() {
        return context.getSocketFactory();
    }

    @Override
    public SSLContext getSSLContext() {
        return context;
    }

    @Override
    public SSLContext getSSLContext(String protocol) {
        return context;
    }

    @Override
    public String @Nullable [] getEnabledCipherSuites() {
        return null;
    }

    @Override
    public String getEnabledProtocol() {
        return getEnabledProtocols()[0];
    }

    @Override
    public String[] getEnabledProtocols() {
        return List.of("TLSv1.2", "TLSv1.3").toArray(String[]::new);
    }

    @Override
    public ClientAuth getClientAuth() {
        return ClientAuth.NEED;
    }
}
