package omega.channel;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.Base64;
import java.util.stream.Stream;
import omega.sandbox.TestKeys;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.util.ScryptConfig;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.OutputEncryptor;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEOutputEncryptorBuilder;

/** Key pairs of the tests, and the file forms they come in. */
public final class Keys {
    private static final BouncyCastleProvider WRITER = new BouncyCastleProvider();

    private Keys() {}

    public static KeyPair user() {
        return TestKeys.rsa("user", 4096);
    }

    public static KeyPair host() {
        return TestKeys.rsa("host", 4096);
    }

    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** How a PEM key may be encrypted: {@code openssl pkcs8 -v2 …}, {@code -scrypt}, {@code openssl rsa -traditional …}. */
    public static Stream<String> locks() {
        return Stream.of(
                "pkcs8 des3",
                "pkcs8 aes192",
                "pkcs8 aes256 sha256",
                "pkcs8 scrypt",
                "traditional DES-EDE3-CBC",
                "traditional AES-256-CBC");
    }

    /** The key in one of {@link #locks}. */
    public static String locked(String form, PrivateKey key, String passphrase) {
        try {
            StringWriter text = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
                if (form.startsWith("traditional ")) {
                    writer.writeObject(
                            key,
                            new JcePEMEncryptorBuilder(form.substring("traditional ".length()))
                                    .setProvider(WRITER)
                                    .build(passphrase.toCharArray()));
                } else {
                    writer.writeObject(new JcaPKCS8Generator(key, encryptor(form, passphrase.toCharArray())));
                }
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static OutputEncryptor encryptor(String form, char[] passphrase) throws OperatorCreationException {
        return switch (form) {
            case "pkcs8 des3" ->
                new JceOpenSSLPKCS8EncryptorBuilder(PKCSObjectIdentifiers.des_EDE3_CBC)
                        .setProvider(WRITER)
                        .setPassword(passphrase)
                        .build();
            case "pkcs8 aes192" ->
                new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes192_CBC)
                        .setProvider(WRITER)
                        .setPassword(passphrase)
                        .build();
            case "pkcs8 scrypt" ->
                new JcePKCSPBEOutputEncryptorBuilder(
                                new ScryptConfig.Builder(16_384, 8, 1)
                                        .withSaltLength(16)
                                        .build(),
                                NISTObjectIdentifiers.id_aes256_CBC)
                        .setProvider(WRITER)
                        .build(passphrase);
            default ->
                new JceOpenSSLPKCS8EncryptorBuilder(NISTObjectIdentifiers.id_aes256_CBC)
                        .setPRF(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))
                        .setProvider(WRITER)
                        .setPassword(passphrase)
                        .build();
        };
    }
}
