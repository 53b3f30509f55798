package omega.simulator.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/**
 * Certificates made where none were given, by an authority of the simulator's own: X.509 v3, RSA 2048 (§1.4), {@code NAME.pem} with
 * its chain and {@code NAME.key} (PKCS#8, mode 0600). The JDK reads certificates but writes none, so the few forms that they need
 * are written here.
 */
public final class Authority {
    private static final String OWN = "autorite";
    private static final X500Principal ISSUER = new X500Principal("CN=omega-simulator,O=provisional");
    private static final Duration VALID = Duration.ofDays(3650);
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path directory;
    private final Instant now;

    /** Keeps all in {@code directory}; what it makes is valid from the day before {@code now} (real time). */
    public Authority(Path directory, Instant now) {
        this.directory = directory;
        this.now = now;
    }

    /** Its own certificate, by which those that it issued are believed. */
    public Path certificate() {
        return ensure(OWN, ISSUER, List.of());
    }

    /** The certificate of {@code name}, its own after it; for a server, valid for {@code hosts}. */
    public Path issue(String name, String... hosts) {
        certificate();
        return ensure(name, new X500Principal("CN=" + name), List.of(hosts));
    }

    /** The private key that belongs to a certificate made here. */
    public static Path key(Path certificate) {
        String file = String.valueOf(certificate.getFileName());
        return certificate.resolveSibling(file.replaceFirst("[.]pem$", ".key"));
    }

    /**
     * Another certificate and key in place of those of {@code name}, for the same subject (§1.4.1).
     *
     * @throws IllegalStateException when none were made here
     */
    public X509Certificate renew(String name) {
        if (!Files.exists(directory.resolve(name + ".pem"))) {
            throw new IllegalStateException("no certificate of " + name + " was made here");
        }
        try {
            return Certified.certificates(make(name, new X500Principal("CN=" + name), List.of()))
                    .getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the new certificate of " + name, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path ensure(String name, X500Principal subject, List<String> hosts) {
        Path file = directory.resolve(name + ".pem");
        return Files.exists(file) ? file : make(name, subject, hosts);
    }

    /** Key and certificate are each replaced at once; for a moment they do not fit each other, as when somebody copies them by hand. */
    private Path make(String name, X500Principal subject, List<String> hosts) {
        Path file = directory.resolve(name + ".pem");
        try {
            Files.createDirectories(directory);
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            boolean own = name.equals(OWN);
            PrivateKey signs = own ? pair.getPrivate() : Certified.key(directory.resolve(OWN + ".key"));
            String chain = pem("CERTIFICATE", certificate(subject, pair.getPublic(), signs, own, hosts));
            if (!own) {
                chain += Files.readString(certificate());
            }
            Path key = key(file);
            Path nextKey = key.resolveSibling(key.getFileName() + ".next");
            Files.deleteIfExists(nextKey);
            Files.createFile(
                    nextKey, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(nextKey, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.move(nextKey, key, StandardCopyOption.ATOMIC_MOVE);
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, chain);
            return Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the certificate " + file, e);
        }
    }

    /** RFC 5280 §4.1. */
    private byte[] certificate(X500Principal subject, PublicKey key, PrivateKey signs, boolean own, List<String> hosts)
            throws GeneralSecurityException {
        byte[] algorithm = der(0x30, oid("2a864886f70d01010b"), der(0x05)); // sha256WithRSAEncryption
        byte[] basic = own ? der(0x30, der(0x01, new byte[] {-1})) : der(0x30);
        byte[] extensions = extension("551d13", true, basic);
        if (!own) {
            byte[] usages = der(0x30, oid("2b06010505070301"), oid("2b06010505070302")); // serverAuth, clientAuth
            extensions = joined(extensions, extension("551d25", false, usages));
        }
        if (!hosts.isEmpty()) {
            byte[] names = joined(hosts.stream().map(Authority::alternative).toArray(byte[][]::new));
            extensions = joined(extensions, extension("551d11", false, der(0x30, names)));
        }
        byte[] unsigned = der(
                0x30,
                der(0xa0, der(0x02, new byte[] {2})),
                der(0x02, new BigInteger(120, RANDOM).toByteArray()),
                algorithm,
                ISSUER.getEncoded(),
                der(0x30, time(now.minus(Duration.ofDays(1))), time(now.plus(VALID))),
                subject.getEncoded(),
                key.getEncoded(),
                der(0xa3, der(0x30, extensions)));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(signs);
        signature.update(unsigned);
        return der(0x30, unsigned, algorithm, der(0x03, new byte[1], signature.sign()));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        byte[] octets = der(0x04, value);
        return critical ? der(0x30, oid(oid), der(0x01, new byte[] {-1}), octets) : der(0x30, oid(oid), octets);
    }

    /** A host's name, or its IPv4 address. */
    private static byte[] alternative(String host) {
        if (!host.matches("[0-9.]+")) {
            return der(0x82, host.getBytes(US_ASCII));
        }
        String[] parts = host.split("[.]", -1);
        byte[] address = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return der(0x87, address);
    }

    private static byte[] time(Instant instant) {
        return der(0x17, UTC.format(instant.atOffset(ZoneOffset.UTC)).getBytes(US_ASCII));
    }

    private static byte[] oid(String hex) {
        return der(0x06, HexFormat.of().parseHex(hex));
    }

    /** One element of DER (X.690): its tag, its length, its parts. */
    private static byte[] der(int tag, byte[]... parts) {
        byte[] content = joined(parts);
        byte[] length = content.length < 0x80
                ? new byte[] {(byte) content.length}
                : content.length < 0x100
                        ? new byte[] {(byte) 0x81, (byte) content.length}
                        : new byte[] {(byte) 0x82, (byte) (content.length >> 8), (byte) content.length};
        return joined(new byte[] {(byte) tag}, length, content);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static String pem(String label, byte[] der) {
        return HostKeys.pem(label, der);
    }
}
