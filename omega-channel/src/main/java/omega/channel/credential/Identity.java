package omega.channel.credential;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import omega.channel.ChannelException;
import omega.channel.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Who the supplier is for TLS: one X.509 certificate for FTPS and web services alike (§1.4.1), with its chain and private key.
 *
 * @param chain the supplier's own certificate first, then its issuers as far as the file holds them
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {

    public Identity {
        chain = List.copyOf(chain);
    }

    /**
     * Reads both files, whatever the order of the certificates.
     *
     * @throws ChannelException {@code CONFIGURATION}: a file is missing or unreadable, or the key belongs to no certificate of the chain
     */
    public static Identity read(String who, Path certificates, Path key, @Nullable Secret passphrase)
            throws ChannelException {
        List<X509Certificate> all = Pem.certificates(who, certificates);
        PrivateKey secret = Pem.privateKey(who, key, passphrase);
        X509Certificate own = all.stream()
                .filter(each -> Pem.match(each, secret))
                .findFirst()
                .orElseThrow(() ->
                        Pem.refused(who, key, "is not the private key of any certificate in " + certificates, null));
        return new Identity(Presented.chain(own, all), secret);
    }

    /** The supplier's own certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /**
     * A TLS context of its own, hence with no session of another connection.
     *
     * @param trusted the authorities, or the very certificates, that servers are believed by; empty for the JVM's. Old and new
     *     chains may stand together while GRDF renews (§1.4.2).
     */
    public SSLContext context(List<X509Certificate> trusted) {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", key, new char[0], chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, new char[0]);
            return context(Always.presenting(keys.getKeyManagers()), trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A TLS context without a certificate of its own; {@code trusted} as for {@link #context(List)}. */
    public static SSLContext nobody(List<X509Certificate> trusted) {
        try {
            return context(new KeyManager[0], trusted);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(KeyManager[] keys, List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, InTime.asking(believing(trusted)), null);
        return context;
    }

    /** By the JVM's authorities where no others are told. */
    private static TrustManager[] believing(List<X509Certificate> trusted)
            throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted.isEmpty() ? null : store(trusted));
        return factory.getTrustManagers();
    }

    private static KeyStore store(List<X509Certificate> trusted) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry("trusted-" + i, trusted.get(i));
        }
        return store;
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return certificate().getSubjectX500Principal().getName();
    }
}
