package omega.channel.sftp;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import net.schmizz.sshj.transport.verification.OpenSSHKnownHosts;
import omega.channel.ChannelException;
import omega.channel.ChannelException.Kind;
import omega.channel.Partner;
import org.jspecify.annotations.Nullable;

/** The host's keys as the known_hosts file has them: nothing else is trusted, and nothing is added to the file. */
final class KnownHost implements HostKeyVerifier {
    private static final String REVOKED = "@revoked";
    private static final String RSA = "ssh-rsa";
    /** What servers of today sign with an RSA key; a known RSA key must be asked for by these names. */
    private static final List<String> RSA_SIGNATURES = List.of("rsa-sha2-512", "rsa-sha2-256");

    /** Keys that hosts show themselves. */
    private final OpenSSHKnownHosts keys;
    /** Besides, authorities of hosts that show a certificate. */
    private final OpenSSHKnownHosts hosts;

    private final OpenSSHKnownHosts revoked;
    private volatile @Nullable String refused;

    private KnownHost(List<String> lines) throws IOException {
        keys = of(lines, line -> !line.startsWith("@"));
        hosts = of(lines, line -> !line.startsWith(REVOKED));
        revoked = of(lines, line -> line.startsWith(REVOKED));
    }

    private static OpenSSHKnownHosts of(List<String> lines, Predicate<String> wanted) throws IOException {
        return new OpenSSHKnownHosts(new StringReader(
                lines.stream().filter(line -> wanted.test(line.strip())).collect(Collectors.joining("\n"))));
    }

    /** Reads the file; refuses a host that is not in it before any connection is spent. */
    static KnownHost read(String who, Partner.Sftp access) throws ChannelException {
        KnownHost known;
        try {
            known = new KnownHost(Files.readAllLines(access.knownHosts()));
        } catch (IOException e) {
            throw new ChannelException(
                    Kind.CONFIGURATION,
                    who + ": the known_hosts file " + access.knownHosts()
                            + " cannot be read; create it with the host key GRDF gave you",
                    e);
        }
        if (known.findExistingAlgorithms(access.host(), access.port()).isEmpty()) {
            throw new ChannelException(
                    Kind.CONFIGURATION,
                    who + ": " + access.knownHosts()
                            + " has no key of this host; ask GRDF for it and add it (ssh-keyscan shows, but proves nothing)");
        }
        return known;
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        OpenSSHKnownHosts asked = key instanceof Certificate<?> ? hosts : keys; // an authority's key is no host's
        boolean known = !revoked(hostname, port, key) && asked.verify(hostname, port, key);
        refused = known ? null : fingerprint(key);
        return known;
    }

    /** So that a server with several keys shows the one that is known. */
    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
        List<String> known = hosts.findExistingAlgorithms(hostname, port);
        return known.contains(RSA)
                ? Stream.concat(RSA_SIGNATURES.stream(), known.stream()).toList()
                : known;
    }

    /** The fingerprint that was refused, as {@code ssh-keygen -l} shows it. */
    @Nullable
    String refused() {
        return refused;
    }

    /** A revoked line wins over any other line of the same key, or of the key that signed the certificate. */
    private boolean revoked(String hostname, int port, PublicKey key) {
        String host = hostname.toLowerCase(Locale.ROOT);
        String name = port == 22 ? host : "[" + host + "]:" + port;
        byte[] encoded = key instanceof Certificate<?> certificate ? certificate.getSignatureKey() : encoded(key);
        String shown = Base64.getEncoder().encodeToString(encoded);
        try {
            for (OpenSSHKnownHosts.KnownHostEntry entry : revoked.entries()) {
                if (entry.appliesTo(name) && entry.getLine().contains(shown)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static String fingerprint(PublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded(key));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(PublicKey key) {
        return new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    }
}
