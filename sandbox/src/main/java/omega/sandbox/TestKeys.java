package omega.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;

/** RSA key pairs of tests, made once a machine and user: four thousand bits take a JVM seconds, and these guard nothing. */
public final class TestKeys {
    private TestKeys() {}

    /** The pair of that name and length, the same in every JVM. */
    public static KeyPair rsa(String name, int bits) {
        Path kept = TestDirectory.of("keys").resolve(name + "-" + bits + ".der");
        try {
            if (!Files.exists(kept)) {
                make(kept, bits);
            }
            KeyFactory factory = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey secret =
                    (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(Files.readAllBytes(kept)));
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent())),
                    secret);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + kept, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** Of two that make it at once, the first is kept. */
    private static void make(Path kept, int bits) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        Path made = Files.createTempFile(
                kept.getParent(),
                "made",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.write(made, generator.generateKeyPair().getPrivate().getEncoded());
            Files.createLink(kept, made);
        } catch (FileAlreadyExistsException e) {
            // the other's
        } finally {
            Files.delete(made);
        }
    }
}
