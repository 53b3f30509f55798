package omega.channel.sftp;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
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

    private final OpenSSHKnownHosts hosts;
    private volatile @Nullable String refused;

    private KnownHost(OpenSSHKnownHosts hosts) {
        this.hosts = hosts;
    }

    /** Reads the file; refuses a host that is not in it before any connection is spent. */
    static KnownHost read(String who, Partner.Sftp access) throws ChannelException {
        OpenSSHKnownHosts hosts;
        try (Reader lines = Files.newBufferedReader(access.knownHosts())) {
            hosts = new OpenSSHKnownHosts(lines);
        } catch (IOException e) {
            throw new ChannelException(
                    Kind.CONFIGURATION,
                    who + ": the known_hosts file " + access.knownHosts()
                            + " cannot be read; create it with the host key GRDF gave you",
                    e);
        }
        if (hosts.findExistingAlgorithms(access.host(), access.port()).isEmpty()) {
            throw new ChannelException(
                    Kind.CONFIGURATION,
                    who + ": " + access.knownHosts()
                            + " has no key of this host; ask GRDF for it and add it (ssh-keyscan shows, but proves nothing)");
        }
        return new KnownHost(hosts);
    }

    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
        boolean known = !revoked(hostname, port, key) && hosts.verify(hostname, port, key);
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

    /** A revoked line wins over any other line of the same key. */
    private boolean revoked(String hostname, int port, PublicKey key) {
        String name = port == 22 ? hostname : "[" + hostname + "]:" + port;
        try {
            for (OpenSSHKnownHosts.KnownHostEntry entry : hosts.entries()) {
                if (entry.getLine().startsWith(REVOKED)
                        && entry.appliesTo(KeyType.fromKey(key), name)
                        && entry.getLine().contains(base64(key))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static String base64(PublicKey key) {
        return Base64.getEncoder().encodeToString(encoded(key));
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
