package omega.channel.credential;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a server whom the JDK believes, while its certificate is valid: the JDK takes a certificate that is itself among the trusted ones at any time. Says of an expired
 * certificate which one it is, and when it ended.
 */
final class InTime extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager jdk;

    private InTime(X509ExtendedTrustManager jdk) {
        this.jdk = jdk;
    }

    static TrustManager[] asking(TrustManager[] all) {
        return Arrays.stream(all)
                .map(each -> each instanceof X509ExtendedTrustManager jdk ? new InTime(jdk) : each)
                .toArray(TrustManager[]::new);
    }

    @FunctionalInterface
    private interface Look {
        void at() throws CertificateException;
    }

    private static void look(X509Certificate[] chain, Look look) throws CertificateException {
        try {
            look.at();
            chain[0].checkValidity();
        } catch (CertificateException e) {
            if (caused(e, CertificateExpiredException.class)) {
                throw expired(chain, e);
            }
            throw e;
        }
    }

    private static boolean caused(Throwable e, Class<? extends Throwable> type) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static CertificateException expired(X509Certificate[] chain, CertificateException e) {
        for (X509Certificate each : chain) {
            try {
                each.checkValidity();
            } catch (CertificateExpiredException ended) {
                CertificateExpiredException told = new CertificateExpiredException(
                        each.getSubjectX500Principal().getName() + " ended at "
                                + CertificateRules.paris(each.getNotAfter().toInstant()));
                told.initCause(e);
                return told;
            } catch (CertificateNotYetValidException young) {
                // another one has ended
            }
        }
        return e;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        look(chain, () -> jdk.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        look(chain, () -> jdk.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        look(chain, () -> jdk.checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        jdk.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        jdk.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        jdk.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return jdk.getAcceptedIssuers();
    }
}
