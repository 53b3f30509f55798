package omega.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;

/** Key pairs of the tests, made once and kept under target/, and the file forms they come in. */
public final class Keys {
    private Keys() {}

    public static KeyPair user() {
        return rsa("user", 4096);
    }

    public static KeyPair host() {
        return rsa("host", 4096);
    }

    public static synchronized KeyPair rsa(String name, int bits) {
        Path kept = Path.of("target", "test-keys", name + "-" + bits + ".der");
        try {
            if (!Files.exists(kept)) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(bits);
                Files.createDirectories(kept.getParent());
                Files.write(kept, generator.generateKeyPair().getPrivate().getEncoded());
            }
            KeyFactory factory = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey secret =
                    (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(kept)));
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent())),
                    secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
