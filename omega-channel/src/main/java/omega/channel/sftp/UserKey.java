package omega.channel.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.userauth.password.PasswordUtils;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Partner;
import omega.channel.Secret;
import omega.channel.credential.Pem;
import org.jspecify.annotations.Nullable;

/** The partner's private key, which must be RSA of 4096 bits (§3.1.2). */
final class UserKey {
    private static final int BITS = 4096;

    private UserKey() {}

    /** Reads OpenSSH, PEM and PKCS#8 files; {@code CONFIGURATION} when the key cannot be read or is not the guide's kind. */
    static KeyPair read(String who, Partner.Sftp access, SSHClient client) throws ChannelException {
        Path file = access.key();
        if (!Files.isReadable(file)) {
            throw refused(who + ": the key file " + file + " does not exist or cannot be read", null);
        }
        KeyPair pair = parse(who, file, access.passphrase(), client);
        if (!(pair.getPublic() instanceof RSAPublicKey rsa)) {
            throw refused(
                    who + ": " + file + " holds a key of type "
                            + pair.getPublic().getAlgorithm() + create(),
                    null);
        }
        if (rsa.getModulus().bitLength() != BITS) {
            throw refused(
                    who + ": " + file + " holds an RSA key of "
                            + rsa.getModulus().bitLength() + " bits" + create(),
                    null);
        }
        return pair;
    }

    private static KeyPair parse(String who, Path file, @Nullable Secret passphrase, SSHClient client)
            throws ChannelException {
        if (isPem(file)) {
            return pair(who, file, Pem.privateKey(who, file, passphrase));
        }
        char[] revealed = passphrase == null ? new char[0] : passphrase.reveal();
        try {
            var keys =
                    client.loadKeys(file.toString(), passphrase == null ? null : PasswordUtils.createOneOff(revealed));
            return new KeyPair(keys.getPublic(), keys.getPrivate());
        } catch (IOException | RuntimeException e) {
            String hint = passphrase == null ? "; is a passphrase missing?" : "; is the passphrase right?";
            throw refused(who + ": " + file + " is not a private key in OpenSSH, PEM or PKCS#8 form" + hint, e);
        } finally {
            Arrays.fill(revealed, '\0');
        }
    }

    /** Of the forms that certificates' keys have, too, and encrypted in as many ways; OpenSSH's own is SSH's. */
    private static boolean isPem(Path file) {
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.matches("-----BEGIN (RSA |EC |DSA |ENCRYPTED )?PRIVATE KEY-----\\s*"));
        } catch (IOException | UncheckedIOException e) {
            return false; // who opens it will say so
        }
    }

    private static KeyPair pair(String who, Path file, PrivateKey key) throws ChannelException {
        if (!(key instanceof RSAPrivateCrtKey rsa)) {
            throw refused(who + ": " + file + " holds a key of type " + key.getAlgorithm() + create(), null);
        }
        try {
            return new KeyPair(
                    KeyFactory.getInstance("RSA")
                            .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent())),
                    rsa);
        } catch (GeneralSecurityException e) {
            throw refused(who + ": " + file + " holds an RSA key that makes no sense" + create(), e);
        }
    }

    private static String create() {
        return "; OMEGA takes RSA of 4096 bits only (§3.1.2): create one with ssh-keygen -t rsa -b 4096 and send GRDF its public half";
    }

    private static ChannelException refused(String message, @Nullable Throwable cause) {
        return new ChannelException(Kind.CONFIGURATION, message, cause);
    }
}
