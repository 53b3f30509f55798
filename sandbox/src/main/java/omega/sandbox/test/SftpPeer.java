package omega.sandbox.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import omega.sandbox.TestKeys;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * Apache MINA's SFTP server over {@code <home>/root} with OMEGA's directories, and what a client needs to reach it. Whoever uses it brings
 * {@code sshd-sftp} along.
 */
public final class SftpPeer implements AutoCloseable {
    /** The only login. */
    public static final String USER = "esa";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path home;

    public SftpPeer(Path home, SftpEventListener... listeners) throws IOException {
        this.home = home;
        for (String directory : List.of("publications", "demandes", "comptes-rendus")) {
            Files.createDirectories(root().resolve(directory));
        }
        KeyPair user = TestKeys.rsa("user", 4096);
        KeyPair host = TestKeys.rsa("host", 2048);
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(host));
        server.setPublickeyAuthenticator(
                (name, key, session) -> USER.equals(name) && KeyUtils.compareKeys(key, user.getPublic()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root()));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory();
        for (SftpEventListener listener : listeners) {
            sftp.addSftpEventListener(listener);
        }
        server.setSubsystemFactories(List.of(sftp));
        server.start();
        Files.createFile(keyFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                keyFile(),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(user.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
        know(knownHosts(), host);
        know(strangersKnownHosts(), TestKeys.rsa("stranger", 2048));
    }

    /** What a partner of this server needs, {@code omega.partenaires.<code>.…}. */
    public Map<String, String> partner(String code) {
        String prefix = "omega.partenaires." + code + ".";
        return Map.of(
                prefix + "host", "127.0.0.1",
                prefix + "port", String.valueOf(port()),
                prefix + "user", USER,
                prefix + "key-file", keyFile().toString(),
                prefix + "known-hosts", knownHosts().toString());
    }

    private void know(Path file, KeyPair host) throws IOException {
        Files.writeString(file, "[127.0.0.1]:" + port() + " " + PublicKeyEntry.toString(host.getPublic()) + "\n");
    }

    /** What a client sees as {@code /}. */
    public Path root() {
        return home.resolve("root");
    }

    public int port() {
        return server.getPort();
    }

    public Path keyFile() {
        return home.resolve("key");
    }

    public Path knownHosts() {
        return home.resolve("known_hosts");
    }

    /** Names another key for this server. */
    public Path strangersKnownHosts() {
        return home.resolve("strangers_known_hosts");
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
