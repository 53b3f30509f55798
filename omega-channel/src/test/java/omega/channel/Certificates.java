package omega.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import omega.sandbox.TestKeys;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority of the tests and the certificates that it issues. */
public final class Certificates {
    private static final AtomicLong SERIAL = new AtomicLong(1);

    /** A certificate with its key. */
    public record Held(X509Certificate certificate, PrivateKey key, X509Certificate issuer) {
        /** The certificate and its issuer. */
        public Path chain(Path file) {
            return write(file, pem(certificate) + pem(issuer));
        }

        public Path key(Path file) {
            return write(file, Keys.pem("PRIVATE KEY", key.getEncoded()));
        }

        public KeyStore store() {
            try {
                KeyStore store = KeyStore.getInstance("PKCS12");
                store.load(null, null);
                store.setKeyEntry("own", key, "x".toCharArray(), new X509Certificate[] {certificate, issuer});
                return store;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What a certificate shall say. */
    public record Wish(
            String name, KeyPair pair, Instant from, Instant until, List<KeyPurposeId> usages, List<String> hosts) {
        /** A sound one, valid around now, for {@code localhost}. */
        public static Wish sound(String name) {
            Instant now = Instant.now();
            return new Wish(
                    name,
                    TestKeys.rsa(name.replaceAll("[^a-z]", "") + "-tls", 2048),
                    now.minus(Duration.ofDays(1)),
                    now.plus(Duration.ofDays(300)),
                    List.of(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth),
                    List.of("localhost"));
        }

        public Wish between(Instant start, Instant end) {
            return new Wish(name, pair, start, end, usages, hosts);
        }

        public Wish of(KeyPair other) {
            return new Wish(name, other, from, until, usages, hosts);
        }

        public Wish usable(KeyPurposeId... purposes) {
            return new Wish(name, pair, from, until, List.of(purposes), hosts);
        }

        public Wish at(String... names) {
            return new Wish(name, pair, from, until, usages, List.of(names));
        }
    }

    private final KeyPair pair;
    private final X509Certificate own;

    public Certificates(String name) {
        this.pair = TestKeys.rsa("authority-" + name.replaceAll("[^a-z]", ""), 2048);
        Wish wish = Wish.sound(name).of(pair).usable().at();
        this.own = issue("O=" + name + ",C=FR", wish, true);
    }

    public X509Certificate authority() {
        return own;
    }

    public Held issue(Wish wish) {
        return new Held(issue("CN=" + wish.name(), wish, false), wish.pair().getPrivate(), own);
    }

    private X509Certificate issue(String subject, Wish wish, boolean authority) {
        X500Principal issuer = authority ? new X500Principal(subject) : own.getSubjectX500Principal();
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(SERIAL.getAndIncrement() + wish.until().getEpochSecond()),
                    Date.from(wish.from()),
                    Date.from(wish.until()),
                    new X500Principal(subject),
                    wish.pair().getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!wish.usages().isEmpty()) {
                builder.addExtension(
                        Extension.extendedKeyUsage,
                        false,
                        new ExtendedKeyUsage(wish.usages().toArray(KeyPurposeId[]::new)));
            }
            if (!wish.hosts().isEmpty()) {
                GeneralName[] names = wish.hosts().stream()
                        .map(host -> new GeneralName(
                                host.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName, host))
                        .toArray(GeneralName[]::new);
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(X509Certificate... certificates) {
        StringBuilder text = new StringBuilder();
        Arrays.stream(certificates).forEach(each -> text.append(Keys.pem("CERTIFICATE", der(each))));
        return text.toString();
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
