package omega.channel.credential;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Secret;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMDecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** PEM files, the form in which the guide wants certificates (§1.4.1). Each fault is {@code CONFIGURATION}: nothing was spent. */
public final class Pem {
    /** Never registered: the JDK's own cryptography does all but open encrypted files. */
    private static final BouncyCastleProvider OPENER = new BouncyCastleProvider();

    private static final int MOST_OBJECTS = 32;

    private Pem() {}

    /** All certificates of the file, in its order; at least one. Text around them is passed over. */
    public static List<X509Certificate> certificates(String who, Path file) throws ChannelException {
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            List<X509Certificate> found = parsed(text);
            if (found.isEmpty()) {
                throw refused(who, file, "holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)", null);
            }
            return found;
        } catch (CertificateException e) {
            throw refused(who, file, "holds a certificate that cannot be read; export it again as PEM", e);
        } catch (ChannelException e) {
            throw e;
        } catch (IOException e) {
            throw refused(who, file, "does not exist or cannot be read", e);
        }
    }

    private static List<X509Certificate> parsed(String text) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        StringBuilder only = new StringBuilder();
        String end = "-----END CERTIFICATE-----";
        for (int at = 0; (at = text.indexOf("-----BEGIN CERTIFICATE-----", at)) >= 0; ) {
            int stop = text.indexOf(end, at);
            if (stop < 0) {
                throw new CertificateException("cut off");
            }
            only.append(text, at, stop + end.length()).append('\n');
            at = stop;
        }
        if (only.isEmpty()) {
            return List.of();
        }
        return factory
                .generateCertificates(new ByteArrayInputStream(only.toString().getBytes(StandardCharsets.ISO_8859_1)))
                .stream()
                .map(each -> (X509Certificate) each)
                .toList();
    }

    /** The file's private key: PKCS#8, encrypted or not, or the older PKCS#1 and SEC 1 forms. */
    public static PrivateKey privateKey(String who, Path file, @Nullable Secret passphrase) throws ChannelException {
        char[] revealed = passphrase == null ? new char[0] : passphrase.reveal();
        try (Reader text = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
                PEMParser parser = new PEMParser(text)) {
            for (int seen = 0; seen < MOST_OBJECTS; seen++) {
                Object object = parser.readObject();
                if (object == null) {
                    break;
                }
                PrivateKeyInfo key = open(object, passphrase == null ? null : revealed);
                if (key != null) {
                    return new JcaPEMKeyConverter().getPrivateKey(key);
                }
            }
            throw refused(who, file, "holds no private key in PEM form", null);
        } catch (ChannelException e) {
            throw e;
        } catch (Locked e) {
            throw refused(who, file, "is encrypted and no passphrase is set", e);
        } catch (PKCSException | OperatorCreationException | PEMException e) {
            String hint = passphrase == null ? "" : "; is the passphrase right?";
            throw refused(who, file, "holds a private key that cannot be opened" + hint, e);
        } catch (IOException | RuntimeException e) {
            throw refused(who, file, "does not exist, or cannot be read as PEM", e);
        } finally {
            Arrays.fill(revealed, '\0');
        }
    }

    private static @Nullable PrivateKeyInfo open(Object object, char @Nullable [] passphrase)
            throws IOException, PKCSException, OperatorCreationException {
        return switch (object) {
            case PrivateKeyInfo plain -> plain;
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case PKCS8EncryptedPrivateKeyInfo locked ->
                locked.decryptPrivateKeyInfo(
                        locked.getEncryptionAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.id_PBES2)
                                ? new JcePKCSPBEInputDecryptorProviderBuilder()
                                        .setProvider(OPENER)
                                        .build(needed(passphrase))
                                : new JceOpenSSLPKCS8DecryptorProviderBuilder()
                                        .setProvider(OPENER)
                                        .build(needed(passphrase)));
            case PEMEncryptedKeyPair locked ->
                locked.decryptKeyPair(new JcePEMDecryptorProviderBuilder()
                                .setProvider(OPENER)
                                .build(needed(passphrase)))
                        .getPrivateKeyInfo();
            default -> null;
        };
    }

    private static char[] needed(char @Nullable [] passphrase) throws Locked {
        if (passphrase == null) {
            throw new Locked();
        }
        return passphrase;
    }

    static ChannelException refused(String who, Path file, String what, @Nullable Throwable cause) {
        return new ChannelException(Kind.CONFIGURATION, who + ": " + file + " " + what, cause);
    }

    /** No passphrase for what needs one. */
    private static final class Locked extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** True when {@code key} is the private half of the certificate's key. */
    static boolean match(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            byte[] said = "the two halves of one key".getBytes(StandardCharsets.US_ASCII);
            var signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(said);
            byte[] signature = signer.sign();
            var verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(said);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
