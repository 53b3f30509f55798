package omega.simulator.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** Keys made where none were given: RSA-4096, as the guide asks of partners (§3.1.2). */
public final class HostKeys {
    private HostKeys() {}

    /** Makes {@code file} (PKCS#8 PEM, mode 0600) and {@code file.pub} (OpenSSH's line) unless they are there. */
    public static void ensure(Path file, String comment) {
        if (Files.exists(file)) {
            return;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(4096);
            KeyPair pair = generator.generateKeyPair();
            Files.writeString(open(file), PublicKeyEntry.toString(pair.getPublic()) + " " + comment + "\n");
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.deleteIfExists(next);
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the key " + file, e);
        }
    }

    /** The file of the public key beside the private one. */
    public static Path open(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    static String pem(String label, byte[] der) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + encoder.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
