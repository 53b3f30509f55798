package omega.channel.sftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import omega.channel.ChannelException;
import omega.channel.Keys;
import omega.channel.Partner;
import omega.channel.Secret;
import omega.sandbox.TestKeys;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms a private key comes in, and the one kind that OMEGA takes (§3.1.2). */
class UserKeyTest {
    private static final String PASSPHRASE = "correct horse";

    @TempDir
    Path home;

    @Test
    void readsEveryForm() throws Exception {
        byte[] pkcs8 = Keys.user().getPrivate().getEncoded();
        // An RSA-4096 PKCS#8 wraps its PKCS#1 in 26 bytes.
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);

        assertUser(read(Keys.pem("PRIVATE KEY", pkcs8).getBytes(UTF_8), null));
        assertUser(read(Keys.pem("RSA PRIVATE KEY", pkcs1).getBytes(UTF_8), null));
        assertUser(read(Keys.pem("ENCRYPTED PRIVATE KEY", encrypted(pkcs8)).getBytes(UTF_8), Secret.of(PASSPHRASE)));
        assertUser(read(openSsh(Keys.user(), null), null));
        assertUser(read(openSsh(Keys.user(), PASSPHRASE), Secret.of(PASSPHRASE)));
    }

    @ParameterizedTest
    @MethodSource("omega.channel.Keys#locks")
    void opensWhateverOpensslHasEncrypted(String form) throws Exception {
        byte[] locked = Keys.locked(form, Keys.user().getPrivate(), PASSPHRASE).getBytes(UTF_8);

        assertUser(read(locked, Secret.of(PASSPHRASE)));
        String wrong = refusal(locked, Secret.of("hunter2"));
        String missing = refusal(locked, null);

        assertTrue(wrong.contains("is the passphrase right?") && !wrong.contains("hunter2"), wrong);
        assertTrue(missing.contains("is encrypted and no passphrase is set"), missing);
    }

    @Test
    void refusesOtherKeysWithTheGuidesReason() throws Exception {
        KeyPairGenerator curves = KeyPairGenerator.getInstance("EC");
        curves.initialize(256);

        String small = refusal(openSsh(TestKeys.rsa("small", 2048), null), null);
        String curve = refusal(openSsh(curves.generateKeyPair(), null), null);

        assertTrue(small.contains("2048") && small.contains("4096") && small.contains("§3.1.2"), small);
        assertTrue(curve.contains("EC") && curve.contains("4096"), curve);
        String pem = refusal(
                Keys.pem("PRIVATE KEY", curves.generateKeyPair().getPrivate().getEncoded())
                        .getBytes(UTF_8),
                null);
        assertTrue(pem.contains("EC") && pem.contains("4096"), pem);
    }

    @Test
    void refusesAWrongPassphraseWithoutShowingIt() throws Exception {
        String wrong = refusal(openSsh(Keys.user(), PASSPHRASE), Secret.of("hunter2"));
        String missing = refusal(openSsh(Keys.user(), PASSPHRASE), null);
        String wrongPkcs8 = refusal(
                Keys.pem(
                                "ENCRYPTED PRIVATE KEY",
                                encrypted(Keys.user().getPrivate().getEncoded()))
                        .getBytes(UTF_8),
                Secret.of("hunter2"));

        assertTrue(wrong.contains("passphrase right") && wrongPkcs8.contains("passphrase right"), wrong);
        assertTrue(missing.contains("passphrase missing"), missing);
        assertFalse((wrong + wrongPkcs8).contains("hunter2"));
        assertEquals("***", Secret.of("hunter2").toString());
    }

    private static void assertUser(KeyPair pair) {
        assertEquals(Keys.user().getPublic(), pair.getPublic());
        assertEquals(Keys.user().getPrivate(), pair.getPrivate());
    }

    private String refusal(byte[] file, @Nullable Secret passphrase) {
        ChannelException refusal = assertThrows(ChannelException.class, () -> read(file, passphrase));
        assertEquals(ChannelException.Kind.CONFIGURATION, refusal.kind());
        return refusal.getMessage();
    }

    private KeyPair read(byte[] file, @Nullable Secret passphrase) throws IOException {
        Path key = Files.write(home.resolve("key"), file);
        return UserKey.read(
                "ESA",
                new Partner.Sftp("host", 22, "esa", key, passphrase, home.resolve("known_hosts")),
                SftpFolder.newClient());
    }

    private static byte[] openSsh(KeyPair pair, @Nullable String passphrase)
            throws IOException, GeneralSecurityException {
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setPassword(passphrase);
            encryption.setCipherType("256");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", encryption, out);
        return out.toByteArray();
    }

    private static byte[] encrypted(byte[] pkcs8) throws IOException, GeneralSecurityException {
        String algorithm = "PBEWithHmacSHA256AndAES_256";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(PASSPHRASE.toCharArray())));
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("PBES2");
        parameters.init(cipher.getParameters().getEncoded());
        return new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(pkcs8)).getEncoded();
    }
}
