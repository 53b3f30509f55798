package omega.simulator.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a door shows, and whom it believes; all PEM.
 *
 * @param certificate OMEGA's certificate and its chain
 * @param key its key, PKCS#8
 * @param authorities of the callers' certificates; none where callers need none
 */
public record Tls(Path certificate, Path key, Optional<Path> authorities) {
    private static final char[] NO_PASSWORD = new char[0];

    SSLContext context() {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            List<X509Certificate> chain = certificates(certificate);
            own.setKeyEntry(
                    "own",
                    key(chain.getFirst().getPublicKey().getAlgorithm()),
                    NO_PASSWORD,
                    chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, null);
            if (authorities.isPresent()) {
                for (X509Certificate each : certificates(authorities.get())) {
                    known.setCertificateEntry("authority" + known.size(), each);
                }
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), authorities.isPresent() ? trust.getTrustManagers() : null, null);
            return context;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set up TLS with " + certificate, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot set up TLS with " + certificate + " and " + key, e);
        }
    }

    /**
     * The certificates of a PEM file, in order.
     *
     * @throws IllegalArgumentException when there are none
     */
    public static List<X509Certificate> certificates(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (all.isEmpty()) {
                throw new IllegalArgumentException("no certificate in " + file);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the certificates of " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no PEM certificates: " + file, e);
        }
    }

    private PrivateKey key(String algorithm) throws IOException, GeneralSecurityException {
        String pem = Files.readString(key).replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\s", "");
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException(key + " is no PKCS#8 key in PEM", e);
        }
    }
}
