package omega.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The sandbox's own SSH keys, RSA-4096 as the guide asks of partners (the host's is OMEGA's own, and as long as OpenSSH makes them: it takes a
 * third of the time), made once: {@code NAME} is a PKCS#8 PEM private key (mode 0600), {@code NAME.pub} OpenSSH's line for the public one. OpenSSH,
 * sshj and MINA read both.
 */
record Keys(Path dir) {
    static final String HOST = "host_key";

    private static final int OF_PARTNERS = 4096;
    private static final int OF_HOSTS = 3072;

    Path secret(String name) {
        return dir.resolve(name);
    }

    Path open(String name) {
        return dir.resolve(name + ".pub");
    }

    Path knownHosts() {
        return dir.resolve("known_hosts");
    }

    /** Makes the pair {@code name} unless it is there. The secret is written last, so a pair is whole or not there. */
    void ensure(String name) {
        if (Files.exists(secret(name))) {
            return;
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(name.equals(HOST) ? OF_HOSTS : OF_PARTNERS);
            KeyPair pair = generator.generateKeyPair();
            Files.writeString(open(name), line((RSAPublicKey) pair.getPublic()) + " " + name + "@sandbox\n");
            write(name, secret(name), pem(pair.getPrivate().getEncoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the key " + name, e);
        }
    }

    /** A secret of letters and digits, made once (mode 0600). */
    String word(String name) {
        Path file = secret(name);
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                write(name, file, HexFormat.of().formatHex(random));
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret " + name, e);
        }
    }

    private void write(String name, Path file, String text) throws IOException {
        Path next = dir.resolve(name + ".next");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes known_hosts: the server on {@code port} of 127.0.0.1 is the one that holds {@link #HOST}. */
    void trustHost(int port) {
        trustHost("127.0.0.1", port);
    }

    /** The same for a server that is reached by another name. */
    void trustHost(String name, int port) {
        try {
            Files.writeString(knownHosts(), "[" + name + "]:" + port + " " + Files.readString(open(HOST)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + knownHosts(), e);
        }
    }

    private static String pem(byte[] pkcs8) {
        Base64.Encoder encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        return "-----BEGIN PRIVATE KEY-----\n" + encoder.encodeToString(pkcs8) + "\n-----END PRIVATE KEY-----\n";
    }

    /** RFC 4253 §6.6: the strings {@code ssh-rsa}, exponent, modulus, each after its length. */
    private static String line(RSAPublicKey key) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (byte[] part : new byte[][] {
            "ssh-rsa".getBytes(StandardCharsets.US_ASCII),
            key.getPublicExponent().toByteArray(),
            key.getModulus().toByteArray()
        }) {
            out.writeInt(part.length);
            out.write(part);
        }
        return "ssh-rsa " + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
