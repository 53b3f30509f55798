package omega.ws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority of one run, and the X.509 v3 certificates that it issues, RSA 2048 as the guide asks (§1.4.1), as PEM files. It
 * writes DER itself: nothing but the JDK is needed, where certificates are wanted.
 */
public final class Authority {
    private static final byte[] SHA256_WITH_RSA = {
        0x30, 0x0D, 0x06, 0x09, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00
    };
    private static final byte[] BASIC_CONSTRAINTS = {0x06, 0x03, 0x55, 0x1D, 0x13};
    private static final byte[] EXTENDED_KEY_USAGE = {0x06, 0x03, 0x55, 0x1D, 0x25};
    private static final byte[] ALTERNATIVE_NAME = {0x06, 0x03, 0x55, 0x1D, 0x11};
    private static final byte[] SERVER = {0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x01};
    private static final byte[] CLIENT = {0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x02};
    private static final byte[] TRUE = {0x01, 0x01, (byte) 0xFF};
    private static final Duration VALIDITY = Duration.ofDays(800);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final X500Principal name;
    private final KeyPair pair = pair();
    private final SecureRandom random = new SecureRandom();
    private final byte[] own;

    /** {@code name} is a distinguished name, {@code CN=...}. TLS compares validity with real time, and so must {@code now} be. */
    public Authority(String name, Instant now) {
        this.name = new X500Principal(name);
        byte[] constraints = sequence(BASIC_CONSTRAINTS, TRUE, tagged(0x04, sequence(TRUE)));
        this.own = certificate(this.name, pair, now, constraints);
    }

    /** Writes its own certificate. */
    public Path write(Path file) {
        return write(file, pem("CERTIFICATE", own), "rw-r--r--");
    }

    /**
     * Issues a certificate for both ends of TLS, and writes it to {@code dir/file.crt} and its key, PKCS#8, to {@code dir/file.key}.
     *
     * @param subject a distinguished name
     * @param hosts names and addresses at which it may serve
     */
    public void issue(Path dir, String file, String subject, Instant now, String... hosts) {
        KeyPair issued = pair();
        byte[] usage = sequence(EXTENDED_KEY_USAGE, tagged(0x04, sequence(SERVER, CLIENT)));
        byte[][] names = List.of(hosts).stream().map(Authority::host).toArray(byte[][]::new);
        byte[] certificate = hosts.length == 0
                ? certificate(new X500Principal(subject), issued, now, usage)
                : certificate(
                        new X500Principal(subject),
                        issued,
                        now,
                        usage,
                        sequence(ALTERNATIVE_NAME, tagged(0x04, sequence(names))));
        write(dir.resolve(file + ".key"), pem("PRIVATE KEY", issued.getPrivate().getEncoded()), "rw-------");
        write(dir.resolve(file + ".crt"), pem("CERTIFICATE", certificate), "rw-r--r--");
    }

    private static byte[] host(String host) {
        return host.matches("[0-9.]+")
                ? tagged(0x87, InetAddress.ofLiteral(host).getAddress())
                : tagged(0x82, host.getBytes(StandardCharsets.US_ASCII));
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has RSA", e);
        }
    }

    /** RFC 5280 §4.1. */
    private byte[] certificate(X500Principal subject, KeyPair subjects, Instant now, byte[]... extensions) {
        byte[] validity = sequence(
                tagged(0x18, TIME.format(now.minus(Duration.ofDays(1))).getBytes(StandardCharsets.US_ASCII)),
                tagged(0x18, TIME.format(now.plus(VALIDITY)).getBytes(StandardCharsets.US_ASCII)));
        byte[] signed = sequence(
                tagged(0xA0, new byte[] {0x02, 0x01, 0x02}),
                tagged(0x02, new BigInteger(63, random).setBit(62).toByteArray()),
                SHA256_WITH_RSA,
                name.getEncoded(),
                validity,
                subject.getEncoded(),
                subjects.getPublic().getEncoded(),
                tagged(0xA3, sequence(extensions)));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signed);
            return sequence(signed, SHA256_WITH_RSA, tagged(0x03, new byte[] {0}, signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java signs", e);
        }
    }

    private static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    /** DER: tag, length, content. */
    private static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = content.size();
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int first = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | (digits.length - first));
            out.write(digits, first, digits.length - first);
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static String pem(String kind, byte[] der) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN " + kind + "-----\n" + encoder.encodeToString(der) + "\n-----END " + kind + "-----\n";
    }

    private static Path write(Path file, String text, String mode) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
