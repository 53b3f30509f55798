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
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
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
            writeSecret(file, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the key " + file, e);
        }
    }

    /** The word in {@code file} (mode 0600), which is drawn by chance where there is none. */
    public static String word(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                byte[] chance = new byte[24];
                new SecureRandom().nextBytes(chance);
                writeSecret(file, HexFormat.of().formatHex(chance));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the secret " + file, e);
        }
    }

    private static void writeSecret(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
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
